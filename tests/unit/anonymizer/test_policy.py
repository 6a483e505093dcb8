"""A brand's policy: checked when made, obeyed when masking."""

from __future__ import annotations

import pytest

from anonymizer import Anonymizer, MaskingPolicy, Pattern, PolicyError
from anonymizer.linear import why_super_linear


def found(policy: MaskingPolicy, text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.type) for e in Anonymizer(policy).find(text)]


@pytest.mark.parametrize(
    "regex",
    [
        r"^(\d+[ -]?)+$",
        r"^([a-zA-Z0-9_.+-]+)+@[a-z]+\.com$",
        r"(?:\+?\d[\d\s().-]*)+x",
        r"\s+$",
        r"a*",
        r"x?",
        r"(",
        r"(\w)\1",
        r"(?:\d{1,3}){1,20}x",
        r"(?:[a-z]{1,64} ?){1,12}!",
        r"\d{1,9999}",
        "a" * 1001,
    ],
)
def test_super_linear_or_broken_pattern_is_refused_by_name(regex: str) -> None:
    assert why_super_linear(regex)
    with pytest.raises(PolicyError, match="loyalty"):
        MaskingPolicy(patterns=(Pattern("loyalty", regex, "LOYALTY_ID"),), budget_s=10)


@pytest.mark.parametrize("regex", [r"ACME-\d{6,10}", r"\bKD-?\d{8}\b", r"(?:\d{4}-){3}\d{4}", r"(?:VIP|GOLD) \d{4}"])
def test_bounded_pattern_is_accepted(regex: str) -> None:
    assert why_super_linear(regex) is None


def test_own_pattern_is_found_with_its_type() -> None:
    policy = MaskingPolicy(patterns=(Pattern("loyalty", r"ACME-\d{6}", "LOYALTY_ID"),), budget_s=10)

    assert found(policy, "card acme-123456 please") == [("acme-123456", "LOYALTY_ID")]


def test_masked_types_leave_others_readable_but_never_cards() -> None:
    policy = MaskingPolicy(mask=frozenset({"EMAIL_ADDRESS"}), budget_s=10)

    assert found(policy, "a.b@example.org +49 171 5551234 4111111111111111") == [
        ("a.b@example.org", "EMAIL_ADDRESS"),
        ("4111111111111111", "CREDIT_CARD"),
    ]


def test_allowed_name_stays_readable_and_denied_word_does_not() -> None:
    policy = MaskingPolicy(allow=("Maria Theresia",), deny=("Projekt Falke",), budget_s=10)

    assert found(policy, "My name is Maria Theresia") == []
    assert found(policy, "it was projekt FALKE") == [("projekt FALKE", "PERSON")]


@pytest.mark.parametrize(
    "fields",
    [
        {"strictness": "lax"},
        {"budget_s": 0},
        {"budget_s": 61},
        {"mask": frozenset({"SHOE_SIZE"})},
        {"regions": ("Germany",)},
        {"patterns": (Pattern("x", "x{3}", "lower"),)},
    ],
)
def test_impossible_policy_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(PolicyError):
        MaskingPolicy(**fields)  # type: ignore[arg-type]


def test_short_number_of_the_brands_region_is_a_phone() -> None:
    assert found(MaskingPolicy(regions=("DK",), budget_s=10), "ok 32123456") == [("32123456", "PHONE_NUMBER")]
    assert found(MaskingPolicy(budget_s=10), "ok 32123456") == []
