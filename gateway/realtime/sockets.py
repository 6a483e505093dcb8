"""
The Socket.IO server, and pushing to its sockets without a task for each.

Websocket only: no sticky sessions, no session id in a query that is enough to listen. No permessage-deflate: it
quadruples the memory of an idle socket. No Redis manager: it loses events; our doorbell and cursors do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import engineio.packet
import msgspec
import socketio
import socketio.packet
import structlog
from aiohttp import WSMsgType, web

log = structlog.get_logger()

MAX_FRAME_BYTES = 2 * 1024 * 1024
"""A text of a megabyte must reach us to be refused with a reason instead of a broken connection."""
MAX_QUEUED = 500
"""A socket that does not read is closed at this many packets; its client resumes by cursor."""


class _PlainWebSocket:
    """Engine.IO's websocket for aiohttp, without compression."""

    def __init__(self, handler: Callable[[Any], Any], server: Any) -> None:
        self.handler = handler
        self.server = server
        self.environ: dict[str, Any] = {}
        self._socket = web.WebSocketResponse(
            max_msg_size=server.max_http_buffer_size, compress=False, autoping=True, heartbeat=None
        )

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        self.environ = environ
        await self._socket.prepare(environ["aiohttp.request"])
        await self.handler(self)
        return self._socket

    async def close(self) -> None:
        await self._socket.close()

    async def send(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            await self._socket.send_bytes(message)
        else:
            await self._socket.send_str(message)

    async def wait(self) -> str | bytes:
        message = await self._socket.receive()
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            raise OSError("the websocket is closed")
        data: str | bytes = message.data
        return data


class _Json:
    """msgspec for what goes out; the strict standard decoder for what comes in."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        # Lone surrogates and NaN raise here: the frame is refused, not a later write.
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            raise ValueError("not JSON") from error


def make_server(origins: Sequence[str]) -> Any:
    """
    Make the Socket.IO server.

    ``origins`` are all that any namespace allows; each namespace checks its own list again when a socket connects.
    """
    if not origins or "*" in origins:
        raise ValueError("sockets need an explicit list of origins")
    server = socketio.AsyncServer(
        async_mode="aiohttp",
        transports=["websocket"],
        cors_allowed_origins=list(origins),
        max_http_buffer_size=MAX_FRAME_BYTES,
        http_compression=False,
        ping_interval=25,
        ping_timeout=20,
        json=_Json,
        namespaces="*",
    )
    server.eio._async = {**server.eio._async, "websocket": _PlainWebSocket}
    return server


class Push:
    """Puts one encoded packet straight into the queues of its recipients."""

    def __init__(self, server: Any, namespace: str) -> None:
        self._server = server
        self._namespace = namespace

    def __call__(self, sids: Sequence[str], event: str, payload: Any) -> list[str]:
        """
        Send ``event`` to sockets of this namespace.

        Never blocks. Returns the sids whose queue is full: close them, their clients resume.
        """
        packet: Any = None
        full: list[str] = []
        for sid in sids:
            engine_sid = self._server.manager.eio_sid_from_sid(sid, self._namespace)
            engine = self._server.eio.sockets.get(engine_sid) if engine_sid else None
            if engine is None or engine.closed:
                continue
            if engine.queue.qsize() >= MAX_QUEUED:
                full.append(sid)
                continue
            if packet is None:
                encoded = socketio.packet.Packet(
                    socketio.packet.EVENT, data=[event, payload], namespace=self._namespace
                ).encode()
                packet = engineio.packet.Packet(engineio.packet.MESSAGE, data=encoded)
            engine.queue.put_nowait(packet)
        return full
