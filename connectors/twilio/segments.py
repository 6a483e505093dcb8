"""
How many parts a text message takes, and so what it costs.

A text of nothing but the GSM alphabet has 160 places in one message and 153 in each of several; any other character,
one emoji say, turns the whole text to UCS-2 with 70 and 67. A character that needs two places is never cut in two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

# GSM 03.38; the second row takes an escape before it, so two places
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("\f^{}\\[~]|€")


class Segments(msgspec.Struct, frozen=True):
    """``places`` are septets of GSM-7 or units of UCS-2; ``count`` is the number of parts, at least 1."""

    encoding: Literal["GSM-7", "UCS-2"]
    places: int
    count: int


def measure(text: str) -> Segments:
    """Count the parts of a text, in one pass."""
    if all(character in _BASIC or character in _ESCAPED for character in text):
        return _pack("GSM-7", text, lambda character: 2 if character in _ESCAPED else 1, 160, 153)
    return _pack("UCS-2", text, lambda character: 2 if character > "\uffff" else 1, 70, 67)


def _pack(
    encoding: Literal["GSM-7", "UCS-2"], text: Iterable[str], width: Callable[[str], int], single: int, several: int
) -> Segments:
    places, count, room = 0, 1, several
    for character in text:
        wide = width(character)
        places += wide
        if wide > room:
            count, room = count + 1, several
        room -= wide
    return Segments(encoding, places, 1 if places <= single else count)
