"""A text made ready for recognizers: folded, squeezed, cut into tokens once, with the way back to its offsets."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TypeAlias
from unicodedata import category as unicode_category

from anonymizer.budget import Budget
from anonymizer.cues import category_of, unspaced_cues
from anonymizer.entities import Entity
from anonymizer.normalize import DROPPED, fold, squeeze

_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowel signs of Indic scripts, Thai and Burmese are marks, not letters, yet part of a word.
_SIGNS = "\u0900-\u0963\u0971-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0abc-\u0acd\u0b3c-\u0b57\u0bbe-\u0bcd\u0c00-\u0c56"
_SIGNS += "\u0cbc-\u0ccd\u0d3e-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e"
_LETTERS = f"(?:[^\\W\\d_{_HAN}]|[{_SIGNS}])"
WORD = re.compile(f"(?:[^\\W\\d_]|[{_SIGNS}])+")
"""One word of letters, with the vowel signs that belong to it."""
_TOKEN = re.compile(
    f"(?:[^\\W\\d_{_HAN}]{{1,2}}'(?={_LETTERS}{{3}}))?{_LETTERS}+"  # "O'Brien" and "m'appelle" stay whole
    f"|\\d+|[{_HAN}]|\n|([^\\w\\s])\\1*|_+|\\w"
)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_CHECK_EVERY = 2048

Cue: TypeAlias = tuple[int, int, str]
"""Start, end and category of a cue word."""


class Tokens:
    """Parallel lists over the tokens of a text; ``words`` are in lower case."""

    __slots__ = ("ends", "starts", "words")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []


class View:
    """
    What recognizers read.

    ``text`` is the folded copy without dropped code points, ``lower`` the same in lower case with the same
    length; ``has_han`` tells whether it holds scripts that put no space between words. ``regions`` are the brand's
    countries, ISO 3166 alpha-2. Entities are found in offsets of ``text``;
    ``back`` turns them into offsets of ``original``.
    """

    def __init__(self, original: str, budget: Budget, regions: tuple[str, ...] = ()) -> None:
        self.original = original
        self.regions = regions
        self.expects: frozenset[str] = frozenset()  # cue categories the expert asked for
        self.budget = budget
        self.text, self._offsets = squeeze(fold(original))
        lower = self.text.lower()
        self.lower = lower if len(lower) == len(self.text) else "".join(c.lower()[:1] or c for c in self.text)
        self.all_caps = self.text.isupper()  # then capitals say nothing
        self.has_han = not self.text.isascii() and _UNSPACED.search(self.text) is not None
        self._tokens: Tokens | None = None
        self._cues: list[Cue] | None = None
        self._cue_ends: list[int] = []

    @property
    def tokens(self) -> Tokens:
        """Words, digit groups, single ideographs, runs of one punctuation mark, line ends."""
        if self._tokens is None:
            self._tokens = self._cut()
        return self._tokens

    def _cut(self) -> Tokens:
        tokens = Tokens()
        lower = self.lower
        matches = _TOKEN.finditer(lower)
        while chunk := [match.span() for match in islice(matches, _CHECK_EVERY)]:
            tokens.starts += [start for start, _ in chunk]
            tokens.ends += [end for _, end in chunk]
            tokens.words += [lower[start:end] for start, end in chunk]
            if len(chunk) == _CHECK_EVERY:
                self.budget.check()
        return tokens

    @property
    def cues(self) -> list[Cue]:
        """Cue words as ``(start, end, category)``, by start."""
        if self._cues is None:
            tokens = self.tokens
            self._cues = [
                (start, end, category)
                for start, end, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True)
                if (category := category_of(word))
            ]
            if not self.text.isascii() and (unspaced := unspaced_cues(self.lower)):
                self._cues = sorted(self._cues + unspaced)
            self._cue_ends = [end for _, end, _ in self._cues]
        return self._cues

    def cues_before(self, position: int, reach: int = 48) -> list[Cue]:
        """Cues that end at most ``reach`` code points before ``position``, nearest first."""
        if not self.cues:
            return []
        index = bisect_left(self._cue_ends, position + 1)
        found: list[Cue] = []
        while index and len(found) < 8:
            index -= 1
            cue = self.cues[index]
            if cue[1] < position - reach:
                break
            found.append(cue)
        return found

    def cues_after(self, position: int, reach: int = 24) -> list[Cue]:
        """Cues that start at most ``reach`` code points after ``position``, nearest first."""
        if not self.cues:
            return []
        index = bisect_left(self._cue_ends, position + 1)
        found: list[Cue] = []
        while index < len(self.cues) and self.cues[index][0] <= position + reach:
            if self.cues[index][0] >= position:
                found.append(self.cues[index])
            index += 1
        return found

    def back(self, entity: Entity) -> Entity:
        """The same entity in offsets of ``original``, with the marks that decorate its last character."""
        if self._offsets is None:
            return entity
        start = self._offsets[entity.start]
        end = self._offsets[entity.end - 1] + 1
        original = self.original
        while end < len(original) and fold(original[end]) == DROPPED and unicode_category(original[end]) != "Cf":
            end += 1
        return Entity(start, end, entity.type, entity.score)
