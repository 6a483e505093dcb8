"""
Folding: the many ways to write a character become one, and no offset is lost.

``fold`` maps one code point to one code point, so it never changes the length of a text.
Characters that only decorate their neighbours (format characters, combining marks on Latin, Cyrillic, Greek,
Arabic or Hebrew letters, variation selectors, keycap frames) become ``DROPPED``; ``squeeze`` leaves them out
and returns the map back.
"""

from __future__ import annotations

import re
import unicodedata

DROPPED = "\ufffc"
"""Stands for a code point that must not separate its neighbours."""

_DECORATION = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x0640, 0x0640),  # tatweel stretches Arabic words
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)

_FIXED = {
    "\u0130": "I",  # the one letter whose lower case has two code points
    "\u0131": "ı",
    "\u2018": "'",
    "\u2019": "'",
    "\u201b": "'",
    "\u02bc": "'",
    "\u2032": "'",
    "`": "'",
    "\u00b4": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2212": "-",
    "\u2043": "-",
    "\u30fb": "·",
    "\u2022": "·",
    "\u2027": "·",
    "\u3002": ".",
    "\u06d4": ".",
    "\u066b": ".",
    "\u060c": ",",
    "\u066c": ",",
    "\u3001": ",",
    "\u061b": ";",
    "\u061f": "?",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
    "\u2044": "/",
    "\u2215": "/",
    "\u29f8": "/",
    "\u02d0": ":",
    "\u2236": ":",
    "\u24b6": "@",
}


def _fold_char(char: str) -> str:
    """One code point for one: the plain form of ``char``."""
    fixed = _FIXED.get(char)
    if fixed is not None:
        return fixed
    code = ord(char)
    for first, last in _DECORATION:
        if first <= code <= last:
            return DROPPED
    category = unicodedata.category(char)
    if category == "Cf":
        return DROPPED
    if category == "Cc":
        return char if char == "\n" else " "
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if len(compatible) == 1 and compatible != "\u0130" else char


class _Table(dict[int, str]):
    """Filled as characters turn up; at most one entry a code point."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded
        return folded


_table = _Table()
_ODD_ASCII = re.compile(r"[\x00-\x09\x0b-\x1f\x7f`]")

# Look-alikes, mapped only inside words that mix scripts: everywhere else they are plain Cyrillic or Greek.
_TO_LATIN = dict(
    zip(
        "аеорсухікмнвтзѕјԁһԛԝгАВЕКМНОРСТУХІЅЈαορντυκιχβεηΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxikmhbt3sjdhqwrABEKMHOPCTYXISJaopvtukixbenABEZHIKMNOPTYX",
        strict=True,
    )
)
_TO_CYRILLIC = dict(zip("aeopcyxkABEKMHOPCTYX", "аеорсухкАВЕКМНОРСТУХ", strict=True))
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile("[\\w@.+\ufffc-]+")
_LEET_GATE = re.compile(r"[0-9][lIOo]|[lIOo][0-9]")
_LEET_TOKEN = re.compile(r"(?<![^\W\d_])[0-9lIOo]+(?![^\W\d_])")
_LEET_RUN = re.compile(r"(?<![^\W\d_])[0-9lIOo]+(?:[ .-]{1,2}[0-9lIOo]+)+(?![^\W\d_])")
_LEET_DIGITS = str.maketrans("lIOo", "1100")


def _unmix(match: re.Match[str]) -> str:
    word = match.group()
    if not (_OTHER_SCRIPT.search(word) and _LATIN.search(word)):
        return word
    if all(char in _TO_LATIN for char in word if _OTHER_SCRIPT.match(char)):
        return "".join(_TO_LATIN.get(char, char) for char in word)
    return "".join(_TO_CYRILLIC.get(char, char) for char in word)


def _plain_digits(match: re.Match[str]) -> str:
    token = match.group()
    digits = sum(char.isdigit() for char in token)
    # "O7911" and "4l5" are digits in disguise; "lol" and "1l" are not.
    return token.translate(_LEET_DIGITS) if digits >= 2 and len(token) >= 3 else token


def _plain_run(match: re.Match[str]) -> str:
    """ "5l2 34O lOO": groups of digits in disguise, when digits prevail and the first group holds one."""
    text = match.group()
    groups = re.split(r"[ .-]+", text)
    digits = sum(char.isdigit() for char in text)
    letters = sum(char.isalpha() for char in text)
    edges = (groups[0], groups[-1])
    odd_edge = any(len(group) < 3 and not any(char.isdigit() for char in group) for group in edges)
    if digits < 5 or letters > digits or odd_edge or letters == 0:
        return text
    return text.translate(_LEET_DIGITS)


def fold(text: str) -> str:
    """
    Plain spelling of ``text``, code point by code point: ``len(fold(text)) == len(text)``.

    All Unicode digits become ASCII digits, compatibility letters their plain form, every dash ``-``, every
    space a blank, controls a blank (but ``\\n``). Look-alike letters are mapped inside mixed-script words only,
    ``l``, ``I``, ``O`` and ``o`` become digits inside tokens made of digits. Linear in the length.
    """
    if text.isascii():
        folded = text if _ODD_ASCII.search(text) is None else text.translate(_table)
    else:
        folded = text.translate(_table)
        if _OTHER_SCRIPT.search(folded) and _LATIN.search(folded):
            folded = _WORD.sub(_unmix, folded)
    if _LEET_GATE.search(folded):
        folded = _LEET_RUN.sub(_plain_run, folded)
        folded = _LEET_TOKEN.sub(_plain_digits, folded)
    return folded


def squeeze(folded: str) -> tuple[str, list[int] | None]:
    """
    Leave out ``DROPPED`` and return the rest with the offset of each kept code point.

    The map is ``None`` when nothing was left out (the usual case): offsets are then the same.
    """
    if DROPPED not in folded:
        return folded, None
    offsets = [index for index, char in enumerate(folded) if char != DROPPED]
    return folded.replace(DROPPED, ""), offsets


_accents: dict[str, str] = {}


def plain(text: str) -> str:
    """
    A key for comparing words without case and accents: ``plain("MÜLLER") == plain("muller")``.

    The length may change; use it for look-ups, never for offsets.
    """
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    known = _accents.get(lowered)
    if known is None:
        decomposed = unicodedata.normalize("NFKD", lowered.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
        known = "".join(char for char in decomposed if not 0x0300 <= ord(char) <= 0x036F)
        known = unicodedata.normalize("NFC", known)
        if len(_accents) > 20_000:
            _accents.clear()
        if len(lowered) <= 64:
            _accents[lowered] = known
    return known
