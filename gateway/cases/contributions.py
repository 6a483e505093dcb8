"""Who contributed what to a case: a published rule, read from the log, which nobody can change afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain import Entry, EntryKind

RULE = 1


def count_contributions(entries: Sequence[Entry]) -> dict[str, int]:
    """
    Count who contributed what to a case, from its entries in the log.

    The published rule, version 1: one point for every turn of the customer that an expert answered, and one for
    resolving. A turn is any number of customer messages in a row. Accepting, leaving and waiting count nothing, and
    nothing that was earned is ever taken away.
    """
    points: dict[str, int] = {}
    unanswered = False
    for entry in entries:
        if entry.kind is EntryKind.CUSTOMER:
            unanswered = True
        elif entry.kind is EntryKind.EXPERT:
            points[entry.author] = points.get(entry.author, 0) + (1 if unanswered else 0)
            unanswered = False
        elif entry.kind is EntryKind.EVENT and (entry.body.data or {}).get("code") == "resolved" and entry.author:
            points[entry.author] = points.get(entry.author, 0) + 1
    return points


def split_shares(points: dict[str, int]) -> dict[str, int]:
    """Turn points into whole percents that add up to 100; the largest remainders round up. Empty without points."""
    total = sum(points.values())
    if not total:
        return {}
    shares = {expert: 100 * count // total for expert, count in points.items()}
    by_remainder = sorted(points, key=lambda expert: (-(100 * points[expert] % total), expert))
    for expert in by_remainder[: 100 - sum(shares.values())]:
        shares[expert] += 1
    return shares
