"""
The store client: every command of one loop tick travels in one write, and every reply finds its own future.

redis-py costs some 250 microseconds of CPU for one awaited command, this some 35 (``docs/performance.md``); on the
message path that is half of all there is. redis-py still does what is not hot: pub/sub and a cluster's map.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import hiredis
import structlog
from redis.crc import key_slot

from gateway.errors import Overloaded, StoreRefused, StoreUnavailable

log = structlog.get_logger()

Argument = str | bytes | int | float
COMMAND_DEADLINE_S = 0.9
"""A silent store fails whoever waits within a second, so that platforms get their 503 and try again."""
MAX_IN_FLIGHT = 8192


class Address:
    """Where a store listens, read from a ``redis://``, ``rediss://`` or ``unix://`` URL. Never shows the password."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.tls = parts.scheme == "rediss"
        self.path = parts.path if parts.scheme == "unix" else None
        self.host = parts.hostname or "127.0.0.1"
        self.port = parts.port or 6379
        self.username = unquote(parts.username) if parts.username else None
        self.password = unquote(parts.password) if parts.password else None
        database = "" if self.path else parts.path.strip("/")
        self.database = int(database) if database.isdigit() else 0

    def at(self, host: str, port: int) -> Address:
        """The same access on another node of a cluster."""
        other = Address.__new__(Address)
        other.__dict__.update(self.__dict__)
        other.host, other.port, other.path, other.database = host, port, None, 0
        return other

    def __repr__(self) -> str:
        return f"unix://{self.path}" if self.path else f"{'rediss' if self.tls else 'redis'}://{self.host}:{self.port}"


