"""Delivers updates as Telegram does: one in each webhook, with the secret, again and again until it is taken."""

from __future__ import annotations

import json

from connectors.sandbox import courier
from connectors.sandbox.courier import Delivery, Update


class Courier(courier.Courier):
    """Sends the updates of one bot. ``secret`` is what the webhook was set with."""

    secret: str | None = None

    def pack(self, updates: list[Update]) -> bytes:
        return json.dumps(updates[0].change, ensure_ascii=False, separators=(",", ":")).encode()

    def headers(self, delivery: Delivery, *, forged: bool) -> dict[str, str]:
        secret = "another_secret" if forged else self.secret
        proof = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        return {"Content-Type": "application/json", **proof}
