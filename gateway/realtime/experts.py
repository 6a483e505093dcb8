"""The experts' sockets: what they are told, and what they may command."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from socketio.exceptions import ConnectionRefusedError as Refusal

from connectors.base import SupportsTyping
from connectors.errors import SendError
from gateway.cases.continuity import Continuity
from gateway.cases.contributions import RULE, split_shares
from gateway.cases.offers import Offers
from gateway.cases.resolution import Resolution
from gateway.clock import Clock
from gateway.domain import Entry
from gateway.errors import RapportError, Refused
from gateway.messages.masking import clean
from gateway.messages.replies import Replies, Reply, read_reply
from gateway.privacy.access import Anonymous, ConversationObject, ExpertPrincipal, Principal, authorize
from gateway.privacy.conversations import Conversation, OpenConversations
from gateway.privacy.reveal import Reveals
from gateway.privacy.views import show_message
from gateway.realtime import protocol
from gateway.realtime.desk import Desk, ExpertSocket
from gateway.realtime.reading import Reading
from gateway.store.experts import Experts

log = structlog.get_logger()

RECHECK_S = 2.0
"""How long a session's rights are trusted without asking the store again."""

Payload = dict[str, Any]
Command = Callable[[ExpertSocket, Payload], Awaitable[Payload]]


