"""``rapport audit``: prints a brand's audit log and checks its chain."""

from __future__ import annotations

import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gateway.app import Storage
from gateway.clock import SystemClock
from gateway.config import load_settings
from gateway.errors import Refused, StartRefused
from gateway.logs import set_up_logs
from gateway.privacy.audit import Audit, BrokenChain
from gateway.store.experts import Experts


async def show_audit(config: Path, brand: str, console: Console) -> None:
    """
    Print all lines, then whether the chain holds.

    Raises
    ------
    Refused, StartRefused
        There is no such brand; or the chain is broken, and the message says where.
    """
    settings = load_settings(config)
    set_up_logs(settings.server.log_level, settings.server.log_format)
    if brand not in settings.brands:
        raise Refused("malformed", f"{brand}: {config.name} has {', '.join(settings.brands)}")
    storage = Storage(settings, SystemClock())
    try:
        await storage.open(share=True)
        audit = Audit(storage.client, storage.functions, storage.brands, SystemClock())
        names = {str(expert.id): expert.name for expert in await Experts(storage.client).all()}
        table = Table("when", "who", "what", "which", "conversation", "reason")
        for line in await audit.read(brand):
            when = datetime.datetime.fromtimestamp(line.at_ms / 1000, datetime.UTC)
            who = names.get(line.actor, line.actor)
            table.add_row(f"{when:%Y-%m-%d %H:%M:%S}Z", who, line.action, line.detail, line.conversation, line.reason)
        console.print(table)
        count = await audit.verify(brand)
        console.print(f"{count} lines; the chain holds.", highlight=False)
    except BrokenChain as broken:
        raise StartRefused(str(broken)) from None
    finally:
        await storage.close()
