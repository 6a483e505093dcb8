"""The servers under measurement: started as children, each on its core, with their CPU time told apart."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PORT = re.compile(r"on port (\d+)")
_PR_SET_PDEATHSIG = 1


class Server:
    """A child process that serves on a port of this machine."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process = process
        self.pid = process.pid
        self.port = port

    def cpu_s(self) -> float:
        """CPU seconds of this process so far, all threads, without its children."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def children(self) -> list[int]:
        """Return the processes that this one started: the gateway's embedded store."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]


@contextlib.contextmanager
def serve(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Start a server and wait until it says on which port it listens; end it with the block."""
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, *command],
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=_die_with_parent,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := _PORT.search(line):
                yield Server(process, int(found.group(1)))
                break
        else:
            raise RuntimeError(f"{command[0]} did not start: {log.read_text()[-2000:]}")
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def pin(pid: int, core: int) -> bool:
    """Keep all threads of a process on one core; false where that is not possible."""
    try:
        if core not in os.sched_getaffinity(0) | _all_cores():
            return False
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.sched_setaffinity(int(thread), {core})
    except (AttributeError, OSError):
        return False
    return True


def _all_cores() -> set[int]:
    return set(range(os.cpu_count() or 1))


def settle(seconds: float = 0.3) -> None:
    """Let a server that was busy come to rest."""
    time.sleep(seconds)


def _die_with_parent() -> None:
    """A benchmark that is killed leaves no server behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
