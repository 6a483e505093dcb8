"""Messages that could not be masked: the agenda tries again, and in the end people are told."""

from __future__ import annotations

import asyncio

import structlog

from gateway.agenda import Agenda, Due
from gateway.clock import Clock
from gateway.domain import Change, Doorbell, Entry
from gateway.messages.channels import Channel
from gateway.messages.retry import backoff_ms
from gateway.metrics import METRICS
from gateway.privacy.conversations import Conversation, OpenConversations, keep
from gateway.store.conversations import Move

log = structlog.get_logger()

_REACH = 100
_MOST_AGE_MS = 24 * 3600 * 1000


class Withheld:
    """Masks withheld messages again."""

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
        self._doorbell = doorbell
        self._clock = clock
        agenda.on("mask", self.mask_again)

    async def mask_again(self, due: Due) -> int | None:
        """The agenda's handler: mask what is still withheld; what fails again waits longer."""
        conversation = await self._conversations.find(due.conversation)
        channel = self._channels.get(conversation.channel) if conversation else None
        if conversation is None or channel is None:
            return 0
        left: list[Entry] = []
        changes: list[Change] = []

        async def make(current: Conversation) -> Move | None:
            left.clear()
            changes.clear()
            first = max(1, current.length - _REACH)
            move, masked = Move(), []
            for entry in await self._conversations.entries(current, first, current.length):
                if entry.body.withheld is None:
                    continue
                body = channel.masking.mask_again(current, entry.body)
                await asyncio.sleep(0)  # each may take its whole time budget: let others run in between
                if body.withheld is not None:
                    left.append(entry)
                    continue
                entry.body = body
                move.rewrite += (entry.seq - 1, current.seal_entry(entry))
                masked.append(entry)
            if not masked:
                return None
            keep(current, move)
            move.ring = self._doorbell.note(current.id, current.length)
            changes.append(Change(current, (), masked, current.case))
            return move

        await self._conversations.move(conversation, make)
        if changes:
            self._doorbell.ring(changes[0])
        if not left:
            return 0
        METRICS.withheld.labels(channel.id).inc()
        age_ms = self._clock.now_ms() - left[0].received_ms
        log.error("a message still cannot be masked and stays withheld", channel=channel.id, age_s=age_ms // 1000)
        attempt = max(1, (age_ms // 1000).bit_length())
        return self._clock.now_ms() + (3600_000 if age_ms > _MOST_AGE_MS else backoff_ms(attempt))
