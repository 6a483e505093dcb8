"""Authentic but not understood: kept encrypted, so that it can be read again when we know better."""

from __future__ import annotations

import os

import msgspec
import structlog

from gateway.clock import Clock
from gateway.metrics import METRICS
from gateway.privacy.envelope import Sealer, place
from gateway.privacy.keys import BrandKeys
from gateway.store import keys
from gateway.store.client import StoreClient

log = structlog.get_logger()


class QuarantinedBody(msgspec.Struct, array_like=True):
    """One kept body: channel, problem (a text without its content), time, and the sealed bytes."""

    channel: str
    problem: str
    at_ms: int
    id: bytes
    sealed: bytes


class Quarantine:
    """Keeps bodies, spread over the shards."""

    def __init__(self, client: StoreClient, brands: dict[str, BrandKeys], shards: int, clock: Clock) -> None:
        self._client = client
        self._brands = brands
        self._shards = shards
        self._clock = clock

    def _sealer(self, brand: str) -> Sealer:
        return Sealer(self._brands[brand].secret("quarantine"))

    async def put(self, brand: str, channel: str, raw: bytes, problem: str) -> None:
        """Keep one body durably; raises ``StoreUnavailable`` or ``StoreRefused``."""
        name = os.urandom(8)
        sealed = self._sealer(brand).seal(raw, place("quarantine", channel, name))
        key = keys.quarantine(name[0] % self._shards)
        kept = QuarantinedBody(channel, problem[:200], self._clock.now_ms(), name, sealed)
        await self._client.call(key, "RPUSH", key, msgspec.msgpack.encode(kept))
        METRICS.quarantined.labels(channel).inc()
        log.warning("a body was not understood and is kept in quarantine", channel=channel, problem=problem[:200])

    async def read(self, brand: str) -> list[tuple[QuarantinedBody, bytes]]:
        """Read what is kept for a brand's channels, opened."""
        found = []
        sealer = self._sealer(brand)
        for shard in range(self._shards):
            key = keys.quarantine(shard)
            for blob in await self._client.call(key, "LRANGE", key, 0, -1):
                kept = msgspec.msgpack.decode(blob, type=QuarantinedBody)
                if kept.channel.split("/", 1)[0] == brand:
                    found.append((kept, sealer.open(kept.sealed, place("quarantine", kept.channel, kept.id))))
        return found
