"""The vault: numbers in reading order, the same value the same number, and nothing kept that must not be."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anonymizer import Masked
from gateway.domain import Body, Case, CaseState, Entry, EntryKind
from gateway.privacy.envelope import ConversationKey, Sealer
from gateway.privacy.rehydrate import NotSendable, rehydrate
from gateway.privacy.vault import Vault
from gateway.privacy.views import Grants, may_read, show_message, show_parts

BRAND = Sealer(os.urandom(32))


def _vault(name: str = "c01-x") -> Vault:
    return Vault(name, ConversationKey.new(BRAND, "acme", name))


def _stored(vault: Vault) -> dict[bytes, bytes]:
    items = vault.take_fresh()
    return dict(zip(items[::2], items[1::2], strict=True))


def _numbers(vault: Vault, values: list[Masked]) -> Iterator[int]:
    for value in values:
        yield vault.entries[vault.put(value)].n


def test_numbers_follow_reading_order_within_a_type() -> None:
    vault = _vault()
    values = [
        Masked("PHONE_NUMBER", "+49 171 2345678"),
        Masked("PERSON", "Maria"),
        Masked("PHONE_NUMBER", "+49 30 1234567"),
        Masked("PHONE_NUMBER", "+49 171 2345678"),
    ]
    assert list(_numbers(vault, values)) == [1, 1, 2, 1]


def test_other_spelling_of_a_value_has_the_same_number_and_keeps_its_characters() -> None:
    vault = _vault()
    first = vault.put(Masked("PHONE_NUMBER", "+49 171 2345678"))
    second = vault.put(Masked("PHONE_NUMBER", "+491712345678"))
    assert first != second
    assert vault.entries[first].n == vault.entries[second].n
    assert [vault.value(first), vault.value(second)] == ["+49 171 2345678", "+491712345678"]


def test_stored_vault_opens_again_with_its_numbers() -> None:
    key = ConversationKey.new(BRAND, "acme", "c01-x")
    vault = Vault("c01-x", key)
    reference = vault.put(Masked("EMAIL_ADDRESS", "ana@example.org"))
    again = Vault("c01-x", ConversationKey.unwrap(key.wrapped, BRAND, "acme", "c01-x"), _stored(vault))
    assert again.value(reference) == "ana@example.org"
    assert again.put(Masked("EMAIL_ADDRESS", "ana@example.org")) == reference
    assert again.entries[again.put(Masked("EMAIL_ADDRESS", "ben@example.org"))].n == 2


def test_card_keeps_its_last_four_digits_and_a_secret_nothing() -> None:
    vault = _vault()
    card = vault.put(Masked("CREDIT_CARD", "4111 1111 1111 1111"))
    pin = vault.put(Masked("SECRET", "4711"))
    assert vault.value(card) == "•••• 1111"
    assert vault.value(pin) == "••••"
    assert vault.put(Masked("SECRET", "4711")) != pin, "not even that two secrets are equal is kept"
    for reference in (card, pin):
        with pytest.raises(NotSendable):
            rehydrate(["code ", reference], vault)


def test_foreign_reference_does_not_rehydrate() -> None:
    here, elsewhere = _vault("c01-x"), _vault("c01-y")
    foreign = elsewhere.put(Masked("PERSON", "Maria"))
    with pytest.raises(NotSendable):
        rehydrate(["hello ", foreign], here)
    with pytest.raises(NotSendable):
        rehydrate([os.urandom(8)], here)
    assert here.find("PERSON", 1) is None


@given(st.lists(st.one_of(st.text(min_size=1), st.builds(Masked, st.just("PERSON"), st.text(min_size=1)))))
def test_full_grant_restores_the_original(parts: list[str | Masked]) -> None:
    vault = _vault()
    stored = vault.store_parts(parts)
    original = "".join(part if isinstance(part, str) else part.value for part in parts)
    assert rehydrate(stored, vault) == original
    assert "".join(show_parts(stored, vault, Grants(frozenset({"PERSON"})))) == original


def test_reader_without_grants_gets_structure_and_typed_placeholders_stay_text() -> None:
    vault = _vault()
    stored = vault.store_parts(["[phone 1] ", Masked("PHONE_NUMBER", "+49 171 2345678")])
    assert show_parts(stored, vault, Grants()) == ["[phone 1] ", {"entity": "PHONE_NUMBER", "n": 1}]


@pytest.mark.parametrize("state", ["withheld", "revoked"])
def test_withheld_and_revoked_messages_show_nothing(state: str) -> None:
    body = Body("text", [("text", ["secret words"])])
    if state == "withheld":
        body = Body("text", [], withheld=[("text", "secret words", None)])
    else:
        body.revoked = True
    entry = Entry(1, EntryKind.CUSTOMER, 1, 1, b"", body)
    assert "secret" not in str(show_message(entry, _vault(), Grants(frozenset({"PERSON"})), "e1", {}))


@pytest.mark.parametrize(
    ("case", "reader", "reads"),
    [
        (Case(state=CaseState.HELD, holder="e1"), "e1", True),
        (Case(state=CaseState.RESOLVED, holder="e1"), "e1", True),
        (Case(state=CaseState.HELD, holder="e1"), "e2", False),
        (Case(state=CaseState.OFFERED), "", False),
        (Case(state=CaseState.SETTLED, last_expert="e1"), "e1", False),
    ],
)
def test_only_the_holder_reads(case: Case, reader: str, reads: bool) -> None:
    assert may_read(case, reader) is reads
