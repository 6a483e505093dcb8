"""Finds kinds by name through the entry-point group ``rapport.connectors``. Nobody imports a concrete kind."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import cast

from connectors.base import Connector

GROUP = "rapport.connectors"


class UnknownKind(LookupError):
    """No installed package brings this kind."""


@cache
def kinds() -> tuple[str, ...]:
    """List the installed kinds by name, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


@cache
def load_kind(name: str) -> type[Connector]:
    """
    Import the connector class of one kind.

    Raises
    ------
    UnknownKind
        The message lists the kinds that are installed.
    """
    for point in entry_points(group=GROUP):
        if point.name == name:
            return cast("type[Connector]", point.load())
    raise UnknownKind(f"no connector of kind {name!r} is installed; installed are: {', '.join(kinds())}")
