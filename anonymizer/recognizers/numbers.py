"""
Digit runs: found once, carved where dates, times and addresses of machines begin, labelled by the words around.

The families (phones, cards, accounts, national ids) judge the same runs, so no digit is scanned twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from anonymizer import cues
from anonymizer.view import View

_DIGITS = re.compile(r"\d+")
_UUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])")
_JOINT = re.compile(r"[ ]{0,2}[-./()·*_~+][ ]{0,2}[-()·*_]?[ ]?|[ ]{1,3}|-{2,3}|[ ]?\.{2,3}[ ]?")
_SENTENCE_END = re.compile(r"[.!?。]\s|\n\s*\n")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₽₺₩₴฿]|usd|eur|gbp|rs\.?|inr|rp\.?|r\$|idr|zł|tl|chf)\s?$")
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£¥₹₽₺₩₴฿%°]|(?:usd|eur|euros?|gbp|dollars?|pounds?|bucks|pln|zł|zl|złotych|tl|lira|try|rub"
    r"|руб\w*|₽|inr|rs|rupees?"
    r"|idr|rupiah|yuan|rmb|jpy|yen|pesos?|reais|real|chf|francs?|kr|sek|nok|dkk|aed|sar|ريال|درهم|जन|रुपये|रुपए"
    r"|kg|km|cm|mm|ml|mb|gb|tb|kb|mbps|kwh|mah|ms|px|rpm|hz|mhz|ghz|times|pcs|pieces|items|units|people|days|hours"
    r"|minutes|seconds|points|followers|views|likes|steps)\b|元|円|块|원|万|億|亿)"
)
_POSSESSIVE = re.compile(
    r"\b(?:my|mine|our|his|her|mein\w*|unsere?|mon|ma|notre|mi|mis|nuestro|meu|minha|nosso|mio|mia|il mio|mijn"
    r"|ons|mój|moj|mojego"
    r"|moim|мой|моя|мое|моего|моему|моём|наш|benim|मेरा|मेरी|मेरे|saya|aku|ku)\b|我|私|僕|俺|رقمي|numaram|telefonum|nomorku"
)
_TRANSPARENT = (cues.NAME, cues.ADDRESS, cues.PLATE)
"""Cues that say nothing about the digits after them."""
_NUMBERS_ASKED = frozenset(
    {cues.PHONE, cues.CARD, cues.ACCOUNT, cues.ID, cues.SECRET, cues.CODE, cues.BIRTH, cues.ADDRESS, cues.DEVICE}
)


class Run:
    """One stretch of digits with its separators, in offsets of the view's text."""

    def __init__(self, view: View, groups: list[tuple[int, int]], previous_end: int) -> None:
        self.view = view
        self.groups = groups
        self.previous_end = previous_end
        self.start = groups[0][0]
        self.end = groups[-1][1]
        text = view.text
        self.digits = "".join(text[start:end] for start, end in groups)
        self.sizes = tuple(end - start for start, end in groups)
        self.joints = [text[a[1] : b[0]] for a, b in pairwise(groups)]
        head = text[max(0, self.start - 3) : self.start].rstrip(" (")
        self.plus = head.endswith("+") or (self.digits.startswith("00") and 9 <= len(self.digits) <= 17)

    @property
    def count(self) -> int:
        """How many digits."""
        return len(self.digits)

    @cached_property
    def glued(self) -> bool:
        """
        Whether the run is part of an SKU, a GUID or a file name: a capital, ``_`` or ``#`` touches it.

        Lower-case words may touch a phone number ("al3331234567grazie").
        """
        text = self.view.text
        before = text[max(0, self.start - 2) : self.start].rstrip("(")[-1:]
        after = text[self.end : self.end + 2]
        if before in ("#", "_") or after[:1] == "_" or (before.isascii() and before.isupper()):
            return True
        if not (after[:1].isascii() and after[:1].isalpha()):
            return False
        return after[:1].isupper() or len(after) < 2 or not after[1].isalpha()

    @cached_property
    def label(self) -> str:
        """
        Cue category that names this run, ``""`` when nothing does.

        The nearest cue before wins, then one right after. An ``ANTI`` cue reaches over neither another number
        nor the end of a sentence.
        """
        view = self.view
        weak = ""
        for _, end, category in view.cues_before(self.start):
            if end <= self.previous_end and category in (cues.ANTI, cues.CODE, cues.CARD, cues.BIRTH):
                continue
            if category in _TRANSPARENT:
                continue
            between = view.lower[end : self.start]
            if category == cues.NUMBER or (category == cues.CODE and not weak):
                weak = weak or category
                continue
            if _SENTENCE_END.search(between) and (category == cues.ANTI or len(between) > 24):
                continue
            return category
        after = self._label_after()
        if after and after != cues.NUMBER:
            return after
        if weak == cues.CODE:
            return cues.CODE
        if (weak or after) == cues.NUMBER:
            nearby = view.lower[max(0, self.start - 40) : self.start] + " " + view.lower[self.end : self.end + 24]
            return cues.PHONE if _POSSESSIVE.search(nearby) else cues.NUMBER
        # A bare answer to "what is your order number?" is that number.
        asked = view.expects
        return cues.ANTI if cues.ANTI in asked and not asked & _NUMBERS_ASKED else ""

    def _label_after(self) -> str:
        for start, end, category in self.view.cues_after(self.end):
            between = self.view.lower[self.end : start]
            if "\n" in between or _SENTENCE_END.search(between) or _DIGITS.search(between):
                break
            if category in _TRANSPARENT:
                continue
            tail = self.view.lower[end : end + 12]
            if not _DIGITS.search(tail):
                return category
        return ""

    @cached_property
    def anti_nearby(self) -> bool:
        """Whether an ``ANTI`` cue stands in reach on either side."""
        view = self.view
        around = view.cues_before(self.start, 60) + view.cues_after(self.end, 30)
        return any(category == cues.ANTI for _, _, category in around)

    @cached_property
    def measured(self) -> bool:
        """Whether a currency or a unit belongs to the run."""
        lower = self.view.lower
        return (
            _MONEY_AFTER.match(lower, self.end) is not None
            or _MONEY_BEFORE.search(lower[max(0, self.start - 5) : self.start]) is not None
        )


