"""Offers: a case shown to experts before anyone accepts it, and the moment when exactly one of them does."""

from __future__ import annotations

from gateway.clock import Clock
from gateway.domain import Body, CaseState, Change, ContinuityPolicy, Doorbell, Entry, EntryKind, case_after_accept
from gateway.errors import Refused
from gateway.privacy.conversations import Conversation, OpenConversations, keep
from gateway.store.conversations import Move


class Offers:
    """Gives offered cases to the experts who accept them."""

    def __init__(
        self,
        conversations: OpenConversations,
        policies: dict[str, ContinuityPolicy],
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._policies = policies
        self._doorbell = doorbell
        self._clock = clock

    async def accept(self, conversation: Conversation, expert: str) -> None:
        """
        Make ``expert`` the holder. Of any number who try, exactly one succeeds; trying again as the holder is fine.

        Raises
        ------
        Refused
            ``taken`` by another expert, or ``gone``.
        """
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            changes.clear()
            case = current.case
            if not current.exists:
                raise Refused("gone", "this offer is gone")
            if case.state is CaseState.HELD and case.holder == expert:
                return None
            if case.state is CaseState.HELD and not case.shared_ms:
                raise Refused("taken", "taken by another expert")
            if not case.on_offer:
                raise Refused("gone", "this offer is gone")
            now_ms = self._clock.now_ms()
            current.case = case_after_accept(case, expert, now_ms)
            current.length += 1
            data = {"code": "accepted", "expert": expert, "case": case.number}
            if case.holder:
                data["from"] = case.holder
            notice = Body("event", [], data)
            entry = Entry(current.length, EntryKind.EVENT, now_ms, now_ms, b"", notice, expert)
            move = Move(append=[current.seal_entry(entry)], offer=-1, leave=case.holder, take=expert, take_ms=now_ms)
            policy = self._policies[current.brand]
            if (ends_ms := current.case.patience_ends_ms(policy)) is not None:
                move.due += (ends_ms, f"patience:{current.id}")
                if policy.notice_after_ms:
                    move.due += (now_ms + policy.notice_after_ms, f"notice:{current.id}")
            keep(current, move)
            move.ring = self._doorbell.note(current.id, current.length)
            changes.append(Change(current, [entry], (), case))
            return move

        await self._conversations.move(conversation, make)
        if changes:
            self._doorbell.ring(changes[0])
