"""
The functions that run inside the store, one file a command.

They are loaded once as a function library whose name carries a hash of its source, so that two versions of the
gateway can share a store during a rolling upgrade. Headers are checked when they are read: a caller that passes
another number of keys or arguments than the header names is a mistake found by the first test.
"""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from typing import Any

import msgspec
import structlog

from gateway.errors import StoreRefused
from gateway.store.client import Argument, StoreClient

log = structlog.get_logger()

_KEY = re.compile(r"^-- KEYS\[(\d+)\] (\w+)\s+- \S", re.M)
_ARGUMENT = re.compile(r"^-- ARGV\[(\d+)\] (\w+)\s+- \S", re.M)
_FLAGS = re.compile(r"^-- Flags: ([a-z, -]+) - \S", re.M)
_REST = re.compile(r"^-- ARGV\[\d+\.\.\.\] (\w+)\s+- \S", re.M)


class Script(msgspec.Struct, frozen=True):
    """One function: its name, the names of its keys and arguments in order, and its source."""

    name: str
    keys: tuple[str, ...]
    arguments: tuple[str, ...]
    source: str
    open_ended: bool
    """Whether any number of further arguments may follow."""
    flags: tuple[str, ...] = ()
    """What the server may know of it: ``no-writes``, ``allow-oom``."""


class BadHeader(ValueError):
    """A script's header does not say what it must."""


def read_script(name: str, source: str) -> Script:
    """
    Read one script and check its header.

    Raises
    ------
    BadHeader
        Purpose, Returns or Cost is missing, or KEYS or ARGV are not numbered 1, 2, 3...
    """
    for section in ("-- Purpose:", "-- Returns:", "-- Cost:"):
        if section not in source:
            raise BadHeader(f"{name}.lua: the header has no {section[3:]!r}")
    names = []
    for pattern in (_KEY, _ARGUMENT):
        found = pattern.findall(source)
        if [int(number) for number, _ in found] != list(range(1, len(found) + 1)):
            raise BadHeader(f"{name}.lua: the header does not number its KEYS and ARGV from 1")
        names.append(tuple(word for _, word in found))
    for word, used in (("KEYS", names[0]), ("ARGV", names[1])):
        greatest = max((int(n) for n in re.findall(rf"{word}\[(\d+)\]", source)), default=0)
        if greatest != len(used):
            raise BadHeader(f"{name}.lua: the code uses {word}[{greatest}], the header names {len(used)}")
    flags = _FLAGS.search(source)
    return Script(
        name,
        names[0],
        names[1],
        source,
        _REST.search(source) is not None,
        tuple(flags[1].replace(",", " ").split()) if flags else (),
    )


def read_all() -> dict[str, Script]:
    """Read every script that lies beside this module."""
    scripts = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda item: item.name):
        if file.name.endswith(".lua"):
            name = file.name.removesuffix(".lua")
            scripts[name] = read_script(name, file.read_text(encoding="utf-8"))
    return scripts


class Functions:
    """The only caller of functions in the store."""

    def __init__(self, client: StoreClient) -> None:
        self._client = client
        self._scripts = read_all()
        bodies = "\n".join(
            f"local function {script.name}(KEYS, ARGV)\n{script.source}\nend" for script in self._scripts.values()
        )
        self._mark = hashlib.sha256(bodies.encode()).hexdigest()[:8]
        registered = "\n".join(self._register(script) for script in self._scripts.values())
        self._library = f"#!lua name=rapport_{self._mark}\n{bodies}\n{registered}\n"
        self._names = {name: f"{name}_{self._mark}" for name in self._scripts}

    def _register(self, script: Script) -> str:
        flags = ", ".join(f"'{flag}'" for flag in script.flags)
        name = f"'{script.name}_{self._mark}'"
        return f"redis.register_function{{function_name={name}, callback={script.name}, flags={{{flags}}}}}"

    async def load(self) -> None:
        """Load the library where it is missing; idempotent."""
        await self._client.everywhere("FUNCTION", "LOAD", "REPLACE", self._library)

    async def call(self, name: str, keys: list[str], *arguments: Argument) -> Any:
        """
        Call one function. All keys must carry the same shard tag.

        A store that lost its functions (a fresh replica, a flush) did nothing: they are loaded and called again.
        """
        script = self._scripts[name]
        missing = len(script.arguments) - len(arguments)
        if len(keys) != len(script.keys) or missing > 0 or (missing < 0 and not script.open_ended):
            raise TypeError(f"{name} takes {len(script.keys)} keys and {len(script.arguments)} arguments")
        command = ("FCALL", self._names[name], len(keys), *keys, *arguments)
        try:
            return await self._client.call(keys[0], *command)
        except StoreRefused as refused:
            if "Function not found" not in str(refused):
                raise
        log.warning("the store had lost its functions; loading them again")
        await self.load()
        return await self._client.call(keys[0], *command)
