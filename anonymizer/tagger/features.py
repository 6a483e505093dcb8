"""
What the tagger looks at. The trainer and the tagger share this file, so both see the same.

Each word yields a few hashes of its own ("base hashes"). Every weight of the model belongs to one base hash at
one offset from the tagged word, or to a pair of them. A word's own part of the score is thus a constant that can
be kept, and tagging a known word costs a handful of additions.
"""

from __future__ import annotations

from zlib import crc32

BITS = 20
"""The model has ``2 ** BITS`` slots."""
_SHIFT = 32 - BITS
_ALL = 0xFFFFFFFF
# Odd multipliers spread one base hash over the offsets -2..2.
_MULTIPLIERS = (0x85EBCA6B, 0xC2B2AE35, 0x9E3779B1, 0x27D4EB2F, 0x165667B1)
_PAIR_A, _PAIR_B, _PAIR_C = 0x2545F491, 0x9E3779B1, 0x6C8E9CF5

PLAIN, INITIAL, NOCASE, ALLCAPS = range(4)


def sentence_flags(words: list[str], texts: list[str]) -> list[int]:
    """
    How much the case of each word says: ``PLAIN``, ``INITIAL`` (first of a sentence), ``NOCASE`` or ``ALLCAPS``.

    ``texts`` are the words as written, ``words`` the same in lower case.
    """
    capitals = sum(map(str.isupper, texts))
    small = sum(map(str.islower, texts))
    titled = sum(map(str.istitle, texts))
    if not capitals and not titled:
        return [NOCASE] * len(texts)
    if capitals > 2 and capitals >= 0.7 * (capitals + small + titled):
        return [ALLCAPS] * len(texts)
    flags = []
    initial = True
    for word in words:
        flags.append(INITIAL if initial else PLAIN)
        if word[0] in ".!?\n:·•*>-":
            initial = True
        elif word[0].isalnum():
            initial = False
    return flags


def shape_of(text: str, flag: int) -> str:
    """Case and script of a word in one or two letters."""
    first = text[0]
    if first.isdigit():
        return "d" + str(min(len(text), 6))
    if not first.isalpha():
        return "." + (first if len(text) == 1 else first * 2)
    code = ord(first)
    if code >= 0x370:
        script = _script(code)
        if script not in "gc":
            return script
    else:
        script = ""
    if flag == NOCASE:
        return "n" + script
    if flag == ALLCAPS:
        return "N" + script
    if text == text.lower():
        return "l" + script
    if text == text.upper():
        return ("I" if len(text) == 1 else "U") + ("^" if flag == INITIAL and len(text) == 1 else "") + script
    if first.isupper() and text[1:] == text[1:].lower():
        return ("^" if flag == INITIAL else "T") + script
    return "M" + script


def _script(code: int) -> str:
    if code < 0x400:
        return "g"
    if code < 0x530:
        return "c"
    if code < 0x600:
        return "b"
    if code < 0x900:
        return "a"
    if code < 0xE00:
        return "i"
    if code < 0xF00:
        return "t"
    if 0x3040 <= code < 0x30A0:
        return "h"
    if 0x30A0 <= code < 0x3100:
        return "K"
    if 0x3400 <= code < 0xA000 or code >= 0x20000:
        return "H"
    if 0xAC00 <= code < 0xD7B0:
        return "k"
    return "x"


def base_hashes(word: str, text: str, flag: int, lists: str) -> tuple[int, int, tuple[int, ...]]:
    """
    ``(class hash, word hash, all hashes)`` of a word.

    ``lists`` tells which word lists hold it, such as ``"GO"``: given name and everyday word.
    """
    shape = shape_of(text, flag)
    kind = shape + lists
    if word[0].isdigit():
        word = "0" * min(len(word), 6)
    raw = word.encode("utf-8", "surrogatepass")
    class_hash = crc32(b"g" + kind.encode("utf-8", "surrogatepass"))
    word_hash = crc32(b"w" + raw)
    if not word[0].isalpha() or len(word) == 1:
        return class_hash, word_hash, (class_hash, word_hash)
    tail = (word[-3:] + "|" + lists).encode("utf-8", "surrogatepass")
    more = (
        crc32(b"s" + tail),
        crc32(b"l" + lists.encode()),
        crc32(b"S" + word[-4:].encode("utf-8", "surrogatepass")),
        crc32(b"t" + (word[-2:] + shape).encode("utf-8", "surrogatepass")),
        crc32(b"p" + word[:3].encode("utf-8", "surrogatepass")),
        crc32(b"P" + word[:4].encode("utf-8", "surrogatepass")),
        crc32(b"n" + (shape + str(min(len(word), 9))).encode()),
    )
    return class_hash, word_hash, (class_hash, word_hash, *more)


REACH = (2, 4, 9, 4, 2)
"""How many of a word's base hashes count at offsets -2, -1, 0, 1 and 2 from the tagged word."""


def slots_at(hashes: tuple[int, ...], place: int) -> list[int]:
    """Slots of a word that stands at offset ``place - 2`` from the tagged word."""
    multiplier = _MULTIPLIERS[place]
    return [((value * multiplier) & _ALL) >> _SHIFT for value in hashes[: REACH[place]]]


# Kinds of pairs; the numbers are part of the trained model.
(
    CLASS_BEFORE,
    CLASS_AFTER,
    WORD_BEFORE,
    WORD_AFTER,
    WORDS_BEFORE,
    WORDS_AFTER,
    AROUND,
    TWO_BACK,
    JOINED,
    JOINED_AFTER,
) = ((kind * 0x51ED2701) & _ALL for kind in range(10))

Spread = tuple[int, int, int, int, int]
"""A word's class and word hash, each spread for the left and the right place of a pair, "
"and the class for the middle."""


def spread(class_hash: int, word_hash: int) -> Spread:
    """What ``pair_slots`` needs of one word."""
    return (
        (class_hash * _PAIR_A) & _ALL,
        (class_hash * _PAIR_B) & _ALL,
        (word_hash * _PAIR_A) & _ALL,
        (word_hash * _PAIR_B) & _ALL,
        (class_hash * _PAIR_C) & _ALL,
    )


def pair_slots(two_before: Spread, before: Spread, here: Spread, after: Spread, two_after: Spread) -> list[int]:
    """Slots of the pairs around a word, from the ``spread`` of five words in a row."""
    class_left, class_right, word_left, word_right, class_middle = here
    return [
        ((before[0] + class_right + CLASS_BEFORE) & _ALL) >> _SHIFT,
        ((class_left + after[1] + CLASS_AFTER) & _ALL) >> _SHIFT,
        ((before[2] + class_right + WORD_BEFORE) & _ALL) >> _SHIFT,
        ((class_left + after[3] + WORD_AFTER) & _ALL) >> _SHIFT,
        ((two_before[2] + before[3] + WORDS_BEFORE) & _ALL) >> _SHIFT,
        ((after[2] + two_after[3] + WORDS_AFTER) & _ALL) >> _SHIFT,
        ((before[0] + class_middle + after[1] + AROUND) & _ALL) >> _SHIFT,
        ((two_before[2] + class_right + TWO_BACK) & _ALL) >> _SHIFT,
        ((before[2] + word_right + JOINED) & _ALL) >> _SHIFT,
        ((word_left + after[3] + JOINED_AFTER) & _ALL) >> _SHIFT,
    ]


PAIRS = 10
"""How many pairs each word has."""

PAD_CLASS, PAD_WORD = crc32(b"pad class"), crc32(b"pad word")
