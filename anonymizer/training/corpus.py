"""Labelled training messages: sentences with their slots filled, written the many ways customers write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from anonymizer.training.names import LOCALES, Names
from anonymizer.training.number_traps import NUMBER_TRAPS
from anonymizer.training.templates import TEMPLATES
from anonymizer.view import WORD

FOLDER = Path(__file__).parent / "sentences"
_SLOT = re.compile(r"\{\{(PERSON|GIVEN|SURNAME|ADDRESS)(?: ([^{}]*))?\}\}")
LANGUAGES = tuple(language for language in LOCALES if language != "other")
_LABEL = {"PERSON": "P", "GIVEN": "P", "SURNAME": "P", "ADDRESS": "A"}


class Example(NamedTuple):
    """A message and a label for each of its characters: ``O``, ``P`` (name) or ``A`` (address).

    ``invented`` are names from no list: the trainer hides all lists from their words.
    """

    text: str
    labels: str
    hide: frozenset[str]


def read_sentences(language: str) -> list[str]:
    """Data lines of one language; empty when nobody has written any."""
    path = FOLDER / f"{language}.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip().replace("\\n", "\n") for line in lines if line.strip() and not line.startswith("#")]


def unmarked_words(line: str) -> list[str]:
    """Words outside the marks of a line, in lower case."""
    return WORD.findall(_SLOT.sub(" ", line).lower())


def written_small(line: str) -> set[str]:
    """Unmarked words of a line that are not capitalised: a word that always is may be a name."""
    return {word.lower() for word in WORD.findall(_SLOT.sub(" ", line)) if not word[0].isupper()}


class Filler:
    """Turns lines with slots into examples."""

    def __init__(self, names: Names, random: Random) -> None:
        self._names = names
        self._random = random

    def examples(self, copies: int) -> Iterator[Example]:
        """Every line of every language, lines with empty slots ``copies`` times, and the shared templates."""
        for language in LANGUAGES:
            lines = read_sentences(language)
            for line in lines:
                slots = [match for match in _SLOT.finditer(line)]
                empty = any(match.group(2) is None for match in slots)
                times = copies if empty else max(2, copies // 2) if slots else 3
                for _ in range(times):
                    yield self.example(line, language)
                if not slots:
                    yield self.example(self._with_name(line, language), language)
            for template in TEMPLATES.get(language, ()):
                for _ in range(copies if _SLOT.search(template) else 3):
                    yield self.example(template, language)
        for template in TEMPLATES["any"]:
            for _ in range(copies * 8):
                yield self.example(template, self._random.choice(LANGUAGES))

        for trap in NUMBER_TRAPS:
            for _ in range(copies * 2):
                yield self.example(self._digits(trap), "en")

    def _with_name(self, line: str, language: str) -> str:
        """A line without personal data, a listed name dropped in: names are names wherever they stand."""
        random, names = self._random, self._names
        gaps = [match.start() for match in re.finditer(r" ", line)] or [len(line)]
        at = random.choice(gaps) if language not in ("ja", "zh") else random.randrange(len(line) + 1)
        name = self._full(random.choice(names.given[language]), random.choice(names.family[language]), language)
        space = "" if language in ("ja", "zh") else " "
        return f"{line[:at]}{space}{{{{PERSON {name}}}}}{line[at:]}"

    def _digits(self, trap: str) -> str:
        random = self._random
        text = re.sub("#", lambda _: str(random.randint(0, 9)), trap)
        return re.sub("%", lambda _: random.choice("0123456789abcdef"), text) if "%%" in text else text

    def _other_digits(self, text: str) -> str:
        """Other numbers in the same places, so that no number is learnt by heart."""
        random = self._random
        return re.sub(r"\d", lambda _: str(random.randint(0, 9)), text) if random.random() < 0.5 else text

    def example(self, line: str, language: str) -> Example:
        """One filling of a line, in one way of writing."""
        random = self._random
        text, labels, hide = "", "", set()
        cursor = 0
        for match in _SLOT.finditer(line):
            plain = self._other_digits(line[cursor : match.start()])
            text, labels = text + plain, labels + "O" * len(plain)
            kind, literal = match.groups()
            value = literal if literal is not None else self._value(kind, language)
            if kind != "ADDRESS" and literal is None and random.random() < 0.35:
                if random.random() < 0.5:
                    value = _invent(value, random)
                hide.update(WORD.findall(value.lower()))
            text, labels = text + value, labels + _LABEL[kind] * len(value)
            cursor = match.end()
        text, labels = text + self._other_digits(line[cursor:]), labels + "O" * (len(line) - cursor)
        text, labels = self._written(text, labels)
        return Example(text, labels, frozenset(hide))

    def _value(self, kind: str, language: str) -> str:
        random, names = self._random, self._names
        if kind == "ADDRESS":
            return names.address(language, random)
        if random.random() < 0.22 and language not in ("ja", "zh"):
            language = random.choice((*LOCALES, "other", "other"))
            if language in ("ja", "zh", "ar", "ru", "hi") and random.random() < 0.7:
                language = "en"
        given, family = random.choice(names.given[language]), random.choice(names.family[language])
        if kind == "GIVEN":
            return given
        if kind == "SURNAME":
            return family
        return self._full(given, family, language)

    def _full(self, given: str, family: str, language: str) -> str:
        random, names = self._random, self._names
        if language in ("ja", "zh"):
            roll = random.random()
            if roll < 0.25:
                return family if language == "ja" or random.random() < 0.2 else family + given
            return family + (" " if language == "ja" and roll > 0.8 else "") + given
        roll = random.random()
        if roll < 0.13:
            return given
        if roll < 0.17:
            return f"{given} {random.choice('ABCDEFGHJKLMNPRSTW')}. {family}"
        if roll < 0.20:
            return f"{given} {random.choice('ABCDEFGHJKLMNPRSTW')} {family}"
        if roll < 0.24:
            return f"{given[0]}. {family}"
        if roll < 0.28:
            return f"{given} {random.choice(names.given[language])} {family}"
        if roll < 0.31:
            return f"{given} {family}-{random.choice(names.family[language])}"
        if roll < 0.34:
            return f"{given} {family} {random.choice(names.family[language])}"
        if roll < 0.37:
            return f"{family}, {given}"
        if roll < 0.39:
            return f'{given} "{random.choice(names.given[language])}" {family}'
        if roll < 0.42:
            return f"{family} {given}"
        if roll < 0.43:
            return f"{given} {family}, Jr." if random.random() < 0.5 else f"{given} {family} III"
        if roll < 0.45:
            particle = random.choice(
                ("de", "van", "von", "da", "dos", "al", "bin", "van der", "de la", "el", "di", "ter", "O'")
            )
            return f"{given} {particle} {family}".replace("' ", "'")
        if roll < 0.46:
            return " ".join(given)
        return f"{given} {family}"

    def _written(self, text: str, labels: str) -> tuple[str, str]:
        """The message in another case, with typing errors, without accents or full stops."""
        random = self._random
        roll = random.random()
        if roll < 0.33:
            text = _same_length(text, text.lower())
        elif roll < 0.40:
            text = _same_length(text, text.upper())
        elif roll < 0.45:
            text = text[:1].lower() + text[1:]
        if random.random() < 0.12:
            text = "".join(_BARE.get(char, char) for char in text)
        if random.random() < 0.15:
            text, labels = _mistype(text, labels, random)
        if random.random() < 0.12 and text and text[-1] in ".!?。":
            text, labels = text[:-1], labels[:-1]
        return text, labels


def _same_length(before: str, after: str) -> str:
    return after if len(before) == len(after) else before


_BARE = dict(zip("áàâäãåçéèêëíìîïñóòôöõøúùûüýşğıłśćżźńęą", "aaaaaaceeeeiiiinoooooouuuuysgilsczznea", strict=True))


def _mistype(text: str, labels: str, random: Random) -> tuple[str, str]:
    """One letter dropped, doubled or swapped with its neighbour."""
    if len(text) < 6:
        return text, labels
    index = random.randrange(1, len(text) - 2)
    if not (text[index].isalpha() and text[index + 1].isalpha()):
        return text, labels
    roll = random.random()
    if roll < 0.4:
        return text[:index] + text[index + 1 :], labels[:index] + labels[index + 1 :]
    if roll < 0.6:
        return text[:index] + text[index] + text[index:], labels[:index] + labels[index] + labels[index:]
    return text[:index] + text[index + 1] + text[index] + text[index + 2 :], labels


def _invent(name: str, random: Random) -> str:
    """A name nobody has listed: a few letters of ``name`` changed."""
    letters = list(name)
    for _ in range(random.randint(1, 3)):
        index = random.randrange(len(letters))
        char = letters[index].lower()
        for group in ("aeiou", "bdgkpt", "lmnrs", "fvwhz", "аеиоу", "бвгдклмнпрст"):
            if char in group:
                fresh = random.choice(group)
                letters[index] = fresh.upper() if letters[index].isupper() else fresh
    return "".join(letters)
