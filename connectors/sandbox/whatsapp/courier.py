"""Delivers the changes of one WhatsApp Business account, many in one webhook where it likes."""

from __future__ import annotations

from collections.abc import Callable

from connectors.sandbox.courier import Update
from connectors.sandbox.faults import FaultBook
from connectors.sandbox.meta import MetaCourier, encode


class Courier(MetaCourier):
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
        super().__init__(app_secret, faults, retries=retries, attempted=attempted)
        self._account_id = account_id

    def pack(self, updates: list[Update]) -> bytes:
        entries = [{"id": self._account_id, "changes": [update.change]} for update in updates]
        return encode({"object": "whatsapp_business_account", "entry": entries})
