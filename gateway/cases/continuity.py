"""
Keeping one expert without letting the customer wait beyond what the brand promised.

The holder keeps the case through any absence. When a customer has waited longer than the brand's patience, others
are offered the case as well; the holder may still answer first, and whoever had it keeps a share.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from gateway.agenda import Agenda, Due
from gateway.cases.contributions import count_contributions
from gateway.clock import Clock
from gateway.domain import (
    Body,
    CaseState,
    Change,
    ContinuityPolicy,
    Doorbell,
    Entry,
    EntryKind,
    StoredPart,
    case_after_leave,
    case_after_patience,
)
from gateway.errors import Refused
from gateway.privacy.conversations import Conversation, OpenConversations, keep
from gateway.store.conversations import Move

MaskNote = Callable[[Conversation, str], list[StoredPart]]
_LONGEST_NOTE = 1_000
_LATEST_REACH = 20


class Continuity:
    """Patience, leaving, and what each expert contributed."""

    def __init__(
        self,
        conversations: OpenConversations,
        policies: dict[str, ContinuityPolicy],
        mask_note: MaskNote,
        agenda: Agenda,
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._policies = policies
        self._mask_note = mask_note
        self._doorbell = doorbell
        self._clock = clock
        agenda.on("patience", self.patience_ends)

    def patience_ends_ms(self, conversation: Conversation) -> int | None:
        """When others will be offered the case; ``None`` while nobody waits for a holder."""
        policy = self._policies.get(conversation.brand)
        return conversation.case.patience_ends_ms(policy) if policy else None

    async def patience_ends(self, due: Due) -> int | None:
        """The agenda's handler: offer the case to others, unless the customer has been answered meanwhile."""
        conversation = await self._conversations.find(due.conversation)
        if conversation is None:
            return 0
        again_ms = 0
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            nonlocal again_ms
            changes.clear()
            case, now_ms = current.case, self._clock.now_ms()
            ends_ms = self.patience_ends_ms(current) if current.exists else None
            again_ms = ends_ms if ends_ms is not None and ends_ms > now_ms else 0
            if ends_ms is None or again_ms or case.shared_ms:
                return None
            current.case = case_after_patience(case, now_ms)
            notice = Body("event", [], {"code": "shared", "expert": case.holder, "case": case.number})
            move, entry = _append(current, notice, now_ms, "")
            move.offer = now_ms
            self._keep(current, move)
            changes.append(Change(current, [entry], (), case))
            return move

        await self._conversations.move(conversation, make)
        if changes:
            await self._ring(conversation, changes[0])
        return again_ms

    async def leave(self, conversation: Conversation, expert: str, token: int, note: str) -> None:
        """
        Hand a case on, with a note for whoever takes it next. Costs nothing and takes nothing away.

        Raises
        ------
        Refused
            ``stale``: the case is not, or no longer, in this expert's hands.
        """
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            changes.clear()
            case, now_ms = current.case, self._clock.now_ms()
            if case.state is not CaseState.HELD or case.holder != expert or case.token != token:
                raise Refused("stale", "this case is not in your hands any more")
            fields = [("note", self._mask_note(current, note[:_LONGEST_NOTE]))] if note.strip() else []
            current.case = case_after_leave(case, now_ms)
            notice = Body("event", fields, {"code": "left", "expert": expert, "case": case.number})
            move, entry = _append(current, notice, now_ms, expert)
            move.offer, move.leave = now_ms, expert
            self._keep(current, move)
            changes.append(Change(current, [entry], (), case))
            return move

        await self._conversations.move(conversation, make)
        if changes:
            await self._ring(conversation, changes[0])

    async def _ring(self, conversation: Conversation, change: Change) -> None:
        """Tell of an offer with what the customer said last: it is what experts decide by."""
        first = max(1, conversation.length - _LATEST_REACH + 1)
        recent = await self._conversations.entries(conversation, first, conversation.length)
        latest = next((entry for entry in reversed(recent) if entry.kind is EntryKind.CUSTOMER), None)
        self._doorbell.ring(msgspec.structs.replace(change, latest=latest))

    async def contributions(self, conversation: Conversation) -> dict[str, int]:
        """Points so far of everyone who worked on the case at hand, by the published rule."""
        first = max(1, conversation.case.first)
        return count_contributions(await self._conversations.entries(conversation, first, conversation.length))

    def _keep(self, current: Conversation, move: Move) -> None:
        keep(current, move)
        move.ring = self._doorbell.note(current.id, current.length)


def _append(current: Conversation, notice: Body, now_ms: int, author: str) -> tuple[Move, Entry]:
    current.length += 1
    entry = Entry(current.length, EntryKind.EVENT, now_ms, now_ms, b"", notice, author)
    return Move(append=[current.seal_entry(entry)]), entry
