"""`rapport serve` as a child process: it can be killed at a named point, and it comes back on the same folder."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from gateway.app import Storage
from gateway.clock import SystemClock
from gateway.config import load_settings
from gateway.store.experts import Experts
from tests.support.house import secrets_set, use_invite

_COMMAND = (sys.executable, "-c", "from gateway.cli import main; main()", "serve")
_ROOT = Path(__file__).parents[2]


class GatewayProcess:
    """One gateway process at a time on one configuration; ``log`` collects what all of them said."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.log = config.with_name("gateway.log")
        self._process: asyncio.subprocess.Process | None = None

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "start it first"
        return self._process

    async def start(self, fail_point: str = "") -> None:
        """Start it and wait until it serves."""
        await self.launch(fail_point)
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            line = await self.process.stdout.readline()
        assert b"serves" in line, self.log.read_text()

    async def launch(self, fail_point: str = "") -> None:
        """Start it and return at once."""
        environment = {**os.environ, "RAPPORT_FAIL_POINT": fail_point}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_COMMAND, str(self.config), cwd=_ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=log
            )

    async def ended(self, timeout_s: float = 60.0) -> int:
        """Wait for its end and return the exit code, negative for a signal."""
        async with asyncio.timeout(timeout_s):
            await self.process.communicate()
        code = self.process.returncode
        assert code is not None
        return code

    async def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        assert await self.ended() == -signal.SIGKILL

    async def stop(self) -> int:
        """End it as an operator would."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    def store_pid(self) -> int:
        """Return the process id of the embedded store that the gateway has started."""
        pid = self.process.pid
        (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(child)

    async def sign_in(self, name: str = "Ana") -> str:
        """Add an expert and sign them in over HTTP; returns the cookie header."""
        settings = load_settings(self.config)
        storage = Storage(settings, SystemClock())
        await storage.open(share=True)
        try:
            experts = Experts(storage.client)
            expert = await experts.add(name, list(settings.brands))
            token = await experts.invite(expert.id)
        finally:
            await storage.close()
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            return await use_invite(http, settings.server.public_url, token)


async def gone(pid: int, timeout_s: float = 15.0) -> None:
    """Wait until a process, not necessarily a child of this one, has ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, ended.set)
    try:
        async with asyncio.timeout(timeout_s):
            await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


@contextlib.asynccontextmanager
async def gateway_process(config: Path) -> AsyncIterator[GatewayProcess]:
    """Give a gateway process to start; it is ended with the block."""
    child = GatewayProcess(config)
    with secrets_set():
        try:
            yield child
        finally:
            if child._process is not None and child._process.returncode is None:
                await child.kill()
