"""
The words of the house as types: conversation, case, entry, move. Pure: no I/O, no clock, no keys.

What happens to a case is decided here, by functions from a case to the next one; who calls them, when, and how the
result becomes durable is the business of ``messages`` and ``cases``.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, NewType, Protocol

import msgspec

BrandId = NewType("BrandId", str)
ExpertId = NewType("ExpertId", str)

Seq = int
"""Place of an entry in its conversation's log: 1, 2, 3... without gaps."""

StoredPart = str | bytes
"""Text, or the 8-byte reference of a placeholder in the conversation's vault."""


NEVER_KEPT = frozenset({"CREDIT_CARD", "SECRET"})
"""Entity types whose values are not stored, not even encrypted; of a card, the last four digits stay."""


class EntryKind(enum.IntEnum):
    """What an entry of the log is."""

    CUSTOMER = 1
    EXPERT = 2
    EVENT = 3
    BUSINESS = 4


class Body(msgspec.Struct, array_like=True):
    """
    The inside of an entry; encrypted at rest.

    ``content`` names the kind of content (``text``, ``media``...); ``fields`` holds every text of it, masked;
    ``data`` what else a reader may see. ``platform_id`` is the platform's own message id. ``earlier`` keeps what an
    edit replaced. A withheld body has its texts in ``withheld`` until they can be masked, and nowhere else.
    """

    content: str
    fields: list[tuple[str, list[Any]]]  # of StoredPart: msgspec knows no union of text and bytes
    data: dict[str, Any] | None = None
    platform_id: str | None = None
    reply_to: Seq | None = None
    edited: bool = False
    revoked: bool = False
    withheld: list[tuple[str, str, str | None]] | None = None
    earlier: list[list[tuple[str, list[Any]]]] | None = None
    reactions: list[str] | None = None

    def field(self, name: str) -> list[StoredPart]:
        """Return the parts of one field; empty when there is none."""
        for key, parts in self.fields:
            if key == name:
                return parts
        return []

    def preview(self) -> list[StoredPart]:
        """Return the parts that stand for the whole in a list: the first text there is."""
        return self.fields[0][1] if self.fields else []


class Entry(msgspec.Struct):
    """
    One entry of a conversation's log, opened.

    ``at_ms`` is the platform's time, for display; order is ``seq``. ``mark`` is the 8-byte keyed hash of the id
    under which the entry came (platform message id, client id). ``author`` is an expert id, or empty.
    """

    seq: Seq
    kind: EntryKind
    received_ms: int
    at_ms: int
    mark: bytes
    body: Body
    author: str = ""


class CaseState(enum.StrEnum):
    """Where a piece of work stands."""

    OFFERED = "offered"
    HELD = "held"
    RESOLVED = "resolved"
    SETTLED = "settled"


class Control(enum.StrEnum):
    """Who may speak to the customer now."""

    BOT = "bot"
    CROWD = "crowd"
    CENTRE = "centre"
    NOBODY = "nobody"


class Case(msgspec.Struct, frozen=True, array_like=True):
    """
    The piece of work at hand in a conversation, and who has it.

    ``token`` is the fencing token: it grows with every new holder and never shrinks, also over cases.
    ``waiting_ms`` is when the oldest unanswered customer message came, 0 when none waits. ``inbound_ms`` is the
    platform's time of the customer's newest message: the reply window counts from it. ``read`` is how far the
    holder has read. ``last_expert`` held the case before this one.
    """

    number: int = 0
    state: CaseState = CaseState.SETTLED
    token: int = 0
    holder: str = ""
    control: Control = Control.CROWD
    offered_ms: int = 0
    waiting_ms: int = 0
    inbound_ms: int = 0
    resolved_ms: int = 0
    read: Seq = 0
    last_expert: str = ""
    why: str = "new"
    messages: int = 0
    """Customer messages in this case."""
    first: Seq = 0
    """Where this case begins in the log."""
    shared_ms: int = 0
    """Since when others are offered the case although somebody holds it, because patience ran out; 0: they are not."""
    noticed_ms: int = 0
    """The wait (its ``waiting_ms``) of which the customer was told: at most one notice a wait."""
    former: tuple[str, ...] = ()
    """Who held this case before, in order; they keep their share."""
    held_ms: int = 0
    """When the holder took the case."""

    def patience_ends_ms(self, policy: ContinuityPolicy) -> int | None:
        """When others are offered the case; ``None`` while nobody waits for a holder."""
        if self.state is not CaseState.HELD or not self.waiting_ms:
            return None
        return max(self.waiting_ms, self.held_ms) + policy.patience_ms

    @property
    def on_offer(self) -> bool:
        """Whether somebody other than the holder may take it."""
        return self.state is CaseState.OFFERED or self.shared_ms > 0

    def with_read(self, seq: Seq) -> Case:
        """The same case, read up to ``seq``."""
        return msgspec.structs.replace(self, read=seq)


class ContinuityPolicy(msgspec.Struct, frozen=True):
    """
    How a brand keeps one expert, in milliseconds.

    ``reopen_window_ms``: how long a resolved case may be reopened. ``patience_ms``: how long a waiting customer may
    wait for the holder before others are offered the case. ``notice_after_ms``: when a waiting customer whose holder
    is away is told so; 0 tells nobody.
    """

    reopen_window_ms: int
    patience_ms: int = 30 * 60 * 1000
    notice_after_ms: int = 60 * 1000


