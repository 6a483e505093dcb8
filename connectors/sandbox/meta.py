"""What the local platforms of Meta share: how bodies are written and signed, and how a refusal looks."""

from __future__ import annotations

import abc
import json
import secrets
from collections.abc import Callable
from typing import Any

import aiohttp

from connectors.sandbox.courier import Courier, Delivery
from connectors.sandbox.faults import FaultBook
from connectors.signature import hmac_sha256_hex

Body = dict[str, Any]


def encode(payload: Body) -> bytes:
    """Encode as Meta does before it signs: every non-ASCII character and the slash are escaped."""
    return json.dumps(payload, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def graph_error(code: int, message: str, subcode: int | None = None, data: Body | None = None) -> Body:
    """Build the body of a refusal."""
    body: Body = {"message": message, "type": "OAuthException", "code": code}
    if subcode is not None:
        body["error_subcode"] = subcode
    if data is not None:
        body["error_data"] = data
    body["fbtrace_id"] = "A" + secrets.token_urlsafe(12)
    return {"error": body}


class MetaCourier(Courier, abc.ABC):
    """Signs with the secret of the app, and knows the check of an address."""

    def __init__(
        self,
        app_secret: str,
        faults: FaultBook,
        *,
        retries: tuple[float, float, float],
        attempted: Callable[[], None],
    ) -> None:
        super().__init__(faults, retries=retries, attempted=attempted)
        self._secret = app_secret.encode()

    def headers(self, delivery: Delivery, *, forged: bool) -> dict[str, str]:
        secret = b"another secret" if forged else self._secret
        return {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": "sha256=" + hmac_sha256_hex(secret, delivery.body),
        }

    async def subscribe(self, verify_token: str, challenge: str) -> bool:
        """Make the GET check of a callback address."""
        if self._session is None or self.url is None:
            return False
        query = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        try:
            async with self._session.get(self.url, params=query, allow_redirects=False) as response:
                return response.status == 200 and await response.text() == challenge
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
