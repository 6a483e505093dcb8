"""Word tables in the source: written as text, kept as sets."""

from __future__ import annotations

from anonymizer.normalize import plain


def words(block: str) -> frozenset[str]:
    """The words of ``block``, separated by any white space."""
    return frozenset(block.split())


def plain_words(block: str) -> frozenset[str]:
    """The same without case and accents (see ``normalize.plain``)."""
    return frozenset(map(plain, block.split()))
