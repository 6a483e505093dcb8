"""How a case ends: resolved by its holder, open to return for a while, then settled by the agenda."""

from __future__ import annotations

from gateway.agenda import Agenda, Due
from gateway.clock import Clock
from gateway.domain import (
    Body,
    Case,
    CaseState,
    Change,
    ContinuityPolicy,
    Doorbell,
    Entry,
    EntryKind,
    case_after_resolve,
    case_after_settle,
)
from gateway.errors import Refused
from gateway.privacy.conversations import Conversation, OpenConversations, keep
from gateway.store.conversations import Move


class Resolution:
    """Resolves and settles cases."""

    def __init__(
        self,
        conversations: OpenConversations,
        policies: dict[str, ContinuityPolicy],
        agenda: Agenda,
        doorbell: Doorbell,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._policies = policies
        self._doorbell = doorbell
        self._clock = clock
        agenda.on("settle", self.settle)

    def reopen_until_ms(self, conversation: Conversation) -> int:
        """Until when a resolved case comes back to the same expert."""
        policy = self._policies.get(conversation.brand)
        return conversation.case.resolved_ms + (policy.reopen_window_ms if policy else 0)

    async def resolve(self, conversation: Conversation, expert: str, token: int) -> None:
        """
        Resolve the case; doing it again is fine.

        Raises
        ------
        Refused
            ``stale``: the case is not, or no longer, in this expert's hands.
        """
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            changes.clear()
            case = current.case
            if case.holder != expert or case.token != token:
                raise Refused("stale", "this case is not in your hands any more")
            if case.state is CaseState.RESOLVED:
                return None
            if case.state is not CaseState.HELD:
                raise Refused("stale", "this case is not in your hands any more")
            now_ms = self._clock.now_ms()
            current.case = case_after_resolve(case, now_ms)
            move, change = self._event(current, case, "resolved", now_ms, expert)
            move.due = [self.reopen_until_ms(current), f"settle:{current.id}"]
            if case.shared_ms:
                move.offer = -1
            changes.append(change)
            return move

        await self._conversations.move(conversation, make)
        if changes:
            self._doorbell.ring(changes[0])

    async def settle(self, due: Due) -> int | None:
        """The agenda's handler: the reopen window is over, unless the customer came back meanwhile."""
        conversation = await self._conversations.find(due.conversation)
        if conversation is None:
            return 0
        again_ms = 0
        changes: list[Change] = []

        def make(current: Conversation) -> Move | None:
            nonlocal again_ms
            changes.clear()
            case, now_ms = current.case, self._clock.now_ms()
            again_ms = 0
            if not current.exists or case.state is not CaseState.RESOLVED:
                return None
            if now_ms < self.reopen_until_ms(current):
                again_ms = self.reopen_until_ms(current)
                return None
            current.case = case_after_settle(case)
            move, change = self._event(current, case, "settled", now_ms, "")
            move.leave = case.holder
            changes.append(change)
            return move

        await self._conversations.move(conversation, make)
        if changes:
            self._doorbell.ring(changes[0])
        return again_ms

    def _event(self, current: Conversation, before: Case, code: str, now_ms: int, expert: str) -> tuple[Move, Change]:
        current.length += 1
        data: dict[str, object] = {"code": code, "case": current.case.number}
        if expert:
            data["expert"] = expert
        entry = Entry(current.length, EntryKind.EVENT, now_ms, now_ms, b"", Body("event", [], data), expert)
        move = Move(append=[current.seal_entry(entry)])
        keep(current, move)
        move.ring = self._doorbell.note(current.id, current.length)
        return move, Change(current, [entry], (), before)
