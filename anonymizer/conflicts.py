"""Which of several overlapping findings stands."""

from __future__ import annotations

from collections.abc import Iterable

from anonymizer.entities import Entity

# On equal score the more telling type wins; what is not listed comes last.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "CREDIT_CARD", "IBAN_CODE", "SECRET", "EMAIL_ADDRESS", "URL", "NATIONAL_ID", "PASSPORT", "DRIVER_LICENSE",
            "BANK_ACCOUNT", "IMEI", "VIN", "IP_ADDRESS", "MAC_ADDRESS", "CRYPTO", "LOCATION_COORDINATES",
            "PHONE_NUMBER",
            "DATE_OF_BIRTH",
            "HANDLE", "VEHICLE_PLATE", "ADDRESS", "PERSON",
        )
    )
}  # fmt: skip


def yield_to(strong: list[Entity], weak: list[Entity]) -> list[Entity]:
    """
    ``weak`` without what ``strong`` covers.

    Names and addresses are guesses at where a stretch ends; a checked value inside is certain. Pieces that are
    left are kept when a letter or digit of theirs is: nothing found is uncovered, and no type is overruled.
    """
    covered = resolve(strong)
    left: list[Entity] = []
    first = 0
    for entity in sorted(weak):
        while first < len(covered) and covered[first].end <= entity.start:
            first += 1
        cursor = entity.start
        index = first
        while index < len(covered) and covered[index].start < entity.end:
            if covered[index].start > cursor:
                left.append(entity._replace(start=cursor, end=covered[index].start))
            cursor = max(cursor, covered[index].end)
            index += 1
        if cursor < entity.end:
            left.append(entity._replace(start=cursor))
    return left


def resolve(found: Iterable[Entity]) -> list[Entity]:
    """
    Sorted entities without overlap that cover everything ``found`` covers.

    Overlapping entities become one over their union, with the type of the one that covers most; among equals
    of the higher score, then of the more telling type. Nothing that a recognizer found is ever uncovered.
    """
    ordered = sorted(found)
    resolved: list[Entity] = []
    cluster: list[Entity] = []
    end = -1
    for entity in ordered:
        if cluster and entity.start < end:
            cluster.append(entity)
            end = max(end, entity.end)
            continue
        if cluster:
            resolved.append(_union(cluster, end))
        cluster, end = [entity], entity.end
    if cluster:
        resolved.append(_union(cluster, end))
    return resolved


def _union(cluster: list[Entity], end: int) -> Entity:
    if len(cluster) == 1:
        return cluster[0]
    best = max(cluster, key=lambda e: (e.end - e.start, e.score, -_RANK.get(e.type, 99)))
    return Entity(cluster[0].start, end, best.type, best.score)
