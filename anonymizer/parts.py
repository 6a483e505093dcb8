"""The body of a message: text and placeholders, as structure and never as syntax."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from anonymizer.entities import Entity


class Masked(NamedTuple):
    """A value taken out of a text: its entity type and the exact characters that stood there."""

    entity: str
    value: str


Part: TypeAlias = str | Masked


def split(text: str, entities: Sequence[Entity]) -> list[Part]:
    """
    Cut ``text`` at ``entities``.

    Entities must be sorted by start and must not overlap. Empty stretches of text are left out, so
    ``join(split(text, entities)) == text`` and a text without entities is ``[text]`` (``[]`` when empty).
    """
    parts: list[Part] = []
    cursor = 0
    for entity in entities:
        if entity.start < cursor or entity.end <= entity.start or entity.end > len(text):
            raise ValueError(f"entity {entity.start}:{entity.end} overlaps, is empty or lies outside the text")
        if entity.start > cursor:
            parts.append(text[cursor : entity.start])
        parts.append(Masked(entity.type, text[entity.start : entity.end]))
        cursor = entity.end
    if cursor < len(text):
        parts.append(text[cursor:])
    return parts


def join(parts: Iterable[Part]) -> str:
    """Put the original text together again, for a reader with the full grant."""
    return "".join(part if isinstance(part, str) else part.value for part in parts)
