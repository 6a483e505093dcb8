"""What an expert should not write to a customer."""

from __future__ import annotations

import pytest

from anonymizer import MaskingError
from anonymizer.outbound import find_outbound

FOUND = [
    ("call me on +49 171 5551234", "contact.phone"),
    ("or mail me: ana at gmail dot com", "contact.email"),
    ("my instagram is @ana_helps", "contact.handle"),
    ("https://wa.me/491715551234", "contact.link"),
    ("Let's continue on WhatsApp", "invite.channel"),
    ("schreib mir auf Telegram", "invite.channel"),
    ("écrivez-moi sur WhatsApp", "invite.channel"),
    ("escríbeme por whatsapp", "invite.channel"),
    ("me chama no whatsapp", "invite.channel"),
    ("scrivimi su telegram", "invite.channel"),
    ("напиши мне в телеграм", "invite.channel"),
    ("加我微信", "invite.private"),
    ("Send it to my private email", "invite.private"),
    ("Please send me your card number", "request.card"),
    ("Können Sie mir Ihre Kreditkartennummer schicken?", "request.card"),
    ("¿Me puede dar el número de su tarjeta?", "request.card"),
    ("What is the CVV?", "request.card_code"),
]


@pytest.mark.parametrize(("text", "code"), FOUND)
def test_forbidden_content_is_found_with_its_reason(text: str, code: str) -> None:
    findings = find_outbound(text, budget_s=10)

    assert code in [finding.code for finding in findings]
    assert all(0 <= f.start < f.end <= len(text) for f in findings)


@pytest.mark.parametrize(
    "text",
    [
        "Your parcel will arrive on Monday.",
        "Please never send us your card number.",
        "Bitte schicken Sie uns keine Kartendaten.",
        "The WhatsApp notification is a known bug.",
        "Your card was not charged.",
        "The order 1234567890 is on its way.",
    ],
)
def test_harmless_answer_has_no_findings(text: str) -> None:
    assert find_outbound(text, budget_s=10) == []


def test_brands_own_contact_is_allowed() -> None:
    assert find_outbound("Hotline: +49 800 1234567", allowed=["+49 (800) 123 45 67"], budget_s=10) == []


def test_guard_past_its_budget_raises() -> None:
    with pytest.raises(MaskingError):
        find_outbound("call me " * 2000, budget_s=1e-9)
