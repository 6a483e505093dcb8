"""Envelope encryption: what was sealed for one place opens nowhere else."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import DecryptionFailed
from gateway.privacy.blind_index import blind, mark, name_of
from gateway.privacy.envelope import ConversationKey, Sealer, place


def test_sealed_value_opens_at_its_place() -> None:
    sealer = Sealer(os.urandom(32))
    blob = sealer.seal(b"value", place("acme", "c01-x", "entry", 7))
    assert sealer.open(blob, place("acme", "c01-x", "entry", 7)) == b"value"


@pytest.mark.parametrize(
    "elsewhere",
    [
        place("other", "c01-x", "entry", 7),
        place("acme", "c01-y", "entry", 7),
        place("acme", "c01-x", "entry", 8),
        place("acme", "c01-x", "vault", 7),
        place("acmec01-x", "entry", 7),
        b"",
    ],
)
def test_sealed_value_moved_elsewhere_does_not_open(elsewhere: bytes) -> None:
    sealer = Sealer(os.urandom(32))
    blob = sealer.seal(b"value", place("acme", "c01-x", "entry", 7))
    with pytest.raises(DecryptionFailed):
        sealer.open(blob, elsewhere)


@pytest.mark.parametrize("position", [0, 1, 12, 13, 20, -1])
def test_changed_byte_anywhere_does_not_open(position: int) -> None:
    sealer = Sealer(os.urandom(32))
    blob = bytearray(sealer.seal(b"some value", b"here"))
    blob[position] ^= 1
    with pytest.raises(DecryptionFailed):
        sealer.open(bytes(blob), b"here")


@pytest.mark.parametrize("length", [0, 1, 13, 28])
def test_shortened_blob_is_refused_before_the_library_sees_it(length: int) -> None:
    sealer = Sealer(os.urandom(32))
    with pytest.raises(DecryptionFailed):
        sealer.open(sealer.seal(b"x", b"")[:length], b"")


def test_same_value_is_sealed_differently_each_time() -> None:
    sealer = Sealer(os.urandom(32))
    assert len({sealer.seal(b"value", b"here") for _ in range(50)}) == 50


def test_conversation_key_opens_only_for_its_brand_and_conversation() -> None:
    brand = Sealer(os.urandom(32))
    key = ConversationKey.new(brand, "acme", "c01-x")
    again = ConversationKey.unwrap(key.wrapped, brand, "acme", "c01-x")
    assert again.name("PERSON", "Ana") == key.name("PERSON", "Ana")
    for other in (("other", "c01-x"), ("acme", "c01-y")):
        with pytest.raises(DecryptionFailed):
            ConversationKey.unwrap(key.wrapped, brand, *other)
    with pytest.raises(DecryptionFailed):
        ConversationKey.unwrap(key.wrapped, Sealer(os.urandom(32)), "acme", "c01-x")
    with pytest.raises(DecryptionFailed):
        ConversationKey.unwrap(b"\0" * 16 + key.wrapped[16:], brand, "acme", "c01-x")


def test_names_of_values_differ_between_conversations_and_types() -> None:
    brand = Sealer(os.urandom(32))
    one, two = (ConversationKey.new(brand, "acme", name) for name in ("c01-x", "c01-y"))
    assert one.name("PHONE_NUMBER", "123") != two.name("PHONE_NUMBER", "123")
    assert one.name("PHONE_NUMBER", "123") != one.name("PERSON", "123")


@given(st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_different_parts_never_make_the_same_place(first: list[str], second: list[str]) -> None:
    assert (place(*first) == place(*second)) == (first == second)


def test_blind_index_differs_by_key_label_and_value() -> None:
    key, other = os.urandom(32), os.urandom(32)
    assert blind(key, "phone", "1") == blind(key, "phone", "1")
    assert (
        len({blind(key, "phone", "1"), blind(other, "phone", "1"), blind(key, "mail", "1"), blind(key, "phone", "2")})
        == 4
    )
    assert len(mark(key, "acme/wa", "wamid.x")) == 8
    assert len(name_of(blind(key, "phone", "1"))) == 26
