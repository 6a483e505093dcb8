"""A clock that runs with the machine's and can be moved ahead."""

from __future__ import annotations

from gateway.clock import SystemClock


class ManualClock(SystemClock):
    """The machine's time plus what the test has let pass."""

    def __init__(self) -> None:
        self._ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms

    def advance_ms(self, milliseconds: int) -> None:
        self._ahead_ms += milliseconds
