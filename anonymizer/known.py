"""Values that the conversation already knows to be personal, found in any spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from anonymizer.context import ConversationMemory, KnownValue
from anonymizer.entities import Entity
from anonymizer.lexicon import is_ordinary
from anonymizer.normalize import fold, plain, squeeze
from anonymizer.recognizers.numbers import Run, find_runs
from anonymizer.view import View

_NO_DIGIT = re.compile(r"\D+")
_WORDS = re.compile(r"\w+")
_DIGITS_OR_NOT = re.compile(r"\d+|\D+")
_SHORTEST_PHONE_TAIL = 7
_STEM = 4
"""A name part is recognized with an ending of case when at least so much of it stands before the ending."""


def find_known(view: View, memory: ConversationMemory) -> list[Entity]:
    """Known names by their parts, known numbers by their last digits, everything else as a phrase."""
    found: list[Entity] = []
    # Most messages hold nothing that is known, and one search of the whole text says so cheaply.
    flat = plain(view.text)
    parts = memory.name_words
    if parts and any(part[:_STEM] in flat for part in parts):
        found += _names(view, parts)
    if not memory.known:
        return found
    words: _Words | None = None
    runs = find_runs(view)
    for known in memory.known:
        view.budget.check()
        spelled = _spelled(known.value)
        if runs and len(spelled.digits) >= _SHORTEST_PHONE_TAIL and known.entity != "ADDRESS":
            found += _numbers(view, runs, known.entity, spelled.digits)
        local = _local_part(view, known)
        if local:
            found += local
        elif spelled.words and spelled.words[0] in flat:
            words = words or _Words(view)
            found += _phrase(view, words, known.entity, spelled.words)
    return found


class _Spelled(NamedTuple):
    """A known value as it is looked for: its digits, and its words (none when one everyday word is all there is)."""

    digits: str
    words: list[str]


@lru_cache(2048)
def _spelled(value: str) -> _Spelled:
    """Spell out a known value once: the same few are looked for in message after message."""
    folded = squeeze(fold(value))[0]
    digits = _NO_DIGIT.sub("", folded)
    words = _WORDS.findall(plain(folded))
    if not words or (len(words) == 1 and (len(words[0]) < 3 or is_ordinary(words[0]))):
        return _Spelled(digits, [])
    return _Spelled(digits, [part for word in words for part in _DIGITS_OR_NOT.findall(word)])


class _Words:
    """The words and numbers of a view as keys to compare, with the indexes of their tokens."""

    def __init__(self, view: View) -> None:
        words = view.tokens.words
        self.tokens = [index for index, word in enumerate(words) if word[0].isalnum()]
        self.keys = [plain(words[index]) for index in self.tokens]
        self.met = frozenset(self.keys)


def _names(view: View, parts: frozenset[str]) -> list[Entity]:
    """Words that are name parts. An everyday word ("will", "rose") counts beside another part or when capitalised."""
    tokens = view.tokens
    stems = {part[:_STEM] for part in parts}
    hits = [_is_part(word, parts, stems) for word in tokens.words]
    found = []
    for index, hit in enumerate(hits):
        if not hit:
            continue
        start, word = tokens.starts[index], tokens.words[index]
        beside = (index and hits[index - 1]) or (index + 1 < len(hits) and hits[index + 1])
        capital = view.text[start : start + 1].isupper() and index > 0 and not view.all_caps
        if beside or capital or not is_ordinary(word):
            found.append(Entity(start, tokens.ends[index], "PERSON", 0.9))
    found += _unspaced_names(view, parts)
    return merge_words(view, found)


def _is_part(word: str, parts: frozenset[str], stems: set[str]) -> bool:
    key = plain(word)
    if key[:_STEM] not in stems:
        return False
    if key in parts:
        return len(key) > 1
    # Endings of case: "Ивановой", "Annie's" stays out because the stem must be long.
    if len(key) <= _STEM or (key.isascii() and not key.isalpha()):
        return False
    return any(
        key[:cut] in parts or key[:cut] + "a" in parts or key[:cut] + "а" in parts
        for cut in range(max(_STEM, len(key) - 3), len(key))
    )


def _unspaced_names(view: View, parts: frozenset[str]) -> list[Entity]:
    """Chinese and Japanese names stand inside text without spaces."""
    return [
        Entity(match.start(), match.end(), "PERSON", 0.9)
        for part in parts
        if len(part) >= 2 and ord(part[0]) >= 0x2E80
        for match in re.finditer(re.escape(part), view.lower)
    ]


def merge_words(view: View, found: list[Entity]) -> list[Entity]:
    """Neighbours of one type with nothing but a blank, a dot or a hyphen between become one entity."""
    merged: list[Entity] = []
    for entity in sorted(found):
        if merged and entity.type == merged[-1].type:
            gap = view.text[merged[-1].end : entity.start]
            if entity.start <= merged[-1].end or gap in (" ", "-", ". ", "'"):
                last = merged.pop()
                entity = Entity(last.start, max(last.end, entity.end), last.type, max(last.score, entity.score))
        merged.append(entity)
    return merged


def _numbers(view: View, runs: list[Run], entity: str, digits: str) -> list[Entity]:
    """Runs that share their last seven digits or more with a known number: with or without prefixes."""
    tail = digits[-_SHORTEST_PHONE_TAIL:]
    found = []
    for run in runs:
        if run.digits.endswith(tail) or (run.count >= _SHORTEST_PHONE_TAIL and digits.endswith(run.digits)):
            start = run.start - 1 if view.text[run.start - 1 : run.start] == "+" else run.start
            found.append(Entity(start, run.end, entity, 1.0))
    return found


def _local_part(view: View, known: KnownValue) -> list[Entity]:
    """The part of a known e-mail address before the @, when it stands alone or before another host."""
    if known.entity != "EMAIL_ADDRESS" or "@" not in known.value:
        return []
    local = known.value.split("@")[0].lower()
    if len(local) < 5 or local not in view.lower:
        return []
    at = view.lower.index(local)
    return [Entity(at, at + len(local), known.entity, 0.9)]


def _phrase(view: View, met: _Words, entity: str, words: list[str]) -> list[Entity]:
    """The value as a sequence of words, whatever separates them."""
    if words[0] not in met.met:
        return []
    size, keys, tokens = len(words), met.keys, view.tokens
    return [
        Entity(tokens.starts[met.tokens[i]], tokens.ends[met.tokens[i + size - 1]], entity, 1.0)
        for i in range(len(keys) - size + 1)
        if keys[i] == words[0] and keys[i : i + size] == words
    ]
