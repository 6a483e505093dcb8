"""Time, injected: nothing else in the gateway reads a clock."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """A source of time."""

    def now_ms(self) -> int:
        """Unix time in milliseconds, for what is stored and shown."""
        ...

    def monotonic_s(self) -> float:
        """Seconds that never go back, for durations inside this process."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        return time.monotonic()
