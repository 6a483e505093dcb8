"""The recognizers, one family a file, and the order in which they run."""

from __future__ import annotations

from collections.abc import Callable

from anonymizer.conflicts import resolve, yield_to
from anonymizer.entities import Entity
from anonymizer.lexicon import word_list
from anonymizer.recognizers import (
    address,
    bank,
    birth,
    card,
    cued_values,
    email,
    full_names,
    introductions,
    national_id,
    network,
    number_words,
    phone,
    tagged,
    url,
    vehicle,
)
from anonymizer.recognizers.numbers import Run, find_runs, is_date, subruns
from anonymizer.tagger.tagger import shared_tagger
from anonymizer.view import View

_DIGIT_FAMILIES: tuple[Callable[[Run], Entity | None], ...] = (
    card.judge,
    national_id.judge,
    bank.judge,
    cued_values.judge,
    cued_values.judge_device,
    phone.judge,
)


def find_all(view: View, strictness: str = "balanced", names: bool = True) -> list[Entity]:
    """
    Findings of every recognizer, unsorted and overlapping, in offsets of the view's text.

    ``names`` switches the search for names and street addresses, which costs most.
    """
    found = email.find(view)
    view.budget.check()
    found += url.find(view)
    found += network.find(view)
    found += number_words.find(view)
    found += cued_values.find(view)
    if any(char in view.text for char in "0123456789"):
        view.budget.check()
        found += bank.find_ibans(view)
        found += national_id.find_lettered(view)
        found += vehicle.find(view)
        view.budget.check()
        found += judge_runs(view, taken=[(entity.start, entity.end) for entity in found])
    found += birth.find(view)
    if names:
        view.budget.check()
        found += _names_and_addresses(view, found, strictness)
    view.budget.check()
    return found


def _names_and_addresses(view: View, certain: list[Entity], strictness: str) -> list[Entity]:
    """The tagger's findings and the announced names, less what is certainly something else."""
    tagged_found = tagged.find(view, strictness)
    if any(char.isdigit() for char in view.text):
        tagged_found = resolve(tagged_found + address.find(view))
    announced = introductions.find(view)
    if not tagged_found and not announced:
        return []
    tagged_found = tagged.settle(view, yield_to(certain, tagged_found), set(tagged_found))
    view.budget.check()
    addresses = [entity for entity in tagged_found if entity.type == "ADDRESS"]
    # "Calle Alfonso X" is a street: a name inside an address is part of it.
    names = [entity for entity in tagged_found if entity.type == "PERSON"] + announced
    return addresses + yield_to(certain + addresses, full_names.widen(view, names))


def judge_runs(view: View, taken: list[tuple[int, int]]) -> list[Entity]:
    """Decide every digit run that no pattern has taken already."""
    found = []
    spans = sorted(taken)
    cursor = 0
    for run in find_runs(view):
        while cursor < len(spans) and spans[cursor][1] <= run.start:
            cursor += 1
        if cursor < len(spans) and spans[cursor][0] <= run.start:
            continue
        found += judge_run(run)
    return found


def judge_run(run: Run) -> list[Entity]:
    """The run as a whole if any family knows it, else its parts."""
    if is_date(run.view, run.groups):
        return []
    for judge in _DIGIT_FAMILIES:
        entity = judge(run)
        if entity is not None:
            return [entity]
    return [entity for part in subruns(run) for entity in judge_run(part)]


def warm_up() -> None:
    """Read the model and the word lists, once a process."""
    shared_tagger()
    for name in ("ordinary", "given", "family", "street", "han"):
        word_list(name)
