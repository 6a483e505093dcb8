"""Adapter for presidio-analyzer over a spaCy pipeline."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from anonymizer.entities import Entity

if TYPE_CHECKING:
    from anonymizer.plugins import Finder, PluginSpec

# Presidio's names for what ours are called otherwise; what is not listed keeps its name.
_TYPES = {
    "US_PASSPORT": "PASSPORT",
    "US_DRIVER_LICENSE": "DRIVER_LICENSE",
    "US_BANK_NUMBER": "BANK_ACCOUNT",
    "US_SSN": "NATIONAL_ID",
    "US_ITIN": "NATIONAL_ID",
    "UK_NHS": "NATIONAL_ID",
    "UK_NINO": "NATIONAL_ID",
    "ES_NIF": "NATIONAL_ID",
    "ES_NIE": "NATIONAL_ID",
    "IT_FISCAL_CODE": "NATIONAL_ID",
    "PL_PESEL": "NATIONAL_ID",
    "IN_AADHAAR": "NATIONAL_ID",
    "IN_PAN": "NATIONAL_ID",
    "AU_TFN": "NATIONAL_ID",
}
# Experts need these to help; Presidio marks them all.
_READABLE = frozenset({"LOCATION", "DATE_TIME", "NRP", "ORGANIZATION", "URL"})


def load(spec: PluginSpec) -> Finder:
    """A finder over an analyzer with the pipeline ``spec.model``; raises when either is not installed."""
    provider: Any = import_module("presidio_analyzer.nlp_engine").NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": spec.language, "model_name": spec.model}],
        }
    )
    engine: Any = import_module("presidio_analyzer").AnalyzerEngine(
        nlp_engine=provider.create_engine(), supported_languages=[spec.language]
    )

    def find(text: str) -> list[Entity]:
        return [
            Entity(result.start, result.end, _TYPES.get(result.entity_type, result.entity_type), float(result.score))
            for result in engine.analyze(text, language=spec.language)
            if result.entity_type not in _READABLE
        ]

    return find
