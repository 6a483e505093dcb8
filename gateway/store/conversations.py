"""Conversations in the store: read one, read its log, move it from one version to the next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from gateway.errors import StoreRefused
from gateway.store import keys as names
from gateway.store.client import Argument, StoreClient
from gateway.store.keys import SEEN_TTL_S, ConversationId, ConversationKeys
from gateway.store.scripts import Functions


class StoredConversation(NamedTuple):
    """What the store holds: field names to bytes, the vault, and the length of the log. Unknown: empty state."""

    state: dict[bytes, bytes]
    vault: dict[bytes, bytes]
    length: int

    @property
    def version(self) -> int:
        return int(self.state.get(b"version", b"0"))


class Move(msgspec.Struct):
    """
    One atomic step of a conversation, collected before it is committed.

    ``seen`` are 8-byte ids that must be new. ``put`` sets and ``remove`` unsets fields of the state; ``values`` is
    field, value, ... of the vault; ``rewrite`` index, blob, ... of the log; ``due`` milliseconds, item, ... and
    ``done`` items of the agenda. ``offer`` puts the conversation on offer (a score in ms), withdraws it (-1) or
    leaves that alone (0). ``leave`` and ``take`` name experts whose lists of held cases change.
    """

    seen: list[bytes] = msgspec.field(default_factory=list)
    put: list[Argument] = msgspec.field(default_factory=list)
    remove: list[Argument] = msgspec.field(default_factory=list)
    append: list[bytes] = msgspec.field(default_factory=list)
    rewrite: list[Argument] = msgspec.field(default_factory=list)
    values: list[bytes] = msgspec.field(default_factory=list)
    sends: list[bytes] = msgspec.field(default_factory=list)
    due: list[Argument] = msgspec.field(default_factory=list)
    done: list[Argument] = msgspec.field(default_factory=list)
    offer: int = 0
    leave: str = ""
    take: str = ""
    take_ms: int = 0
    ring: str = ""


class Committed(NamedTuple):
    """The move is durable; the conversation has this version now."""

    version: int


class AlreadySeen(NamedTuple):
    """One of the move's ids was seen before; nothing was done."""


class Stale(NamedTuple):
    """Another version is current; nothing was done."""


class Conversations:
    """The one place that reads and writes conversations."""

    def __init__(self, client: StoreClient, functions: Functions) -> None:
        self._client = client
        self._functions = functions

    async def load(self, conversation: ConversationId) -> StoredConversation:
        """Read state and vault in one round trip."""
        keys = ConversationKeys(conversation)
        state, vault, length = await self._functions.call("load_conversation", [keys.state, keys.vault, keys.log])
        return StoredConversation(_pairs(state), _pairs(vault), int(length))

    async def read_log(self, conversation: ConversationId, first: int, last: int) -> list[bytes]:
        """Read entries by index (0-based, inclusive; negative from the end), oldest first."""
        key = ConversationKeys(conversation).log
        answer: list[bytes] = await self._client.call(key, "LRANGE", key, first, last)
        return answer

    async def read_receipts(self, conversation: ConversationId) -> dict[bytes, bytes]:
        """Read how far our messages got: seq to msgpack (rank, at_ms, code)."""
        key = ConversationKeys(conversation).receipts
        return _pairs(await self._client.call(key, "HGETALL", key))

    async def read_outbox(self, conversation: ConversationId) -> list[bytes]:
        key = ConversationKeys(conversation).outbox
        answer: list[bytes] = await self._client.call(key, "LRANGE", key, 0, -1)
        return answer

    async def length(self, conversation: ConversationId) -> int:
        key = ConversationKeys(conversation).log
        return int(await self._client.call(key, "LLEN", key))

    async def commit(
        self, conversation: ConversationId, version: int, brand: str, move: Move, now_ms: int
    ) -> Committed | AlreadySeen | Stale:
        """
        Carry out ``move`` if the conversation still has ``version``.

        Raises
        ------
        StoreUnavailable
            The outcome is unknown: load again before going on.
        StoreRefused
            Nothing was done (out of memory, read-only).
        """
        keys = ConversationKeys(conversation)
        seen_now, seen_past = keys.seen(now_ms)
        lists: tuple[Sequence[Argument], ...] = (
            move.put, move.remove, move.append, move.rewrite, move.values, move.sends, move.due, move.done,
        )  # fmt: skip
        answer = await self._functions.call(
            "commit_conversation",
            [
                keys.state, keys.log, seen_now, seen_past, keys.vault, keys.outbox, keys.agenda,
                keys.offers(brand), keys.held(move.leave), keys.held(move.take), keys.bell,
            ],
            version, b"".join(move.seen), SEEN_TTL_S, conversation,
            move.offer, 1 if move.leave else 0, move.take_ms if move.take else 0, move.ring,
            *map(len, lists), *(item for items in lists for item in items),
        )  # fmt: skip
        if answer[0] == 1:
            return Committed(int(answer[1]))
        if answer[0] == 2:
            return AlreadySeen()
        if answer[0] == 0:
            return Stale()
        raise StoreRefused(f"commit_conversation answered {answer[0]}")


class Indexes:
    """What is on offer and who holds what: per shard, moved in the same step as the conversation."""

    def __init__(self, client: StoreClient, shards: int) -> None:
        self._client = client
        self._shards = shards

    async def offers(self, brand: str, limit: int = 200) -> list[ConversationId]:
        """List what is on offer, longest first; one pipelined read over all shards."""
        return await self._collect([names.offers(shard, brand) for shard in range(self._shards)], limit)

    async def held(self, expert: str, limit: int = 500) -> list[ConversationId]:
        """List the conversations in an expert's hands, including resolved ones that can still be reopened."""
        return await self._collect([names.held(shard, expert) for shard in range(self._shards)], limit)

    async def _collect(self, names: list[str], limit: int) -> list[ConversationId]:
        answers = await asyncio.gather(
            *(self._client.call(name, "ZRANGE", name, 0, limit - 1, "WITHSCORES") for name in names)
        )
        found = [
            (float(score), ConversationId(member.decode()))
            for answer in answers
            for member, score in zip(answer[::2], answer[1::2], strict=True)
        ]
        found.sort()
        return [conversation for _, conversation in found[:limit]]


def _pairs(flat: list[bytes]) -> dict[bytes, bytes]:
    return dict(zip(flat[::2], flat[1::2], strict=True))
