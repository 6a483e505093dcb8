"""The model file and the sums over it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from anonymizer.budget import Budget
from anonymizer.errors import MaskingError
from anonymizer.tagger.features import BITS, INITIAL, NOCASE, PLAIN, pair_slots, sentence_flags, slots_at, spread
from anonymizer.tagger.model import BIAS, SHIFT, load, pack, unpack
from anonymizer.tagger.tagger import NOTHING, Tagger, name_score, shared_tagger
from anonymizer.view import View


def test_packed_model_comes_back_with_its_weights() -> None:
    weights = [[0, 0]] * (1 << BITS)
    weights[5], weights[6] = [7, -3], [-127, 127]
    model = unpack(pack(weights, [[1, 2, 3], [4, 5, 6], [7, 8, -9]]))

    assert [model.weights[slot] - BIAS for slot in (4, 5, 6)] == [0, 7 + (-3 << SHIFT), -127 + (127 << SHIFT)]
    assert model.moves == ((1, 2, 3), (4, 5, 6), (7, 8, -9))


def test_damaged_model_is_refused() -> None:
    data = (files("anonymizer") / "data" / "tagger.bin").read_bytes()
    with pytest.raises(ValueError, match="damaged"):
        unpack(data[:-1] + bytes([data[-1] ^ 1]))


def test_negative_sums_are_unpacked() -> None:
    assert name_score(-5 + (3 << SHIFT)) == -5
    assert name_score(5 + (-3 << SHIFT)) == 5


def test_scores_do_not_depend_on_what_was_tagged_before() -> None:
    text = "please call Anna Schmidt at Hauptstr. 5, 10115 Berlin"
    fresh = Tagger(load())
    fresh.scores(View("other words came first", Budget(10)))

    assert fresh.scores(View(text, Budget(10))) == shared_tagger().scores(View(text, Budget(10)))


def test_empty_and_plain_texts_have_no_marks() -> None:
    tagger = shared_tagger()
    assert tagger.decode([], 0) == []
    view = View("where is my order", Budget(10))
    assert tagger.decode(tagger.scores(view), 0) == [NOTHING] * 4


def test_scores_stop_at_the_budget() -> None:
    view = View("word " * 20_000, Budget(10))
    assert len(view.tokens.words) == 20_000
    view.budget = Budget(-1)
    with pytest.raises(MaskingError):
        shared_tagger().scores(view)


def test_slots_are_inside_the_model() -> None:
    row = [spread(value, value * 7 & 0xFFFFFFFF) for value in (1, 2**32 - 1, 0, 12345, 99)]

    assert all(0 <= slot < 1 << BITS for slot in pair_slots(*row))
    assert all(0 <= slot < 1 << BITS for place in range(5) for slot in slots_at((0, 2**32 - 1), place))


def test_case_says_nothing_in_small_text() -> None:
    assert sentence_flags(["anna", "here"], ["anna", "here"]) == [NOCASE, NOCASE]
    assert sentence_flags(["hi", ".", "anna"], ["Hi", ".", "Anna"]) == [INITIAL, PLAIN, INITIAL]
