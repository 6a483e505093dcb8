"""Everyday words of the languages that customers write: what is in here is probably no name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zlib import decompress


@cache
def ordinary_words() -> frozenset[str]:
    """All words, in lower case. Read once, when first needed."""
    resource = files("anonymizer") / "data" / "ordinary.bin"
    if not resource.is_file():
        return frozenset()
    return frozenset(decompress(resource.read_bytes()).decode().split("\n"))


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word is an everyday word."""
    return word in ordinary_words()
