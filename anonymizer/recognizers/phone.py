"""Telephone numbers: by their prefix, by the words around, or by the way the digits are grouped."""

from __future__ import annotations

import re
from functools import lru_cache

from anonymizer import cues
from anonymizer.checksums import ean
from anonymizer.entities import Entity
from anonymizer.recognizers.numbers import Run

TYPE = "PHONE_NUMBER"
_EXTENSION = re.compile(
    r"[\s,;(/-]{0,3}(?:ext(?:ension)?|extn|x|poste|durchwahl|dw|int(?:erno)?|anexo|ramal|доб(?:авочный)?"
    r"|dahili|wew|toestel|#)"
    r"[\s.:#]{0,3}(\d{1,6})\b\)?",
    re.IGNORECASE,
)
_NOT_PHONES = (cues.CARD, cues.ACCOUNT, cues.ID, cues.PASSPORT, cues.LICENCE, cues.SECRET, cues.DEVICE, cues.BIRTH)
_LIKELY_MOBILE = re.compile(
    r"[6-9]\d{9}|[2-9]\d{2}[2-9]\d{6}|1[2-9]\d{2}[2-9]\d{6}|3\d{8,9}|[5-9]\d{8}|0\d{8,11}|1[3-9]\d{9}"
    r"|[78]9\d{9}|[1-9]\d9\d{8}|91[6-9]\d{9}|49\d{9,12}|39\d{10,11}|33[1-9]\d{8}|34[67]\d{8}|44[1-9]\d{9}|905\d{9}"
    r"|55\d{10,11}|52\d{10,11}|628\d{8,11}|48\d{9}|31\d{9}|9665\d{8}|9715\d{8}|86\d{11}|7\d{10}|380\d{9}|351\d{9}"
)
_GROUPED = {
    (3, 4), (4, 4), (2, 2, 2, 2), (3, 3, 3), (3, 3, 4), (3, 2, 2, 2), (2, 3, 2, 2), (3, 6), (4, 6), (5, 6), (4, 7),
    (3, 7),
    (2, 4, 4), (3, 4, 4), (1, 3, 3, 4), (3, 2, 2), (2, 2, 2, 2, 2), (1, 2, 2, 2, 2), (5, 5), (4, 3, 3), (4, 3, 4),
    (4, 3, 2, 2),
    (1, 3, 3, 2, 2), (2, 5, 4), (2, 4, 5), (2, 3, 4), (3, 5), (3, 8), (4, 8), (4, 5), (2, 7), (2, 8), (5, 4),
    (2, 3, 3), (2, 9),
    (3, 3, 2, 2), (1, 4, 4), (2, 3, 3, 2), (2, 2, 3, 2), (2, 2, 3, 3), (4, 4, 3), (4, 4, 4), (3, 3, 2), (3, 2, 3),
    (1, 8),
    (2, 2, 2, 3), (2, 2, 2, 2, 1), (5, 3, 3), (5, 2, 2, 2), (2, 6), (2, 3, 5), (4, 2, 2, 2), (4, 2, 3), (1, 2, 3, 4),
    (5, 7),
    (3, 9), (3, 4, 3), (4, 2, 4), (5, 3, 4), (3, 5, 4), (2, 4, 3), (4, 4, 2), (1, 3, 7), (6, 3), (6, 4), (6, 5),
    (4, 6, 1),
}  # fmt: skip


def judge(run: Run) -> Entity | None:
    """The run as a telephone number, with its prefix and extension, or ``None``."""
    score = _score(run)
    return _with_prefix_and_extension(run, score) if score else None


def _score(run: Run) -> float:
    count, label = run.count, run.label
    if not 5 <= count <= 17:
        return 0.0
    if run.plus:
        return 0.95 if count >= 7 and not (run.measured and count < 9) else 0.0
    if label in (cues.PHONE, cues.HANDLE):
        return 0.9 if count >= 6 and not run.measured and not _decimal(run) else 0.0
    if label in _NOT_PHONES or run.measured or (run.glued and count < 9):
        return 0.0
    if run.glued:
        before = run.view.text[run.start - 1 : run.start]
        if before in ("#", "_") or before.isupper() or run.view.text[run.end : run.end + 1].isupper():
            return 0.0
    if label == cues.ANTI:
        return 0.6 if _north_american(run) or _parenthesised(run) else 0.0
    if count > 15 or _decimal(run) or (count == 13 and run.digits[:3] in ("978", "979")):
        return 0.0
    return _score_uncued(run)


