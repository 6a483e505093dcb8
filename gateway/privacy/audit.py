"""
The audit log of a brand: append-only, each line chained to the one before by a keyed hash.

Whoever changes, removes or reorders a line breaks the chain from there on, and ``verify`` says where. Lines hold ids,
entity types and numbers: never a value, never a text of a customer.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import msgspec

from gateway.clock import Clock
from gateway.errors import Conflict
from gateway.privacy.keys import BrandKeys
from gateway.store import keys
from gateway.store.client import StoreClient
from gateway.store.scripts import Functions

_MOST_TRIES = 20


class AuditLine(msgspec.Struct, frozen=True, array_like=True):
    """
    One line: who (an expert id, or ``gateway``) did what to which conversation, when and why.

    ``detail`` names entity types and placeholder numbers. ``before`` is the hash of the line before, ``hash`` its own.
    """

    at_ms: int
    actor: str
    action: str
    conversation: str
    detail: str
    reason: str
    before: bytes
    hash: bytes = b""


class BrokenChain(Exception):
    """A line of the audit log was changed, removed or moved. The message says which."""


class Audit:
    """Writes and verifies the audit logs of all brands."""

    def __init__(self, client: StoreClient, functions: Functions, brands: dict[str, BrandKeys], clock: Clock) -> None:
        self._client = client
        self._functions = functions
        self._brands = brands
        self._clock = clock
        self._heads: dict[str, bytes] = {}

    async def append(
        self, brand: str, actor: str, action: str, conversation: str = "", detail: str = "", reason: str = ""
    ) -> None:
        """
        Write one line; durable when this returns. What is to be audited happens after it, not before.

        Raises
        ------
        Conflict, StoreUnavailable, StoreRefused
            The line may not be there: do not do what it would have said.
        """
        names = [keys.audit(brand), keys.audit_head(brand)]
        for _ in range(_MOST_TRIES):
            before = self._heads.get(brand, b"")
            line = AuditLine(self._clock.now_ms(), actor, action, conversation, detail, reason, before)
            mark = self._hash(brand, line)
            blob = msgspec.msgpack.encode(msgspec.structs.replace(line, hash=mark))
            done, answer = await self._functions.call("append_audit", names, before, mark, blob)
            if done:
                self._heads[brand] = mark
                return
            self._heads[brand] = answer
        raise Conflict

    def _hash(self, brand: str, line: AuditLine) -> bytes:
        unmarked = msgspec.msgpack.encode(msgspec.structs.replace(line, hash=b""))
        return hmac.digest(self._brands[brand].secret("audit"), unmarked, "sha256")

    async def read(self, brand: str) -> list[AuditLine]:
        """Read all lines, oldest first."""
        name = keys.audit(brand)
        return [
            msgspec.msgpack.decode(blob, type=AuditLine)
            for blob in await self._client.call(name, "LRANGE", name, 0, -1)
        ]

    async def verify(self, brand: str) -> int:
        """
        Check the chain and return its length.

        Raises
        ------
        BrokenChain
            With the number of the first line that does not fit.
        """
        lines = await self.read(brand)
        head = await self._client.call(keys.audit_head(brand), "GET", keys.audit_head(brand)) or b""
        return self.check(brand, lines, head)

    def check(self, brand: str, lines: Sequence[AuditLine], head: bytes) -> int:
        """Check lines that were read or exported; see ``verify``."""
        before = b""
        for number, line in enumerate(lines, 1):
            if line.before != before or not hmac.compare_digest(line.hash, self._hash(brand, line)):
                raise BrokenChain(f"line {number} of the audit log of {brand} was changed, removed or moved")
            before = line.hash
        if before != head:
            raise BrokenChain(f"lines are missing at the end of the audit log of {brand}, after line {len(lines)}")
        return len(lines)
