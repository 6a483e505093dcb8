"""Spellings of one phone number."""

import pytest

from connectors.whatsapp.numbers import alternates


@pytest.mark.parametrize(
    ("number", "others"),
    [
        ("5511987654321", ("551187654321",)),
        ("551187654321", ("5511987654321",)),
        ("551132654321", ()),  # a landline: no 9 to add
        ("5511932654321", ()),  # with the 9 taken away it would be a landline
        ("5215512345678", ("525512345678",)),
        ("525512345678", ("5215512345678",)),
        ("5491123456789", ("541123456789",)),
        ("541123456789", ()),  # ambiguous the other way round
        ("491700000001", ()),
        ("16505551234", ()),
        ("55", ()),
        ("", ()),
        ("DE.1234", ()),
        ("٥٥11987654321", ()),
    ],
)
def test_alternates_of_a_number(number, others):
    assert alternates(number) == others


@pytest.mark.parametrize("number", ["5511987654321", "5215512345678"])
def test_alternates_lead_back_where_both_directions_hold(number):
    assert alternates(alternates(number)[0]) == (number,)
