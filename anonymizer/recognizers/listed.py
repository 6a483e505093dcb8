"""A brand's own lists: what is never a name, and what is always personal."""

from __future__ import annotations

from collections.abc import Iterable

from anonymizer.entities import Entity
from anonymizer.normalize import fold, plain, squeeze
from anonymizer.view import View

_SOFT = frozenset({"PERSON", "ADDRESS", "HANDLE"})


class Listed:
    """Phrases as sequences of plain words; found in one pass over the tokens."""

    def __init__(self, allow: Iterable[str], deny: Iterable[str]) -> None:
        self._allow = _by_first_word(allow)
        self._deny = _by_first_word(deny)

    def apply(self, view: View, found: list[Entity]) -> list[Entity]:
        """``found`` without the allowed names and addresses, and with the denied phrases."""
        if self._allow:
            allowed = _spans(view, self._allow)
            found = [e for e in found if e.type not in _SOFT or not _covered(e, allowed)]
        if self._deny:
            found = found + [Entity(start, end, "PERSON", 1.0) for start, end in _spans(view, self._deny)]
        return found


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(plain(squeeze(fold(phrase))[0]).split())
        if words:
            table.setdefault(words[0], []).append(words)
    return table


def _spans(view: View, table: dict[str, list[tuple[str, ...]]]) -> list[tuple[int, int]]:
    tokens = view.tokens
    keys = [plain(word) for word in tokens.words]
    return [
        (tokens.starts[index], tokens.ends[index + len(words) - 1])
        for index, key in enumerate(keys)
        for words in table.get(key, ())
        if tuple(keys[index : index + len(words)]) == words
    ]


def _covered(entity: Entity, spans: list[tuple[int, int]]) -> bool:
    return any(start <= entity.start and entity.end <= end for start, end in spans)
