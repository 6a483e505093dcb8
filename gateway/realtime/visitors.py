"""The visitors' sockets: customers who write from a page of the brand."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
import structlog
from socketio.exceptions import ConnectionRefusedError as Refusal

from connectors.base import SupportsVisitors
from connectors.errors import MalformedPayload
from connectors.events import MessageReceived, Rank
from connectors.ids import PlatformMessageId
from gateway.clock import Clock
from gateway.domain import CaseState, Change, Entry, EntryKind, Seq
from gateway.errors import RapportError, Refused
from gateway.messages.channels import Channel
from gateway.messages.ingest import Ingest
from gateway.messages.receipts import Receipts
from gateway.messages.relations import Relations
from gateway.privacy.access import Anonymous, Principal, VisitorPrincipal, authorize
from gateway.privacy.conversations import Conversation, OpenConversations
from gateway.privacy.views import Deliveries
from gateway.realtime import protocol
from gateway.realtime.sockets import Push
from gateway.store.conversations import Conversations
from gateway.store.keys import ConversationId

log = structlog.get_logger()

HISTORY = 200
CHECK_S = 4.0
BURST = 12
PER_SECOND = 0.5
"""A visitor may send twelve messages at once and one every two seconds after that."""
MOST_ALLOWANCES = 20_000
"""How many visitors' allowances are remembered; whoever is forgotten has a whole one."""

Payload = dict[str, Any]


class VisitorSocket(msgspec.Struct, eq=False):
    """One connected widget. ``told`` is how far in the log it was told."""

    sid: str
    principal: VisitorPrincipal
    channel: Channel
    conversation: Conversation
    told: Seq


