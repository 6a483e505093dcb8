"""Delivers webhooks as Twilio does: one form each, signed, and hardly ever a second time."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import parse_qsl, urldefrag, urlencode

from connectors.sandbox import courier
from connectors.sandbox.courier import Delivery, Update
from connectors.sandbox.faults import FaultBook

Pairs = list[tuple[str, str]]

_NOT_CONNECTED = "ct"


class Courier(courier.Courier):
    """
    Sends webhooks of one account.

    What could not be delivered is repeated once, and only when there was no connection; the fragment of an address
    may order otherwise (``rc``: how often, ``rp``: after what). After that a message goes to ``fallback_url``, once.
    """

    def __init__(
        self,
        auth_token: str,
        faults: FaultBook,
        *,
        retries: tuple[float, float, float],
        attempted: Callable[[], None],
    ) -> None:
        super().__init__(faults, retries=retries, attempted=attempted)
        self.auth_token = auth_token
        self.fallback_url: str | None = None

    def pack(self, updates: list[Update]) -> bytes:
        pairs: Pairs = updates[0].change
        return urlencode(pairs).encode("ascii")

    def headers(self, delivery: Delivery, *, forged: bool) -> dict[str, str]:
        url = urldefrag(delivery.url or self.url or "").url
        pairs = parse_qsl(delivery.body.decode("ascii"), keep_blank_values=True)
        return {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": hashlib.sha256(delivery.body).hexdigest()[:32],
            "X-Twilio-Signature": sign("another token" if forged else self.auth_token, url, pairs),
        }

    async def repeat(self, delivery: Delivery) -> None:
        order = dict(parse_qsl(urldefrag(delivery.url or self.url or "").fragment))
        left, after = int(order.get("rc", "1")), set(order.get("rp", _NOT_CONNECTED).split(","))
        while left > 0 and _reason(delivery.answers[-1]) & after:
            left -= 1
            await asyncio.sleep(self._first_s)
            if 200 <= await self.attempt(delivery) < 300:
                return
        if delivery.url is None and self.fallback_url is not None:
            told = [("ErrorCode", "11200"), ("ErrorUrl", self.url or "")]
            body = delivery.body + b"&" + urlencode(told).encode("ascii")
            fallback = Delivery(body=body, taken=delivery.taken, url=self.fallback_url)
            self.deliveries.append(fallback)
            await self.attempt(fallback)


def sign(auth_token: str, url: str, pairs: Pairs) -> str:
    """Sign an address and a form."""
    message = url
    for name in sorted({name for name, _ in pairs}):
        message += "".join(name + value for value in sorted({value for key, value in pairs if key == name}))
    digest = hmac.new(auth_token.encode(), message.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


def _reason(answer: int) -> set[str]:
    """Name why an attempt did not succeed, in all the words that an order may use for it."""
    if answer == 0:
        return {"all", _NOT_CONNECTED, "rt"}
    return {"all", "4xx" if 400 <= answer < 500 else "5xx"}
