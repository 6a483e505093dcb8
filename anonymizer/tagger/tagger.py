"""Marks names and street addresses in a tokenised text."""

from __future__ import annotations

from functools import cache

from anonymizer.budget import Budget
from anonymizer.lexicon import han_lists, lists_of
from anonymizer.tagger.features import (
    PAD_CLASS,
    PAD_WORD,
    PAIRS,
    Spread,
    base_hashes,
    pair_slots,
    sentence_flags,
    slots_at,
    spread,
)
from anonymizer.tagger.model import BIAS, SHIFT, Model, load
from anonymizer.view import View

NOTHING, NAME, ADDRESS = range(3)
_HALF = 1 << (SHIFT - 1)
_MASK = (1 << SHIFT) - 1
_PAIR_BIAS = -PAIRS * BIAS
_MOST_CACHED = 60_000
_CHECK_EVERY = 512

# Packed scores of a word at the offsets -2..2, then its spread hashes.
_Part = tuple[int, int, int, int, int, Spread]


class Tagger:
    """A conditional random field over hashed features; all arithmetic in integers."""

    def __init__(self, model: Model) -> None:
        self._weights = model.weights
        self._moves = model.moves
        nothing = self._moves[NOTHING][NOTHING]
        self._bonus = 2 * max(0, max(max(row) for row in self._moves) - nothing)
        self._parts: dict[tuple[str, int, str | None], _Part] = {}
        self._pad = self._make_part((PAD_CLASS, PAD_WORD), PAD_CLASS, PAD_WORD)

    def _make_part(self, hashes: tuple[int, ...], class_hash: int, word_hash: int) -> _Part:
        weights = self._weights
        # A word at place p of another's window is seen from there at offset p - 2.
        sums = [sum([weights[slot] - BIAS for slot in slots_at(hashes, place)]) for place in range(5)]
        return (sums[0], sums[1], sums[2], sums[3], sums[4], spread(class_hash, word_hash))

    def _part(self, word: str, text: str, flag: int, han: str | None) -> _Part:
        key = (text, flag, han)
        part = self._parts.get(key)
        if part is None:
            lists = han if han is not None else lists_of(word)
            class_hash, word_hash, hashes = base_hashes(word, text, flag, lists)
            part = self._make_part(hashes, class_hash, word_hash)
            if len(self._parts) >= _MOST_CACHED:
                self._parts.clear()
            if len(text) <= 40:
                self._parts[key] = part
        return part

    def scores(self, view: View) -> list[int]:
        """Packed score of each token for "name" and "address", before transitions."""
        tokens, text = view.tokens, view.text
        texts = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
        flags = sentence_flags(tokens.words, texts)
        unspaced = view.has_han
        han = han_lists(text) if unspaced else {}
        parts = [self._pad, self._pad]
        for index, word in enumerate(tokens.words):
            listed = han.get(tokens.starts[index], "") if unspaced and ord(word[0]) >= 0x3040 else None
            parts.append(self._part(word, texts[index], flags[index], listed))
            if not index % _CHECK_EVERY:
                view.budget.check()
        parts += (self._pad, self._pad)
        return self._sums(parts, view.budget)

    def _sums(self, parts: list[_Part], budget: Budget) -> list[int]:
        weights = self._weights
        found = []
        two_before, before, here, after = parts[:4]
        for index in range(4, len(parts)):
            two_after = parts[index]
            a, b, c, d, e, f, g, h, i, j = pair_slots(two_before[5], before[5], here[5], after[5], two_after[5])
            found.append(
                _PAIR_BIAS + two_before[0] + before[1] + here[2] + after[3] + two_after[4]
                + weights[a] + weights[b] + weights[c] + weights[d] + weights[e]
                + weights[f] + weights[g] + weights[h] + weights[i] + weights[j]
            )  # fmt: skip
            two_before, before, here, after = before, here, after, two_after
            if not index % _CHECK_EVERY:
                budget.check()
        return found

    def decode(self, scores: list[int], lean: int) -> list[int]:
        """
        The best label of each token: ``NOTHING``, ``NAME`` or ``ADDRESS``.

        ``lean`` is added to both marks' scores: above 0 masks more. In steps of ``1 / SCALE``.
        """
        if not scores or not self._any_mark(scores, lean):
            return [NOTHING] * len(scores)
        moves = self._moves
        (oo, on, oa), (no, nn, na), (ao, an, aa) = moves
        nothing, name, address = 0, -(1 << 30), -(1 << 30)
        steps: list[tuple[int, int, int]] = []
        first = True
        for score in scores:
            for_name = ((score + _HALF) & _MASK) - _HALF
            for_address = (score - for_name) >> SHIFT
            if first:
                nothing, name, address, first = 0, for_name + lean, for_address + lean, False
                continue
            to_nothing, from_nothing = _best(nothing + oo, name + no, address + ao)
            to_name, from_name = _best(nothing + on, name + nn, address + an)
            to_address, from_address = _best(nothing + oa, name + na, address + aa)
            steps.append((from_nothing, from_name, from_address))
            nothing, name, address = to_nothing, to_name + for_name + lean, to_address + for_address + lean
        label = _best(nothing, name, address)[1]
        labels = [label]
        for step in reversed(steps):
            label = step[label]
            labels.append(label)
        labels.reverse()
        return labels

    def _any_mark(self, scores: list[int], lean: int) -> bool:
        """Whether some token could be marked at all; most messages end here."""
        least = -lean - self._bonus
        for score in scores:
            for_name = ((score + _HALF) & _MASK) - _HALF
            if for_name > least or (score - for_name) >> SHIFT > least:
                return True
        return False


def name_score(packed: int) -> int:
    """The part of a packed score that speaks for a name, in steps of ``1 / SCALE``."""
    return ((packed + _HALF) & _MASK) - _HALF


def _best(nothing: int, name: int, address: int) -> tuple[int, int]:
    """The highest of three scores and its label; on a draw the mark wins over nothing."""
    if name >= nothing and name >= address:
        return name, NAME
    if address >= nothing:
        return address, ADDRESS
    return nothing, NOTHING


@cache
def shared_tagger() -> Tagger:
    """The tagger with the shipped model; loaded once, safe to share between threads."""
    return Tagger(load())