class Visitors:
    """The visitors' sockets of this process."""

    def __init__(
        self,
        server: Any,
        push: Push,
        channels: Mapping[str, Channel],
        conversations: OpenConversations,
        stored: Conversations,
        relations: Relations,
        ingest: Ingest,
        receipts: Receipts,
        expert_names: Mapping[str, str],
        clock: Clock,
    ) -> None:
        self._server = server
        self._push = push
        self._channels = channels
        self._conversations = conversations
        self._stored = stored
        self._relations = relations
        self._ingest = ingest
        self._receipts = receipts
        self._names = expert_names
        self._clock = clock
        self.sockets: dict[str, VisitorSocket] = {}
        self._by_conversation: dict[str, set[str]] = {}
        self._allowances: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        namespace = protocol.VISITOR_NAMESPACE
        server.on("connect", handler=self._connect, namespace=namespace)
        server.on("disconnect", handler=self._disconnect, namespace=namespace)
        for event, command in (
            (protocol.MESSAGE_SEND, self._send),
            (protocol.VISITOR_READ, self._read),
            (protocol.VISITOR_RESUME, self._resume),
        ):
            server.on(event, handler=self._guarded(event, command), namespace=namespace)

    async def _connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        claims = auth if isinstance(auth, dict) else {}
        channel = self._channels.get(str(claims.get("channel")))
        token = claims.get("visitor")
        if channel is None or not isinstance(channel.connector, SupportsVisitors) or not isinstance(token, str):
            raise Refusal("unknown_channel")
        if environ.get("HTTP_ORIGIN") not in channel.connector.allowed_origins:
            raise Refusal("origin_not_allowed")
        identity = channel.connector.resume(token)
        if identity is None:
            raise Refusal("unknown_visitor")
        try:
            conversation = await self._relations.conversation_of(channel, [identity])
            messages, told = await self._history(channel, conversation, 0)
        except RapportError:
            raise Refusal("unavailable") from None
        principal = VisitorPrincipal(channel.id, identity)
        self.sockets[sid] = VisitorSocket(sid, principal, channel, conversation, told)
        self._by_conversation.setdefault(conversation.id, set()).add(sid)
        started = {
            "protocol": protocol.PROTOCOL_VERSION,
            "now_ms": self._clock.now_ms(),
            "high_water": told,
            "messages": messages,
            "read": await self._read_up_to(conversation),
        }
        asyncio.get_running_loop().call_soon(self._push, [sid], protocol.VISITOR_STARTED, started)

    async def _disconnect(self, sid: str, *_: Any) -> None:
        socket = self.sockets.pop(sid, None)
        if socket is not None:
            here = self._by_conversation.get(socket.conversation.id, set())
            here.discard(sid)
            if not here:
                self._by_conversation.pop(socket.conversation.id, None)

    def _guarded(
        self, event: str, command: Callable[[VisitorSocket, Payload], Awaitable[Payload]]
    ) -> Callable[..., Awaitable[Payload]]:
        async def handle(sid: str, payload: Any = None, *_: Any) -> Payload:
            try:
                socket = self.sockets.get(sid)
                principal: Principal = socket.principal if socket else Anonymous()
                authorize(principal, "visitor")
                assert socket is not None
                if not isinstance(payload, dict):
                    raise Refused("malformed", f"{event} takes an object")
                return {"ok": True, **await command(socket, payload)}
            except SlowDown as slow:
                return {"ok": False, "error": {"code": "slow_down", "text": str(slow), "retry_after_s": slow.wait_s}}
            except Refused as refused:
                return {"ok": False, "error": {"code": refused.code, "text": str(refused)}}
            except RapportError as error:
                return {"ok": False, "error": {"code": error.code, "text": "not now; it will be tried again"}}
            except Exception:
                log.exception("a visitor's command failed", command=event)
                return {"ok": False, "error": {"code": "unavailable", "text": "something went wrong on our side"}}

        return handle

    async def _send(self, socket: VisitorSocket, payload: Payload) -> Payload:
        connector = socket.channel.connector
        assert isinstance(connector, SupportsVisitors)
        text, client_id = payload.get("text"), payload.get("client_id")
        if not isinstance(text, str) or not isinstance(client_id, str):
            raise Refused("malformed", "client_id and text must be texts")
        if not text.strip():
            raise Refused("empty", "there is nothing to send")
        if len(text) > connector.capabilities.text_limit:
            raise Refused("too_long", "this message is too long")
        self._spend(socket)
        now_ms = self._clock.now_ms()
        try:
            event = connector.message(socket.principal.identity, client_id, text, now_ms)
        except MalformedPayload as error:
            raise Refused("malformed", str(error)) from None
        assert isinstance(event, MessageReceived)
        received = await self._ingest.message(socket.channel, event)
        seq: Seq | None = received.seq
        if received.duplicate:
            seq = await self._relations.seq_of(socket.channel, received.conversation, event.message_id)
        return {"seq": seq, "at_ms": now_ms}

    def _spend(self, socket: VisitorSocket) -> None:
        """Take one message off the visitor's allowance, which a new socket of theirs shares."""
        name, now_s = socket.conversation.id, self._clock.monotonic_s()
        left, at_s = self._allowances.pop(name, (float(BURST), now_s))
        left = min(BURST, left + (now_s - at_s) * PER_SECOND)
        self._allowances[name] = (left - 1 if left >= 1 else left, now_s)
        while len(self._allowances) > MOST_ALLOWANCES:
            self._allowances.popitem(last=False)
        if left < 1:
            raise SlowDown(round((1 - left) / PER_SECOND, 1))

    async def _read(self, socket: VisitorSocket, payload: Payload) -> Payload:
        """The customer saw our messages up to ``seq``: a receipt like any other."""
        up_to = payload.get("seq")
        if not isinstance(up_to, int) or isinstance(up_to, bool):
            raise Refused("malformed", "seq must be a whole number")
        conversation = socket.conversation
        if not conversation.exists:
            return {}
        deliveries = Deliveries(await self._stored.read_receipts(conversation.id))
        first = max(1, up_to - 50)
        for entry in await self._conversations.entries(conversation, first, min(up_to, conversation.length)):
            if entry.kind is EntryKind.EXPERT and deliveries.of(entry.seq)[0] != "read":
                await self._receipts.raise_to(socket.channel, conversation.id, entry.seq, Rank.READ)
        return {}

    async def _resume(self, socket: VisitorSocket, payload: Payload) -> Payload:
        after = payload.get("after")
        if not isinstance(after, int) or isinstance(after, bool) or after < 0:
            raise Refused("malformed", "after must be a whole number")
        messages, _ = await self._history(socket.channel, socket.conversation, after)
        return {"messages": messages}

    async def _history(self, channel: Channel, conversation: Conversation, after: Seq) -> tuple[list[Payload], Seq]:
        """Read what lies past ``after``, and say how far that goes."""
        async with conversation.lock:
            if not await self._conversations.load(conversation):
                return [], 0
        last = conversation.length
        entries = await self._conversations.entries(conversation, max(after + 1, last - HISTORY + 1), last)
        return [shown for entry in entries if (shown := self._show(channel, conversation, entry))], last

    def _show(self, channel: Channel, conversation: Conversation, entry: Entry) -> Payload | None:
        """Show an entry to the customer it belongs to: their own words whole, with what the expert cannot see."""
        if entry.kind is EntryKind.EVENT or entry.body.revoked:
            return None
        text, masked = "", []
        if entry.body.withheld is not None:
            text = "\n".join(words for _, words, _ in entry.body.withheld)
        for _, parts in entry.body.fields:
            for part in parts:
                if isinstance(part, str):
                    text += part
                    continue
                value, entity = conversation.vault.value(part), conversation.vault.entries[part].entity
                if entry.kind is EntryKind.CUSTOMER:
                    masked.append({"start": len(text), "end": len(text) + len(value), "entity": entity})
                text += value
        origin = {EntryKind.CUSTOMER: "me", EntryKind.EXPERT: "expert"}.get(entry.kind, "brand")
        shown: Payload = {"seq": entry.seq, "from": origin, "at_ms": entry.at_ms, "text": text, "masked": masked}
        if entry.author in self._names:
            shown["name"] = self._names[entry.author]
        if origin == "me" and entry.body.platform_id and isinstance(channel.connector, SupportsVisitors):
            client_id = channel.connector.client_id_of(PlatformMessageId(entry.body.platform_id))
            if client_id:
                shown["client_id"] = client_id
            shown["delivery"] = self._delivery(conversation, entry.seq)
        return shown

    def _delivery(self, conversation: Conversation, seq: Seq) -> str:
        """How far the customer's own message got: to a helper, and under their eyes."""
        if conversation.case.read >= seq:
            return "read"
        return "delivered" if conversation.case.state is CaseState.HELD else "sent"

    async def _read_up_to(self, conversation: Conversation) -> Seq:
        """The newest of our messages that this customer is known to have seen."""
        if not conversation.exists:
            return 0
        receipts = await self._stored.read_receipts(conversation.id)
        deliveries = Deliveries(receipts)
        return max((seq for seq in deliveries.known() if deliveries.of(seq)[0] == "read"), default=0)

    # Telling ------------------------------------------------------------------------------------------------------

    def took_place(self, change: Change) -> None:
        """Something happened to a conversation in this process."""
        conversation: Conversation = change.conversation
        for socket in self._sockets_of(conversation.id):
            for entry in change.entries:
                if entry.seq == socket.told + 1:  # what lies further ahead is read from the log, in order
                    socket.told = entry.seq
                    self._tell(socket, conversation, protocol.MESSAGE_RECEIVED, entry)
            for entry in change.rewritten:
                self._tell(socket, conversation, protocol.MESSAGE_CHANGED, entry)
        if change.case_before is not None and change.case_before.holder != conversation.case.holder:
            self._receipt(conversation.id, conversation.length, "delivered")

    async def changed_elsewhere(self, name: str) -> None:
        """Another process moved this conversation: pass on what is new."""
        for socket in self._sockets_of(name):
            socket.conversation.fresh = False
            messages, last = await self._history(socket.channel, socket.conversation, socket.told)
            for message in messages:
                if message["seq"] > socket.told:  # not told meanwhile
                    self._push([socket.sid], protocol.MESSAGE_RECEIVED, {"message": message})
            socket.told = max(socket.told, last)

    async def keep_up(self) -> None:
        """Compare what sockets were told with the log every few seconds, until cancelled: a bell may be lost."""
        while True:
            await asyncio.sleep(CHECK_S)
            names = list(self._by_conversation)
            try:
                lengths = await asyncio.gather(*(self._stored.length(ConversationId(name)) for name in names))
                for name, length in zip(names, lengths, strict=True):
                    if any(socket.told < length for socket in self._sockets_of(name)):
                        await self.changed_elsewhere(name)
            except RapportError as error:
                log.warning("visitors could not be compared with the log", reason=error.code)

    def _sockets_of(self, conversation: str) -> list[VisitorSocket]:
        return [self.sockets[sid] for sid in self._by_conversation.get(conversation, ()) if sid in self.sockets]

    def _tell(self, socket: VisitorSocket, conversation: Conversation, event: str, entry: Entry) -> None:
        if shown := self._show(socket.channel, conversation, entry):
            self._push([socket.sid], event, {"message": shown})

    def show_seen(self, conversation: str, up_to: Seq) -> None:
        """The holder has read the customer's messages up to here."""
        self._receipt(conversation, up_to, "read")

    def _receipt(self, conversation: str, up_to: Seq, delivery: str) -> None:
        sids = list(self._by_conversation.get(conversation, ()))
        if sids:
            self._push(sids, protocol.RECEIPT_RECEIVED, {"up_to": up_to, "delivery": delivery})

    def show_typing(self, conversation: str) -> None:
        self._push(list(self._by_conversation.get(conversation, ())), protocol.TYPING_SHOWN, {})


class SlowDown(Refused):
    """A visitor sends too fast."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("slow_down", "too many messages at once")
        self.wait_s = wait_s
