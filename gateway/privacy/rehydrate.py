"""From placeholders back to values. What comes out goes to a connector, or to the customer, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain import NEVER_KEPT, StoredPart
from gateway.privacy.vault import Vault


class NotSendable(Exception):
    """A placeholder is not of this conversation, or its value is not kept."""


def rehydrate(parts: Sequence[StoredPart], vault: Vault) -> str:
    """
    Put the values back into a text; only references minted in this conversation's vault resolve.

    Raises
    ------
    NotSendable
        Nothing is returned of a text with even one placeholder that does not resolve.
    """
    pieces = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            entry = vault.entries.get(part)
            if entry is None or entry.entity in NEVER_KEPT:
                raise NotSendable
            pieces.append(vault.value(part))
    return "".join(pieces)
