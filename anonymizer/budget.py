"""How long masking one text may take. Checked between stages and on units of work, never by a signal."""

from __future__ import annotations

from time import monotonic

from anonymizer.errors import MaskingError


class Budget:
    """A deadline on the monotonic clock, ``seconds`` after construction."""

    __slots__ = ("_deadline",)

    def __init__(self, seconds: float) -> None:
        self._deadline = monotonic() + seconds

    def check(self) -> None:
        """Raise ``MaskingError`` once the deadline has passed."""
        if monotonic() > self._deadline:
            raise MaskingError("masking ran past its budget")
