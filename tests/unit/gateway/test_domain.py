"""What happens to a case, as pure functions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cases.contributions import count_contributions, split_shares
from gateway.domain import (
    Body,
    Case,
    CaseState,
    ContinuityPolicy,
    Entry,
    EntryKind,
    case_after_accept,
    case_after_inbound,
    case_after_leave,
    case_after_patience,
    case_after_reply,
    case_after_resolve,
    case_after_settle,
)
from gateway.messages.notices import notice_text
from gateway.messages.retry import backoff_ms

POLICY = ContinuityPolicy(reopen_window_ms=1_000, patience_ms=500)


def _held() -> Case:
    offered, _ = case_after_inbound(Case(), now_ms=100, at_ms=90, policy=POLICY)
    return case_after_accept(offered, "ana", 120)


def test_first_message_opens_a_case_on_offer() -> None:
    case, happened = case_after_inbound(Case(), now_ms=100, at_ms=90, policy=POLICY)
    assert (case.number, case.state, case.why, happened) == (1, CaseState.OFFERED, "new", "offered")
    assert (case.waiting_ms, case.inbound_ms, case.messages) == (100, 90, 1)


def test_return_within_the_window_is_the_same_case_and_expert() -> None:
    resolved = case_after_resolve(case_after_reply(_held()), 200)
    case, happened = case_after_inbound(resolved, now_ms=1_200, at_ms=1_200, policy=POLICY)
    assert (case.number, case.holder, case.token, happened) == (1, "ana", resolved.token, "reopened")


@pytest.mark.parametrize("settled", [False, True])
def test_return_after_the_window_is_a_new_case_that_remembers_the_expert(settled: bool) -> None:
    resolved = case_after_resolve(_held(), 200)
    before = case_after_settle(resolved) if settled else resolved
    case, happened = case_after_inbound(before, now_ms=1_201, at_ms=1_201, policy=POLICY)
    assert (case.number, case.state, case.holder, case.last_expert) == (2, CaseState.OFFERED, "", "ana")
    assert (case.why, happened) == ("returned", "offered")
    assert case.token == before.token


def test_window_never_counts_from_a_clock_that_runs_ahead() -> None:
    case, _ = case_after_inbound(Case(), now_ms=100, at_ms=10**15, policy=POLICY)
    assert case.inbound_ms == 100


def test_patience_counts_from_the_wait_or_from_taking_the_case() -> None:
    held = _held()
    assert held.patience_ends_ms(POLICY) == 120 + 500
    answered = case_after_reply(held)
    assert answered.patience_ends_ms(POLICY) is None
    again, _ = case_after_inbound(answered, now_ms=900, at_ms=900, policy=POLICY)
    assert again.patience_ends_ms(POLICY) == 900 + 500


def test_case_past_patience_is_on_offer_until_somebody_answers_or_takes_it() -> None:
    shared = case_after_patience(_held(), 700)
    assert shared.on_offer
    assert not case_after_reply(shared).on_offer
    taken = case_after_accept(shared, "ben", 800)
    assert (taken.holder, taken.former, taken.on_offer) == ("ben", ("ana",), False)
    assert taken.token == shared.token + 1


def test_leaving_offers_the_case_and_keeps_the_place_of_the_former() -> None:
    left = case_after_leave(_held(), 300)
    assert (left.state, left.holder, left.former, left.why) == (CaseState.OFFERED, "", ("ana",), "left")


@given(
    st.lists(
        st.sampled_from(["inbound", "late", "accept", "other", "reply", "patience", "leave", "resolve", "settle"]),
        max_size=40,
    )
)
def test_tokens_only_grow_and_offered_cases_have_no_holder(steps: list[str]) -> None:
    case, now_ms = Case(), 0
    for step in steps:
        now_ms += 10
        token = case.token
        if step in ("inbound", "late"):
            now_ms += 5_000 if step == "late" else 0
            case, _ = case_after_inbound(case, now_ms=now_ms, at_ms=now_ms, policy=POLICY)
        elif step in ("accept", "other") and case.on_offer:
            case = case_after_accept(case, "ana" if step == "accept" else "ben", now_ms)
        elif case.state is CaseState.HELD and step in ("reply", "patience", "leave", "resolve"):
            timed = {"patience": case_after_patience, "leave": case_after_leave, "resolve": case_after_resolve}
            case = timed[step](case, now_ms) if step in timed else case_after_reply(case)
        elif case.state is CaseState.RESOLVED and step == "settle":
            case = case_after_settle(case)
        assert case.token >= token
        assert (case.state in (CaseState.HELD, CaseState.RESOLVED)) == bool(case.holder)


def _entry(kind: EntryKind, author: str = "", code: str = "") -> Entry:
    return Entry(1, kind, 1, 1, b"", Body("event", [], {"code": code} if code else None), author)


def test_points_count_answered_turns_and_resolving_only() -> None:
    customer, ana, ben = _entry(EntryKind.CUSTOMER), _entry(EntryKind.EXPERT, "ana"), _entry(EntryKind.EXPERT, "ben")
    log = [
        customer, customer, ana, ana,
        _entry(EntryKind.EVENT, "ana", "left"),
        _entry(EntryKind.EVENT, "ben", "accepted"),
        customer, ben,
        _entry(EntryKind.EVENT, "ben", "resolved"),
    ]  # fmt: skip
    assert count_contributions(log) == {"ana": 1, "ben": 2}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 50), max_size=6))
def test_shares_add_up_to_a_hundred(points: dict[str, int]) -> None:
    shares = split_shares(points)
    assert sum(shares.values()) == (100 if sum(points.values()) else 0)
    for expert, share in shares.items():
        assert abs(share - 100 * points[expert] / sum(points.values())) < 1


@pytest.mark.parametrize("locale", ["en", "de-AT", "fr", "es", "pt-BR", "it", "nl", "sv"])
def test_notice_names_the_expert_and_a_time(locale: str) -> None:
    assert "Ana" in notice_text(locale, "Ana", 28 * 60_000)
    assert "28" in notice_text(locale, "Ana", 28 * 60_000)
    assert "3" in notice_text(locale, "Ana", 3 * 3_600_000)


def test_waits_between_attempts_double_up_to_five_minutes_with_jitter() -> None:
    assert [backoff_ms(attempt, 1.0) for attempt in (1, 2, 3, 4)] == [1_000, 2_000, 4_000, 8_000]
    assert [backoff_ms(attempt, 0.0) for attempt in (1, 2)] == [500, 1_000]
    assert backoff_ms(50, 1.0) == 300_000
    assert all(500 <= backoff_ms(1) <= 1_000 for _ in range(100))