def _calendar(first: str, second: str, third: str) -> bool:
    if len(first) == 4:
        return first[:2] in ("19", "20") and 1 <= int(second) <= 12 and len(third) <= 2 and 1 <= int(third) <= 31
    if len(first) > 2 or len(second) > 2 or len(third) not in (2, 4):
        return False
    day, month = sorted((int(first), int(second)), reverse=True)
    return 1 <= month <= 12 and 1 <= day <= 31 and (len(third) == 2 or third[:2] in ("19", "20"))


def is_date(view: View, groups: list[tuple[int, int]]) -> bool:
    """Whether three groups with equal ``-``, ``.`` or ``/`` between them read as a day, month and year."""
    if len(groups) != 3:
        return False
    text = view.text
    first, second, third = (text[start:end] for start, end in groups)
    joints = {text[groups[0][1] : groups[1][0]].strip(), text[groups[1][1] : groups[2][0]].strip()}
    return len(joints) == 1 and joints <= {"-", ".", "/"} and _calendar(first, second, third)


def _carve(view: View, groups: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cut dates out of a chain of groups; machine addresses stay whole and are refused later."""
    index = 0
    pending: list[tuple[int, int]] = []
    while index < len(groups):
        window = groups[index : index + 3]
        if is_date(view, window) and not _continues(view, groups, index):
            if pending:
                yield pending
                pending = []
            yield window
            index += 3
        else:
            pending.append(groups[index])
            index += 1
    if pending:
        yield pending


def _continues(view: View, groups: list[tuple[int, int]], index: int) -> bool:
    """Whether the chain goes on with the date's own separator on either side: then it is no date."""
    text = view.text
    joint = text[groups[index][1] : groups[index + 1][0]].strip()
    before = text[groups[index - 1][1] : groups[index][0]].strip() if index else " "
    follows = index + 3 < len(groups)
    after = text[groups[index + 2][1] : groups[index + 3][0]].strip() if follows else " "
    return joint in (before, after)


def find_runs(view: View) -> list[Run]:
    """All digit runs of a text, in order. Dates come as runs of their own (see ``is_date``)."""
    text = view.text
    chains: list[list[tuple[int, int]]] = []
    last = -10
    skipped = [match.span() for match in _UUID.finditer(view.lower)] if "-" in text else []
    for count, match in enumerate(_DIGITS.finditer(text)):
        span = match.span()
        while skipped and skipped[0][1] <= span[0]:
            skipped.pop(0)
        if skipped and skipped[0][0] <= span[0]:
            continue
        gap = text[last : span[0]] if 0 <= span[0] - last <= 6 else ""
        if chains and gap and _JOINT.fullmatch(gap) and len(chains[-1]) < 40:
            chains[-1].append(span)
        else:
            chains.append([span])
        last = span[1]
        if not count % 1024:
            view.budget.check()
    runs: list[Run] = []
    previous_end = 0
    for chain in chains:
        for groups in _carve(view, chain):
            runs.append(Run(view, groups, previous_end))
            previous_end = groups[-1][1]
    return runs


def subruns(run: Run) -> list[Run]:
    """Cut a run that makes no sense as a whole where its widest separators are, or between its large groups."""
    if len(run.groups) < 2:
        return []
    wide = [len(joint) > 1 and " " in joint for joint in run.joints]
    if not any(wide):
        wide = [
            joint == " " and min(a, b) >= 6 for joint, a, b in zip(run.joints, run.sizes, run.sizes[1:], strict=False)
        ]
    if not any(wide):
        wide = [joint == " " for joint in run.joints] if len(set(run.joints)) > 1 else [False]
    if not any(wide):
        return []
    pieces: list[list[tuple[int, int]]] = [[run.groups[0]]]
    for cut, group in zip(wide, run.groups[1:], strict=False):
        if cut:
            pieces.append([group])
        else:
            pieces[-1].append(group)
    made: list[Run] = []
    previous_end = run.previous_end
    for piece in pieces:
        made.append(Run(run.view, piece, previous_end))
        previous_end = piece[-1][1]
    return made
