"""Reading a channel's own table of ``config.toml``: every mistake is collected, none stops the reading."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

EXAMPLE_VALUE = re.compile(r"(?i)^(your[-_ ].*|<.*>|change[-_ ]?me.*|example|xxx+|todo|replace[-_ ]?me.*)$")


class ConfigProblem(msgspec.Struct, frozen=True):
    """
    One mistake in the configuration.

    ``path`` is dotted (``brands.acme.channels.wa-main.phone_number_id``), ``found`` says what stands there (never a
    secret's value), ``allowed`` what may stand there.
    """

    path: str
    found: str
    allowed: str


class Secret:
    """A secret value. It never shows itself; ``reveal()`` is the one way to it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


class SettingsReader:
    """
    Reads one table and collects problems.

    Every getter returns a usable value of its type even after a mistake, so that all mistakes are found in one go;
    the caller must look at ``problems`` before it uses what was read. ``finish()`` reports unknown keys.
    """

    def __init__(self, table: Mapping[str, Any], path: str, problems: list[ConfigProblem]) -> None:
        self._table = table
        self._path = path
        self._seen: set[str] = set()
        self.problems = problems

    def path(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def problem(self, key: str, found: str, allowed: str) -> None:
        self.problems.append(ConfigProblem(self.path(key), found, allowed))

    def _take(self, key: str, default: Any, kind: type | tuple[type, ...], allowed: str) -> Any:
        self._seen.add(key)
        if key not in self._table:
            if default is ...:
                self.problem(key, "nothing", f"{allowed} (required)")
            return default
        value = self._table[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.problem(key, _show(value), allowed)
            return default
        return value

    def text(
        self,
        key: str,
        default: Any = ...,
        *,
        pattern: str | None = None,
        allowed: str = "a text",
        max_length: int = 500,
    ) -> str:
        """Read a text; ``pattern`` must match all of it. Example values left in are a mistake."""
        value = self._take(key, default, str, allowed)
        if not isinstance(value, str) or value is default:
            return default if isinstance(default, str) else ""
        if not value or len(value) > max_length or EXAMPLE_VALUE.match(value):
            left_in = "an example value left in: " if EXAMPLE_VALUE.match(value) else ""
            self.problem(key, f"{left_in}{_show(value)}", allowed)
        elif pattern is not None and not re.fullmatch(pattern, value):
            self.problem(key, _show(value), allowed)
        return value

    def optional_text(self, key: str, *, pattern: str | None = None, allowed: str = "a text") -> str | None:
        if key not in self._table:
            self._seen.add(key)
            return None
        return self.text(key, pattern=pattern, allowed=allowed)

    def choice(self, key: str, choices: Iterable[str], default: Any = ...) -> str:
        names = list(choices)
        allowed = "one of " + ", ".join(f'"{name}"' for name in names)
        value = self._take(key, default, str, allowed)
        if not isinstance(value, str):
            return default if isinstance(default, str) else ""
        if value not in names:
            self.problem(key, _show(value), allowed)
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key, default, bool, "true or false")
        return bool(value)

    def number(self, key: str, default: Any = ..., *, least: float, most: float, unit: str = "") -> float:
        allowed = f"a number from {least:g} to {most:g}{' ' + unit if unit else ''}"
        value = self._take(key, default, (int, float), allowed)
        if not isinstance(value, (int, float)):
            return float(least)
        if not least <= value <= most:
            self.problem(key, _show(value), allowed)
        return value

    def whole(self, key: str, default: Any = ..., *, least: int, most: int, unit: str = "") -> int:
        allowed = f"a whole number from {least} to {most}{' ' + unit if unit else ''}"
        value = self._take(key, default, int, allowed)
        if not isinstance(value, int):
            return least
        if not least <= value <= most:
            self.problem(key, _show(value), allowed)
        return value

    def texts(self, key: str, default: tuple[str, ...] | Any = ...) -> tuple[str, ...]:
        allowed = "a list of texts"
        value = self._take(key, default, (list, tuple), allowed)
        if not isinstance(value, (list, tuple)):
            return ()
        if not all(isinstance(item, str) for item in value):
            self.problem(key, _show(value), allowed)
            return ()
        return tuple(value)

    def url(self, key: str, default: Any = ..., *, schemes: tuple[str, ...] = ("https", "http")) -> str:
        """Read an absolute URL without credentials, query or fragment. A trailing slash is dropped."""
        allowed = "a URL such as " + schemes[0] + "://host"
        value = self._take(key, default, str, allowed)
        if not isinstance(value, str):
            return default if isinstance(default, str) else ""
        try:
            parts = urlsplit(value)
            good = parts.scheme in schemes and bool(parts.hostname) and parts.username is None
            good = good and not parts.query and not parts.fragment and (parts.port is None or parts.port > 0)
        except ValueError:
            good = False
        if not good:
            self.problem(key, _show(value), allowed)
        return value.rstrip("/")

    def origins(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """Read web origins (scheme, host, port; no path)."""
        values = self.texts(key, default)
        for value in values:
            parts = urlsplit(value)
            if parts.scheme not in ("https", "http") or not parts.hostname or parts.path or parts.query:
                self.problem(key, _show(value), 'origins such as "https://shop.example", without a path')
        return values

    def secret(self, key: str, *, required: bool = True) -> Secret | None:
        """Read ``{ env = "NAME" }`` or ``{ file = "path" }``. A value written into the file itself is a mistake."""
        allowed = '{ env = "NAME" } or { file = "path" }'
        self._seen.add(key)
        if key not in self._table:
            if required:
                self.problem(key, "nothing", f"{allowed} (required)")
            return None
        value = self._table[key]
        if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in ("env", "file"):
            self.problem(key, "a value written into the file" if isinstance(value, str) else _show(value), allowed)
            return None
        ((source, name),) = value.items()
        if not isinstance(name, str) or not name:
            self.problem(key, _show(value), allowed)
            return None
        text = os.environ.get(name) if source == "env" else _read_file(name)
        if not text:
            what = f"environment variable {name} is not set" if source == "env" else f"file {name} cannot be read"
            self.problem(key, what, "a secret that is set and not empty")
            return None
        if EXAMPLE_VALUE.match(text):
            self.problem(key, f"an example value left in, from {source} {name}", "the real secret")
        return Secret(text)

    def table(self, key: str) -> Mapping[str, Any]:
        """Read a sub-table; an absent one is empty."""
        value = self._take(key, {}, dict, "a table")
        return value if isinstance(value, dict) else {}

    def finish(self) -> None:
        known = ", ".join(sorted(self._seen))
        for key in self._table:
            if key not in self._seen:
                self.problem(key, "an unknown key", f"one of: {known}")


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _read_file(name: str) -> str | None:
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
