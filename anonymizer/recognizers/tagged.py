"""Names and street addresses as the tagger sees them, put into whole spans."""

from __future__ import annotations

import re
from collections.abc import Container

from anonymizer.entities import Entity
from anonymizer.lexicon import is_name, is_ordinary
from anonymizer.normalize import plain
from anonymizer.recognizers.address import grow
from anonymizer.recognizers.phrases import NOT_LAST, PARTICLES, PRODUCTS, TITLES
from anonymizer.tagger.model import SCALE
from anonymizer.tagger.tagger import ADDRESS, NAME, NOTHING, name_score, shared_tagger
from anonymizer.view import WORD, View

_WORDS = re.compile(rf"\d+|{WORD.pattern}")
_EDGE = re.compile(r"[\s,;:.)\"'/-]*")
_LONGEST_HOUSE_NUMBER = 8
_LEAN = {"balanced": round(0.1 * SCALE), "strict": round(2.2 * SCALE)}
_SURE = round(6 * SCALE)
"""What an everyday word in small letters must score to be a name by itself."""
_UNLISTED = round(2.0 * SCALE)
"""The same for words from no list in small letters."""
_TYPES = {NAME: "PERSON", ADDRESS: "ADDRESS"}


def find(view: View, strictness: str) -> list[Entity]:
    """Runs of tokens with one label, without the punctuation at their ends."""
    tagger = shared_tagger()
    scores = tagger.scores(view)
    lean = _LEAN[strictness]
    labels = tagger.decode(scores, lean)
    found = []
    index, count = 0, len(labels)
    while index < count:
        label = labels[index]
        if label == NOTHING:
            index += 1
            continue
        last = index
        while last + 1 < count and labels[last + 1] == label:
            last += 1
        entity = _entity(view, index, last, label)
        if entity is not None and not (
            label == NAME and max(map(name_score, scores[index : last + 1])) < _least(view, index, last) - lean
        ):
            found.append(entity)
        index = last + 1
    return found


def _least(view: View, first: int, last: int) -> int:
    """What the best word of a name must score when nothing but its surroundings speaks for it."""
    words = view.tokens.words[first : last + 1]
    if first == last and first and view.tokens.words[first - 1] in PRODUCTS:
        return 3 * _SURE
    if not view.all_caps and view.text[view.tokens.starts[first]].isupper():
        return -_SURE
    if first == last and is_ordinary(words[0]):
        return _SURE
    return _UNLISTED if not any(map(is_name, words)) else -_SURE


def _reads_alone(words: list[str]) -> bool:
    """Whether a piece of an address still is one: "exp 12/27" beside a card is not."""
    return sum(len(word) > 2 or ord(word[0]) >= 0x2E80 for word in words if word[0].isalpha()) > 1


def settle(view: View, entities: list[Entity], whole: Container[Entity]) -> list[Entity]:
    """
    Drop pieces that say nothing any more once certain values were cut out, and blanks at the ends.

    ``whole`` are the entities as they were found: what is not among them was cut.
    """
    settled = []
    for entity in entities:
        text = view.lower[entity.start : entity.end]
        words = _WORDS.findall(text)
        if not words:
            continue
        if entity.type == "ADDRESS" and not (_reads_as_address(words) and (entity in whole or _reads_alone(words))):
            continue
        if entity.type == "PERSON" and not _holds_a_name(words):
            continue
        start = entity.start + _EDGE.match(text).end()  # type: ignore[union-attr]  # matches the empty text
        end = entity.start + len(text.rstrip(" \n,;:.-(\"'/"))
        settled.append(entity._replace(start=start, end=end))
    return grow(view, settled)


def _entity(view: View, first: int, last: int, label: int) -> Entity | None:
    tokens = view.tokens
    words = tokens.words
    while first <= last and not words[first][0].isalnum():
        first += 1
    while last > first and not words[last][0].isalnum():
        last -= 1
    if first > last:
        return None
    if label == NAME and last > first and words[last] in NOT_LAST:
        return None
    if label == NAME and not _holds_a_name(words[first : last + 1]):
        return None
    if label == NAME:
        first, last = _trim(view, first, last)
    if label == ADDRESS and not _reads_as_address(words[first : last + 1]):
        return None
    return Entity(tokens.starts[first], tokens.ends[last], _TYPES[label], 0.7)


def _reads_as_address(words: list[str]) -> bool:
    """Whether there are a number and a word beside it."""
    letters = [word for word in words if word[0].isalpha()]
    numbers = [word for word in words if word[0].isdigit()]
    if not numbers or max(map(len, numbers)) >= _LONGEST_HOUSE_NUMBER:
        return False
    return any(len(word) > 2 or ord(word[0]) >= 0x2E80 for word in letters) or len(letters) > 1


def _trim(view: View, first: int, last: int) -> tuple[int, int]:
    """Leave out everyday words at the ends, as long as they are written like everyday words."""
    words, starts, text = view.tokens.words, view.tokens.starts, view.text
    cased = not view.all_caps

    def everyday(index: int) -> bool:
        word = words[index]
        small = not (cased and text[starts[index]].isupper())
        return small and word[0].isalpha() and is_ordinary(word) and not is_name(word) and word not in PARTICLES

    while last > first and (everyday(last) or not words[last][0].isalnum()):
        last -= 1
    while last > first and (plain(words[first]) in TITLES or words[first] in (".", "m")):
        first += 1
    while last > first and (everyday(first) or not words[first][0].isalnum()):
        first += 1
    return first, last


def _holds_a_name(words: list[str]) -> bool:
    """Whether one word at least is a listed name or no everyday word."""
    return any(word[0].isalpha() and (not is_ordinary(word) or is_name(word) or len(word) == 1) for word in words)
