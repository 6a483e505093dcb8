"""
The durable timer: one sorted set a shard, and everything that waits in the system waits in it.

A worker leases what is due by moving its score; finishing removes it if the lease is still the worker's own. A
worker that dies leaves its lease to run out, and another takes over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import structlog

from gateway.clock import Clock
from gateway.errors import RapportError
from gateway.metrics import METRICS
from gateway.store import keys
from gateway.store.keys import ConversationId, shard_of
from gateway.store.scripts import Functions

log = structlog.get_logger()

LEASE_MS = 30_000
"""Longer than the longest thing a handler does: a send has a deadline of ten seconds."""
SWEEP_S = 1.0
"""How often all shards are looked at; other processes put items there too."""
_BATCH = 64


class Due(msgspec.Struct, frozen=True):
    """One leased item. ``member`` is ``what:conversation``; ``lease_ms`` is the score that proves the lease."""

    what: str
    conversation: ConversationId
    member: str
    lease_ms: int


Handler = Callable[[Due], Awaitable[int | None]]
"""Carries out one item. Returns when it falls due again (ms), 0 when it is done, ``None`` when the handler itself
has already moved it in the store."""


class Agenda:
    """Carries out what is due. Every process runs one; leases keep them apart."""

    def __init__(self, functions: Functions, shards: int, clock: Clock) -> None:
        self._functions = functions
        self._clock = clock
        self._handlers: dict[str, Handler] = {}
        self._next_due: list[float] = [0.0] * shards
        self._wake = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._limit = asyncio.Semaphore(_BATCH)

    @property
    def busy(self) -> bool:
        """Whether items are being carried out."""
        return bool(self._running)

    def on(self, what: str, handler: Handler) -> None:
        """Name the handler of one kind of item."""
        self._handlers[what] = handler

    def nudge(self, shard: int) -> None:
        """Something on this shard is due now; look at once instead of at the next sweep."""
        self._next_due[shard] = 0.0
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled. A store that is away is waited for."""
        sweep_at = 0.0
        while True:
            self._wake.clear()
            now_s = self._clock.monotonic_s()
            sweep = now_s >= sweep_at
            if sweep:
                sweep_at = now_s + SWEEP_S
            now_ms = self._clock.now_ms()
            shards = [shard for shard, due in enumerate(self._next_due) if sweep or due <= now_ms]
            try:
                await asyncio.gather(*(self._lease(shard, now_ms) for shard in shards))
            except RapportError as error:
                log.warning("the agenda waits for the store", reason=error.code)
                await asyncio.sleep(0.25)
                continue
            next_ms = min(self._next_due) - self._clock.now_ms()
            wait_s = max(0.0, min(sweep_at - self._clock.monotonic_s(), next_ms / 1000))
            try:
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()
            except TimeoutError:
                pass

    async def _lease(self, shard: int, now_ms: int) -> None:
        self._next_due[shard] = float("inf")  # before the read: a nudge during it counts
        answer = await self._functions.call("lease_agenda", [keys.agenda(shard)], now_ms, LEASE_MS, _BATCH)
        if answer[0] >= 0:
            self._next_due[shard] = min(self._next_due[shard], float(answer[0]))
        for member in answer[1:]:
            await self._limit.acquire()
            what, _, conversation = member.decode().partition(":")
            due = Due(what, ConversationId(conversation), member.decode(), now_ms + LEASE_MS)
            task = asyncio.create_task(self._carry_out(due), name=f"agenda {what}")
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _carry_out(self, due: Due) -> None:
        try:
            handler = self._handlers.get(due.what)
            if handler is None:
                log.error("nobody handles this item of the agenda", what=due.what)
                return
            again_ms = await handler(due)
            METRICS.agenda_due.labels(due.what).inc()
            if again_ms is not None:
                await self.finish(due, again_ms)
            self.nudge(shard_of(due.conversation))
        except RapportError as error:
            METRICS.agenda_errors.labels(due.what).inc()
            log.warning("an item of the agenda will fall due again", what=due.what, reason=error.code)
        except Exception:
            METRICS.agenda_errors.labels(due.what).inc()
            log.exception("an item of the agenda failed and will fall due again", what=due.what)
        finally:
            self._limit.release()

    async def finish(self, due: Due, again_ms: int) -> bool:
        """Finish an item (``again_ms`` 0) or put it off; false when the lease has run out meanwhile."""
        key = keys.agenda(shard_of(due.conversation))
        return bool(await self._functions.call("finish_agenda", [key], due.member, due.lease_ms, again_ms))

    async def close(self) -> None:
        """Let what is being carried out finish."""
        if self._running:
            await asyncio.wait(self._running, timeout=12)