def _score_uncued(run: Run) -> float:
    count, sizes = run.count, run.sizes
    if _north_american(run) or _parenthesised(run):
        return 0.8
    if run.anti_nearby and len(sizes) == 1:
        return 0.0
    if len(sizes) > 1:
        if any("*" in joint or "_" in joint for joint in run.joints) and count >= 7:
            return 0.6
        if run.digits[0] == "0" and 8 <= count <= 12:
            return 0.8
        if sizes in _GROUPED and count >= 7:
            return _score_grouped(run)
        # Spaced or paired digits: nobody writes prices or orders "0 1 7 1 5 5 5".
        return 0.6 if count >= 9 and max(sizes) <= 4 and not run.anti_nearby else 0.0
    if count in (7, 8):
        known = run.label == cues.NUMBER and count == 8
        return 0.5 if known or _valid_in(run.digits, run.view.regions) else 0.0
    if not 9 <= count <= 15 or _is_book_or_time(run.digits):
        return 0.0
    return 0.5 if _LIKELY_MOBILE.fullmatch(run.digits) else 0.4


def _score_grouped(run: Run) -> float:
    count = run.count
    if run.anti_nearby:
        return 0.0
    if len(run.sizes) == 2 and run.joints[0] == "-" and run.sizes not in ((3, 4), (4, 4)):
        return 0.0  # "4471-99230" is somebody's order
    if count < 9:
        # "12 345 678" is an amount, "2019-2024" a span of years, "555-1234" a number to call.
        years = run.sizes == (4, 4) and all(run.view.text[a:b][:2] in ("19", "20") for a, b in run.groups)
        amount = len(set(run.joints)) == 1 and run.joints[0] in (".", " ") and set(run.sizes[1:]) == {3}
        plain_pair = run.sizes == (3, 4) and run.joints[0].strip() not in ("-", ".")
        return 0.0 if years or amount or plain_pair or "/" in run.joints[0] else 0.5
    return 0.7


def _north_american(run: Run) -> bool:
    """``415-555-2671`` and its kin: three, three and four digits, perhaps after a 1."""
    sizes = run.sizes[1:] if run.sizes[0] == 1 and run.digits[0] == "1" else run.sizes
    digits = run.digits[-10:]
    return sizes == (3, 3, 4) and digits[0] in "23456789"


def _parenthesised(run: Run) -> bool:
    """An area code in parentheses."""
    text = run.view.text
    first_end = run.groups[0][1]
    return run.count >= 7 and text[run.start - 1 : run.start] == "(" and text[first_end : first_end + 1] == ")"


def _decimal(run: Run) -> bool:
    """``3.14159``: one point after few digits."""
    return (
        len(run.sizes) == 2
        and run.joints[0] == "."
        and run.sizes[0] <= 3
        and run.sizes[1] != 4
        and run.digits[0] != "0"
    )


def _is_book_or_time(digits: str) -> bool:
    if len(digits) == 13 and (digits[:3] in ("978", "979") or ean(digits)):
        return True
    if len(digits) in (12, 14) and digits[:2] == "20":  # 202405061530: a moment
        return 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:8]) <= 31 and int(digits[8:10]) < 24
    return False


@lru_cache(maxsize=4096)
def _valid_in(digits: str, regions: tuple[str, ...]) -> bool:
    """Whether a brand's region has such a number: settles short ones that could be anything elsewhere."""
    if not regions:
        return False
    import phonenumbers  # its metadata costs start-up time, and few messages need it

    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _with_prefix_and_extension(run: Run, score: float) -> Entity:
    text, start, end = run.view.text, run.start, run.end
    before = text[max(0, start - 3) : start]
    kept = before.rstrip("( ")
    if kept.endswith("+"):
        start -= len(before) - len(kept) + 1
    elif before.endswith("(") and ")" in text[start:end]:
        start -= 1
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    extension = _EXTENSION.match(text, end)
    if extension is not None:
        end = extension.end()
    return Entity(start, end, TYPE, score)
