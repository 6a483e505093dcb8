"""What a text costs in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.twilio.segments import measure
from tests.unit.connectors.twilio.twilio_support import WHATSAPP, make_connector


@pytest.mark.parametrize(
    ("text", "encoding", "places", "count"),
    [
        ("", "GSM-7", 0, 1),
        ("Hello", "GSM-7", 5, 1),
        ("x" * 160, "GSM-7", 160, 1),
        ("x" * 161, "GSM-7", 161, 2),
        ("x" * 306, "GSM-7", 306, 2),
        ("x" * 307, "GSM-7", 307, 3),
        ("Grüße, ñ Ç @ £ ¿ à", "GSM-7", 18, 1),
        ("€", "GSM-7", 2, 1),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("x" * 152 + "€" + "x" * 152, "GSM-7", 306, 3),
        ("ç", "UCS-2", 1, 1),
        ("😀", "UCS-2", 2, 1),
        ("я" * 70, "UCS-2", 70, 1),
        ("я" * 71, "UCS-2", 71, 2),
        ("x" * 160 + "’", "UCS-2", 161, 3),
        ("я" * 66 + "😀" + "я" * 66, "UCS-2", 134, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
    ],
)
def test_parts_are_counted_as_phones_do(text, encoding, places, count):
    measured = measure(text)
    assert (measured.encoding, measured.places, measured.count) == (encoding, places, count)


@given(st.text(max_size=400))
def test_count_is_never_below_what_the_places_need(text):
    measured = measure(text)
    single, several = (160, 153) if measured.encoding == "GSM-7" else (70, 67)
    least = 1 if measured.places <= single else -(-measured.places // several)
    assert least <= measured.count <= least + measured.count // 30 + 1


def test_whatsapp_has_no_parts():
    assert make_connector().segments("x" * 161) == 2
    assert make_connector(**WHATSAPP).segments("x" * 1600) == 1
