"""Receipts: a platform's word on our messages, as ranks; they also settle sends of unknown outcome."""

from __future__ import annotations

import structlog

from connectors.events import Rank, ReceiptReceived, WatermarkReceived
from gateway import failpoints
from gateway.clock import Clock
from gateway.domain import Doorbell, EntryKind, Seq
from gateway.messages.channels import Channel
from gateway.messages.relations import Relations
from gateway.metrics import METRICS
from gateway.privacy.conversations import OpenConversations
from gateway.privacy.views import delivery_word
from gateway.store.keys import ConversationId, ConversationKeys
from gateway.store.scripts import Functions

log = structlog.get_logger()

_WATERMARK_REACH = 200
"""How far back a watermark looks for messages of ours."""


class Receipts:
    """Takes receipts of all channels."""

    def __init__(
        self,
        functions: Functions,
        conversations: OpenConversations,
        relations: Relations,
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._functions = functions
        self._conversations = conversations
        self._relations = relations
        self._doorbell = doorbell
        self._clock = clock

    async def take(self, channel: Channel, event: ReceiptReceived) -> None:
        """
        Make one receipt durable. One that names neither our tag nor a message of ours is for a message that somebody
        else sent: counted only.

        Raises
        ------
        StoreUnavailable, StoreRefused
            The platform must deliver it again.
        """
        known = channel.read_tag(event.tag) if event.tag else await self._by_message_id(channel, event)
        if known is None:
            METRICS.foreign_receipts.labels(channel.id).inc()
            return
        failpoints.reach("receipt.before_raise")
        await self.raise_to(channel, *known, event.rank, event.error_code or "")
        failpoints.reach("receipt.after_raise")

    async def _by_message_id(self, channel: Channel, event: ReceiptReceived) -> tuple[ConversationId, Seq] | None:
        """Some platforms name the message and give no tag back: find it among those they have accepted."""
        conversation = await self._relations.existing(channel, event.customer)
        if conversation is None:
            return None
        seq = await self._relations.ours(channel, conversation, event.message_id)
        return (conversation.id, seq) if seq else None

    async def raise_to(
        self, channel: Channel, conversation: ConversationId, seq: Seq, rank: Rank, code: str = ""
    ) -> None:
        """Raise one message to ``rank``; a lower one changes nothing."""
        keys = ConversationKeys(conversation)
        delivery, reason = delivery_word(int(rank), code)
        counts, rose, settled = await self._functions.call(
            "raise_receipt",
            [keys.receipts, keys.outbox, keys.agenda, keys.bell],
            self._clock.now_ms(), seq, int(rank), code, f"send:{conversation}",
            self._doorbell.receipt_note(conversation, seq, delivery, reason),
        )  # fmt: skip
        METRICS.receipts.labels(channel.id, rank.name.lower()).inc()
        if settled:
            METRICS.ambiguous.labels(channel.id, "proven_sent").inc()
        if rose:
            self._doorbell.receipt(conversation, seq, *delivery_word(int(counts), code))

    async def raise_to_watermark(self, channel: Channel, event: WatermarkReceived) -> None:
        """Raise all our messages with a time at or before the watermark."""
        conversation = await self._relations.existing(channel, event.customer)
        if conversation is None or event.at_ms is None:
            return
        first = max(1, conversation.length - _WATERMARK_REACH)
        for entry in await self._conversations.entries(conversation, first, conversation.length):
            if entry.kind is EntryKind.EXPERT and entry.received_ms <= event.at_ms:
                await self.raise_to(channel, conversation.id, entry.seq, event.rank)
