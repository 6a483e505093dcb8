"""
A message's way in: mask, seal, append durably, and only then return.

Whoever calls ``receive`` may acknowledge when it returned and must not before. One round trip a message once the
conversation is known to this process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
import structlog

from anonymizer import split
from connectors.events import (
    AccountNotice,
    ControlChanged,
    EchoReceived,
    IdentityChanged,
    Ignored,
    InboundEvent,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NotUnderstood,
    OptOutChanged,
    ReactionChanged,
    ReceiptReceived,
    WatermarkReceived,
)
from connectors.ids import Identity
from gateway import failpoints
from gateway.clock import Clock
from gateway.domain import Body, CaseState, Change, ContinuityPolicy, Doorbell, Entry, EntryKind, case_after_inbound
from gateway.errors import Conflict, Overloaded, StoreRefused, StoreUnavailable
from gateway.messages.channels import Channel
from gateway.messages.masking import MASK_AGAIN_MS, MaskedBody, clean
from gateway.messages.receipts import Receipts
from gateway.messages.relations import Relations
from gateway.metrics import METRICS
from gateway.privacy.conversations import Conversation, OpenConversations, keep, keep_customer, learn
from gateway.privacy.quarantine import Quarantine
from gateway.store.conversations import AlreadySeen, Move

log = structlog.get_logger()

MENDABLE = (StoreUnavailable, StoreRefused, Overloaded, Conflict)
"""What the next delivery of the same event may not meet."""


class Received(msgspec.Struct, frozen=True):
    """How one inbound message ended: its place in the log, or 0 when it was known already."""

    seq: int
    duplicate: bool
    conversation: Conversation


class Ingest:
    """Takes the events of all channels."""

    def __init__(
        self,
        conversations: OpenConversations,
        relations: Relations,
        receipts: Receipts,
        quarantine: Quarantine,
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._relations = relations
        self._receipts = receipts
        self._quarantine = quarantine
        self._doorbell = doorbell
        self._clock = clock

    async def receive(self, channel: Channel, events: Sequence[InboundEvent]) -> None:
        """
        Make every event durable; order within a conversation is the order of ``events``.

        Raises
        ------
        StoreUnavailable, StoreRefused, Overloaded, Conflict
            Not everything is durable: the platform must deliver again. What was stored is not stored twice then.
        Exception
            Any other: an event that can never be taken. All others are durable.
        """
        if len(events) == 1:
            await self._receive_one(channel, events[0])
            return
        lanes: dict[tuple[Identity, ...] | int, list[InboundEvent]] = {}
        for index, event in enumerate(events):
            lanes.setdefault(event.customer[:1] or index, []).append(event)
        limit = asyncio.Semaphore(32)
        outcomes = await asyncio.gather(
            *(self._receive_lane(channel, lane, limit) for lane in lanes.values()), return_exceptions=True
        )
        failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        if failures:  # first what a second delivery can mend
            raise next((failure for failure in failures if isinstance(failure, MENDABLE)), failures[0])

    async def _receive_lane(self, channel: Channel, lane: list[InboundEvent], limit: asyncio.Semaphore) -> None:
        """In order; an event that can never be taken does not cost those behind it."""
        failure: Exception | None = None
        async with limit:
            for event in lane:
                try:
                    await self._receive_one(channel, event)
                except MENDABLE:
                    raise
                except Exception as error:
                    failure = error
        if failure is not None:
            raise failure

    async def _receive_one(self, channel: Channel, event: InboundEvent) -> None:
        if isinstance(event, MessageReceived):
            await self.message(channel, event)
        elif isinstance(event, ReceiptReceived):
            await self._receipts.take(channel, event)
        elif isinstance(event, NotUnderstood):
            await self._quarantine.put(channel.brand, channel.id, event.raw, event.problem)
        elif isinstance(event, (MessageEdited, MessageRevoked, ReactionChanged)):
            await self._relations.apply(channel, event)
        elif isinstance(event, WatermarkReceived):
            await self._receipts.raise_to_watermark(channel, event)
        elif isinstance(event, IdentityChanged):
            await self._relations.relink(channel, event)
        elif isinstance(event, (OptOutChanged, ControlChanged)):
            await self._relations.note(channel, event)
        elif isinstance(event, EchoReceived):
            await self._relations.echo(channel, event)
        elif isinstance(event, AccountNotice):
            (log.error if event.severe else log.warning)("a channel has a notice", channel=channel.id, code=event.code)
            METRICS.account_notices.labels(channel.id, event.code).inc()
        else:
            what = event.what if isinstance(event, Ignored) else type(event).__name__
            METRICS.ignored_events.labels(channel.id, what).inc()

    async def message(self, channel: Channel, event: MessageReceived) -> Received:
        """Store one customer message; errors as of ``receive``."""
        conversation = await self._relations.conversation_of(channel, event.customer)
        mark = channel.keys.mark(channel.id, event.message_id)
        taken: list[Change] = []

        async def make(current: Conversation) -> Move:
            taken.clear()
            move, change = await self._move(channel, current, event, mark)
            taken.append(change)
            return move

        outcome = await self._conversations.move(conversation, make)
        failpoints.reach("inbound.after_commit")
        if isinstance(outcome, AlreadySeen):
            METRICS.inbound_duplicates.labels(channel.id).inc()
            return Received(0, True, conversation)
        METRICS.inbound_messages.labels(channel.id).inc()
        change = taken[0]
        self._doorbell.ring(change)
        return Received(change.entries[-1].seq, False, conversation)

    async def _move(
        self, channel: Channel, current: Conversation, event: MessageReceived, mark: bytes
    ) -> tuple[Move, Change]:
        now_ms = self._clock.now_ms()
        at_ms = event.at_ms if event.at_ms is not None else now_ms
        new = not current.exists
        if new:
            current.begin(channel.id, event.customer)
        case_before = current.case
        move = Move(seen=[mark])
        news = learn(current, event.customer, [(fact.entity, clean(fact.value)) for fact in event.profile])
        if news and current.exists:
            keep_customer(current, move)
        masked = channel.masking.mask(current, event.content)
        masked.body.platform_id = event.message_id
        if event.reply_to:
            masked.body.reply_to = await self._relations.seq_of(channel, current, event.reply_to)
        if event.standby and not new:
            # Another app holds the conversation on the platform: recorded, nobody's work here.
            case, happened = current.case, "continued"
        else:
            case, happened = case_after_inbound(current.case, now_ms=now_ms, at_ms=at_ms, policy=channel.continuity)
        if happened == "offered":
            case = msgspec.structs.replace(case, first=current.length + 1)
        current.case = case
        entries = [Entry(current.length + 1, EntryKind.CUSTOMER, now_ms, at_ms, mark, masked.body)]
        if happened != "continued":
            notice = Body("event", [], {"code": happened, "case": case.number})
            entries.insert(0, Entry(current.length + 1, EntryKind.EVENT, now_ms, now_ms, b"", notice))
            entries[1].seq += 1
        current.length += len(entries)
        move.append = [current.seal_entry(entry) for entry in entries]
        self._index(current, move, happened, case_before.holder)
        if case.state is CaseState.HELD and not case_before.waiting_ms:
            self._start_patience(current, move, channel.continuity)
        if masked.body.withheld is not None:
            move.due += (now_ms + MASK_AGAIN_MS, f"mask:{current.id}")
        rewritten = await self._mask_earlier(current, move, masked) if masked.earlier else []
        keep(current, move)
        move.ring = self._doorbell.note(current.id, current.length)
        failpoints.reach("inbound.before_commit")
        return move, Change(current, entries, rewritten, case_before)

    def _index(self, current: Conversation, move: Move, happened: str, holder_before: str) -> None:
        """Move the conversation between offers and lists of held cases, in the same step."""
        case = current.case
        if happened == "offered":
            move.offer = case.offered_ms
            move.leave = holder_before
            move.done.append(f"settle:{current.id}")
        elif happened == "reopened":
            move.done.append(f"settle:{current.id}")
            move.take, move.take_ms = case.holder, case.waiting_ms

    def _start_patience(self, current: Conversation, move: Move, policy: ContinuityPolicy) -> None:
        """A customer begins to wait for a holder: the agenda tells them, and in time offers the case to others."""
        waiting_ms = current.case.waiting_ms
        move.due += (waiting_ms + policy.patience_ms, f"patience:{current.id}")
        if policy.notice_after_ms:
            move.due += (waiting_ms + policy.notice_after_ms, f"notice:{current.id}")

    async def _mask_earlier(self, current: Conversation, move: Move, masked: MaskedBody) -> list[Entry]:
        """What was shown before turns out to be personal data: rewrite it, so that nobody is shown it again."""
        reach = max(masked.earlier) + 12  # events lie between messages
        first = max(1, current.length - reach)
        past = await self._conversations.entries(current, first, current.length - len(move.append))
        messages = [entry for entry in reversed(past) if entry.kind is not EntryKind.EVENT]
        rewritten = []
        for steps, entities in masked.earlier.items():
            if steps > len(messages):
                log.warning("an earlier message lies too far back to be masked further", steps=steps)
                continue
            entry = messages[steps - 1]
            if not entry.body.fields:
                continue
            name, parts = entry.body.fields[0]
            text = "".join(part if isinstance(part, str) else current.vault.value(part) for part in parts)
            entry.body.fields[0] = (name, current.vault.store_parts(split(text, entities)))
            move.rewrite += (entry.seq - 1, current.seal_entry(entry))
            rewritten.append(entry)
        return rewritten
