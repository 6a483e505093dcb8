"""Delivers events as a brand's system does: any number in one call, signed, under an id that repeats with the call."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable

from connectors.sandbox import courier
from connectors.sandbox.courier import Delivery, Update
from connectors.sandbox.faults import FaultBook


class Courier(courier.Courier):
    """Signs with ``secrets``, the present one first; there are two while one takes the place of the other."""

    def __init__(
        self,
        secrets: list[str],
        faults: FaultBook,
        *,
        clock: Callable[[], float],
        retries: tuple[float, float, float],
        attempted: Callable[[], None],
    ) -> None:
        super().__init__(faults, retries=retries, attempted=attempted)
        self.secrets = secrets
        self._clock = clock

    def pack(self, updates: list[Update]) -> bytes:
        call = {"version": 1, "events": [update.change for update in updates]}
        return json.dumps(call, ensure_ascii=False, separators=(",", ":")).encode()

    def headers(self, delivery: Delivery, *, forged: bool) -> dict[str, str]:
        call_id = "call_" + hashlib.sha256(delivery.body).hexdigest()[:24]
        time_s = str(int(self._clock()))
        secrets = [new_secret("forged")] if forged else self.secrets
        return {
            "Content-Type": "application/json",
            "webhook-id": call_id,
            "webhook-timestamp": time_s,
            "webhook-signature": " ".join(sign(secret, call_id, time_s, delivery.body) for secret in secrets),
        }


def new_secret(seed: str) -> str:
    """Make a secret out of a text: the same for the same text, so it protects nothing."""
    return "whsec_" + base64.b64encode(hashlib.sha256(seed.encode()).digest()).decode("ascii")


def sign(secret: str, call_id: str, time_s: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, b".".join((call_id.encode(), time_s.encode(), body)), hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")
