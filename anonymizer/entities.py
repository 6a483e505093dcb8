"""What a recognizer finds: one stretch of personal data in a text."""

from __future__ import annotations

from typing import NamedTuple


class Entity(NamedTuple):
    """
    One stretch of personal data.

    ``start`` and ``end`` count code points of the original text, half-open: ``text[start:end]`` is the value.
    ``type`` is an entity type in Presidio's names (``PERSON``, ``PHONE_NUMBER``, ...; ``ADDRESS`` for street
    addresses). ``score`` runs from 0.0 to 1.0, where 1.0 means proven, by a checksum for instance.
    """

    start: int
    end: int
    type: str
    score: float
