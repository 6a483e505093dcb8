"""
Recognizers from elsewhere: adapters for Presidio and for spaCy pipelines.

They are slow and may fail, so they run in worker processes: ``find_with`` is a plain function of plain values
that a process pool can call. Its result goes to ``Anonymizer.find(text, extra=...)``. Both need an extra of the
distribution; a missing one, like any other failure, is a ``MaskingError``, and the caller withholds the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from anonymizer.entities import Entity
from anonymizer.errors import MaskingError

Finder = Callable[[str], list[Entity]]
_KINDS = {"presidio": "anonymizer.plugins.presidio", "spacy": "anonymizer.plugins.spacy"}


class PluginSpec(NamedTuple):
    """Which adapter with which model, such as ``PluginSpec("spacy", "de_core_news_sm", "de")``; can be pickled."""

    kind: str
    model: str
    language: str = "en"


def find_with(spec: PluginSpec, text: str) -> list[Entity]:
    """Entities that a plug-in finds in ``text``, in code points of ``text``. Raises ``MaskingError`` on any failure."""
    try:
        return [entity for entity in _finder(spec)(text) if 0 <= entity.start < entity.end <= len(text)]
    except Exception as error:
        raise MaskingError(f"plug-in {spec.kind!r} failed: {type(error).__name__}") from error


@lru_cache(maxsize=4)
def _finder(spec: PluginSpec) -> Finder:
    """Loaded once a process: models take seconds."""
    if spec.kind not in _KINDS:
        raise MaskingError(f"unknown plug-in {spec.kind!r}; known: {', '.join(sorted(_KINDS))}")
    load: Callable[[PluginSpec], Finder] = import_module(_KINDS[spec.kind]).load
    return load(spec)
