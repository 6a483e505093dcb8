"""Reads ``config.toml`` and finds every mistake in it, each with its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from connectors.settings import ConfigProblem
from gateway.config_brands import read_brands
from gateway.config_lines import Reading, read_toml
from gateway.config_model import (
    ArchiveSettings,
    BrandSettings,
    ChannelSettings,
    ConfigInvalid,
    LocatedProblem,
    PrivacySettings,
    ServerSettings,
    Settings,
    StoreSettings,
)
from gateway.config_reader import FileReader
from gateway.config_sections import read_archive, read_privacy, read_server, read_store

__all__ = [
    "ArchiveSettings",
    "BrandSettings",
    "ChannelSettings",
    "ConfigInvalid",
    "LocatedProblem",
    "PrivacySettings",
    "ServerSettings",
    "Settings",
    "StoreSettings",
    "load_settings",
]

_LARGEST = 1 << 20
_LAST_STEP = re.compile(r"(\.[^.\[\]]*|\[\d+\])$")


def load_settings(path: Path) -> Settings:
    """
    Read the configuration and make its connectors. No I/O but the file itself and the files of secrets.

    Raises
    ------
    ConfigInvalid
        There are mistakes; the error holds all of them.
    """
    reading = read_toml(_read_text(path))
    syntax = [
        LocatedProblem(error.line, "", f"no TOML in column {error.column}: {error.message}", "valid TOML")
        for error in reading.errors
    ]
    if not reading.complete:
        raise ConfigInvalid(path, syntax)
    problems: list[ConfigProblem] = []
    settings = _read_tree(FileReader(reading.tree, "", problems, path.resolve().parent))
    located = [_locate(problem, reading) for problem in problems if not _may_be_left_out(problem, reading)]
    if syntax or located:
        raise ConfigInvalid(path, sorted([*syntax, *located], key=lambda problem: problem.line))
    return settings


def _read_text(path: Path) -> str:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigInvalid(path, [LocatedProblem(0, "", reason.lower(), "a file that can be read")]) from None
    if size > _LARGEST:
        raise ConfigInvalid(path, [LocatedProblem(0, "", f"{size} bytes", f"at most {_LARGEST} bytes")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"a byte that is not UTF-8 (0x{raw[error.start]:02x})"
        raise ConfigInvalid(path, [LocatedProblem(line, "", found, "text in UTF-8")]) from None


def _read_tree(reader: FileReader) -> Settings:
    server = read_server(reader.child("server"))
    store = read_store(reader.child("store"))
    embedded = not (isinstance(reader.value("store"), dict) and "url" in reader.value("store"))
    settings = Settings(
        server=server,
        store=store,
        privacy=read_privacy(reader.child("privacy"), embedded=embedded),
        archive=read_archive(reader.child("archive")),
        brands=read_brands(reader.child("brands")),
    )
    if not reader.value("brands"):
        reader.problem("brands", "no brand", "at least one table such as [brands.acme]")
    reader.finish()
    return settings


def _locate(problem: ConfigProblem, reading: Reading) -> LocatedProblem:
    """Find the line of what is wrong; of its table when it is missing."""
    path: Any = problem.path
    while path and path not in reading.lines:
        shorter = _LAST_STEP.sub("", path)
        path = "" if shorter == path else shorter
    return LocatedProblem(reading.lines.get(path, 1), problem.path, problem.found, problem.allowed)


def _may_be_left_out(problem: ConfigProblem, reading: Reading) -> bool:
    """A key that is only missing because its line is no TOML is not missed as well."""
    return problem.found == "nothing" and problem.path.rpartition(".")[2] in reading.left_out
