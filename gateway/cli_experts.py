"""``rapport experts``: works on the store, also while a gateway runs on it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gateway.app import Storage
from gateway.clock import SystemClock
from gateway.config import load_settings
from gateway.config_model import Settings
from gateway.domain import ExpertId
from gateway.errors import Refused
from gateway.logs import set_up_logs
from gateway.store.experts import INVITE_S, Experts

TIERS = ("qualified", "certified")


@contextlib.asynccontextmanager
async def _opened(config: Path) -> AsyncIterator[tuple[Settings, Experts]]:
    settings = load_settings(config)
    set_up_logs(settings.server.log_level, settings.server.log_format)
    storage = Storage(settings, SystemClock())
    try:
        await storage.open(share=True)
        yield settings, Experts(storage.client)
    finally:
        await storage.close()


async def invite_expert(config: Path, name: str, brands: list[str], tier: str, console: Console) -> None:
    """Add an expert and print their link."""
    if tier not in TIERS:
        raise Refused("malformed", f"--tier {tier}: allowed are {' and '.join(TIERS)}")
    if not name.strip() or len(name) > 60:
        raise Refused("malformed", "a name has 1 to 60 characters")
    async with _opened(config) as (settings, experts):
        for brand in brands:
            if brand not in settings.brands:
                raise Refused("malformed", f"--brand {brand}: {config.name} has {', '.join(settings.brands)}")
        expert = await experts.add(name.strip(), brands, tier)
        token = await experts.invite(expert.id)
        console.print(f"{expert.name} ({expert.id}), {tier} for {', '.join(brands)}", highlight=False)
        console.print(f"{settings.server.public_url}/invite/{token}", highlight=False, soft_wrap=True)
        console.print(f"The link signs in once and is good for {INVITE_S // 3600} hours.", highlight=False)


async def show_experts(config: Path, console: Console) -> None:
    """Print all experts."""
    async with _opened(config) as (_, experts):
        found = await experts.all()
        if not found:
            console.print("There are no experts yet: rapport experts invite NAME --brand BRAND", highlight=False)
            return
        table = Table("id", "name", "tiers")
        for expert in found:
            table.add_row(expert.id, expert.name, ", ".join(f"{b}: {t}" for b, t in expert.tiers.items()))
        console.print(table)


async def revoke_expert(config: Path, expert: str, console: Console) -> None:
    """End an expert's sessions and remove them."""
    async with _opened(config) as (_, experts):
        found = await experts.get(expert)
        if found is None:
            raise Refused("malformed", f"there is no expert {expert}; see rapport experts list")
        await experts.revoke(ExpertId(expert))
        console.print(f"{found.name} is signed out everywhere and removed.", highlight=False)
