"""Payment cards: proven by checksum and issuer, or named by a cue even when mistyped."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.checksums import ean, luhn
from anonymizer.entities import Entity
from anonymizer.recognizers.numbers import Run

TYPE = "CREDIT_CARD"
_ISSUER = re.compile(
    r"4\d{12}(?:\d{3}|\d{6})?|5[0-8]\d{10,17}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-59]|[689]\d)\d{11,16}|35\d{14,17}|6\d{11,18}|220[0-4]\d{12}|9792\d{12}|1800\d{11}|2131\d{11}|81\d{14,17}"
)
_CARD_SIZES = {
    (4, 4, 4, 4),
    (4, 6, 5),
    (4, 6, 4),
    (4, 4, 4, 4, 3),
    (4, 4, 4, 3),
    (4, 4, 4, 1),
    (4, 4, 4),
    (8, 8),
    (4, 12),
}


def judge(run: Run) -> Entity | None:
    """The run as a card number, or ``None``. 12 to 19 digits."""
    if not 12 <= run.count <= 19:
        return None
    score = _score(run)
    return Entity(run.start, run.end, TYPE, score) if score else None


def _score(run: Run) -> float:
    label, grouped = run.label, run.sizes in _CARD_SIZES
    proven = luhn(run.digits) and _ISSUER.fullmatch(run.digits) is not None
    if label == cues.CARD:
        return 1.0 if proven else 0.8
    if proven:
        if label == cues.DEVICE and run.count == 15:
            return 0.0
        if run.count == 13 and ean(run.digits):
            return 0.0  # a bar code; cards of 13 digits are history
        if run.count == 12 and not grouped:
            return 0.6 if label == "" and not run.plus else 0.0
        # A card beside the word "order" is still a card: none may be stored.
        return 0.0 if run.glued and label == cues.ANTI else 1.0
    if label in (cues.ANTI, cues.DEVICE, cues.ID, cues.ACCOUNT, cues.PHONE) or run.plus:
        return 0.0
    typed_wrong = run.sizes in ((4, 4, 4, 4), (4, 6, 5)) or (run.count == 16 and run.digits[0] in "3456")
    return 0.6 if typed_wrong and not run.glued and not run.anti_nearby else 0.0
