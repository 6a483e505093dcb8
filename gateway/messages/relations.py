"""What events relate to: which conversation a customer has, which entry an edit, a reaction or a quote means."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

import structlog

from connectors.events import (
    ControlChanged,
    EchoReceived,
    IdentityChanged,
    MessageEdited,
    MessageRevoked,
    OptOutChanged,
    ReactionChanged,
)
from connectors.ids import Identity, PlatformMessageId
from gateway.clock import Clock
from gateway.domain import Body, Change, Doorbell, Entry, EntryKind, Seq
from gateway.messages.channels import Channel
from gateway.messages.masking import MASK_AGAIN_MS
from gateway.metrics import METRICS
from gateway.privacy.conversations import Conversation, OpenConversations, keep, keep_customer, learn
from gateway.store import keys
from gateway.store.client import StoreClient
from gateway.store.conversations import AlreadySeen, Move
from gateway.store.keys import ConversationId, ConversationKeys, shard_of

log = structlog.get_logger()

_REACH = 300
"""How many entries back an edit, a reaction or a quote may mean."""
_MOST_ALIASES = 20_000


class Relations:
    """Finds conversations by identity and entries by platform id, and applies what changes an earlier entry."""

    def __init__(self, client: StoreClient, conversations: OpenConversations, doorbell: Doorbell, clock: Clock) -> None:
        self._client = client
        self._conversations = conversations
        self._doorbell = doorbell
        self._clock = clock
        self._aliases: OrderedDict[ConversationId, ConversationId] = OrderedDict()

    async def conversation_of(self, channel: Channel, identities: Sequence[Identity]) -> Conversation:
        """
        Find the conversation of a customer, or name a new one; no round trip when this process knows it.

        A customer may come with a phone number today and with a business-scoped id only next month: every identity
        that was ever seen together with another leads to the same conversation.
        """
        own = self._conversations.id_of(channel.brand, channel.id, identities[0])
        found = self._conversations.get(channel.brand, self._aliases.get(own, own))
        if not (found.fresh and found.exists):
            found = await self._look_up(channel, own, identities)
        if len(identities) > 1 and any(identity not in found.customer.identities for identity in identities):
            await self._write_aliases(channel, found, identities)
        return found

    async def existing(self, channel: Channel, identities: Sequence[Identity]) -> Conversation | None:
        """Find the conversation of a customer; ``None`` when they never wrote."""
        if not identities:
            return None
        found = await self.conversation_of(channel, identities)
        async with found.lock:
            return found if await self._conversations.load(found) else None

    async def _look_up(self, channel: Channel, own: ConversationId, identities: Sequence[Identity]) -> Conversation:
        candidates = [self._conversations.id_of(channel.brand, channel.id, identity) for identity in identities]
        aliases = await asyncio.gather(*(self._read_alias(name) for name in candidates))
        for target in [*candidates[:1], *(alias for alias in aliases if alias), *candidates[1:]]:
            conversation = self._conversations.get(channel.brand, target)
            async with conversation.lock:
                if await self._conversations.load(conversation):
                    self._remember(own, target)
                    return conversation
        return self._conversations.get(channel.brand, own)

    async def _read_alias(self, name: ConversationId) -> ConversationId | None:
        key = keys.alias(shard_of(name), name)
        value = await self._client.call(key, "GET", key)
        return ConversationId(value.decode()) if value else None

    async def _write_aliases(self, channel: Channel, found: Conversation, identities: Sequence[Identity]) -> None:
        """Written before the message itself: a crash in between leaves an alias to a conversation still to come."""
        for identity in identities:
            name = self._conversations.id_of(channel.brand, channel.id, identity)
            if name != found.id:
                key = keys.alias(shard_of(name), name)
                await self._client.call(key, "SET", key, found.id)
                self._remember(name, found.id)

    def _remember(self, name: ConversationId, target: ConversationId) -> None:
        if name != target:
            self._aliases[name] = target
            while len(self._aliases) > _MOST_ALIASES:
                self._aliases.popitem(last=False)

    async def relink(self, channel: Channel, event: IdentityChanged) -> None:
        """The customer is from now on known by other identities too. Idempotent."""
        conversation = await self.existing(channel, event.customer)
        if conversation is None:
            return
        await self._write_aliases(channel, conversation, event.now)

        def make(current: Conversation) -> Move | None:
            if not current.exists or not learn(current, event.now, ()):
                return None
            move = Move()
            keep_customer(current, move)
            keep(current, move)
            return move

        await self._conversations.move(conversation, make)

    async def seq_of(self, channel: Channel, conversation: Conversation, target: PlatformMessageId) -> Seq | None:
        """Find the entry that a platform message id means; ``None`` when we never saw it or it is too far back."""
        entry = await self._entry_of(channel, conversation, target)
        return entry.seq if entry else None

    async def ours(self, channel: Channel, conversation: Conversation, target: PlatformMessageId) -> Seq | None:
        """Find which of our messages the platform accepted under this id."""
        key = ConversationKeys(conversation.id).receipts
        seq = await self._client.call(key, "HGET", key, b"m" + channel.keys.mark(channel.id, target))
        return int(seq) if seq is not None else None

    async def _entry_of(self, channel: Channel, conversation: Conversation, target: PlatformMessageId) -> Entry | None:
        if ours := await self.ours(channel, conversation, target):
            found = await self._conversations.entries(conversation, ours, ours)
            return found[0] if found else None
        mark = channel.keys.mark(channel.id, target)
        first = max(1, conversation.length - _REACH + 1)
        for entry in reversed(await self._conversations.entries(conversation, first, conversation.length)):
            if entry.mark == mark:
                return entry
        return None

    async def apply(self, channel: Channel, event: MessageEdited | MessageRevoked | ReactionChanged) -> None:
        """Change an earlier entry and log that it changed. An edit of something unknown becomes a message."""
        conversation = await self.existing(channel, event.customer)
        if conversation is None:
            METRICS.ignored_events.labels(channel.id, "relation_without_conversation").inc()
            return
        mark = channel.keys.mark(channel.id, event.key)
        changes: list[Change] = []

        async def make(current: Conversation) -> Move | None:
            changes.clear()
            if not current.exists:
                return None
            target = await self._entry_of(channel, current, event.target)
            move, change = self._change_entry(channel, current, event, mark, target)
            changes.append(change)
            return move

        outcome = await self._conversations.move(conversation, make)
        if outcome is not None and not isinstance(outcome, AlreadySeen):
            self._doorbell.ring(changes[0])

    def _change_entry(
        self,
        channel: Channel,
        current: Conversation,
        event: MessageEdited | MessageRevoked | ReactionChanged,
        mark: bytes,
        target: Entry | None,
    ) -> tuple[Move, Change]:
        now_ms = self._clock.now_ms()
        at_ms = event.at_ms if event.at_ms is not None else now_ms
        move = Move(seen=[mark])
        rewritten: list[Entry] = []
        code, kind, body = "revoked", EntryKind.EVENT, None
        if isinstance(event, MessageEdited):
            masked = channel.masking.mask(current, event.content).body
            masked.edited = True
            code = "edited"
            if target is None:
                masked.platform_id = event.target
                kind, body = EntryKind.CUSTOMER, masked
            else:
                masked.earlier = [*(target.body.earlier or []), target.body.fields]
                masked.platform_id, masked.reply_to = target.body.platform_id, target.body.reply_to
                target.body = masked
            if masked.withheld is not None:
                move.due += (now_ms + MASK_AGAIN_MS, f"mask:{current.id}")
        elif isinstance(event, MessageRevoked):
            if target is not None:
                target.body.revoked = True
        else:
            code = "reacted"
            if target is not None:
                target.body.reactions = [_emoji(event.emoji)] if event.emoji else None
        if target is not None:
            move.rewrite += (target.seq - 1, current.seal_entry(target))
            rewritten.append(target)
        current.length += 1
        body = body or Body("event", [], {"code": code, "target": target.seq if target else None})
        entry = Entry(current.length, kind, now_ms, at_ms, mark, body)
        move.append.append(current.seal_entry(entry))
        keep(current, move)
        move.ring = self._doorbell.note(current.id, current.length)
        return move, Change(current, [entry], rewritten, current.case)

    async def note(self, channel: Channel, event: OptOutChanged | ControlChanged) -> None:
        """Log what the expert should know: the customer wants no messages, or another app took over."""
        conversation = await self.existing(channel, event.customer)
        if conversation is None:
            return
        if isinstance(event, OptOutChanged):
            data = {"code": "opted_out" if event.opted_out else "opted_in"}
        else:
            data = {"code": f"platform_{event.action}"}
        mark = channel.keys.mark(channel.id, event.key)
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            changes.clear()
            if not current.exists:
                return None
            now_ms = self._clock.now_ms()
            current.length += 1
            at_ms = event.at_ms if event.at_ms is not None else now_ms
            entry = Entry(current.length, EntryKind.EVENT, now_ms, at_ms, mark, Body("event", [], data))
            move = Move(seen=[mark], append=[current.seal_entry(entry)])
            keep(current, move)
            move.ring = self._doorbell.note(current.id, current.length)
            changes.append(Change(current, [entry], (), current.case))
            return move

        outcome = await self._conversations.move(conversation, make)
        if outcome is not None and not isinstance(outcome, AlreadySeen):
            self._doorbell.ring(changes[0])

    async def echo(self, channel: Channel, event: EchoReceived) -> None:
        """The brand answered from elsewhere: shown to the expert, never taken for the customer's words."""
        conversation = await self.existing(channel, event.customer)
        if conversation is None or event.content is None or event.source == "own":
            return
        content = event.content
        mark = channel.keys.mark(channel.id, event.message_id)
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            changes.clear()
            if not current.exists:
                return None
            now_ms = self._clock.now_ms()
            body = channel.masking.mask(current, content, "expert").body
            body.platform_id = event.message_id
            current.length += 1
            at_ms = event.at_ms if event.at_ms is not None else now_ms
            entry = Entry(current.length, EntryKind.BUSINESS, now_ms, at_ms, mark, body, event.source)
            move = Move(seen=[mark], append=[current.seal_entry(entry)])
            if body.withheld is not None:
                move.due += (now_ms + MASK_AGAIN_MS, f"mask:{current.id}")
            keep(current, move)
            move.ring = self._doorbell.note(current.id, current.length)
            changes.append(Change(current, [entry], (), current.case))
            return move

        outcome = await self._conversations.move(conversation, make)
        if outcome is not None and not isinstance(outcome, AlreadySeen):
            self._doorbell.ring(changes[0])


def _emoji(text: str) -> str:
    """A reaction is an emoji: whatever else a platform may pass on is not shown."""
    return text if len(text) <= 12 and not any(letter.isalnum() for letter in text) else "?"
