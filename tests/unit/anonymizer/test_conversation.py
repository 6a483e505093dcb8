"""What only the conversation shows."""

from __future__ import annotations

import pytest

from anonymizer import Anonymizer, ConversationMemory, KnownValue, MaskingPolicy

MASKER = Anonymizer(MaskingPolicy(budget_s=30))


def masked(messages: list[tuple[str, str]]) -> list[list[str]]:
    found = MASKER.find_in_conversation(messages)
    return [[text[e.start : e.end] for e in entities] for (_, text), entities in zip(messages, found, strict=True)]


ASKED = [
    ("May I have your name, please?", "anna schmidt", "anna schmidt"),
    ("Wie ist Ihr Name?", "grace", "grace"),
    ("¿Cuál es su nombre?", "luz", "luz"),
    ("お名前をお願いします", "佐藤です", "佐藤"),
    ("What is your phone number?", "5550164", "5550164"),
    ("Your e-mail address, please?", "anna.schmidt87", "anna.schmidt87"),
    ("Date of birth?", "4 9 88", "4 9 88"),
    ("Could you tell me your address?", "it's 12 mill lane leeds", "12 mill lane leeds"),
    ("Please enter the code we sent you", "482913", "482913"),
    ("Какой у вас номер телефона?", "5550164", "5550164"),
    ("What is your passport number?", "C01X00T47", "C01X00T47"),
    ("What is your password?", "tulip", "tulip"),
]


@pytest.mark.parametrize(("question", "answer", "value"), ASKED)
def test_bare_answer_is_masked(question: str, answer: str, value: str) -> None:
    assert masked([("expert", question), ("customer", answer)])[1] == [value]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is your order number?", "88213 40771"),
        ("How many did you receive?", "3"),
        ("Which colour?", "sage"),
        ("May I have your name, please?", "why do you need that?"),
        ("May I have your name, please?", "no"),
        ("What is your phone number?", "I would rather not say"),
    ],
)
def test_harmless_answer_stays_readable(question: str, answer: str) -> None:
    assert masked([("expert", question), ("customer", answer)])[1] == []


def test_number_over_four_messages_is_masked_in_all() -> None:
    assert masked([("customer", "0171"), ("customer", "555"), ("customer", "12"), ("customer", "34")]) == [
        ["0171"], ["555"], ["12"], ["34"],
    ]  # fmt: skip


def test_number_in_single_digits_is_masked_in_all() -> None:
    pieces = ["0", "1", "7", "1", "five", "5", "5", "1"]

    assert masked([("customer", piece) for piece in pieces]) == [[piece] for piece in pieces]


def test_quantities_are_no_pieces_of_a_number() -> None:
    messages = [("customer", "I want 2"), ("expert", "Which size?"), ("customer", "42"), ("customer", "for 59.90 €")]

    assert masked(messages) == [[], [], [], []]


@pytest.mark.parametrize(
    "announcement",
    ["thats my digits", "that was my number", "das war meine Nummer", "c'est mon numéro", "это мой номер"],
)
def test_announcement_afterwards_masks_what_was_shown(announcement: str) -> None:
    assert masked([("customer", "5551234"), ("customer", announcement)]) == [["5551234"], []]


def test_name_told_later_masks_it_earlier_and_in_the_experts_words() -> None:
    messages = [
        ("customer", "tell zarquonia i said hi"),
        ("customer", "my name is zarquonia"),
        ("expert", "Thank you, Zarquonia!"),
    ]
    assert masked(messages) == [["zarquonia"], ["zarquonia"], ["Zarquonia"]]


def test_profile_name_is_masked_in_a_file_name_and_a_quote() -> None:
    memory = ConversationMemory([KnownValue("PERSON", "Anna Schmidt")])
    for text in ("Rechnung_anna_schmidt_2024.pdf", "> Anna wrote: hello", "ANNA SCHMIDT"):
        found = [text[e.start : e.end].lower() for e in MASKER.find(text, memory)]
        assert any("anna" in value for value in found), text


def test_everyday_word_as_name_is_masked_when_written_like_one() -> None:
    memory = ConversationMemory([KnownValue("PERSON", "Will Short")])
    text = "will it arrive soon? yours, Will"

    assert [(e.start, e.end) for e in MASKER.find(text, memory)] == [(28, 32)]


def test_long_and_many_messages_leave_a_small_memory() -> None:
    memory = ConversationMemory()
    for index in range(200):
        MASKER.read(f"message {index} of anna and bob " + "word " * 30, memory)
        MASKER.read("x" * 5000, memory)
    memory.learn(KnownValue("PERSON", f"name{index}" * 50) for index in range(200))

    assert len(memory.dump()) < 16_384


def test_earlier_counts_messages_of_both_authors() -> None:
    memory = ConversationMemory()
    MASKER.read("5551234", memory)
    MASKER.read("Thank you.", memory, "expert")
    reading = MASKER.read("thats my number", memory)

    assert [(back, [(e.start, e.end) for e in entities]) for back, entities in reading.earlier.items()] == [
        (2, [(0, 7)])
    ]
