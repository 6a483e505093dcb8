"""
The way in: a signed WhatsApp call made durable and acknowledged, beside bare aiohttp in the same run.

Both servers run on one core, the load and the store on the other. They are measured by turns, and what is compared is
the CPU time that the server process spends on a request: wall time tells more of the load generator and of the
machine's other work. The store is counted in ``rps`` and latencies, not in ``cpu_us``.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import redis
import uvloop

from bench.bodies import APP_SECRET, PHONE_NUMBER_ID, Bodies
from bench.load import Load, Measured
from bench.processes import Server, pin, serve, settle
from gateway.store.embedded import EmbeddedStore

SERVER_CORE, LOAD_CORE = 0, 1
CONFIG = """
[server]
public_url = "http://localhost:8080"
log_level = "warning"

[store]
folder = "store"
fsync = "{fsync}"

[privacy]
folder = "keys"

[brands.acme]
display_name = "Acme"

[brands.acme.channels.wa-main]
kind = "whatsapp"
phone_number_id = "{phone_number_id}"
graph_url = "http://127.0.0.1:9"
app_secret = {{ env = "BENCH_APP_SECRET" }}
verify_token = {{ env = "BENCH_VERIFY_TOKEN" }}
access_token = {{ env = "BENCH_ACCESS_TOKEN" }}
"""
ENVIRONMENT = {
    "BENCH_APP_SECRET": APP_SECRET,
    "BENCH_VERIFY_TOKEN": "the verify token of the benchmark",
    "BENCH_ACCESS_TOKEN": "the access token of the benchmark",
}
SERVE = ("-c", "from gateway.cli import main; main()", "serve")
_NOT_IN_FUNCTIONS = ("fcall", "get", "set", "lrange", "llen", "hmget", "mget")
"""Commands that only arrive from outside: what a function calls inside the store is no round trip."""


class Turn(NamedTuple):
    """One turn of one server."""

    measured: Measured
    cpu_s: float
    commands: int

    @property
    def cpu_us(self) -> float:
        return self.cpu_s / self.measured.requests * 1e6

    @property
    def rps(self) -> float:
        return self.measured.requests / self.measured.seconds


class Side:
    """One server with the load on it."""

    def __init__(self, server: Server, connections: int, store: redis.Redis | None = None) -> None:
        self.server = server
        self.load = Load(server.port, connections)
        self._store = store
        self.turns: list[Turn] = []
        self.rate = 1_000.0

    async def turn(self, requests: list[bytes]) -> Turn:
        """Measure one turn."""
        commands, cpu_s = self._commands(), self.server.cpu_s()
        measured = await self.load.run(requests)
        turn = Turn(measured, self.server.cpu_s() - cpu_s, self._commands() - commands)
        self.rate = turn.rps
        return turn

    def _commands(self) -> int:
        if self._store is None:
            return 0
        stats = self._store.info("commandstats")
        assert isinstance(stats, dict)
        return sum(stats.get(f"cmdstat_{name}", {}).get("calls", 0) for name in _NOT_IN_FUNCTIONS)

    async def background(self, seconds: float) -> float:
        """Commands a second that the gateway sends with nothing to do: its timers."""
        before = self._commands()
        await asyncio.sleep(seconds)
        return (self._commands() - before) / seconds

    def median(self, of: str) -> float:
        return float(median(getattr(turn, of) for turn in self.turns))

    def percentile_ms(self, percent: float) -> float:
        """Latency in milliseconds, the median over the turns."""
        return median(
            sorted(turn.measured.latencies)[int(len(turn.measured.latencies) * percent / 100)] for turn in self.turns
        ) * 1000  # fmt: skip


def write_config(folder: Path, fsync: str) -> Path:
    file = folder / "config.toml"
    file.write_text(CONFIG.format(fsync=fsync, phone_number_id=PHONE_NUMBER_ID))
    return file


@contextmanager
def both_servers(folder: Path, options: argparse.Namespace) -> Iterator[tuple[Side, Side, bool]]:
    """Start bare aiohttp and the gateway; gives them and whether each process is on its core."""
    config = str(write_config(folder, options.fsync))
    unmasked = ("-m", "bench.unmasked_server", config)
    command = unmasked if options.null_masking else (*SERVE, config, "--port", "0")
    with ExitStack() as stack:
        bare = stack.enter_context(serve(("-m", "bench.bare_server"), {}, folder / "bare.log"))
        gateway = stack.enter_context(serve(command, ENVIRONMENT, folder / "gateway.log"))
        store = redis.Redis(unix_socket_path=str(EmbeddedStore(folder / "store").socket))
        stack.callback(store.close)
        pinned = options.pin and all(
            [
                pin(bare.pid, SERVER_CORE),
                pin(gateway.pid, SERVER_CORE),
                *(pin(child, LOAD_CORE) for child in gateway.children()),
                pin(os.getpid(), LOAD_CORE),
            ]
        )
        yield Side(bare, options.connections), Side(gateway, options.connections, store), pinned


async def measure(bare: Side, gateway: Side, options: argparse.Namespace) -> float:
    """Warm both up and measure them by turns; returns the gateway's background commands a second."""
    bodies = Bodies(options.conversations, int(time.time()))
    for side in (bare, gateway):
        await side.load.open()
    for _ in range(options.warm):
        await gateway.turn(bodies.requests(options.conversations))
    await bare.turn(bodies.requests(2_000))
    background = await gateway.background(1.5)
    for _ in range(options.repeats):
        requests = bodies.requests(max(options.connections, int(gateway.rate * options.seconds)))
        repeated = list(islice(cycle(requests), int(bare.rate * options.seconds)))
        bare.turns.append(await bare.turn(repeated))
        settle()
        gateway.turns.append(await gateway.turn(requests))
        settle()
    for side in (bare, gateway):
        side.load.close()
    return background


