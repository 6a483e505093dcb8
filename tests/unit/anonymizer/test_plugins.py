"""Recognizers from elsewhere fail closed."""

from __future__ import annotations

import pickle
import sys
from types import ModuleType, SimpleNamespace

import pytest

from anonymizer import Anonymizer, Entity, MaskingError, MaskingPolicy
from anonymizer.plugins import PluginSpec, find_with


def test_find_with_unknown_plugin_raises_masking_error() -> None:
    with pytest.raises(MaskingError):
        find_with(PluginSpec("oracle", "none"), "text")


@pytest.mark.parametrize("kind", ["presidio", "spacy"])
def test_find_with_missing_model_raises_masking_error(kind: str) -> None:
    with pytest.raises(MaskingError):
        find_with(PluginSpec(kind, "no_such_model"), "text")


def test_spec_survives_pickling_for_a_process_pool() -> None:
    spec = PluginSpec("spacy", "de_core_news_sm", "de")

    assert pickle.loads(pickle.dumps(spec)) == spec


def test_spacy_entities_become_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        SimpleNamespace(start_char=3, end_char=7, label_="PER"),
        SimpleNamespace(start_char=11, end_char=17, label_="LOC"),
        SimpleNamespace(start_char=3, end_char=99, label_="PER"),
    ]
    module = ModuleType("spacy")
    module.load = lambda model: lambda text: SimpleNamespace(ents=found)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", module)

    assert find_with(PluginSpec("spacy", "stub"), "Hi Anna in Berlin") == [Entity(3, 7, "PERSON", 0.6)]


def test_extra_findings_join_our_own() -> None:
    masker = Anonymizer(MaskingPolicy(budget_s=10))
    text = "xq zzz mail a.b@example.org"

    assert [(e.start, e.end, e.type) for e in masker.find(text, extra=[Entity(0, 6, "PERSON", 0.6)])] == [
        (0, 6, "PERSON"),
        (12, 27, "EMAIL_ADDRESS"),
    ]
