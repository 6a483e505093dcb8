"""The masker's public face."""

from __future__ import annotations

import pytest

from anonymizer import (
    Anonymizer,
    ConversationMemory,
    KnownValue,
    Masked,
    MaskingError,
    MaskingPolicy,
    join,
    split,
)


@pytest.fixture(scope="module")
def masker() -> Anonymizer:
    return Anonymizer(MaskingPolicy(budget_s=10))


FOUND = [
    ("call me on +49 171 5551234", "+49 171 5551234", "PHONE_NUMBER"),
    ("or 415-555-2671 ext. 12", "415-555-2671 ext. 12", "PHONE_NUMBER"),
    ("🙂 +1 (415) 555-2671", "+1 (415) 555-2671", "PHONE_NUMBER"),
    ("ٱتصل بي ٠٥٠١٢٣٤٥٦٧", "٠٥٠١٢٣٤٥٦٧", "PHONE_NUMBER"),
    ("𝟜𝟙𝟝-555-2671", "𝟜𝟙𝟝-555-2671", "PHONE_NUMBER"),
    ("4️⃣1️⃣5️⃣5️⃣5️⃣5️⃣2️⃣6️⃣7️⃣1️⃣", "4️⃣1️⃣5️⃣5️⃣5️⃣5️⃣2️⃣6️⃣7️⃣1️⃣", "PHONE_NUMBER"),
    ("mein 03.93.92.16.85", "03.93.92.16.85", "PHONE_NUMBER"),
    ("al3331234567grazie", "3331234567", "PHONE_NUMBER"),
    ("我的电话是13800138000", "13800138000", "PHONE_NUMBER"),
    ("oh seven nine one one double two three four five six", None, "PHONE_NUMBER"),
    ("card 4111 1111 1111 1111 exp 12/27", "4111 1111 1111 1111", "CREDIT_CARD"),
    ("iban de89 3704 0044 0532 0130 00 danke", "de89 3704 0044 0532 0130 00", "IBAN_CODE"),
    ("anna dot schmidt at gmail dot com", None, "EMAIL_ADDRESS"),
    ("an\u200bna@exam\u00adple.org ok", "an\u200bna@exam\u00adple.org", "EMAIL_ADDRESS"),
    ("аnnа@gmail.com", None, "EMAIL_ADDRESS"),
    ("server 106.31.73.20 down", "106.31.73.20", "IP_ADDRESS"),
    ("see https://anna:pw@shop.example/x", "https://anna:pw@shop.example/x", "URL"),
    ("cpf 529.982.247-25", "529.982.247-25", "NATIONAL_ID"),
    ("born on 12.03.1985", "12.03.1985", "DATE_OF_BIRTH"),
]


@pytest.mark.parametrize(("text", "value", "kind"), FOUND)
def test_find_personal_value_gives_its_exact_span(masker: Anonymizer, text: str, value: str | None, kind: str) -> None:
    found = [(text[e.start : e.end], e.type) for e in masker.find(text)]

    assert found == [(value or text, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "order number 1234567890",
        "delivered on 12.03.2024 at 10:30",
        "firmware v2.14.0.3",
        "it costs 1.299,00 €",
        "see https://shop.example/p/1",
        "ISBN 978-3-16-148410-0",
        "[PHONE_1] and [phone 1]",
        "3.14159265358",
        "",
    ],
)
def test_find_harmless_value_finds_nothing(masker: Anonymizer, text: str) -> None:
    assert masker.find(text) == []


def test_split_and_join_give_the_text_back(masker: Anonymizer) -> None:
    text = "mail anna@example.org or call +49 171 5551234!"
    parts = split(text, masker.find(text))

    assert parts[1] == Masked("EMAIL_ADDRESS", "anna@example.org")
    assert join(parts) == text


def test_find_past_its_budget_raises_masking_error() -> None:
    with pytest.raises(MaskingError):
        Anonymizer(MaskingPolicy(budget_s=1e-9)).find("call +49 171 5551234 " * 100)


def test_known_values_are_found_in_any_spelling(masker: Anonymizer) -> None:
    memory = ConversationMemory([KnownValue("PERSON", "Zoë Müller-Brandt"), KnownValue("PHONE_NUMBER", "491701234567")])
    text = "hi zoe MULLER here, 0170-1234567"

    assert [(text[e.start : e.end], e.type) for e in masker.find(text, memory)] == [
        ("zoe MULLER", "PERSON"),
        ("0170-1234567", "PHONE_NUMBER"),
    ]


def test_memory_survives_dump_and_load(masker: Anonymizer) -> None:
    memory = ConversationMemory([KnownValue("PERSON", "Anna Schmidt")])
    masker.read("my number is coming", memory)
    again = ConversationMemory.load(memory.dump())

    assert again.known == memory.known
    assert [r.text for r in again.recent] == ["my number is coming"]


def test_load_of_foreign_bytes_raises_value_error() -> None:
    with pytest.raises(ValueError, match="not a dumped"):
        ConversationMemory.load(b"\xff\x00")


def test_number_over_four_messages_masks_all_of_them(masker: Anonymizer) -> None:
    messages = [("customer", piece) for piece in ("0171", "555", "12", "34")]

    assert [len(found) for found in masker.find_in_conversation(messages)] == [1, 1, 1, 1]


def test_number_over_messages_grows_the_earlier_ones(masker: Anonymizer) -> None:
    memory = ConversationMemory()
    assert masker.read("0171", memory).entities == []
    reading = masker.read("5551234", memory)

    assert [e.type for e in reading.entities] == ["PHONE_NUMBER"]
    assert [(e.start, e.end) for e in reading.earlier[1]] == [(0, 4)]


def test_bare_answer_to_a_question_is_masked(masker: Anonymizer) -> None:
    found = masker.find_in_conversation([("expert", "May I have your name, please?"), ("customer", "anna schmidt")])

    assert [(e.start, e.end, e.type) for e in found[1]] == [(0, 12, "PERSON")]


def test_announcement_afterwards_masks_what_was_shown(masker: Anonymizer) -> None:
    found = masker.find_in_conversation([("customer", "5551234"), ("customer", "thats my digits")])

    assert [(e.start, e.end) for e in found[0]] == [(0, 7)]


def test_failed_read_leaves_the_memory_alone() -> None:
    memory = ConversationMemory([KnownValue("PERSON", "Anna")])
    before = memory.dump()
    with pytest.raises(MaskingError):
        Anonymizer(MaskingPolicy(budget_s=1e-9)).read("hello there " * 50, memory)

    assert memory.dump() == before
