"""Delivers the events of one page or one account, several in one webhook where it likes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.sandbox.courier import Update
from connectors.sandbox.faults import FaultBook
from connectors.sandbox.meta import Body, MetaCourier, encode

if TYPE_CHECKING:
    from connectors.sandbox.messenger.sandbox import MessagingSandbox


class Courier(MetaCourier):
    """Sends events of one account; those of one list travel in one entry."""

    def __init__(self, sandbox: MessagingSandbox, faults: FaultBook, **options: Any) -> None:
        super().__init__(sandbox.app_secret, faults, **options)
        self._sandbox = sandbox

    def pack(self, updates: list[Update]) -> bytes:
        entries: list[Body] = []
        for name, item in (update.change for update in updates):
            if not entries or name not in entries[-1]:
                entries.append({"id": self._sandbox.account_id, "time": self._sandbox.now_ms(), name: []})
            entries[-1][name].append(item)
        return encode({"object": self._sandbox.platform.object, "entry": entries})
