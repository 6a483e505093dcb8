"""Which experts' sockets are here, what each has seen, and telling them what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from gateway.domain import Change, Entry, Seq
from gateway.privacy.access import ExpertPrincipal
from gateway.privacy.conversations import Conversation
from gateway.privacy.views import NO_GRANTS, Deliveries, Grants, may_read, show_message
from gateway.realtime import protocol
from gateway.realtime.sockets import Push
from gateway.realtime.views import Directory, show_conversation, show_offer


class ExpertSocket(msgspec.Struct, eq=False):
    """One connected client. ``cursors`` is how far it was told, per conversation it holds."""

    sid: str
    principal: ExpertPrincipal
    token: str
    checked_s: float
    cursors: dict[str, Seq] = msgspec.field(default_factory=dict)
    ready: bool = False


class Desk:
    """The experts' sockets of this process."""

    def __init__(
        self,
        push: Push,
        directory: Directory,
        reopen_until_ms: Callable[[Conversation], int],
        patience_ends_ms: Callable[[Conversation], int | None],
    ) -> None:
        self._push = push
        self.directory = directory
        self.reopen_until_ms = reopen_until_ms
        self.patience_ends_ms = patience_ends_ms
        self.sockets: dict[str, ExpertSocket] = {}
        self._by_expert: dict[str, set[str]] = {}
        self._watchers: dict[str, set[str]] = {}
        self.offered: dict[str, str] = {}
        """Conversations that sockets here were told are on offer, and their brand."""
        self.too_slow: list[str] = []
        self.gaps: set[str] = set()
        """Conversations of which a socket here missed entries: somebody must read the log."""
        self.typing: list[Callable[[str], None]] = []
        self.seen: list[Callable[[str, Seq], None]] = []

    # Coming and going -------------------------------------------------------------------------------------------

    def enter(self, socket: ExpertSocket) -> None:
        self.sockets[socket.sid] = socket
        self._by_expert.setdefault(socket.principal.id, set()).add(socket.sid)

    def leave(self, sid: str) -> None:
        socket = self.sockets.pop(sid, None)
        if socket is None:
            return
        mine = self._by_expert.get(socket.principal.id, set())
        mine.discard(sid)
        if not mine:
            self._by_expert.pop(socket.principal.id, None)
        for conversation in socket.cursors:
            self._unwatch(conversation, sid)

    def sockets_of(self, expert: str) -> list[ExpertSocket]:
        return [self.sockets[sid] for sid in self._by_expert.get(expert, ())]

    def watch(self, socket: ExpertSocket, conversation: str, cursor: Seq) -> None:
        """Tell this socket of everything in ``conversation`` past ``cursor``."""
        socket.cursors[conversation] = max(cursor, socket.cursors.get(conversation, 0))
        self._watchers.setdefault(conversation, set()).add(socket.sid)

    def _unwatch(self, conversation: str, sid: str) -> None:
        watchers = self._watchers.get(conversation)
        if watchers is not None:
            watchers.discard(sid)
            if not watchers:
                del self._watchers[conversation]

    def watched(self) -> list[str]:
        return list(self._watchers)

    def watchers_of(self, conversation: str) -> list[ExpertSocket]:
        return [self.sockets[sid] for sid in self._watchers.get(conversation, ()) if sid in self.sockets]

    # Telling ----------------------------------------------------------------------------------------------------

    def push(self, sids: Iterable[str], event: str, payload: Any) -> None:
        self.too_slow += self._push(list(sids), event, payload)

    def show_typing(self, conversation: str) -> None:
        for listener in self.typing:
            listener(conversation)

    def show_seen(self, conversation: str, up_to: Seq) -> None:
        """The holder has read the customer's messages up to here."""
        for listener in self.seen:
            listener(conversation, up_to)

    def took_place(self, change: Change) -> None:
        """Something happened to a conversation in this process."""
        conversation: Conversation = change.conversation
        self.update_offer(conversation, change.newest_message)
        case, before = conversation.case, change.case_before
        if before is not None and before.holder and before.holder != case.holder:
            self._let_go(conversation, before.holder)
        if not may_read(case, case.holder):
            return
        for socket in self.sockets_of(case.holder):
            if not socket.ready:
                continue
            if conversation.id not in socket.cursors:
                first = change.entries[0].seq - 1 if change.entries else conversation.length
                self.watch(socket, conversation.id, first)
            self.tell(socket, conversation, change.entries, client_id=change.client_id)
            for entry in change.rewritten:
                self._changed(socket, conversation, entry)
            self._summary(socket, conversation, change.entries[-1] if change.entries else None)

    def tell(
        self,
        socket: ExpertSocket,
        conversation: Conversation,
        entries: Iterable[Entry],
        deliveries: Deliveries | None = None,
        client_id: str | None = None,
    ) -> None:
        """Tell one socket of entries past its cursor, in order; what lies before is not repeated."""
        for entry in entries:
            cursor = socket.cursors[conversation.id]
            if entry.seq <= cursor:
                continue
            if entry.seq > cursor + 1:
                self.gaps.add(conversation.id)
                return
            message = show_message(
                entry,
                conversation.vault,
                self.directory.grants(socket.principal, conversation.brand),
                socket.principal.id,
                self.directory.expert_names,
                deliveries,
                client_id,
            )
            self.push([socket.sid], protocol.MESSAGE_RECEIVED, {"conversation": conversation.id, "message": message})
            socket.cursors[conversation.id] = entry.seq

    def _changed(self, socket: ExpertSocket, conversation: Conversation, entry: Entry) -> None:
        grants = self.directory.grants(socket.principal, conversation.brand)
        message = show_message(entry, conversation.vault, grants, socket.principal.id, self.directory.expert_names)
        self.push([socket.sid], protocol.MESSAGE_CHANGED, {"conversation": conversation.id, "message": message})

    def _summary(self, socket: ExpertSocket, conversation: Conversation, last: Entry | None) -> None:
        shown = show_conversation(
            self.directory,
            conversation,
            socket.principal.id,
            self.directory.grants(socket.principal, conversation.brand),
            last,
            self.reopen_until_ms(conversation),
            self.patience_ends_ms(conversation),
        )
        self.push([socket.sid], protocol.CONVERSATION_CHANGED, shown)

    def _let_go(self, conversation: Conversation, expert: str) -> None:
        """Tell a former holder that the conversation is out of their hands."""
        for socket in self.sockets_of(expert):
            if conversation.id in socket.cursors:
                del socket.cursors[conversation.id]
                self._unwatch(conversation.id, socket.sid)
                shown = show_conversation(self.directory, conversation, expert, NO_GRANTS, None)
                self.push([socket.sid], protocol.CONVERSATION_CHANGED, {**shown, "placeholders": []})

    def update_offer(self, conversation: Conversation, newest: Entry | None) -> None:
        """Show or withdraw the offer of a conversation, as its case now stands, with the customer's newest message."""
        if conversation.case.on_offer:
            self.offered[conversation.id] = conversation.brand
            others = [sid for sid in self._of_brand(conversation.brand) if self._may_take(sid, conversation)]
            by_grants: dict[Grants, list[str]] = {}
            for sid in others:
                grants = self.directory.grants(self.sockets[sid].principal, conversation.brand)
                by_grants.setdefault(grants, []).append(sid)
            for grants, sids in by_grants.items():
                self.push(sids, protocol.OFFER_MADE, show_offer(self.directory, conversation, grants, newest))
        elif conversation.id in self.offered:
            del self.offered[conversation.id]
            holder = conversation.case.holder
            for sid in self._of_brand(conversation.brand):
                mine = self.sockets[sid].principal.id == holder
                reason = "accepted" if mine else "taken" if holder else "closed"
                withdrawn = {"conversation": conversation.id, "reason": reason}
                self.push([sid], protocol.OFFER_WITHDRAWN, withdrawn)

    def _may_take(self, sid: str, conversation: Conversation) -> bool:
        return self.sockets[sid].principal.id != conversation.case.holder

    def _of_brand(self, brand: str) -> list[str]:
        return [sid for sid, socket in self.sockets.items() if socket.ready and brand in socket.principal.tiers]

    def receipt(self, conversation: str, seq: Seq, delivery: str, reason: str | None) -> None:
        """Tell the holder's sockets how far one of our messages got."""
        payload: dict[str, Any] = {"conversation": conversation, "seq": seq, "delivery": delivery}
        if reason:
            payload["reason"] = reason
        self.push([s.sid for s in self.watchers_of(conversation)], protocol.RECEIPT_RECEIVED, payload)
