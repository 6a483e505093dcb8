"""Word lists: everyday words and names. What is in the first is probably no name, what is in the second may be."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zlib import decompress

_LETTERS = {"given": "G", "family": "S", "ordinary": "O", "street": "A"}


@cache
def word_list(name: str) -> frozenset[str]:
    """One list in lower case: ``ordinary``, ``given``, ``family``, ``street`` or ``han`` (names without spaces)."""
    resource = files("anonymizer") / "data" / f"{name}.bin"
    if not resource.is_file():
        return frozenset()
    return frozenset(decompress(resource.read_bytes()).decode().split("\n"))


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word is an everyday word."""
    return word in word_list("ordinary")


def is_name(word: str) -> bool:
    """Whether a lower-case word is a given or family name somewhere."""
    return word in word_list("given") or word in word_list("family")


def lists_of(word: str) -> str:
    """Letters of the lists that hold a lower-case word: ``G`` given, ``S`` family, ``O`` everyday, ``A`` street."""
    return "".join(letter for name, letter in _LETTERS.items() if word in word_list(name))


def han_lists(text: str) -> dict[int, str]:
    """Offsets of characters inside known Chinese, Japanese or Korean names of two or three characters."""
    names = word_list("han")
    found: dict[int, str] = {}
    for size in (3, 2):
        for index in range(len(text) - size + 1):
            if ord(text[index]) >= 0x3400 and text[index : index + size] in names:
                for offset in range(index, index + size):
                    found.setdefault(offset, "G")
    return found
