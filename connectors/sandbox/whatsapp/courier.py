"""Delivers webhooks as Meta does: signed, many changes in one where it likes, again and again until 200."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp

from connectors.sandbox import courier
from connectors.sandbox.courier import Delivery, Update
from connectors.sandbox.faults import FaultBook
from connectors.sandbox.whatsapp.bodies import encode
from connectors.signature import hmac_sha256_hex


class Courier(courier.Courier):
    """Sends the changes of one account."""

    def __init__(
        self,
        app_secret: str,
        account_id: str,
        faults: FaultBook,
        *,
        retries: tuple[float, float, float],
        attempted: Callable[[], None],
    ) -> None:
        super().__init__(faults, retries=retries, attempted=attempted)
        self._secret = app_secret.encode()
        self._account_id = account_id

    def pack(self, updates: list[Update]) -> bytes:
        entries = [{"id": self._account_id, "changes": [update.change]} for update in updates]
        return encode({"object": "whatsapp_business_account", "entry": entries})

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
