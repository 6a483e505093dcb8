"""Bank accounts: IBAN by checksum, everything else by cue."""

from __future__ import annotations

import re

from anonymizer import checksums, cues
from anonymizer.entities import Entity
from anonymizer.recognizers.numbers import Run
from anonymizer.view import View

ACCOUNT = "BANK_ACCOUNT"
IBAN = "IBAN_CODE"
_LENGTHS = {
    "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "br": 29,
    "by": 28, "ch": 21,
    "cr": 22, "cy": 28, "cz": 24, "de": 22, "dk": 18, "do": 28, "ee": 20, "eg": 29, "es": 24, "fi": 18,
    "fo": 18, "fr": 27,
    "gb": 22, "ge": 22, "gi": 23, "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22, "il": 23,
    "iq": 23, "is": 26,
    "it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "lc": 32, "li": 21, "lt": 20, "lu": 20, "lv": 21,
    "ly": 25, "mc": 27,
    "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30, "nl": 18, "no": 15, "pk": 24, "pl": 28,
    "ps": 29, "pt": 25,
    "qa": 29, "ro": 24, "rs": 22, "ru": 33, "sa": 24, "sc": 31, "sd": 18, "se": 24, "si": 19, "sk": 24,
    "sm": 27, "st": 25,
    "sv": 28, "tl": 23, "tn": 24, "tr": 26, "ua": 29, "va": 22, "vg": 24, "xk": 20,
}  # fmt: skip
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}[ -]?[0-9o]{2}(?:[ .-]{0,2}[a-z0-9]){11,30}")
_BIC = re.compile(
    r"\b(?:bic|swift)\b[\s:#]*(?:(?:code|is|ist|es|é|lautet|-)[\s:#]*){0,2}([a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)\b"
)


def judge(run: Run) -> Entity | None:
    """A digit run named as an account number, or ``None``."""
    named = run.label == cues.ACCOUNT or (
        run.label == "" and any(category == cues.ACCOUNT for _, _, category in run.view.cues_after(run.end, 12))
    )
    if not named or not 5 <= run.count <= 30 or run.measured:
        return None
    return Entity(run.start, run.end, ACCOUNT, 0.85)


def find_ibans(view: View) -> list[Entity]:
    """IBANs in any case and grouping, also mistyped when the length fits; BICs after their cue."""
    lower = view.lower
    found = []
    for match in _IBAN.finditer(lower):
        end = _iban_end(lower, match.start(), match.end())
        if end:
            compact = _compact(lower[match.start() : end])
            found.append(Entity(match.start(), end, IBAN, 1.0 if checksums.iban(compact) else 0.7))
    if "bic" in lower or "swift" in lower:
        found += [Entity(m.start(1), m.end(1), ACCOUNT, 0.7) for m in _BIC.finditer(lower)]
    return found


def _compact(spelled: str) -> str:
    return re.sub(r"[ .-]", "", spelled).upper()


def _iban_end(lower: str, start: int, limit: int) -> int:
    """End of the IBAN that starts at ``start``, 0 when it is none. Words may follow it without a break."""
    country = lower[start : start + 2]
    length = _LENGTHS.get(country)
    if length is None:
        return 0
    seen, index, fallback = 0, start, 0
    while index < limit and seen < length:
        if lower[index].isalnum():
            seen += 1
            fallback = index + 1
        index += 1
    candidate = lower[start:fallback]
    compact = _compact(candidate)
    boundary = fallback >= len(lower) or not lower[fallback].isalnum()
    digits = sum(char.isdigit() for char in compact)
    if seen == length and compact[2:4].isdigit():
        if checksums.iban(compact):
            return fallback
        if boundary and digits >= length // 2 and lower[start + 2] != " ":
            return fallback
    # One digit too many or too few: still an account number, as long as nearly all of it is digits.
    if digits >= 12 and lower[start + 2] != " " and compact[2:4].isdigit() and digits >= len(compact) - 6:
        return _token_end(lower, start, limit)
    return 0


def _token_end(lower: str, start: int, limit: int) -> int:
    end = start
    for match in re.finditer(r"[a-z0-9]+", lower[start:limit]):
        word = match.group()
        if match.start() and not any(char.isdigit() for char in word):
            break
        end = start + match.end()
    return end
