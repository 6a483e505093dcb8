"""A load generator that costs little: keep-alive connections in a closed loop, requests made beforehand."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

_OK = b"HTTP/1.1 200"


class Measured(NamedTuple):
    """One run: how many requests in how many seconds, and each one's latency in seconds."""

    requests: int
    seconds: float
    latencies: list[float]


class BadAnswer(Exception):
    """A server answered with something else than 200: there is no point in measuring that."""


class _Run:
    """What the connections of one run share."""

    def __init__(self, requests: Sequence[bytes], connections: int) -> None:
        self.waiting = deque(requests)
        self.latencies: list[float] = []
        self.open = connections
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class _Connection(asyncio.Protocol):
    """One keep-alive connection: the next request goes out when the last one is answered."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._run: _Run
        self._since = 0.0
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's transport can write

    def start(self, run: _Run) -> None:
        self._run = run
        self._next()

    def _next(self) -> None:
        run = self._run
        if run.waiting:
            self._since = time.perf_counter()
            self._transport.write(run.waiting.popleft())
            return
        run.open -= 1
        if not run.open and not run.done.done():
            run.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        # both servers answer 200 without a body, so an answer ends with its head
        self._got += data
        if not self._got.endswith(b"\r\n\r\n"):
            return
        if not self._got.startswith(_OK):
            self._run.fail(BadAnswer(self._got.partition(b"\r\n")[0].decode(errors="replace")))
            return
        self._got = b""
        self._run.latencies.append(time.perf_counter() - self._since)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if hasattr(self, "_run"):
            self._run.fail(BadAnswer(f"a connection was closed: {exc!r}"))

    def close(self) -> None:
        self._transport.close()


class Load:
    """Keep-alive connections to one server."""

    def __init__(self, port: int, connections: int) -> None:
        self._port = port
        self._count = connections
        self._connections: list[_Connection] = []

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(self._count):
            _, connection = await loop.create_connection(_Connection, "127.0.0.1", self._port)
            self._connections.append(connection)

    async def run(self, requests: Sequence[bytes]) -> Measured:
        """
        Send all ``requests`` and wait for their answers.

        Raises
        ------
        BadAnswer
            Some answer was no 200, or a connection broke.
        """
        run = _Run(requests, self._count)
        since = time.perf_counter()
        for connection in self._connections:
            connection.start(run)
        async with asyncio.timeout(300):
            await run.done
        return Measured(len(requests), time.perf_counter() - since, run.latencies)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