class Lane(asyncio.Protocol):
    """One connection to one server, shared by everything in this process."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.writes = 0
        """Socket writes so far: the round trips, since every tick writes once."""
        self.commands = 0
        self._reader = hiredis.Reader()
        self._transport: asyncio.Transport | None = None
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._ticks: deque[tuple[int, float]] = deque()
        self._out: list[bytes] = []
        self._greeting: list[asyncio.Future[Any]] = []
        self._watch: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._connecting: asyncio.Task[None] | None = None
        self._closed = False

    async def connect(self) -> None:
        """
        Connect and sign in.

        Raises
        ------
        StoreUnavailable
            Nobody listens there, or the password is refused.
        """
        address = self.address
        try:
            async with asyncio.timeout(COMMAND_DEADLINE_S):
                if address.path:
                    await self._loop.create_unix_connection(lambda: self, address.path)
                else:
                    context = ssl.create_default_context() if address.tls else None
                    await self._loop.create_connection(lambda: self, address.host, address.port, ssl=context)
                for answer in self._greeting:
                    await answer
        except (OSError, TimeoutError, StoreRefused) as error:
            self._drop()
            raise StoreUnavailable(f"the store at {address!r} cannot be reached: {type(error).__name__}") from error

    @property
    def down(self) -> bool:
        return self._transport is None

    def call(self, *command: Argument) -> asyncio.Future[Any]:
        """
        Queue one command for the write at the end of this loop tick.

        The future fails with ``StoreRefused`` when the store answers with an error and with ``StoreUnavailable``
        when the connection breaks or stays silent; then the command may have been carried out.
        """
        if self._transport is None:
            self._reconnect()
            raise StoreUnavailable("the store is not connected")
        if len(self._waiting) >= MAX_IN_FLIGHT:
            raise Overloaded
        future: asyncio.Future[Any] = self._loop.create_future()
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(hiredis.pack_command(command))  # type: ignore[arg-type]  # its stub wants memoryview too
        self._waiting.append(future)
        return future

    def _flush(self) -> None:
        if self._transport is None or not self._out:
            return
        self._ticks.append((len(self._out), self._loop.time()))
        self.commands += len(self._out)
        self.writes += 1
        self._transport.write(b"".join(self._out))
        self._out.clear()
        if self._watch is None:
            self._watch = self._loop.call_later(COMMAND_DEADLINE_S / 4, self._look)

    def _look(self) -> None:
        """Drop the connection when its oldest command has waited too long."""
        self._watch = None
        if not self._ticks:
            return
        if self._loop.time() - self._ticks[0][1] > COMMAND_DEADLINE_S:
            log.warning("the store is silent", waiting=len(self._waiting))
            self._drop()
            self._reconnect()
            return
        self._watch = self._loop.call_later(COMMAND_DEADLINE_S / 4, self._look)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._reader = hiredis.Reader()
        # Queued before anybody else can queue anything: nothing overtakes the sign-in.
        address, self._greeting = self.address, []
        if address.password:
            login = [address.username, address.password] if address.username else [address.password]
            self._greeting.append(self.call("AUTH", *login))
        if address.database:
            self._greeting.append(self.call("SELECT", address.database))

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        waiting, ticks, gets = self._waiting, self._ticks, self._reader.gets
        answered = 0
        while (reply := gets()) is not False:
            future = waiting.popleft()
            answered += 1
            if future.done():
                continue
            if isinstance(reply, hiredis.ReplyError):
                future.set_exception(StoreRefused(str(reply)))
            else:
                future.set_result(reply)
        while answered and ticks:
            count, since = ticks[0]
            if count > answered:
                ticks[0] = (count - answered, since)
                break
            answered -= count
            ticks.popleft()

    def connection_lost(self, exc: Exception | None) -> None:
        self._drop()
        self._reconnect()

    def _drop(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()
        waiting, self._waiting = self._waiting, deque()
        self._ticks.clear()
        self._out.clear()
        for future in waiting:
            if not future.done():
                future.set_exception(StoreUnavailable("the connection to the store broke"))
                future.exception()  # looked at: whoever waits gets it, whoever was cancelled makes no noise

    def _reconnect(self) -> None:
        if self._closed or (self._connecting is not None and not self._connecting.done()):
            return
        self._connecting = self._loop.create_task(self._keep_connecting(), name="store reconnect")

    async def _keep_connecting(self) -> None:
        delay = 0.05
        while not self._closed and self._transport is None:
            try:
                await self.connect()
            except StoreUnavailable:
                await asyncio.sleep(delay)
                delay = min(delay * 2, 1.0)

    async def close(self) -> None:
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        self._drop()


class StoreClient:
    """
    Commands and functions on one server or on a cluster.

    A call names its key so that a cluster finds the node; on one server every call shares one lane.
    """

    def __init__(self, url: str, *, cluster: bool = False) -> None:
        self.url = url
        self.address = Address(url)
        self.cluster = cluster
        self._lanes: dict[tuple[str, int], Lane] = {}
        self._slots: list[Lane] = []
        self._single: Lane | None = None

    @property
    def lanes(self) -> Sequence[Lane]:
        """All connections, for the metrics."""
        return list(self._lanes.values()) if self.cluster else [self._single] if self._single else []

    async def connect(self) -> None:
        """Connect; raises ``StoreUnavailable``."""
        first = Lane(self.address)
        await first.connect()
        if self.cluster:
            self._lanes[(self.address.host, self.address.port)] = first
            await self._read_map(first)
        else:
            self._single = first

    async def _read_map(self, lane: Lane) -> None:
        """Learn which node serves which slot."""
        slots: list[Lane] = [lane] * 16384
        for start, end, primary, *_replicas in await lane.call("CLUSTER", "SLOTS"):
            host = primary[0].decode() or self.address.host
            node = await self._lane(host, int(primary[1]))
            slots[int(start) : int(end) + 1] = [node] * (int(end) - int(start) + 1)
        self._slots = slots

    async def _lane(self, host: str, port: int) -> Lane:
        lane = self._lanes.get((host, port))
        if lane is None:
            lane = Lane(self.address.at(host, port))
            self._lanes[(host, port)] = lane
            await lane.connect()
        return lane

    def lane_of(self, key: str) -> Lane:
        """The connection that serves ``key``."""
        if self._single is not None:
            return self._single
        if not self._slots:
            raise StoreUnavailable("the store is not connected")
        return self._slots[key_slot(key.encode())]

    async def call(self, key: str, *command: Argument) -> Any:
        """Run one command on the node of ``key``; errors as of ``Lane.call``."""
        if self._single is not None:
            return await self._single.call(*command)
        return await self._call_cluster(key, command)

    async def _call_cluster(self, key: str, command: tuple[Argument, ...]) -> Any:
        """A moved slot was certainly not served: learn the new map and ask again."""
        for attempt in range(5):
            lane = self.lane_of(key)
            try:
                return await lane.call(*command)
            except StoreRefused as refused:
                word = str(refused).split(" ", 1)[0]
                if word not in ("MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "READONLY"):
                    raise
                if word in ("MOVED", "READONLY"):
                    await self._read_map(lane)
                elif word == "ASK":
                    host, _, port = str(refused).split(" ")[2].rpartition(":")
                    target = await self._lane(host or self.address.host, int(port))
                    asking = target.call("ASKING")
                    answer = target.call(*command)
                    await asking
                    return await answer
                else:
                    await asyncio.sleep(0.02 * 2**attempt)
        raise StoreUnavailable("the cluster keeps moving this slot")

    async def everywhere(self, *command: Argument) -> list[Any]:
        """Run one command on every primary."""
        lanes = {id(lane): lane for lane in self._slots}.values() if self.cluster else self.lanes
        return [await lane.call(*command) for lane in lanes]

    async def close(self) -> None:
        for lane in list(self.lanes):
            await lane.close()
