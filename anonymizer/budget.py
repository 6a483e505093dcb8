"""How long masking one text may take. Checked between stages and on units of work, never by a signal."""

from __future__ import annotations

from time import thread_time

from anonymizer.errors import MaskingError


class Budget:
    """
    What one text may cost: ``seconds`` of this thread's own processor time, counted from construction.

    Not of wall time: on a machine that is busy with other things every message would be withheld, and it is the work
    that a hostile text causes which must be bounded.
    """

    __slots__ = ("_deadline",)

    def __init__(self, seconds: float) -> None:
        self._deadline = thread_time() + seconds

    def check(self) -> None:
        """Raise ``MaskingError`` once the budget is spent."""
        if thread_time() > self._deadline:
            raise MaskingError("masking ran past its budget")
