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

from gateway.realtime import protocol

log = structlog.get_logger()

MAX_FRAME_BYTES = 2 * 1024 * 1024
"""A text of a megabyte must reach us to be refused with a reason instead of a broken connection."""
MAX_QUEUED = 500
"""A socket that does not read is closed at this many packets; its client resumes by cursor."""


_PACKET_TYPES = frozenset("0123456")
_EVENT_TYPES = ("0", "1", "2", "3")
"""Connect, disconnect, event, acknowledgement: the packets without attachments."""


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

    async def wait(self) -> str:
        """Receive one packet. What is none ends the connection here; in the library it would end its handler alone."""
        message = await self._socket.receive()
        if message.type is not WSMsgType.TEXT or message.data[:1] not in _PACKET_TYPES:
            raise OSError("the websocket is closed, or speaks something else")
        data: str = message.data
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


class _Server(socketio.AsyncServer):  # type: ignore[misc]  # it has no types
    """
    Takes only what our protocol consists of.

    Packets with attachments make the library hold whatever comes next until it has them all; an event that is
    called like a handler of its own (``connect``) would be handed to that handler.
    """

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        try:
            if not isinstance(data, str) or not data.startswith(_EVENT_TYPES):
                raise ValueError("a packet that we do not use")
            await super()._handle_eio_message(eio_sid, data)
        except (ValueError, TypeError, LookupError) as error:
            log.warning("a client sent a packet that is none of ours", reason=type(error).__name__)

    async def _handle_event(self, eio_sid: str, namespace: str, id: int | None, data: Any) -> None:
        if not isinstance(data, list) or not data or not isinstance(data[0], str) or data[0] in self.reserved_events:
            raise ValueError("not an event")
        await super()._handle_event(eio_sid, namespace, id, data)


def make_server(origins: Sequence[str]) -> Any:
    """
    Make the Socket.IO server.

    ``origins`` are all that any namespace allows; each namespace checks its own list again when a socket connects.
    """
    if not origins or "*" in origins:
        raise ValueError("sockets need an explicit list of origins")
    server = _Server(
        async_mode="aiohttp",
        transports=["websocket"],
        cors_allowed_origins=list(origins),
        max_http_buffer_size=MAX_FRAME_BYTES,
        http_compression=False,
        ping_interval=25,
        ping_timeout=20,
        json=_Json,
        namespaces=[protocol.EXPERT_NAMESPACE, protocol.VISITOR_NAMESPACE],
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
