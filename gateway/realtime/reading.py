"""Reading for experts: what a session starts with, a page of a conversation, and catching up after a gap."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

from connectors.base import SupportsReadMarks
from connectors.errors import SendError
from connectors.ids import PlatformMessageId
from gateway.clock import Clock
from gateway.domain import Entry, EntryKind, Seq
from gateway.errors import DecryptionFailed, RapportError
from gateway.privacy.access import ExpertPrincipal
from gateway.privacy.conversations import Conversation, OpenConversations, keep
from gateway.privacy.views import Deliveries, may_read, show_message
from gateway.realtime import protocol
from gateway.realtime.desk import Desk, ExpertSocket
from gateway.realtime.views import is_message, show_conversation, show_offer
from gateway.store.conversations import Conversations, Indexes, Move
from gateway.store.presence import Presence

log = structlog.get_logger()

CHECK_S = 4.0
_LAST_REACH = 6
"""How many entries from the end a list looks at for the newest message: events lie between."""


class Reading:
    """Reads conversations for the experts who hold them."""

    def __init__(
        self,
        desk: Desk,
        conversations: OpenConversations,
        stored: Conversations,
        indexes: Indexes,
        presence: Presence,
        clock: Clock,
    ) -> None:
        self._desk = desk
        self._conversations = conversations
        self._stored = stored
        self._indexes = indexes
        self._presence = presence
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    # A session ----------------------------------------------------------------------------------------------------

    async def start_session(self, socket: ExpertSocket) -> None:
        """Send an expert what there is: offers of their brands and the cases in their hands."""
        expert = socket.principal
        await self._presence.seen([expert.id], self._clock.now_ms())
        mine, offers = [], []
        socket.ready = True  # from here on nothing that happens is missed; what repeats is dropped by cursor
        for name in await self._indexes.held(expert.id):
            conversation = await self._find(name)
            if conversation is not None and may_read(conversation.case, expert.id):
                mine.append(await self.show(conversation, expert))
                self._desk.watch(socket, conversation.id, conversation.length)
        for brand in expert.tiers:
            for name in await self._indexes.offers(brand):
                conversation = await self._find(name)
                case = conversation.case if conversation else None
                if conversation and case and case.on_offer and case.holder != expert.id:
                    self._desk.offered[conversation.id] = conversation.brand
                    offers.append(await self._offer(conversation, expert))
        names = self._desk.directory.brand_names
        started = {
            "protocol": protocol.PROTOCOL_VERSION,
            "now_ms": self._clock.now_ms(),
            "expert": {"id": expert.id, "name": expert.name},
            "brands": [{"id": b, "name": names.get(b, b), "tier": tier} for b, tier in expert.tiers.items()],
            "offers": offers,
            "mine": mine,
        }
        # The connect acknowledgement must reach the client first, or it does not know this namespace yet.
        asyncio.get_running_loop().call_soon(self._desk.push, [socket.sid], protocol.SESSION_STARTED, started)

    async def _find(self, name: str) -> Conversation | None:
        try:
            return await self._conversations.find(name)
        except DecryptionFailed:
            log.error("a conversation cannot be decrypted and is left out", conversation=name)
            return None

    async def _offer(self, conversation: Conversation, expert: ExpertPrincipal) -> dict[str, Any]:
        newest = await self._newest(conversation, EntryKind.CUSTOMER)
        grants = self._desk.directory.grants(expert, conversation.brand)
        return show_offer(self._desk.directory, conversation, grants, newest)

    async def _newest(self, conversation: Conversation, kind: EntryKind | None = None) -> Entry | None:
        first = max(1, conversation.length - _LAST_REACH + 1)
        for entry in reversed(await self._conversations.entries(conversation, first, conversation.length)):
            if is_message(entry) and (kind is None or entry.kind is kind):
                return entry
        return None

    async def show(self, conversation: Conversation, reader: ExpertPrincipal) -> dict[str, Any]:
        """Show a conversation as it is in a list."""
        last = await self._newest(conversation)
        until, patience = self._desk.reopen_until_ms(conversation), self._desk.patience_ends_ms(conversation)
        grants = self._desk.directory.grants(reader, conversation.brand)
        return show_conversation(self._desk.directory, conversation, reader.id, grants, last, until, patience)

    # A page -------------------------------------------------------------------------------------------------------

    async def page(
        self, socket: ExpertSocket, conversation: Conversation, after: Seq | None, before: Seq | None, limit: int
    ) -> tuple[dict[str, Any], list[dict[str, Any]], bool]:
        """Read one page; the conversation, its messages oldest first, and whether more lie beyond."""
        length = conversation.length
        if after is not None:
            first, last = after + 1, min(after + limit, length)
            more = last < length
        else:
            last = min((before or length + 1) - 1, length)
            first = max(1, last - limit + 1)
            more = first > 1
        entries = await self._conversations.entries(conversation, first, last)
        messages = await self._show(conversation, entries, socket)
        if last == length and may_read(conversation.case, socket.principal.id):
            self._desk.watch(socket, conversation.id, length)
        return await self.show(conversation, socket.principal), messages, more

    async def _show(
        self, conversation: Conversation, entries: list[Entry], socket: ExpertSocket
    ) -> list[dict[str, Any]]:
        deliveries = await self._deliveries(conversation, entries)
        names = self._desk.directory.expert_names
        reader = socket.principal
        grants = self._desk.directory.grants(reader, conversation.brand)
        return [show_message(e, conversation.vault, grants, reader.id, names, deliveries) for e in entries]

    async def _deliveries(self, conversation: Conversation, entries: list[Entry]) -> Deliveries | None:
        if not any(entry.kind is EntryKind.EXPERT for entry in entries):
            return None
        receipts, outbox = await asyncio.gather(
            self._stored.read_receipts(conversation.id), self._stored.read_outbox(conversation.id)
        )
        return Deliveries(receipts, outbox)

    async def last_inbound(self, conversation: Conversation) -> PlatformMessageId | None:
        entry = await self._newest(conversation, EntryKind.CUSTOMER)
        return PlatformMessageId(entry.body.platform_id) if entry and entry.body.platform_id else None

    async def mark_read(self, conversation: Conversation, expert: str, seq: Seq) -> None:
        """Remember how far the holder has read, and let the customer know where the channel can."""
        seq = min(seq, conversation.length)
        before = conversation.case.read

        def make(current: Conversation) -> Move | None:
            if current.case.holder != expert or seq <= current.case.read:
                return None
            current.case = current.case.with_read(seq)
            move = Move()
            keep(current, move)
            return move

        if seq <= before:
            return
        await self._conversations.move(conversation, make)
        self._desk.show_seen(conversation.id, seq)
        channel = self._desk.directory.channels.get(conversation.channel)
        if channel is None or not isinstance(channel.connector, SupportsReadMarks):
            return
        entries = await self._conversations.entries(conversation, before + 1, seq)
        inbound = [e for e in entries if e.kind is EntryKind.CUSTOMER and e.body.platform_id]
        if inbound and inbound[-1].body.platform_id:
            try:
                identities = tuple(conversation.customer.identities)
                await channel.connector.mark_read(identities, PlatformMessageId(inbound[-1].body.platform_id))
            except SendError as error:
                log.info("a message could not be marked as read", channel=channel.id, code=error.code)

    # Catching up --------------------------------------------------------------------------------------------------

    async def catch_up(self, name: str) -> None:
        """A conversation changed elsewhere, or a bell was lost: read it and tell the sockets here what they miss."""
        self._conversations.forget(name)  # type: ignore[arg-type]  # an id read from the bus names nothing or itself
        conversation = await self._find(name)
        if conversation is None:
            return
        case = conversation.case
        if case.on_offer or conversation.id in self._desk.offered:
            newest = await self._newest(conversation, EntryKind.CUSTOMER)
            self._desk.update_offer(conversation, newest)
        if not may_read(case, case.holder):
            return
        for socket in self._desk.sockets_of(case.holder):
            cursor = socket.cursors.get(conversation.id)
            if cursor is None:
                self._desk.watch(socket, conversation.id, conversation.length)
            elif cursor < conversation.length:
                entries = await self._conversations.entries(conversation, cursor + 1, conversation.length)
                deliveries = await self._deliveries(conversation, entries)
                self._desk.tell(socket, conversation, entries, deliveries)
            shown = await self.show(conversation, socket.principal)
            self._desk.push([socket.sid], protocol.CONVERSATION_CHANGED, shown)

    async def keep_up(self) -> None:
        """Compare cursors with the log every few seconds, until cancelled; this is what makes a bell losable."""
        while True:
            await asyncio.sleep(CHECK_S if not self._desk.gaps else 0.05)
            try:
                here = {socket.principal.id for socket in self._desk.sockets.values()}
                await self._presence.seen(here, self._clock.now_ms())
                behind = set(self._desk.gaps)
                self._desk.gaps.clear()
                watched = self._desk.watched()
                lengths = await asyncio.gather(*(self._stored.length(name) for name in watched))  # type: ignore[arg-type]
                for name, length in zip(watched, lengths, strict=True):
                    if any(socket.cursors.get(name, 0) < length for socket in self._desk.watchers_of(name)):
                        behind.add(name)
                for name in behind:
                    await self.catch_up(name)
                await self._compare_offers()
            except RapportError as error:
                log.warning("sockets could not be compared with the log", reason=error.code)

    async def _compare_offers(self) -> None:
        brands = {brand for socket in self._desk.sockets.values() for brand in socket.principal.tiers}
        for brand in brands:
            on_offer = set(await self._indexes.offers(brand))
            told = {name for name, of in self._desk.offered.items() if of == brand}
            for name in on_offer ^ told:
                await self.catch_up(name)
