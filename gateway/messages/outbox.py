"""
A message's way out: mark as sending, durably; put the values back; hand it to the connector; record what came of it.

One message of a conversation is under way at a time, in order. A send that may have happened is never blindly
repeated: the platform's receipts settle it by our tag, and where no evidence comes the brand's policy decides.
"""

from __future__ import annotations

from typing import Any

import msgspec
import structlog

from connectors.base import OutboundMessage, Sent
from connectors.errors import (
    AccountError,
    OutcomeUnknown,
    RateLimited,
    RetryableError,
    SendError,
    WindowClosed,
)
from connectors.events import Rank
from connectors.ids import PlatformMessageId
from gateway import failpoints
from gateway.agenda import Agenda, Due
from gateway.clock import Clock
from gateway.domain import Doorbell, Entry, EntryKind, Seq
from gateway.errors import StoreUnavailable
from gateway.messages.channels import Channel
from gateway.messages.retry import backoff_ms
from gateway.metrics import METRICS
from gateway.privacy.conversations import Conversation, Customer, OpenConversations
from gateway.privacy.rehydrate import NotSendable, rehydrate
from gateway.privacy.views import UNPROVEN, WINDOW_CLOSED, delivery_word
from gateway.store import keys
from gateway.store.keys import ConversationKeys, shard_of
from gateway.store.scripts import Functions

log = structlog.get_logger()

_INBOUND_REACH = 50
ACCOUNT_PAUSE_MS = 60_000


class Waiting(msgspec.Struct, array_like=True):
    """A message of the outbox: PENDING, SENDING or AMBIGUOUS since ``since_ms``; written at ``first_ms``."""

    seq: Seq
    state: str
    attempt: int
    since_ms: int
    code: str
    first_ms: int


class DeadLetter(msgspec.Struct, array_like=True):
    """A message given up on: what, where, why, when. Its text stays sealed in the log."""

    conversation: str
    channel: str
    seq: Seq
    code: str
    attempts: int
    at_ms: int


class Outcome(msgspec.Struct, frozen=True):
    """How an attempt ended: ``sent``, ``retry``, ``ambiguous`` or ``dead``."""

    outcome: str
    due_ms: int = 0
    code: str = ""
    rank: int = -1
    mark: bytes = b""


