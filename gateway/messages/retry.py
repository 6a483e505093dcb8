"""When to try again: exponential, capped, with jitter so that a crowd of waiting sends does not come at once."""

from __future__ import annotations

import random

FIRST_MS = 1_000
LONGEST_MS = 5 * 60 * 1_000


def backoff_ms(attempt: int, chance: float | None = None) -> int:
    """
    Wait after the ``attempt``-th failure (1, 2, 3...): half to all of 1 s, 2 s, 4 s... up to five minutes.

    ``chance`` from 0 to 1 fixes the jitter.
    """
    longest = min(FIRST_MS * 2 ** min(attempt - 1, 20), LONGEST_MS)
    part = random.random() if chance is None else chance  # nosec B311
    return int(longest * (0.5 + 0.5 * part))
