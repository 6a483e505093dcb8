"""Reading decoded JSON that may lack anything and hold anything."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from connectors import strict_json
from connectors.events import NotUnderstood

Item = dict[str, Any]

FIRST_SECOND = 1
LAST_SECOND = 100_000_000_000


class Unreadable(Exception):
    """This item does not have the documented shape. The message names keys, never content."""


def text(item: Item, key: str) -> str | None:
    """Return a text that is not empty; a whole number counts as one (ids come both ways), all else as absent."""
    value = item.get(key)
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def need_text(item: Item, key: str) -> str:
    value = text(item, key)
    if value is None:
        raise Unreadable(f"no text in {key}")
    return value


def child(item: Item, key: str) -> Item:
    """Return an object; an absent or wrong one counts as empty."""
    value = item.get(key)
    return value if isinstance(value, dict) else {}


def need_child(item: Item, key: str) -> Item:
    value = item.get(key)
    if not isinstance(value, dict):
        raise Unreadable(f"no object in {key}")
    return value


def children(item: Item, key: str) -> list[Item]:
    """Return the objects of a list; wrong members are left out."""
    value = item.get(key)
    return [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []


def need_children(item: Item, key: str) -> list[Item]:
    """Return the objects of a list that holds nothing else."""
    value = item.get(key)
    if not isinstance(value, list) or not all(isinstance(member, dict) for member in value):
        raise Unreadable(f"no list of objects in {key}")
    return value


def at_ms(item: Item, key: str = "timestamp") -> int | None:
    """Turn Unix seconds (text or number) into milliseconds; nonsense counts as absent."""
    value = item.get(key)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 12:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value * 1000 if FIRST_SECOND <= value <= LAST_SECOND else None


def time_ms(item: Item, key: str) -> int | None:
    """
    Read a time of any of the forms in use: seconds or milliseconds, as number or as text, or ISO 8601.

    What is below ``LAST_SECOND`` are seconds. Nonsense counts as absent.
    """
    value = item.get(key)
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit() and len(value) <= 15):
            return _iso_ms(value)
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    if FIRST_SECOND <= value < LAST_SECOND:
        return value * 1000
    return value if LAST_SECOND <= value <= LAST_SECOND * 1000 else None


def _iso_ms(value: str) -> int | None:
    try:
        read = datetime.fromisoformat(value)
        stamp = read.replace(tzinfo=read.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None
    return int(stamp * 1000) if stamp >= FIRST_SECOND else None


def fingerprint(*parts: object) -> str:
    """Return a short text that is equal for equal JSON values: the key of what has no id of its own."""
    return hashlib.blake2b(strict_json.dumps(parts), digest_size=12).hexdigest()


def not_understood(fragment: Any, problem: str) -> NotUnderstood:
    return NotUnderstood(key=f"x:{fingerprint(fragment)}", raw=strict_json.dumps(fragment), problem=problem)
