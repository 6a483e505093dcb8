"""An expert's (or a visitor's) client on the wire: every frame it receives is kept as it came."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp

from gateway.realtime import protocol

Event = tuple[str, dict[str, Any]]


class SocketClient:
    """
    Speaks Engine.IO 4 and Socket.IO 5 over one websocket, with nothing between the test and the bytes.

    ``frames`` holds every frame as received, ``events`` every event as ``(name, payload)``.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        base_url: str,
        namespace: str = protocol.EXPERT_NAMESPACE,
        *,
        auth: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        origin: str | None = None,
    ) -> None:
        self._http = http
        self._url = f"{base_url.replace('http', 'ws', 1)}/{protocol.SOCKET_PATH}/?EIO=4&transport=websocket"
        self._namespace = namespace
        self._auth = {"protocol": protocol.PROTOCOL_VERSION} if auth is None else auth
        self._headers = {"Origin": origin or base_url, **(headers or {})}
        self._ids = itertools.count()
        self._acks: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._connected: asyncio.Future[dict[str, Any]] | None = None
        self.frames: list[str] = []
        self.events: list[Event] = []
        self.closed = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def connect(self) -> dict[str, Any]:
        """Connect to the namespace; a refusal raises ``ConnectionRefusedError`` with the server's word."""
        self._socket = await self._http.ws_connect(self._url, headers=self._headers, max_msg_size=0)
        self._connected = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read())
        async with asyncio.timeout(10):
            return await self._connected

    async def _read(self) -> None:
        assert self._socket is not None
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            self.frames.append(message.data)
            await self._take(message.data)
        self.closed.set()
        self._news.set()
        if self._connected is not None and not self._connected.done():
            self._connected.set_exception(ConnectionError("the socket closed"))
        for future in self._acks.values():
            if not future.done():
                future.set_exception(ConnectionError("the socket closed"))

    async def _take(self, frame: str) -> None:
        assert self._socket is not None and self._connected is not None
        kind, rest = frame[:1], frame[1:]
        if kind == "0":
            await self._socket.send_str(f"40{self._namespace},{json.dumps(self._auth)}")
        elif kind == "2":
            await self._socket.send_str("3")
        elif kind == "4":
            packet, rest = rest[:1], rest[1:]
            if rest.startswith(self._namespace):
                rest = rest[len(self._namespace) :].removeprefix(",")
            if packet in "04" and self._connected.done():
                return  # an answer to a packet that a test sent by hand
            if packet == "0":
                self._connected.set_result(json.loads(rest))
            elif packet == "4":
                self._connected.set_exception(ConnectionRefusedError(json.loads(rest)["message"]))
            elif packet == "2":
                name, payload = json.loads(rest)
                self.events.append((name, payload))
                self._news.set()
            elif packet == "3":
                start = rest.index("[")
                self._acks.pop(int(rest[:start])).set_result(json.loads(rest[start:])[0])

    async def command(self, name: str, payload: Any, timeout: float = 10.0) -> dict[str, Any]:
        """Send a command and return its acknowledgement."""
        number = next(self._ids)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._acks[number] = future
        await self.send_raw(f"42{self._namespace},{number}{json.dumps([name, payload])}")
        async with asyncio.timeout(timeout):
            return await future

    async def send_raw(self, frame: str) -> None:
        assert self._socket is not None
        await self._socket.send_str(frame)

    async def wait_for(
        self, name: str, matches: Callable[[dict[str, Any]], bool] = lambda _: True, timeout: float = 10.0
    ) -> dict[str, Any]:
        """Return the first event of that name that matches, of those received so far or yet to come."""
        async with asyncio.timeout(timeout):
            while True:
                for event, payload in self.events:
                    if event == name and matches(payload):
                        return payload
                if self.closed.is_set():
                    raise ConnectionError("the socket closed")
                self._news.clear()
                await self._news.wait()

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader
