"""Values that only the word before them gives away: passwords, handles, passports, licences, other documents."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.entities import Entity
from anonymizer.lexicon import is_name, is_ordinary
from anonymizer.recognizers.numbers import Run
from anonymizer.view import View
from anonymizer.words import words

_DOCUMENTS = {
    cues.PASSPORT: "PASSPORT",
    cues.LICENCE: "DRIVER_LICENSE",
    cues.ID: "NATIONAL_ID",
    cues.ACCOUNT: "BANK_ACCOUNT",
    cues.DEVICE: "IMEI",
    cues.SECRET: "SECRET",
    cues.CODE: "SECRET",
}
_DIGIT_LABELS = {
    cues.PASSPORT: ("PASSPORT", 5, 15),
    cues.LICENCE: ("DRIVER_LICENSE", 5, 20),
    cues.DEVICE: ("IMEI", 8, 20),
    cues.SECRET: ("SECRET", 3, 10),
    cues.CODE: ("SECRET", 4, 8),
    cues.PASSWORD: ("SECRET", 3, 20),
    cues.HANDLE: ("HANDLE", 5, 12),
}
_SENTENCE_END = re.compile(r"(?<!\bno)(?<!\bnr)(?<!\bn)[.!?]\s|\n|;\s", re.IGNORECASE)
_REACH = 44
_CHUNK = re.compile(r"[A-Za-z0-9][A-Za-z0-9./*-]{2,30}[A-Za-z0-9]|[A-Z]{2}\s\d{6,9}(?!\w)")
_SECRET_CHUNK = re.compile(r"[!-~\u00c0-\u06ff\u0900-\u0dff]{3,40}")
_QUOTED = re.compile(r"\s*(?:[:=]|is|ist|es|est|è|é|to)?\s*[\"']([^\"'\n]{3,60})[\"']")
_COPULA = re.compile(
    r"\s*(?:[:=→]|->|(?:is|ist|lautet|es|est|è|é|to|это|adalah|yaitu|:)(?![^\W\d_])\s*:?|は|是|为|：)\s*"
)
_SPECIAL = re.compile(
    r"[A-Za-z0-9\u00c0-\u06ff][!@#$%^&*_+=?~.]+[A-Za-z0-9\u00c0-\u06ff]|[A-Za-z\u00c0-\u06ff][!@#$%^&*_+=?~]+$"
)
_HANDLE = re.compile(r"[@$]?[A-Za-z0-9][A-Za-z0-9_.-]{1,30}(?:#\d{4})?")
_AT_HANDLE = re.compile(r"(?<![\w.@/])@(?!\s)[^\W_][\w.-]{1,30}|(?<![\w.@/])@_\w{2,30}")
_UPI = re.compile(
    r"(?<![\w.])[a-z0-9][\w.-]{2,40}@(?:ok(?:axis|hdfcbank|icici|sbi)|ybl|upi|paytm|ibl|axl|apl|pthdfc|ptaxis"
    r"|sbi|icici|hdfcbank"
    r"|kotak|axisbank|jio|freecharge|fam|waaxis|yapl|rbl|idfcbank)(?![\w.])"
)
_NO_HANDLE = words(
    "support help team care service official all here channel everyone customer "
    "customersupport helpdesk admin info app login page "
    "account profile story stories post posts shop ads marketplace web link business premium plus pay reels"
)
_NO_SECRET = words("reset link change changed wrong forgotten again email e-mail manager field page screen")


def judge(run: Run) -> Entity | None:
    """A digit run whose label names a document, a device or a secret."""
    rule = _DIGIT_LABELS.get(run.label)
    if rule is None or run.measured:
        return None
    kind, least, most = rule
    if not least <= run.count <= most or (run.label == cues.CODE and run.glued and not _after_hash(run)):
        return None
    if run.label in (cues.SECRET, cues.CODE) and len(run.sizes) > 4 and run.count > 8:
        return None
    start, end = _whole_token(run) if kind in ("PASSPORT", "DRIVER_LICENSE") else (run.start, run.end)
    return Entity(start, end, kind, 0.8)


def _after_hash(run: Run) -> bool:
    return run.view.text[run.start - 1 : run.start] == "#"


def _whole_token(run: Run) -> tuple[int, int]:
    """The run with up to four letters that touch it on either side ("D1234567", "DL-0420110149646")."""
    text, start, end = run.view.text, run.start, run.end
    while start and run.start - start < 5 and _is_document_char(text[start - 1]):
        start -= 1
    while end < len(text) and end - run.end < 5 and _is_document_char(text[end]):
        end += 1
    while start < run.start and text[start] == "-":
        start += 1
    return start, end


def _is_document_char(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "-")


def judge_device(run: Run) -> Entity | None:
    """An IMEI that nothing names: 15 digits, the right checksum and a known first pair."""
    if run.count == 15 and run.digits[:2] in ("35", "86", "01", "99") and not run.anti_nearby and not run.glued:
        return Entity(run.start, run.end, "IMEI", 0.6)
    return None


def find(view: View) -> list[Entity]:
    """Values after a cue, ``@handles`` and payment handles."""
    found = []
    if "@" in view.lower:
        found += [Entity(m.start(), m.end(), "HANDLE", 0.6) for m in _AT_HANDLE.finditer(view.lower) if _is_handle(m)]
        found += [Entity(m.start(), m.end(), "HANDLE", 0.9) for m in _UPI.finditer(view.lower)]
    for start, end, category in view.cues:
        if category in _DOCUMENTS:
            found += _document(view, end, category)
        elif category == cues.PASSWORD:
            found += _password(view, end, near=view.lower[start:end] == "pass")
        elif category == cues.HANDLE:
            found += _handle(view, start, end)
    return found


def _is_handle(match: re.Match[str]) -> bool:
    return match.group()[1:].rstrip(".-") not in _NO_HANDLE


def _tail(view: View, end: int) -> int:
    """Where the clause after a cue ends: nothing beyond belongs to it."""
    stop = _SENTENCE_END.search(view.text, end, end + _REACH)
    return (
        stop.start() + 1 if stop is not None and view.text[stop.start()] != "\n" else min(len(view.text), end + _REACH)
    )


def _document(view: View, end: int, category: str) -> list[Entity]:
    """Letters and digits mixed ("C01X00T47"), at most five words after the cue."""
    limit = _tail(view, end)
    for count, match in enumerate(_CHUNK.finditer(view.text, end, limit + 24)):
        if match.start() >= limit or count > 5:
            break
        value = match.group()
        if any(stop > match.start() and start > end for start, stop, _ in view.cues_before(match.end(), 40)):
            break
        digits = sum(char.isdigit() for char in value)
        letters = sum(char.isalpha() for char in value)
        if digits >= 2 and letters and digits + letters >= 5 and not _is_ordinal(value):
            if category in (cues.CODE, cues.SECRET) and digits < 3:
                continue
            return [Entity(match.start(), match.end(), _DOCUMENTS[category], 0.7)]
    return []


def _is_ordinal(value: str) -> bool:
    return re.fullmatch(r"\d+(?:st|nd|rd|th|gb|mb|kg|km|am|pm|min|usd|eur|px|p|k|x)", value.lower()) is not None


def _password(view: View, end: int, near: bool) -> list[Entity]:
    """The value after a word for password; ``near`` takes the very next word only ("a boarding pass says 22F")."""
    quoted = _QUOTED.match(view.text, end)
    if quoted is not None:
        return [Entity(quoted.start(1), quoted.end(1), "SECRET", 0.8)]
    copula = _COPULA.match(view.lower, end)
    begin, said = (copula.end(), copula.group()) if copula is not None else (end, "")
    limit = min(_tail(view, begin), begin + _REACH)
    for count, match in enumerate(_SECRET_CHUNK.finditer(view.text, begin, limit + 30)):
        if match.start() >= limit or count > (0 if near else 3):
            break
        value = match.group().rstrip(".,;:)\"'")
        if len(value) < 3 or value.lower() in _NO_SECRET:
            continue
        mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
        if (
            mixed
            or _SPECIAL.search(value.rstrip("!?."))
            or (_SPECIAL.search(value) and count == 0 and copula is not None)
        ):
            return [Entity(match.start(), match.start() + len(value), "SECRET", 0.8)]
        first = copula is not None and match.start() == begin
        if first and value.isalpha() and (not is_ordinary(value.lower()) or "=" in said or ":" in said):
            return [Entity(match.start(), match.start() + len(value), "SECRET", 0.5)]
    return []


def _handle(view: View, start: int, end: int) -> list[Entity]:
    """A handle on either side of the name of a network."""
    limit = _tail(view, end)
    for count, match in enumerate(_HANDLE.finditer(view.text, end, limit + 20)):
        if match.start() >= limit or count > 4:
            break
        value = match.group().rstrip(".-")
        word = value.lstrip("@$").lower()
        if len(word) < 3 or word in _NO_HANDLE or word.isdigit():
            continue
        between = view.text[end : match.start()].strip(" ")
        odd = "#" in value or value[0] in "@$" or "_" in value or re.search(r"[a-z]\d|\w\.\w|\d[a-z]", word) is not None
        plain_word = is_ordinary(word) or is_name(word)
        if (
            odd
            or (between in (":", "=", "-", ": @") and not is_ordinary(word))
            or (
                between in ("is", "id", "id:", "is:", "handle", "name", "は", "号", "号是", "ist", "es", "è", "é")
                and not plain_word
            )
        ):
            return [Entity(match.start(), match.start() + len(value), "HANDLE", 0.7)]
    return []