class Outbox:
    """Sends what waits; called by the agenda, one item a conversation."""

    def __init__(
        self,
        functions: Functions,
        conversations: OpenConversations,
        channels: dict[str, Channel],
        agenda: Agenda,
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._functions = functions
        self._conversations = conversations
        self._channels = channels
        self._agenda = agenda
        self._doorbell = doorbell
        self._clock = clock
        agenda.on("send", self.carry_out)

    async def carry_out(self, due: Due) -> int | None:
        """Send the first waiting message of a conversation; see ``agenda.Handler``."""
        conversation, channel = await self._open(due)
        if conversation is None or channel is None:
            return self._clock.now_ms() + ACCOUNT_PAUSE_MS  # its channel is not configured here: keep it
        if channel.paused_until_ms > self._clock.now_ms():
            return channel.paused_until_ms
        code, waiting = await self._begin(due, repeat=False)
        if code in (2, 3) and channel.connector.capabilities.idempotent_sends:
            code, waiting = await self._begin(due, repeat=True)  # a repeat is safe: the platform knows it by our tag
        if code == 3 and waiting is not None:
            evidence_due = waiting.since_ms + channel.sending.evidence_wait_ms
            if evidence_due > self._clock.now_ms():
                return evidence_due
            if channel.sending.on_ambiguous == "ask":
                METRICS.ambiguous.labels(channel.id, "asked").inc()
                await self._finish(due, channel, waiting, Outcome("dead", code=UNPROVEN, rank=int(Rank.QUEUED)))
                return None
            METRICS.ambiguous.labels(channel.id, "resent").inc()
            code, waiting = await self._begin(due, repeat=True)
        if code == 2 and waiting is not None:
            METRICS.ambiguous.labels(channel.id, "found").inc()
            self._doorbell.receipt(conversation.id, waiting.seq, "ambiguous", None)
            return waiting.since_ms + channel.sending.evidence_wait_ms
        if code != 1 or waiting is None:
            return None
        failpoints.reach("send.after_sending_mark")
        outcome = await self._send(channel, conversation, waiting)
        failpoints.reach("send.after_platform_answer")
        METRICS.sends.labels(channel.id, outcome.outcome).inc()
        await self._finish(due, channel, waiting, outcome)
        failpoints.reach("send.after_record")
        return None

    async def _open(self, due: Due) -> tuple[Conversation | None, Channel | None]:
        found = await self._conversations.find(due.conversation)
        return found, self._channels.get(found.channel) if found else None

    async def _begin(self, due: Due, *, repeat: bool) -> tuple[int, Waiting | None]:
        outbox = ConversationKeys(due.conversation)
        answer = await self._functions.call(
            "begin_send",
            [outbox.outbox, outbox.agenda],
            self._clock.now_ms(), due.member, due.lease_ms, 1 if repeat else 0,
        )  # fmt: skip
        waiting = msgspec.msgpack.decode(answer[1], type=Waiting) if len(answer) > 1 else None
        return int(answer[0]), waiting

    async def _send(self, channel: Channel, conversation: Conversation, waiting: Waiting) -> Outcome:
        try:
            message = await self._message(channel, conversation, waiting)
        except NotSendable:
            return Outcome("dead", code="not_sendable", rank=int(Rank.FAILED))
        self._doorbell.receipt(conversation.id, waiting.seq, "sending", None)
        try:
            sent = await channel.connector.send(message)
        except SendError as error:
            return self._judge(channel, waiting, error)
        except Exception:
            log.exception("a connector failed in an unforeseen way", channel=channel.id)
            return self._judge(channel, waiting, OutcomeUnknown("unforeseen"))
        channel.pauses = 0
        return await self._accepted(channel, conversation, sent)

    async def _accepted(self, channel: Channel, conversation: Conversation, sent: Sent) -> Outcome:
        mark = channel.keys.mark(channel.id, sent.message_id)
        return Outcome("sent", rank=int(Rank.ACCEPTED), mark=mark)

    def _judge(self, channel: Channel, waiting: Waiting, error: SendError) -> Outcome:
        """Turn what went wrong into what happens next."""
        now_ms = self._clock.now_ms()
        log.warning("a send failed", channel=channel.id, kind=type(error).__name__, code=error.code)
        if isinstance(error, OutcomeUnknown) and channel.connector.capabilities.idempotent_sends:
            gave_up = now_ms - waiting.first_ms > channel.sending.give_up_ms
            if not gave_up:
                return Outcome("retry", now_ms + backoff_ms(waiting.attempt), error.code)
        if isinstance(error, OutcomeUnknown):
            METRICS.ambiguous.labels(channel.id, "found").inc()
            return Outcome("ambiguous", now_ms + channel.sending.evidence_wait_ms, error.code)
        if isinstance(error, AccountError):
            channel.pauses += 1
            pause_ms = min(ACCOUNT_PAUSE_MS * 2 ** (channel.pauses - 1), 30 * ACCOUNT_PAUSE_MS)
            channel.paused_until_ms = now_ms + pause_ms
            METRICS.account_notices.labels(channel.id, error.code).inc()
            log.error("a channel's account does not work; its messages wait", channel=channel.id, code=error.code)
            return Outcome("retry", channel.paused_until_ms, error.code)
        if isinstance(error, WindowClosed):
            return Outcome("dead", code=WINDOW_CLOSED, rank=int(Rank.FAILED))
        if isinstance(error, RetryableError):
            if now_ms - waiting.first_ms > channel.sending.give_up_ms:
                return Outcome("dead", code="gave_up", rank=int(Rank.FAILED))
            wait_ms = int(error.retry_after_s * 1000) if error.retry_after_s else backoff_ms(waiting.attempt)
            if isinstance(error, RateLimited) and error.scope == "channel":
                channel.paused_until_ms = max(channel.paused_until_ms, now_ms + wait_ms)
            return Outcome("retry", now_ms + wait_ms, error.code)
        return Outcome("dead", code=error.code, rank=int(Rank.FAILED))

    async def _message(self, channel: Channel, conversation: Conversation, waiting: Waiting) -> OutboundMessage:
        """Read the entry and put the values back; this text goes to the connector and nowhere else."""
        (entry,) = await self._conversations.entries(conversation, waiting.seq, waiting.seq)
        first = max(1, conversation.length - _INBOUND_REACH)
        recent = await self._conversations.entries(conversation, first, conversation.length)
        inbound = next((e for e in reversed(recent) if e.kind is EntryKind.CUSTOMER and e.body.platform_id), None)
        customer: Customer = conversation.customer
        return OutboundMessage(
            tag=channel.tag(conversation.id, waiting.seq),
            customer=tuple(customer.identities),
            text=rehydrate(entry.body.field("text"), conversation.vault),
            reply_to=await self._quoted(conversation, entry),
            last_inbound=PlatformMessageId(inbound.body.platform_id) if inbound and inbound.body.platform_id else None,
            last_inbound_ms=conversation.case.inbound_ms or None,
            automated=entry.kind is EntryKind.BUSINESS,
        )

    async def _quoted(self, conversation: Conversation, entry: Entry) -> PlatformMessageId | None:
        if not entry.body.reply_to:
            return None
        quoted = await self._conversations.entries(conversation, entry.body.reply_to, entry.body.reply_to)
        return PlatformMessageId(quoted[0].body.platform_id) if quoted and quoted[0].body.platform_id else None

    async def _finish(self, due: Due, channel: Channel, waiting: Waiting, outcome: Outcome) -> None:
        """Record how it ended. A platform call that happened is recorded again and again until the store took it."""
        conversation = ConversationKeys(due.conversation)
        now_ms = self._clock.now_ms()
        letter = b""
        delivery: tuple[str, str | None] | None = None
        if outcome.rank >= 0:
            delivery = delivery_word(outcome.rank, outcome.code)
        elif outcome.outcome == "ambiguous":
            delivery = ("ambiguous", None)
        if outcome.outcome == "dead":
            METRICS.dead_letters.labels(channel.id, outcome.code).inc()
            letter = msgspec.msgpack.encode(
                DeadLetter(due.conversation, channel.id, waiting.seq, outcome.code, waiting.attempt, now_ms)
            )
        note = self._doorbell.receipt_note(due.conversation, waiting.seq, *delivery) if delivery else ""
        arguments: list[Any] = [
            now_ms, due.member, waiting.seq, outcome.outcome, outcome.due_ms, outcome.code, outcome.rank, letter,
            note, outcome.mark,
        ]  # fmt: skip
        names = [
            conversation.outbox, conversation.agenda, conversation.receipts,
            keys.dead_letters(shard_of(due.conversation)), conversation.bell,
        ]  # fmt: skip
        try:
            recorded, _left = await self._functions.call("finish_send", names, *arguments)
        except StoreUnavailable:
            # Safe to repeat: it does nothing when the message is no longer first. Without it the next worker
            # finds SENDING and treats the message as ambiguous, which is right and slower.
            recorded, _left = await self._functions.call("finish_send", names, *arguments)
        if delivery and recorded:  # else a receipt was faster and has told the sockets already
            self._doorbell.receipt(due.conversation, waiting.seq, *delivery)
