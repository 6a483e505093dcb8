"""Reading the objects of the schema: what is wrong and can be spared is noted, what cannot stops the reading."""

from __future__ import annotations

import math
import re
from collections.abc import Container
from typing import TypeVar

from connectors.ids import Identity
from connectors.reading import Item, Unreadable, time_ms

SCHEMA_VERSION = 1

MOST_ID = 500
MOST_IDENTITIES = 10
MOST_TEXT = 200_000
_LARGEST = 2**53

T = TypeVar("T")

_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")


def identities(value: object) -> tuple[Identity, ...] | None:
    """Read a list of identities, best first; ``None`` when it is not one, or has a member that names nobody."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_IDENTITIES:
        return None
    read = []
    for member in value:
        if not isinstance(member, dict):
            return None
        kind, name = member.get("kind"), member.get("value")
        if not isinstance(kind, str) or not _KIND.fullmatch(kind):
            return None
        if not isinstance(name, str) or not name.strip() or len(name) > MOST_ID:
            return None
        read.append(Identity(kind, name))
    return tuple(dict.fromkeys(read))


class Fields:
    """
    One object. Absent, ``null`` and, for a text, empty are the same.

    The getters that begin with ``need`` raise ``Unreadable``; the others put the names of wrong fields into
    ``problems``, which an object shares with those inside it. Problems never hold content.
    """

    def __init__(self, item: Item, problems: list[str] | None = None, path: str = "") -> None:
        self.problems: list[str] = [] if problems is None else problems
        self._item = item
        self._path = path

    def text(self, key: str, most: int = MOST_TEXT) -> str | None:
        value = self._item.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or len(value) > most:
            self._wrong(key)
            return None
        return value

    def name(self, key: str) -> str | None:
        """Return a text that names something: at most ``MOST_ID`` long and not blank."""
        value = self.text(key, MOST_ID)
        if value is not None and not value.strip():
            self._wrong(key)
            return None
        return value

    def need_text(self, key: str) -> str:
        return self._needed(key, self.text(key))

    def need_name(self, key: str) -> str:
        return self._needed(key, self.name(key))

    def need_word(self, key: str, words: Container[str]) -> str:
        value = self.need_name(key)
        if value not in words:
            raise Unreadable(f"none of the known words in {self._path}{key}")
        return value

    def flag(self, key: str) -> bool:
        value = self._item.get(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key)
        return value is True

    def need_flag(self, key: str) -> bool:
        if not isinstance(self._item.get(key), bool):
            raise Unreadable(f"neither true nor false in {self._path}{key}")
        return self.flag(key)

    def whole(self, key: str) -> int | None:
        value = self._item.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LARGEST:
            self._wrong(key)
            return None
        return value

    def need_degrees(self, key: str, most: float) -> float:
        value = self._item.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise Unreadable(f"no number in {self._path}{key}")
        if abs(value) > most:
            raise Unreadable(f"no place on earth in {self._path}{key}")
        return float(value)

    def time_ms(self, key: str) -> int | None:
        """Read ISO 8601 or Unix time, in seconds or milliseconds."""
        if self._item.get(key) is None:
            return None
        found = time_ms(self._item, key)
        if found is None:
            self._wrong(key)
        return found

    def people(self, key: str) -> tuple[Identity, ...]:
        if self._item.get(key) is None:
            return ()
        found = identities(self._item[key])
        if found is None:
            self._wrong(key)
        return found or ()

    def need_people(self, key: str) -> tuple[Identity, ...]:
        found = identities(self._item.get(key))
        if found is None:
            raise Unreadable(f"no identities in {self._path}{key}")
        return found

    def child(self, key: str) -> Fields | None:
        value = self._item.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong(key)
            return None
        return Fields(value, self.problems, f"{self._path}{key}.")

    def need_child(self, key: str) -> Fields:
        return self._needed(key, self.child(key))

    def children(self, key: str) -> list[Fields]:
        value = self._item.get(key)
        if value is None:
            return []
        members = value if isinstance(value, list) else [value]
        good = [member for member in members if isinstance(member, dict)]
        if len(good) < len(members):
            self._wrong(key)
        return [Fields(member, self.problems, f"{self._path}{key}.") for member in good]

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._item.get(key)
        if value is None:
            return ()
        members = value if isinstance(value, list) else [value]
        good = tuple(member for member in members if isinstance(member, str) and member)
        if len(good) < len(members):
            self._wrong(key)
        return good

    def _wrong(self, key: str) -> None:
        self.problems.append(f"{self._path}{key}")

    def _needed(self, key: str, value: T | None) -> T:
        if value is None:
            raise Unreadable(f"nothing usable in {self._path}{key}")
        return value