class ExpertCommands:
    """Carries out the commands of experts' clients; every one is answered, with a result or a coded error."""

    def __init__(
        self,
        server: Any,
        desk: Desk,
        reading: Reading,
        conversations: OpenConversations,
        replies: Replies,
        offers: Offers,
        resolution: Resolution,
        continuity: Continuity,
        reveals: Reveals,
        experts: Experts,
        clock: Clock,
        cookie: Callable[[Mapping[str, Any]], str | None],
        origins: frozenset[str],
    ) -> None:
        self._server = server
        self._desk = desk
        self._reading = reading
        self._conversations = conversations
        self._replies = replies
        self._offers = offers
        self._resolution = resolution
        self._continuity = continuity
        self._reveals = reveals
        self._experts = experts
        self._clock = clock
        self._cookie = cookie
        self._origins = origins
        namespace = protocol.EXPERT_NAMESPACE
        server.on("connect", handler=self._connect, namespace=namespace)
        server.on("disconnect", handler=self._disconnect, namespace=namespace)
        self.commands: dict[str, Command] = {
            protocol.CONVERSATION_OPEN: self._open,
            protocol.CONVERSATION_READ: self._read,
            protocol.CASE_ACCEPT: self._accept,
            protocol.CASE_RESOLVE: self._resolve,
            protocol.CASE_LEAVE: self._leave,
            protocol.CASE_SHARES: self._shares,
            protocol.MESSAGE_SEND: self._send,
            protocol.VALUE_REVEAL: self._reveal,
            protocol.TYPING: self._typing,
        }
        for event, command in self.commands.items():
            server.on(event, handler=self._guarded(event, command), namespace=namespace)

    async def _connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        if environ.get("HTTP_ORIGIN") not in self._origins:
            raise Refusal("not_signed_in")
        if isinstance(auth, dict) and isinstance(auth.get("protocol"), int) and auth["protocol"] < 1:
            raise Refusal("too_old")
        token = self._cookie(environ)
        try:
            expert = await self._experts.session(token) if token else None
            if expert is None or token is None:
                raise Refusal("not_signed_in")
            principal = ExpertPrincipal(expert.id, expert.name, expert.tiers)
            self._desk.directory.expert_names[expert.id] = expert.name
            socket = ExpertSocket(sid, principal, token, self._clock.monotonic_s())
            self._desk.enter(socket)
            await self._reading.start_session(socket)
        except RapportError:
            self._desk.leave(sid)
            raise Refusal("unavailable") from None

    async def _disconnect(self, sid: str, *_: Any) -> None:
        self._desk.leave(sid)

    def _guarded(self, event: str, command: Command) -> Callable[..., Awaitable[Payload]]:
        async def handle(sid: str, payload: Any = None, *_: Any) -> Payload:
            try:
                socket = await self._current(sid)
                if not isinstance(payload, dict):
                    raise Refused("malformed", f"{event} takes an object")
                return {"ok": True, **await command(socket, payload)}
            except Refused as refused:
                return {"ok": False, "error": {"code": refused.code, "text": str(refused)}}
            except RapportError as error:
                log.warning("a command could not be carried out now", command=event, reason=error.code)
                text = "This could not be done just now. It will be tried again."
                return {"ok": False, "error": {"code": error.code, "text": text}}
            except Exception:
                log.exception("a command failed", command=event)
                return {"ok": False, "error": {"code": "unavailable", "text": "Something went wrong on our side."}}

        return handle

    async def _current(self, sid: str) -> ExpertSocket:
        """Return who is behind a socket, asking the store again when the last answer is older than two seconds."""
        socket = self._desk.sockets.get(sid)
        principal: Principal = socket.principal if socket else Anonymous()
        authorize(principal, "session")
        assert socket is not None
        now_s = self._clock.monotonic_s()
        if now_s - socket.checked_s > RECHECK_S:
            expert = await self._experts.session(socket.token)
            if expert is None:
                await self.put_out([socket])
                raise Refused("forbidden", "you are signed out")
            socket.principal = ExpertPrincipal(expert.id, expert.name, expert.tiers)
            socket.checked_s = now_s
        return socket

    async def put_out(self, sockets: list[ExpertSocket]) -> None:
        """End sockets whose expert was signed out or revoked."""
        for socket in sockets:
            known = await self._experts.get(socket.principal.id)
            reason = "signed_out" if known else "revoked"
            self._desk.push([socket.sid], protocol.SESSION_ENDED, {"reason": reason})
            self._desk.leave(socket.sid)
            await self._server.disconnect(socket.sid, namespace=protocol.EXPERT_NAMESPACE)

    async def rights_changed(self, expert: str) -> None:
        """The bus says that an expert is new or that their rights changed: ask the store at once."""
        if known := await self._experts.get(expert):
            self._desk.directory.expert_names[known.id] = known.name
        for socket in list(self._desk.sockets_of(expert)):
            if await self._experts.session(socket.token) is None:
                await self.put_out([socket])

    async def _conversation(self, socket: ExpertSocket, payload: Payload, action: str) -> Conversation:
        name = payload.get("conversation")
        try:
            found = await self._conversations.find(name) if isinstance(name, str) else None
        except ValueError:
            found = None
        target = ConversationObject(found.brand, found.case) if found else None
        authorize(socket.principal, action, target)
        assert found is not None
        return found

    async def _open(self, socket: ExpertSocket, payload: Payload) -> Payload:
        conversation = await self._conversation(socket, payload, "conversation.read")
        after, before = _whole(payload, "after"), _whole(payload, "before")
        limit = min(_whole(payload, "limit") or 50, 200)
        shown, messages, more = await self._reading.page(socket, conversation, after, before, limit)
        return {"conversation": shown, "messages": messages, "more": more}

    async def _read(self, socket: ExpertSocket, payload: Payload) -> Payload:
        conversation = await self._conversation(socket, payload, "conversation.read")
        await self._reading.mark_read(conversation, socket.principal.id, _whole(payload, "seq") or 0)
        return {}

    async def _accept(self, socket: ExpertSocket, payload: Payload) -> Payload:
        conversation = await self._conversation(socket, payload, "case.accept")
        await self._offers.accept(conversation, socket.principal.id)
        return {"conversation": await self._reading.show(conversation, socket.principal)}

    async def _resolve(self, socket: ExpertSocket, payload: Payload) -> Payload:
        conversation = await self._conversation(socket, payload, "conversation.write")
        token = _whole(payload, "token")
        if token is None:
            raise Refused("malformed", "token must be a whole number")
        await self._resolution.resolve(conversation, socket.principal.id, token)
        return {"conversation": await self._reading.show(conversation, socket.principal)}

    async def _leave(self, socket: ExpertSocket, payload: Payload) -> Payload:
        token, note = _whole(payload, "token"), payload.get("note", "")
        if token is None or not isinstance(note, str):
            raise Refused("malformed", "token must be a whole number and note a text")
        try:
            conversation = await self._conversation(socket, payload, "conversation.write")
        except Refused:
            if await self._has_just_left(socket, payload, token):
                return {}  # the acknowledgement of the first time was lost
            raise
        await self._continuity.leave(conversation, socket.principal.id, token, clean(note))
        return {}

    async def _has_just_left(self, socket: ExpertSocket, payload: Payload, token: int) -> bool:
        try:
            found = await self._conversations.find(str(payload.get("conversation")))
        except ValueError:
            return False
        me = socket.principal.id
        return found is not None and found.case.former[-1:] == (me,) and found.case.token == token + 1

    async def _shares(self, socket: ExpertSocket, payload: Payload) -> Payload:
        conversation = await self._conversation(socket, payload, "conversation.read")
        points = await self._continuity.contributions(conversation)
        percents = split_shares(points)
        names, me = self._desk.directory.expert_names, socket.principal.id
        shares = [
            {
                "expert": {"id": expert, "name": names.get(expert, expert), "me": expert == me},
                "points": count,
                "percent": percents.get(expert, 0),
            }
            for expert, count in points.items()
        ]
        return {"rule": RULE, "shares": shares}

    async def _send(self, socket: ExpertSocket, payload: Payload) -> Payload:
        reply = read_reply(payload)
        try:
            conversation = await self._conversation(socket, payload, "conversation.write")
        except Refused:
            conversation, entry = await self._sent_before(socket, payload, reply)
        else:
            entry = await self._replies.send(conversation, socket.principal.id, reply)
        message = show_message(
            entry,
            conversation.vault,
            self._desk.directory.grants(socket.principal, conversation.brand),
            socket.principal.id,
            self._desk.directory.expert_names,
            client_id=reply.client_id,
        )
        return {"seq": entry.seq, "message": message}

    async def _sent_before(self, socket: ExpertSocket, payload: Payload, reply: Reply) -> tuple[Conversation, Entry]:
        """
        Find the reply of an expert who has let go of the conversation since: its acknowledgement was lost.

        Raises
        ------
        Refused
            ``stale``: it was never stored. The conversation has moved on; the client keeps the text.
        """
        name = payload.get("conversation")
        with contextlib.suppress(ValueError):
            found = await self._conversations.find(name) if isinstance(name, str) else None
            if found is not None and found.brand in socket.principal.tiers:
                entry = await self._replies.first_delivery(found, socket.principal.id, reply.client_id)
                if entry is not None:
                    return found, entry
        raise Refused("stale", "this conversation is not in your hands any more")

    async def _reveal(self, socket: ExpertSocket, payload: Payload) -> Payload:
        conversation = await self._conversation(socket, payload, "conversation.read")
        entity, n, reason = payload.get("entity"), _whole(payload, "n"), payload.get("reason")
        if not isinstance(entity, str) or n is None or not isinstance(reason, str):
            raise Refused("malformed", "entity and reason must be texts and n a whole number")
        revealed = await self._reveals.reveal(socket.principal, conversation, entity, n, clean(reason))
        return {"value": revealed.value, "expires_ms": revealed.expires_ms}

    async def _typing(self, socket: ExpertSocket, payload: Payload) -> Payload:
        conversation = await self._conversation(socket, payload, "conversation.write")
        self._desk.show_typing(conversation.id)
        channel = self._desk.directory.channels.get(conversation.channel)
        if channel is not None and isinstance(channel.connector, SupportsTyping):
            try:
                last = await self._reading.last_inbound(conversation)
                await channel.connector.show_typing(tuple(conversation.customer.identities), last)
            except SendError as error:
                log.info("typing could not be shown", channel=channel.id, code=error.code)
        return {}


def _whole(payload: Payload, name: str) -> int | None:
    value = payload.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Refused("malformed", f"{name} must be a whole number")
    return value
