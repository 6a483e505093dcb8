"""A real cluster of three primaries, from the embedded server's binary, on free ports of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

from gateway.errors import StoreRefused, StoreUnavailable
from gateway.store.client import Address, Lane
from gateway.store.embedded import find_server
from tests.support.house import free_port

SLOTS = ((0, 5460), (5461, 10922), (10923, 16383))


def _start(folder: Path, port: int, bus_port: int) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    settings = {
        "port": port,
        "bind": "127.0.0.1",
        "cluster-enabled": "yes",
        "cluster-port": bus_port,  # by default it lies 10,000 higher, which a free port need not leave room for
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "dir": folder,
        "logfile": folder / "log",
    }
    command = [str(find_server())]
    for name, value in settings.items():
        command += [f"--{name}", str(value)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


async def _reach(port: int) -> Lane:
    lane = Lane(Address(f"redis://127.0.0.1:{port}"))
    async with asyncio.timeout(20):
        while lane.down:
            with contextlib.suppress(StoreUnavailable):
                await lane.connect()
    return lane


async def _form(lanes: list[Lane], port: int, bus_port: int) -> None:
    for lane, (first, last) in zip(lanes, SLOTS, strict=True):
        await lane.call("CLUSTER", "MEET", "127.0.0.1", port, bus_port)
        await lane.call("CLUSTER", "ADDSLOTSRANGE", first, last)
    async with asyncio.timeout(30):
        while True:
            states = [await lane.call("CLUSTER", "INFO") for lane in lanes]
            nodes = [await lane.call("CLUSTER", "SLOTS") for lane in lanes]
            if all(b"cluster_state:ok" in state for state in states) and all(len(node) == 3 for node in nodes):
                return
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[str]:
    """Start and form the cluster; gives the URL of one node."""
    ports = [free_port() for _ in SLOTS]
    bus_ports = [free_port() for _ in SLOTS]
    processes = [_start(folder / f"node-{port}", port, bus) for port, bus in zip(ports, bus_ports, strict=True)]
    lanes: list[Lane] = []
    try:
        lanes = [await _reach(port) for port in ports]
        await _form(lanes, ports[0], bus_ports[0])
        yield f"redis://127.0.0.1:{ports[0]}"
    finally:
        for lane in lanes:
            with contextlib.suppress(StoreRefused):
                await lane.close()
        for process in processes:
            process.terminate()
            await asyncio.to_thread(process.wait, 10)
