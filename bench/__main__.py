"""``python -m bench NAME [options]``: runs one benchmark and prints its figures as one line of JSON, last."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import msgspec


def names() -> list[str]:
    """List the benchmarks: the modules of this folder that have a ``main``."""
    here = Path(__file__).parent
    return sorted(
        file.stem
        for file in here.glob("*.py")
        if not file.stem.startswith("_") and "\ndef main(argv: list[str])" in file.read_text(encoding="utf-8")
    )


def run(argv: list[str]) -> int:
    """Run the benchmark that the first argument names; returns the exit code."""
    known = names()
    if not argv or argv[0] not in known:
        sys.stderr.write(f"usage: python -m bench NAME [options]\nbenchmarks: {', '.join(known)}\n")
        return 0 if argv[:1] in (["-h"], ["--help"]) else 2
    figures = importlib.import_module(f"bench.{argv[0]}").main(argv[1:])
    sys.stdout.write(msgspec.json.encode({"bench": argv[0], **figures}).decode() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
