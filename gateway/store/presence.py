"""Who is in session: experts with a live socket lately, in any process. Presence decides notices, never ownership."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.store import keys
from gateway.store.client import Argument, StoreClient

LATELY_MS = 25_000
_FORGET_MS = 3600 * 1000


class Presence:
    """Reads and writes the last time that each expert was seen."""

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    async def seen(self, experts: Iterable[str], now_ms: int) -> None:
        """These experts have a live socket now."""
        pairs: list[Argument] = [item for expert in experts for item in (now_ms, expert)]
        if pairs:
            await self._client.call(keys.PRESENCE, "ZADD", keys.PRESENCE, *pairs)
            await self._client.call(keys.PRESENCE, "ZREMRANGEBYSCORE", keys.PRESENCE, "-inf", now_ms - _FORGET_MS)

    async def in_session(self, expert: str, now_ms: int) -> bool:
        """Say whether an expert had a live socket in the last 25 seconds."""
        seen_ms = await self._client.call(keys.PRESENCE, "ZSCORE", keys.PRESENCE, expert)
        return seen_ms is not None and float(seen_ms) >= now_ms - LATELY_MS