class TierPolicy(msgspec.Struct, frozen=True):
    """
    What a brand lets certified experts see; qualified ones see no personal data.

    ``sees``: entity types shown to them as they are. ``reveal``: entity types of which they may reveal one value at a
    time, with a reason, for ``reveal_ms``, at most ``reveals_per_hour`` times an hour and expert.
    """

    sees: frozenset[str] = frozenset()
    reveal: frozenset[str] = frozenset()
    reveal_ms: int = 2 * 60 * 1000
    reveals_per_hour: int = 20


class SendingPolicy(msgspec.Struct, frozen=True):
    """
    How a brand wants sends of unknown outcome and failing sends treated.

    ``on_ambiguous``: ``ask`` a human, or ``resend`` once the platform's evidence did not come in
    ``evidence_wait_ms``. ``give_up_ms`` is the age at which a message that cannot be sent becomes a dead letter.
    """

    on_ambiguous: str
    evidence_wait_ms: int
    give_up_ms: int


def case_after_inbound(case: Case, *, now_ms: int, at_ms: int, policy: ContinuityPolicy) -> tuple[Case, str]:
    """
    Say what a customer's message does to the case.

    Returns
    -------
    :
        The next case and what happened: ``offered`` (a new case), ``reopened`` (the same case and the same expert)
        or ``continued``.
    """
    waiting = case.waiting_ms or now_ms
    inbound = max(case.inbound_ms, min(at_ms, now_ms))  # a platform's clock may run ahead; the window must not
    change = msgspec.structs.replace
    if case.state in (CaseState.OFFERED, CaseState.HELD):
        next_case = change(case, waiting_ms=waiting, inbound_ms=inbound, messages=case.messages + 1)
        return next_case, "continued"
    if case.state is CaseState.RESOLVED and now_ms <= case.resolved_ms + policy.reopen_window_ms:
        next_case = change(
            case,
            state=CaseState.HELD,
            waiting_ms=now_ms,
            inbound_ms=inbound,
            resolved_ms=0,
            messages=case.messages + 1,
        )
        return next_case, "reopened"
    last = case.holder or case.last_expert
    return Case(
        number=case.number + 1,
        state=CaseState.OFFERED,
        token=case.token,
        control=Control.CROWD,
        offered_ms=now_ms,
        waiting_ms=now_ms,
        inbound_ms=inbound,
        read=case.read,
        last_expert=last,
        why="returned" if last else "new",
        messages=1,
    ), "offered"


def case_after_accept(case: Case, expert: str, now_ms: int) -> Case:
    """Give a case to ``expert``; the caller has checked that it is on offer. A former holder keeps their share."""
    former = (*case.former, case.holder) if case.holder and case.holder != expert else case.former
    return msgspec.structs.replace(
        case, state=CaseState.HELD, holder=expert, token=case.token + 1, shared_ms=0, former=former, held_ms=now_ms
    )


def case_after_patience(case: Case, now_ms: int) -> Case:
    """The customer has waited long enough: others are offered the case, and the holder may still answer first."""
    return msgspec.structs.replace(case, shared_ms=now_ms, why="handed_over")


def case_after_leave(case: Case, now_ms: int) -> Case:
    """The holder hands the case on: it is on offer again, and the share stays."""
    return msgspec.structs.replace(
        case,
        state=CaseState.OFFERED,
        holder="",
        token=case.token + 1,
        offered_ms=now_ms,
        shared_ms=0,
        why="left",
        former=(*case.former, case.holder),
    )


def case_after_reply(case: Case) -> Case:
    """The customer has an answer: nobody waits."""
    return msgspec.structs.replace(case, waiting_ms=0, shared_ms=0)


def case_after_resolve(case: Case, now_ms: int) -> Case:
    """The holder is done; the case can be reopened for a while."""
    return msgspec.structs.replace(case, state=CaseState.RESOLVED, waiting_ms=0, resolved_ms=now_ms, shared_ms=0)


def case_after_settle(case: Case) -> Case:
    """The reopen window is over."""
    return msgspec.structs.replace(
        case, state=CaseState.SETTLED, holder="", last_expert=case.holder or case.last_expert
    )


class Change(msgspec.Struct, frozen=True):
    """
    What the doorbell tells this process: something happened to a conversation, and what of it is at hand.

    ``entries`` are new, oldest first; ``rewritten`` look different now. ``conversation`` is the conversation as
    opened by ``privacy.conversations``. ``case_before`` tells a new holder from an old one.
    """

    conversation: Any
    entries: Sequence[Entry] = ()
    rewritten: Sequence[Entry] = ()
    case_before: Case | None = None
    client_id: str | None = None
    latest: Entry | None = None
    """The customer's newest message, where the change itself holds none: an offer shows it."""

    @property
    def newest_message(self) -> Entry | None:
        """The customer's newest message that is at hand."""
        customer = (entry for entry in reversed(self.entries) if entry.kind is EntryKind.CUSTOMER)
        return next(customer, self.latest)


class Doorbell(Protocol):
    """Tells sockets, here and in other processes, to look. Losing one costs latency, never content."""

    def ring(self, change: Change) -> None:
        """Tell this process. Never blocks, never raises."""
        ...

    def receipt(self, conversation: str, seq: Seq, delivery: str, reason: str | None) -> None:
        """Tell this process how far one of our messages got."""
        ...

    def note(self, conversation: str, seq: Seq) -> str:
        """Make the bell message that the store passes on to other processes; empty when there are none."""
        ...

    def receipt_note(self, conversation: str, seq: Seq, delivery: str, reason: str | None) -> str:
        """Make the bell message of a receipt; empty when there are no other processes."""
        ...
