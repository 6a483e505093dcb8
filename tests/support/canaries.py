"""Planted values, and looking for them in any encoding."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote


class Canary(NamedTuple):
    """A value that must not be found, and where it was planted."""

    name: str
    value: str


def spellings(value: str) -> dict[str, bytes]:
    """Spell a value as it might leak: encodings, escapes, reversed, digits alone, the last eight digits."""
    raw = value.encode()
    digits = re.sub(r"\D", "", value)
    found = {
        "utf-8": raw,
        "lower": value.lower().encode(),
        "utf-16le": value.encode("utf-16-le"),
        "utf-16be": value.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "percent": quote(value).encode(),
        "json": json.dumps(value)[1:-1].encode(),
        "reversed": value[::-1].encode(),
    }
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
        found[f"base64 at {shift}"] = encoded[(0, 2, 3)[shift] : len(encoded) - 1 - ((shift + len(raw)) % 3 != 0)]
    if len(digits) >= 8:
        found |= {
            "digits": digits.encode(),
            "last eight digits": digits[-8:].encode(),
            "digits in hex": digits.encode().hex().encode(),
            "digits reversed": digits[::-1].encode(),
        }
    return {name: form for name, form in found.items() if len(form) >= 6}


def find_canaries(haystack: bytes, canaries: Iterable[Canary]) -> list[str]:
    """Say which canaries stand in ``haystack`` and how they are spelled; WhatsApp ids are decoded and read too."""
    texts = [haystack, haystack.lower()]
    for token in re.findall(rb"wamid\.([A-Za-z0-9+/=_-]{8,})", haystack):
        padded = token + b"=" * (-len(token) % 4)
        texts.append(base64.b64decode(padded, altchars=b"-_", validate=False))
    return [
        f"{canary.name} as {name}"
        for canary in canaries
        for name, form in spellings(canary.value).items()
        if any(form in text for text in texts)
    ]
