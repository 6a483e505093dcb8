"""Reads tables of the configuration file: like the connectors' reader, with exact places, paths and suggestions."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from connectors.settings import ConfigProblem, Secret, SettingsReader

_ENV_NAME = re.compile(r"[A-Z_][A-Z0-9_]{0,99}")
_PASSWORD = re.compile(r"//[^/@\s]*@")
_SOURCE = '{ env = "NAME" } or { file = "path" }'


class FileReader(SettingsReader):
    """
    A ``SettingsReader`` that knows the file.

    Relative paths count from ``folder``, where the configuration file lies. A mistake in an item of a list gets the
    path of that item; an unknown key comes with the key that was probably meant; and no mistake shows what may be a
    secret in the wrong place.
    """

    def __init__(self, table: Mapping[str, Any], path: str, problems: list[ConfigProblem], folder: Path) -> None:
        super().__init__(table, path, problems)
        self.folder = folder

    def has(self, key: str) -> bool:
        return key in self._table

    def names(self) -> list[str]:
        return list(self._table)

    def value(self, key: str) -> Any:
        """Return what stands there, unread and unchecked."""
        return self._table.get(key)

    def problem(self, key: str, found: str, allowed: str) -> None:
        value = self._table.get(key)
        if isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, str) and found in (repr(item), repr(item[:60])):
                    key = f"{key}[{index}]"
                    break
        super().problem(key, _PASSWORD.sub("//***@", found), allowed)

    def child(self, key: str) -> FileReader:
        """Read a sub-table; an absent one is empty."""
        return FileReader(self.table(key), self.path(key), self.problems, self.folder)

    def children(self, key: str) -> list[FileReader]:
        """Read a list of tables (``[[...]]``); an absent one is empty."""
        found = self._take(key, [], list, "a list of tables")
        readers: list[FileReader] = []
        for index, item in enumerate(found if isinstance(found, list) else []):
            if isinstance(item, dict):
                readers.append(FileReader(item, f"{self.path(key)}[{index}]", self.problems, self.folder))
            else:
                super().problem(f"{key}[{index}]", _kind_of(item), "a table")
        return readers

    def folder_path(self, key: str, default: str) -> Path:
        return self.folder / Path(self.text(key, default, allowed="a folder"))

    def texts_like(self, key: str, fits: Callable[[str], bool], allowed: str) -> tuple[str, ...]:
        """Read a list of texts, each of which must fit; an absent one is empty."""
        texts = self.texts(key, ())
        for index, text in enumerate(texts):
            if not fits(text):
                super().problem(f"{key}[{index}]", repr(text[:60]), allowed)
        return texts

    def secret(self, key: str, *, required: bool = True) -> Secret | None:
        """Read a secret; see ``SettingsReader.secret``. What stands in the wrong place is described, never shown."""
        value = self._table.get(key)
        wrong = _wrong_source(value) if key in self._table else None
        if wrong is not None:
            self._seen.add(key)
            super().problem(key, wrong, _SOURCE)
            return None
        if isinstance(value, dict) and "file" in value:
            value = {"file": os.fspath(self.folder / value["file"])}
            absolute = SettingsReader({key: value}, self._path, self.problems)
            self._seen.add(key)
            return absolute.secret(key, required=required)
        return super().secret(key, required=required)

    def finish(self) -> None:
        known = sorted(self._seen)
        for key in self._table:
            if key not in self._seen:
                near = difflib.get_close_matches(key.lower().replace("-", "_"), known, 1, 0.6)
                meant = f"; did you mean {near[0]!r}?" if near else ""
                super().problem(key, f"an unknown key{meant}", f"one of: {', '.join(known)}")


def _wrong_source(value: Any) -> str | None:
    """Say what is wrong with the table of a secret, without a word of its content; ``None`` when it has the form."""
    if not isinstance(value, dict):
        return "a value written into the file" if isinstance(value, (str, int, float)) else _kind_of(value)
    if set(value) not in ({"env"}, {"file"}):
        return "a table of another form"
    ((source, name),) = value.items()
    if not isinstance(name, str) or not name:
        return f"an empty {source}" if name == "" else f"{source} with {_kind_of(name)}"
    if source == "env" and _ENV_NAME.fullmatch(name) is None:
        return "a text that is no name of an environment variable (capitals, digits and _)"
    if source == "file" and (len(name) > 400 or "\0" in name):
        return "a text that is no path"
    return None


def _kind_of(value: Any) -> str:
    names = {dict: "a table", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "a date")


def origin_of(text: str) -> str | None:
    """Write a web origin as browsers do; ``None`` when it is none."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    shown += "" if port in (None, {"https": 443, "http": 80}.get(parts.scheme)) else f":{port}"
    plain = f"{parts.scheme}://{parts.netloc}".lower() == text.lower()
    if parts.scheme not in ("https", "http") or not host or not plain or "@" in parts.netloc or port == 0:
        return None
    return f"{parts.scheme}://{shown}"
