"""The training corpus: labels follow the marks through every way of writing."""

from __future__ import annotations

from random import Random

import pytest

from anonymizer.training.corpus import LANGUAGES, Filler, read_sentences, unmarked_words
from anonymizer.training.names import Names


@pytest.fixture(scope="module")
def filler() -> Filler:
    return Filler(Names(), Random(1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_sentences_with_sound_marks(language: str) -> None:
    lines = read_sentences(language)

    assert len(lines) >= 400
    for line in lines:
        assert line.count("{{") == line.count("}}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_as_long_as_the_text(filler: Filler, language: str) -> None:
    for line in ("call {{PERSON}} at {{ADDRESS}} 12!", "{{GIVEN}} {{SURNAME}}", "no marks at all, 3 words"):
        for _ in range(30):
            example = filler.example(line, language)
            assert len(example.text) == len(example.labels)
            assert ("P" in example.labels) == ("{{" in line)


def test_literal_span_keeps_its_words(filler: Filler) -> None:
    example = filler.example("x {{PERSON anna schmidt}} y", "en")

    assert sum(label == "P" for label in example.labels) in (11, 12, 13)


def test_unmarked_words_leave_the_names_out() -> None:
    assert unmarked_words("Call {{PERSON Anna}} now") == ["call", "now"]
