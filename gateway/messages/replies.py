"""
A reply's way in: from an expert's client to the log and the outbox, in one step, fenced.

The acknowledgement to the client means: it is durable, and it will be sent or somebody will be told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from anonymizer import MaskingError, split
from gateway import failpoints
from gateway.agenda import Agenda
from gateway.clock import Clock
from gateway.domain import (
    NEVER_KEPT,
    Body,
    CaseState,
    Change,
    Control,
    Doorbell,
    Entry,
    EntryKind,
    Seq,
    StoredPart,
    case_after_reply,
)
from gateway.errors import Refused
from gateway.messages.channels import Channel
from gateway.messages.masking import clean
from gateway.messages.outbox import Waiting
from gateway.metrics import METRICS
from gateway.privacy.conversations import Conversation, OpenConversations, keep
from gateway.store.conversations import AlreadySeen, Move
from gateway.store.keys import shard_of

_REPEAT_REACH = 300
_CLIENT_ID_LIMIT = 64
_MOST_PARTS = 400

_UNITS: dict[str, Callable[[str], int]] = {
    "characters": len,
    "bytes": lambda text: len(text.encode()),
    "utf16": lambda text: len(text.encode("utf-16-le")) // 2,
}


class Reply(msgspec.Struct, frozen=True):
    """One reply as the client sent it: text, and placeholders by entity type and number."""

    client_id: str
    token: int
    parts: tuple[str | tuple[str, int], ...]


def read_reply(payload: dict[str, Any]) -> Reply:
    """
    Read the fields of ``message.send``; unknown fields are ignored.

    Raises
    ------
    Refused
        ``malformed`` when a field is missing or of the wrong type.
    """
    client_id, token, parts = payload.get("client_id"), payload.get("token"), payload.get("parts")
    if not isinstance(client_id, str) or not 0 < len(client_id) <= _CLIENT_ID_LIMIT or not client_id.isascii():
        raise Refused("malformed", "client_id must be a text of 1 to 64 ASCII characters")
    if not isinstance(token, int) or isinstance(token, bool):
        raise Refused("malformed", "token must be a whole number")
    if not isinstance(parts, list) or len(parts) > _MOST_PARTS:
        raise Refused("malformed", "parts must be a list")
    read: list[str | tuple[str, int]] = []
    for part in parts:
        if isinstance(part, str):
            read.append(clean(part) if len(part) <= 64 * 1024 else part)
            continue
        entity = part.get("entity") if isinstance(part, dict) else None
        n = part.get("n") if isinstance(part, dict) else None
        if not isinstance(entity, str) or not isinstance(n, int) or isinstance(n, bool):
            raise Refused("malformed", 'a part must be a text or {"entity", "n"}')
        read.append((entity, n))
    return Reply(client_id, token, tuple(read))


class Replies:
    """Takes the replies of experts."""

    def __init__(
        self,
        conversations: OpenConversations,
        channels: dict[str, Channel],
        agenda: Agenda,
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._channels = channels
        self._agenda = agenda
        self._doorbell = doorbell
        self._clock = clock

    async def send(self, conversation: Conversation, expert: str, reply: Reply) -> Entry:
        """
        Make a reply durable and put it on its way; the same ``client_id`` again returns the same entry.

        Raises
        ------
        Refused
            ``stale``: the expert no longer holds the case, or the token is old. ``too_long``, ``empty``,
            ``unknown_placeholder``, ``not_sendable``, ``forbidden_content``: nothing was stored.
        StoreUnavailable, StoreRefused, Overloaded, Conflict
            Nothing is acknowledged; the client tries again with the same ``client_id``.
        """
        channel = self._channels.get(conversation.channel)
        if channel is None:
            raise Refused("unavailable", "this channel is not configured any more")
        mark = _mark(channel, expert, reply.client_id)
        changes: list[Change] = []

        async def make(current: Conversation) -> Move:
            changes.clear()
            move, change = self._move(channel, current, expert, reply, mark)
            changes.append(change)
            return move

        try:
            outcome = await self._conversations.move(conversation, make)
        except Refused:
            # It may be a reply that was stored before the case moved on and whose acknowledgement was lost.
            if (entry := await self._first_delivery(conversation, mark)) is not None:
                return entry
            raise
        failpoints.reach("reply.after_commit")
        if isinstance(outcome, AlreadySeen):
            if (entry := await self._first_delivery(conversation, mark)) is not None:
                return entry
            raise Refused("malformed", "this client_id was used long ago")
        METRICS.replies.labels(channel.brand).inc()
        self._doorbell.ring(changes[0])
        self._agenda.nudge(shard_of(conversation.id))
        return changes[0].entries[0]

    async def first_delivery(self, conversation: Conversation, expert: str, client_id: str) -> Entry | None:
        """Find a reply by the id that its client gave it; ``None`` when it never arrived, or long ago."""
        channel = self._channels.get(conversation.channel)
        return await self._first_delivery(conversation, _mark(channel, expert, client_id)) if channel else None

    async def _first_delivery(self, conversation: Conversation, mark: bytes) -> Entry | None:
        """Find what the first delivery of a repeated reply became."""
        async with conversation.lock:
            await self._conversations.load(conversation)
            first = max(1, conversation.length - _REPEAT_REACH)
            for entry in reversed(await self._conversations.entries(conversation, first, conversation.length)):
                if entry.mark == mark:
                    return entry
        return None

    def _move(
        self, channel: Channel, current: Conversation, expert: str, reply: Reply, mark: bytes
    ) -> tuple[Move, Change]:
        case = current.case
        if case.state is not CaseState.HELD or case.holder != expert or case.token != reply.token:
            raise Refused("stale", "this conversation is not in your hands any more; your text is kept")
        if case.control is not Control.CROWD:
            raise Refused("stale", "somebody else speaks to the customer now; your text is kept")
        parts = self._parts(channel, current, reply)
        now_ms = self._clock.now_ms()
        current.case = case_after_reply(case)
        current.length += 1
        seq: Seq = current.length
        entry = Entry(seq, EntryKind.EXPERT, now_ms, now_ms, mark, Body("text", [("text", parts)]), expert)
        move = Move(seen=[mark], append=[current.seal_entry(entry)])
        move.sends = [msgspec.msgpack.encode(Waiting(seq, "PENDING", 0, now_ms, "", now_ms))]
        move.due = [now_ms, f"send:{current.id}"]
        if case.shared_ms:
            move.offer = -1  # the holder was first after all
        keep(current, move)
        move.ring = self._doorbell.note(current.id, current.length)
        failpoints.reach("reply.before_commit")
        return move, Change(current, [entry], (), case, reply.client_id)

    def _parts(self, channel: Channel, current: Conversation, reply: Reply) -> list[StoredPart]:
        """Check the text and mask what personal data the expert typed: the next reader may have fewer grants."""
        stored: list[StoredPart] = []
        length = 0
        count = _UNITS[channel.connector.capabilities.text_unit]
        for part in reply.parts:
            if isinstance(part, tuple):
                reference = current.vault.find(*part)
                if reference is None:
                    raise Refused("unknown_placeholder", "this conversation has no such placeholder")
                if current.vault.entries[reference].entity in NEVER_KEPT:
                    raise Refused("not_sendable", "this value is not kept and cannot be sent")
                stored.append(reference)
                length += count(current.vault.value(reference))
            else:
                length += count(part)
                if length > channel.connector.capabilities.text_limit:
                    break
                stored += self._mask_typed(channel, current, part)
        limit = channel.connector.capabilities.text_limit
        if length > limit:
            raise Refused("too_long", f"this channel takes {limit} {channel.connector.capabilities.text_unit} at most")
        if not any(not isinstance(part, str) or part.strip() for part in stored):
            raise Refused("empty", "there is nothing to send")
        return stored

    def _mask_typed(self, channel: Channel, current: Conversation, text: str) -> list[StoredPart]:
        try:
            reading = channel.masking.anonymizer.read(text, current.memory, "expert")
        except MaskingError:
            raise Refused("forbidden_content", "this text could not be checked; write it differently") from None
        if any(entity.type == "CREDIT_CARD" for entity in reading.entities):
            raise Refused("forbidden_content", "a card number must not be sent")
        kept: Sequence[Any] = [entity for entity in reading.entities if entity.type not in NEVER_KEPT]
        return current.vault.store_parts(split(text, kept))


def _mark(channel: Channel, expert: str, client_id: str) -> bytes:
    """Ids of different experts have nothing to do with one another."""
    return channel.keys.mark(f"replies of {expert}", client_id)
