"""
The doorbell: tells sockets to look at the log, here at once and in other processes over the bus.

A bell carries no content. What happened in this process is pushed from what is at hand; what happened elsewhere is
read from the log past each socket's cursor. A lost bell costs latency only: cursors are compared with the log every
few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable

import redis.asyncio
import structlog

from gateway.clock import Clock
from gateway.domain import Change, Seq
from gateway.errors import RapportError
from gateway.store import keys
from gateway.store.client import StoreClient

log = structlog.get_logger()

HEARTBEAT_S = 2.0
DEAD_AFTER_MS = 10_000

Listener = Callable[[Change], None]
RemoteListener = Callable[[str], Awaitable[None]]
ReceiptListener = Callable[[str, Seq, str, str | None], None]


class Bus:
    """
    The doorbell of one process. ``listeners`` are told of changes made here; ``remote`` of conversations changed
    elsewhere; ``receipts`` of how far our messages got; ``experts`` of experts whose rights changed.
    """

    def __init__(self, client: StoreClient, shards: int, clock: Clock) -> None:
        self.process = secrets.token_hex(6)
        self.alone = True
        self._client = client
        self._shards = shards
        self._clock = clock
        self.listeners: list[Listener] = []
        self.remote: list[RemoteListener] = []
        self.receipts: list[ReceiptListener] = []
        self.experts: list[Callable[[str], Awaitable[None]]] = []

    # Doorbell ---------------------------------------------------------------------------------------------------

    def ring(self, change: Change) -> None:
        for listener in self.listeners:
            try:
                listener(change)
            except Exception:
                log.exception("a listener of the doorbell failed")

    def receipt(self, conversation: str, seq: Seq, delivery: str, reason: str | None) -> None:
        for listener in self.receipts:
            try:
                listener(conversation, seq, delivery, reason)
            except Exception:
                log.exception("a listener of receipts failed")

    def note(self, conversation: str, seq: Seq) -> str:
        return "" if self.alone else f"{self.process}|m|{conversation}|{seq}"

    def receipt_note(self, conversation: str, seq: Seq, delivery: str, reason: str | None) -> str:
        return "" if self.alone else f"{self.process}|r|{conversation}|{seq}|{delivery}|{reason or ''}"

    # The bus ----------------------------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Say that this process lives, and learn whether there are others; until cancelled."""
        while True:
            try:
                await self._beat_once()
            except RapportError:
                self.alone = False  # unknown: ring rather once too often
            await asyncio.sleep(HEARTBEAT_S)

    async def _beat_once(self) -> None:
        now_ms = self._clock.now_ms()
        name = keys.PROCESSES
        await self._client.call(name, "ZADD", name, now_ms, self.process)
        await self._client.call(name, "ZREMRANGEBYSCORE", name, "-inf", now_ms - DEAD_AFTER_MS)
        self.alone = int(await self._client.call(name, "ZCARD", name)) <= 1

    async def listen(self) -> None:
        """Take bells from other processes until cancelled; a broken subscription is made again."""
        channels = [keys.bell(shard) for shard in range(self._shards)] + [keys.EXPERT_BELL]
        while True:
            connection = redis.asyncio.from_url(self._client.url)
            try:
                async with connection.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(*channels)
                    async for message in subscription.listen():
                        await self._take(message)
            except (redis.RedisError, OSError) as error:
                log.warning("the bus is away; subscribing again", reason=type(error).__name__)
                await asyncio.sleep(0.5)
            finally:
                await connection.aclose()

    async def _take(self, message: dict[str, bytes]) -> None:
        data = message["data"].decode(errors="replace")
        try:
            if message["channel"].decode() == keys.EXPERT_BELL:
                for expert_listener in self.experts:
                    await expert_listener(data)
                return
            origin, kind, *rest = data.split("|")
            if origin == self.process:
                return
            if kind == "r" and len(rest) == 4:
                self.receipt(rest[0], int(rest[1]), rest[2], rest[3] or None)
            elif kind == "m" and rest:
                for listener in self.remote:
                    await listener(rest[0])
        except (ValueError, RapportError) as error:
            log.warning("a bell could not be answered; cursors will catch up", reason=type(error).__name__)

    async def leave(self) -> None:
        """Take this process off the list of the living."""
        with contextlib.suppress(RapportError):
            await self._client.call(keys.PROCESSES, "ZREM", keys.PROCESSES, self.process)
