"""Adapter for spaCy pipelines that name persons."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from anonymizer.entities import Entity

if TYPE_CHECKING:
    from anonymizer.plugins import Finder, PluginSpec

_LABELS = {"PERSON": "PERSON", "PER": "PERSON", "persName": "PERSON"}
_SCORE = 0.6
"""Pipelines give no score; a name they see weighs less than one that was announced."""


def load(spec: PluginSpec) -> Finder:
    """A finder over the installed pipeline ``spec.model``; raises when it is not installed."""
    pipeline: Any = import_module("spacy").load(spec.model)

    def find(text: str) -> list[Entity]:
        return [
            Entity(found.start_char, found.end_char, _LABELS[found.label_], _SCORE)
            for found in pipeline(text).ents
            if found.label_ in _LABELS
        ]

    return find
