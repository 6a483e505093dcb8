"""
Which regular expressions are safe to run on any text.

The standard engine backtracks, so a pattern that can match the same text in many ways may take quadratic or
exponential time. The check is conservative: it refuses every pattern with two repeats that could share
characters, and says which construct is at fault. Search restarts at each position, so a repeat without an upper
bound makes even a simple pattern quadratic; repeats must therefore be bounded (at most 256).
"""

from __future__ import annotations

import re
import warnings
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of the standard library
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LONGEST_REPEAT = 256
_LONGEST_PATTERN = 1000
_MOST_STEPS = 20_000


def why_super_linear(regex: str) -> str | None:
    """Why ``regex`` may take more than linear time, or ``None`` when it cannot; also names syntax errors."""
    if len(regex) > _LONGEST_PATTERN:
        return f"longer than {_LONGEST_PATTERN} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(regex)
            tree = _parser.parse(regex)
    except (re.error, RecursionError, OverflowError, Warning) as error:
        return f"is no valid regular expression: {error}"
    if re.compile(regex).match("") is not None:
        return "matches the empty text"
    try:
        steps = _steps(tree)
    except _Refused as refused:
        return str(refused)
    if steps > _MOST_STEPS:
        return f"may need about {steps} steps at each position; at most {_MOST_STEPS} are allowed: shorten its repeats"
    return None


class _Refused(Exception):
    pass


def _steps(tree: Any) -> int:
    """
    An upper bound for the ways a pattern can be tried at one position.

    Parts that follow each other multiply when they may vary in length, alternatives add up.
    """
    ways = 1
    for operator, argument in tree:
        ways *= _node_steps(operator, argument)
        if ways > 10**9:
            return ways
    return ways


def _node_steps(operator: Any, argument: Any) -> int:
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _repeat_steps(argument)
    if operator is sre.SUBPATTERN:
        return _steps(argument[3])
    if operator is sre.ATOMIC_GROUP:
        return _steps(argument)
    if operator is sre.BRANCH:
        return sum(_steps(branch) for branch in argument[1])
    if operator in (sre.ASSERT, sre.ASSERT_NOT):
        return _steps(argument[1])
    if operator is sre.GROUPREF_EXISTS:
        return sum(_steps(branch) for branch in argument[1:] if branch)
    if operator is sre.GROUPREF:
        raise _Refused("uses a back-reference")
    return 1


def _repeat_steps(argument: Any) -> int:
    low, high, inner = argument
    if high is sre.MAXREPEAT or high > LONGEST_REPEAT:
        raise _Refused(
            f"has a repeat without an upper bound of at most {LONGEST_REPEAT}: write {{1,64}} instead of + or *"
        )
    inside = _steps(inner)
    if inside == 1:
        return int(high - low + 1)
    return int(sum(inside**count for count in range(low, min(high, 12) + 1))) if high <= 12 else 10**9
