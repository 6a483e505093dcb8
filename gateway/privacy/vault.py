"""
The vault of one conversation: the values behind its placeholders.

A placeholder is an 8-byte reference, a keyed hash of the exact characters. Values that differ only in spelling share
their number. Numbers follow reading order, are never used twice and mean nothing in another conversation. Card
numbers, PINs and the like are numbered and never kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import msgspec

from anonymizer import Masked, canonical
from gateway.domain import NEVER_KEPT, StoredPart
from gateway.privacy.envelope import ConversationKey, place


class VaultEntry(msgspec.Struct, frozen=True, array_like=True):
    """One value: its entity type, its number, the reference of its canonical spelling, the sealed characters."""

    entity: str
    n: int
    canonical: bytes
    sealed: bytes


class Vault:
    """The vault of one conversation, opened only value by value."""

    def __init__(self, conversation: str, key: ConversationKey, stored: Mapping[bytes, bytes] | None = None) -> None:
        self._conversation = conversation
        self._key = key
        self.entries: dict[bytes, VaultEntry] = {}
        self._numbers: dict[bytes, int] = {}
        self._last: dict[str, int] = {}
        self._fresh: list[bytes] = []
        for reference, blob in (stored or {}).items():
            self._take(reference, msgspec.msgpack.decode(blob, type=VaultEntry))

    def _take(self, reference: bytes, entry: VaultEntry) -> None:
        self.entries[reference] = entry
        self._numbers[entry.canonical] = entry.n
        self._last[entry.entity] = max(entry.n, self._last.get(entry.entity, 0))

    def put(self, masked: Masked) -> bytes:
        """Return the reference of a value; a new value gets the next number of its entity type."""
        entity = masked.entity
        if entity in NEVER_KEPT:
            # The reference must not be a hash of the value either: four digits of a card are all that may be kept.
            kept = canonical(entity, masked.value)[-4:] if entity == "CREDIT_CARD" else os.urandom(8).hex()
            spelling = name = self._key.name(entity, kept)
            value = kept if entity == "CREDIT_CARD" else ""
        else:
            value = masked.value
            name = self._key.name(entity, value)
            if name in self.entries:
                return name
            spelling = self._key.name("=" + entity, canonical(entity, value))
        if name in self.entries:
            return name
        n = self._numbers.get(spelling) or self._last.get(entity, 0) + 1
        sealed = self._key.sealer.seal(
            value.encode("utf-8", "surrogatepass"), place("vault", self._conversation, entity, name)
        )
        self._take(name, VaultEntry(entity, n, spelling, sealed))
        self._fresh.append(name)
        return name

    def store_parts(self, parts: Iterable[str | Masked]) -> list[StoredPart]:
        """Replace every value by its reference."""
        return [part if isinstance(part, str) else self.put(part) for part in parts]

    def take_fresh(self) -> list[bytes]:
        """Return what was put since the last call, as field, value, field, value... for the store."""
        items: list[bytes] = []
        for reference in self._fresh:
            items += (reference, msgspec.msgpack.encode(self.entries[reference]))
        self._fresh.clear()
        return items

    def value(self, reference: bytes) -> str:
        """Open one value: the exact characters, or for what is never kept a stand-in such as ``•••• 1111``."""
        entry = self.entries[reference]
        raw = self._key.sealer.open(entry.sealed, place("vault", self._conversation, entry.entity, reference))
        text = raw.decode("utf-8", "surrogatepass")
        if entry.entity in NEVER_KEPT:
            return f"•••• {text}".rstrip()
        return text

    def find(self, entity: str, n: int) -> bytes | None:
        """Return the reference of placeholder ``[entity n]`` of this conversation, in its first spelling."""
        for reference, entry in self.entries.items():
            if entry.n == n and entry.entity == entity:
                return reference
        return None

    def listing(self) -> list[tuple[str, int, bool]]:
        """List the placeholders: entity type, number, and whether an expert may send it."""
        seen = {(entry.entity, entry.n): entry.entity not in NEVER_KEPT for entry in self.entries.values()}
        return [(entity, n, sendable) for (entity, n), sendable in seen.items()]
