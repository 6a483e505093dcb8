"""``rapport mask``: masks lines of text, to try the masker out or to measure it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import TextIO

from anonymizer import Anonymizer, Entity, Masked, MaskingError, MaskingPolicy, canonical, split

WITHHELD = "[withheld]"
BUDGET_S = 10.0
"""Nobody waits for an answer here, so even very long lines get their time."""

_LABELS = {
    "PERSON": "name",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP address",
    "MAC_ADDRESS": "MAC address",
    "IMEI": "IMEI",
    "VIN": "VIN",
    "URL": "link",
    "DATE_OF_BIRTH": "birth date",
    "NATIONAL_ID": "national ID",
}


def mask(lines: Iterable[bytes], out: TextIO, as_json: bool, budget_s: float = BUDGET_S) -> int:
    """
    Write each line to ``out`` with its personal data replaced; return the exit code.

    Values are numbered within their line, in reading order; equal values get the same number. With ``as_json`` each
    line becomes ``{"text": ..., "entities": [{"start", "end", "type", "score"}]}``, where the offsets count code
    points of ``text``, which is the line as it was read. Bytes that are not UTF-8 become U+FFFD. A line that cannot
    be masked within ``budget_s`` seconds is written as ``[withheld]`` (in JSON with ``"withheld": true``).
    """
    anonymizer = Anonymizer(MaskingPolicy(budget_s=budget_s))
    try:
        for raw in lines:
            text = raw.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")
            out.write(_fitting((_as_json if as_json else _as_text)(anonymizer, text), out) + "\n")
            out.flush()
    except BrokenPipeError:  # the reader has seen enough, as in: rapport mask | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    return 0


def _fitting(text: str, out: TextIO) -> str:
    encoding = getattr(out, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _as_text(anonymizer: Anonymizer, text: str) -> str:
    try:
        return _write(text, anonymizer.find(text))
    except Exception:  # whatever broke: rather no text than an unmasked one
        return WITHHELD


def _write(text: str, entities: list[Entity]) -> str:
    numbers: dict[str, dict[str, int]] = {}
    written = []
    for part in split(text, entities):
        if isinstance(part, Masked):
            known = numbers.setdefault(part.entity, {})
            number = known.setdefault(canonical(part.entity, part.value), len(known) + 1)
            written.append(f"[{label_of(part.entity)} {number}]")
        else:
            written.append(part)
    return "".join(written)


def label_of(entity: str) -> str:
    """Name a type for people: ``phone`` for ``PHONE_NUMBER``, ``customer id`` for a brand's ``CUSTOMER_ID``."""
    return _LABELS.get(entity, entity.replace("_", " ").lower())


def _as_json(anonymizer: Anonymizer, text: str) -> str:
    try:
        entities = anonymizer.find(text)
    except MaskingError:
        return json.dumps({"text": WITHHELD, "entities": [], "withheld": True})
    found = [
        {"start": entity.start, "end": entity.end, "type": entity.type, "score": round(entity.score, 4)}
        for entity in entities
    ]
    return json.dumps({"text": text, "entities": found}, ensure_ascii=False)
