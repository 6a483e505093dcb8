"""A document database for tests: the one of ``MONGODB_URI``, else one that is built from source and started here."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
BUILD = HERE.parents[1] / "build"
BUILD_LIMIT_S = 900
START_LIMIT_S = 60


class MongoServer:
    """A server of our own; it can be stopped, and started again on the same port and files."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self._binary = binary
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._address = "127.0.0.1:0"
        self.url = ""

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._binary, self._address, self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None and self._process.stderr is not None
        line = self._process.stdout.readline()  # ends with the process, if it cannot start
        if not line.startswith("mongodb://"):
            pytest.fail(f"the document database did not start: {self._process.stderr.read()}")
        self.url = line.strip()
        self._address = self.url.removeprefix("mongodb://").rstrip("/")

    def database(self, name: str) -> str:
        """Name the address of one database. This server is for one writer at a time: more bring it to a standstill."""
        return f"{self.url}{name}?maxPoolSize=1"

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, by its own process id."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.communicate(timeout=START_LIMIT_S)


@contextlib.contextmanager
def mongo_server() -> Iterator[MongoServer]:
    """Start a server of our own; skips the test, loudly, where it cannot be built, and fails it on CI."""
    binary = _binary()
    with tempfile.TemporaryDirectory() as folder:
        server = MongoServer(binary, Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def mongo_url() -> Iterator[str]:
    """Give the address of a database that is empty."""
    name = f"rapport_test_{secrets.token_hex(6)}"
    given = os.environ.get("MONGODB_URI")
    if given:
        url = _with_database(given, name)
        try:
            yield url
        finally:
            _drop(url, name)
        return
    with mongo_server() as server:
        yield server.database(name)


def _with_database(url: str, name: str) -> str:
    """Put a database's name into an address; whoever signs in goes on doing so where the address said."""
    parts = urlsplit(url)
    query = parts.query
    if parts.username and "authSource" not in query:
        query += f"{'&' if query else ''}authSource={parts.path.strip('/') or 'admin'}"
    return parts._replace(path=f"/{name}", query=query).geturl()


def _drop(url: str, name: str) -> None:
    from pymongo import MongoClient

    with MongoClient(url, serverSelectionTimeoutMS=5_000) as client:
        client.drop_database(name)


def _binary() -> Path:
    """Build the server once for each version of its source."""
    mark = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in ("main.go", "go.mod", "go.sum")))
    binary = BUILD / f"mongo_server-{mark.hexdigest()[:12]}"
    if binary.exists():
        return binary
    go = shutil.which("go")
    if go is None:
        _give_up("there is no Go toolchain to build it with")
        raise AssertionError
    BUILD.mkdir(exist_ok=True)
    fresh = BUILD / f"{binary.name}.{os.getpid()}"
    command = [go, "build", "-trimpath", "-buildvcs=false", "-o", str(fresh), "."]
    built = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=BUILD_LIMIT_S, check=False)
    if built.returncode:
        _give_up(f"it cannot be built: {built.stderr[-2000:]}")
    fresh.replace(binary)
    return binary


def _give_up(reason: str) -> None:
    said = f"THE ARCHIVE IS NOT TESTED ON A DOCUMENT DATABASE: no MONGODB_URI is set, and {reason}"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)