def figures(bare: Side, gateway: Side, background: float) -> dict[str, object]:
    """Medians over the turns."""
    requests = sum(turn.measured.requests for turn in gateway.turns)
    seconds = sum(turn.measured.seconds for turn in gateway.turns)
    commands = sum(turn.commands for turn in gateway.turns) - background * seconds
    pairs = sorted(b.cpu_us / g.cpu_us for b, g in zip(bare.turns, gateway.turns, strict=True))
    return {
        "ratio": round(bare.median("cpu_us") / gateway.median("cpu_us"), 3),
        "ratio_least": round(pairs[0], 3),
        "ratio_most": round(pairs[-1], 3),
        "rps": round(gateway.median("rps")),
        "bare_rps": round(bare.median("rps")),
        "p50_ms": round(gateway.percentile_ms(50), 2),
        "p99_ms": round(gateway.percentile_ms(99), 2),
        "bare_p50_ms": round(bare.percentile_ms(50), 2),
        "round_trips": round(commands / requests, 2),
        "cpu_us": round(gateway.median("cpu_us"), 1),
        "bare_cpu_us": round(bare.median("cpu_us"), 1),
        "messages": requests,
    }


def read_options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench webhook", description=__doc__.split("\n\n")[0])
    parser.add_argument("--connections", type=int, default=64, help="keep-alive connections of the load")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one turn")
    parser.add_argument("--repeats", type=int, default=5, help="turns of each server")
    parser.add_argument("--conversations", type=int, default=1_000, help="customers who write")
    parser.add_argument("--warm", type=int, default=4, help="messages of each customer before measuring")
    parser.add_argument("--fsync", choices=("always", "everysec"), default="always")
    parser.add_argument("--null-masking", action="store_true", help="the gateway without its masker")
    parser.add_argument("--no-pin", dest="pin", action="store_false", help="leave the cores to the system")
    return parser.parse_args(argv)


def main(argv: list[str]) -> dict[str, object]:
    """Measure, and return the figures that are printed as one JSON line."""
    options = read_options(argv)
    with (
        tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder,
        both_servers(Path(folder), options) as (bare, gateway, pinned),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        background = runner.run(measure(bare, gateway, options))
    settings = {
        "masking": not options.null_masking, "encryption": True, "fsync": options.fsync, "pinned": pinned,
        "connections": options.connections, "conversations": options.conversations, "repeats": options.repeats,
        "seconds": options.seconds,
    }  # fmt: skip
    return figures(bare, gateway, background) | settings
