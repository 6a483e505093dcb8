"""
Conversations as this process holds them: opened, cached, and moved from version to version.

A process may be wrong about a conversation at any time, since others move it too. So every move names the version it
starts from; when that is no longer current the store does nothing, the conversation is read again and the move is
made anew. A conversation of which a move's outcome is unknown is read again as well.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache

import msgspec

from anonymizer import ConversationMemory, KnownValue
from connectors.ids import ChannelId, Identity
from gateway.clock import Clock
from gateway.domain import Body, BrandId, Case, Entry, EntryKind, Seq
from gateway.errors import Conflict, DecryptionFailed
from gateway.privacy.blind_index import blind, name_of
from gateway.privacy.envelope import ConversationKey, place
from gateway.privacy.keys import BrandKeys
from gateway.privacy.vault import Vault
from gateway.store.conversations import AlreadySeen, Committed, Conversations, Move, StoredConversation
from gateway.store.keys import ConversationId, conversation_id, shard_of

_MOST_TRIES = 8


class Customer(msgspec.Struct, array_like=True):
    """Who the customer is, sealed at rest: identities (best first) and what the profile says."""

    identities: list[Identity]
    facts: list[tuple[str, str]] = msgspec.field(default_factory=list)


class _StoredEntry(msgspec.Struct, array_like=True):
    kind: int
    received_ms: int
    shift_ms: int
    mark: bytes
    sealed: bytes
    author: str = ""


class Conversation:
    """
    One opened conversation.

    ``lock`` serialises this process's moves. Fields change only together, when a move was committed; after a
    failure ``fresh`` is false and the next use reads the store again.
    """

    def __init__(self, conversation: ConversationId, brand: BrandKeys) -> None:
        self.id = conversation
        self.brand_keys = brand
        self.brand = BrandId(brand.brand)
        self._place = place(self.brand, conversation)
        self.lock = asyncio.Lock()
        self.fresh = False
        self.version = 0
        self.length: Seq = 0
        self.channel = ChannelId("")
        self.case = Case()
        self.customer = Customer([])
        self.key: ConversationKey
        self.vault: Vault
        self.memory: ConversationMemory
        self.memory_dump = b""

    @property
    def exists(self) -> bool:
        return self.version > 0

    def begin(self, channel: ChannelId, identities: Sequence[Identity]) -> None:
        """Make it new: a key of its own, an empty vault. Nothing is stored before the first commit."""
        self.version = 0
        self.length = 0
        self.channel = channel
        self.case = Case()
        self.customer = Customer(list(identities))
        self.key = ConversationKey.new(self.brand_keys.sealer, self.brand, self.id)
        self.vault = Vault(self.id, self.key)
        self.memory = ConversationMemory()
        self.memory_dump = b""
        self.fresh = True

    def take(self, stored: StoredConversation) -> None:
        """Open what the store holds; raises ``DecryptionFailed``."""
        state = stored.state
        self.version = stored.version
        self.length = int(state[b"length"])
        self.channel = ChannelId(state[b"channel"].decode())
        self.case = msgspec.msgpack.decode(state[b"case"], type=Case)
        self.key = ConversationKey.unwrap(state[b"key"], self.brand_keys.sealer, self.brand, self.id)
        self.vault = Vault(self.id, self.key, stored.vault)
        self.customer = msgspec.msgpack.decode(self.open(state[b"customer"], "customer"), type=Customer)
        self.memory_dump = self.open(state[b"memory"], "memory") if b"memory" in state else b""
        self.memory = ConversationMemory.load(self.memory_dump) if self.memory_dump else ConversationMemory()
        self.fresh = True

    def seal(self, value: bytes, *where: str | int) -> bytes:
        return self.key.sealer.seal(value, self._place + place(*where))

    def open(self, blob: bytes, *where: str | int) -> bytes:
        return self.key.sealer.open(blob, self._place + place(*where))

    def seal_entry(self, entry: Entry) -> bytes:
        """Encode an entry for the log."""
        sealed = self.seal(msgspec.msgpack.encode(entry.body), "entry", entry.seq, int(entry.kind))
        stored = _StoredEntry(
            int(entry.kind), entry.received_ms, entry.at_ms - entry.received_ms, entry.mark, sealed, entry.author
        )
        return msgspec.msgpack.encode(stored)

    def open_entry(self, seq: Seq, blob: bytes) -> Entry:
        """Decode one entry of the log; raises ``DecryptionFailed``."""
        try:
            stored = msgspec.msgpack.decode(blob, type=_StoredEntry)
            body = msgspec.msgpack.decode(self.open(stored.sealed, "entry", seq, stored.kind), type=Body)
        except msgspec.MsgspecError as error:
            raise DecryptionFailed from error
        at_ms = stored.received_ms + stored.shift_ms
        return Entry(seq, EntryKind(stored.kind), stored.received_ms, at_ms, stored.mark, body, stored.author)


Make = Callable[[Conversation], Move | Awaitable[Move | None] | None]


class OpenConversations:
    """Finds, opens, caches and moves conversations of all brands."""

    def __init__(
        self,
        stored: Conversations,
        brands: dict[str, BrandKeys],
        shards: int,
        clock: Clock,
        *,
        most: int = 4096,
    ) -> None:
        self._stored = stored
        self._brands = brands
        self._shards = shards
        self._clock = clock
        self._most = most
        self._cache: OrderedDict[ConversationId, Conversation] = OrderedDict()
        self._names = lru_cache(2 * most)(self._name)

    def id_of(self, brand: str, channel: ChannelId, identity: Identity) -> ConversationId:
        """Name the conversation of a customer who is known by ``identity`` alone."""
        return self._names(brand, channel, identity)

    def _name(self, brand: str, channel: ChannelId, identity: Identity) -> ConversationId:
        digest = blind(self._brands[brand].index, "conversation", channel, identity.kind, identity.value)
        return conversation_id(int.from_bytes(digest[:4], "big") % self._shards, name_of(digest))

    def get(self, brand: str, conversation: ConversationId) -> Conversation:
        """Return the cached conversation, opened or not; it may not exist in the store."""
        found = self._cache.get(conversation)
        if found is None:
            found = self._cache[conversation] = Conversation(conversation, self._brands[brand])
            while len(self._cache) > self._most:
                oldest = next(iter(self._cache))
                if self._cache[oldest].lock.locked():
                    self._cache.move_to_end(oldest)
                    break
                del self._cache[oldest]
        else:
            self._cache.move_to_end(conversation)
        return found

    def forget(self, conversation: ConversationId) -> None:
        """Another process moved it: read it again before its next use."""
        if found := self._cache.get(conversation):
            found.fresh = False

    async def load(self, conversation: Conversation) -> bool:
        """Read it from the store unless it is fresh; false when the store does not know it."""
        if not conversation.fresh:
            stored = await self._stored.load(conversation.id)
            if not stored.state:
                conversation.version = 0
                return False
            conversation.take(stored)
        return conversation.exists

    async def find(self, conversation: str) -> Conversation | None:
        """
        Find a conversation by an id that may come from outside; ``None`` when the store knows none, or its brand
        is not configured here. Whether the asker may see it is for ``access.authorize`` to say.

        Raises
        ------
        ValueError
            This is not a conversation id.
        """
        if shard_of(conversation) >= self._shards:
            return None
        name = ConversationId(conversation)
        found = self._cache.get(name)
        if found is None:
            stored = await self._stored.load(name)
            brand = stored.state.get(b"channel", b"").decode().partition("/")[0]
            if brand not in self._brands:
                return None
            found = self.get(brand, name)
        async with found.lock:
            return found if await self.load(found) else None

    async def move(self, conversation: Conversation, make: Make) -> Committed | AlreadySeen | None:
        """
        Make a move and commit it; make it anew while others get in between.

        ``make`` sees the current conversation (loaded, or begun by itself when it does not exist) and returns the
        move, or ``None`` to do nothing. It may change the conversation's fields: they count once the commit
        succeeded, and are read again otherwise.

        Raises
        ------
        Conflict
            Others were faster too many times.
        StoreUnavailable, StoreRefused, DecryptionFailed
            As of ``Conversations``.
        """
        async with conversation.lock:
            for _ in range(_MOST_TRIES):
                await self.load(conversation)
                # Until the store has taken the move, this process's picture counts for nothing: whatever is raised
                # from here on, the next use reads the store again.
                conversation.fresh = False
                made = make(conversation)
                move = await made if isinstance(made, Awaitable) else made
                if move is None:
                    conversation.fresh = conversation.exists
                    return None
                conversation.fresh = False
                outcome = await self._stored.commit(
                    conversation.id, conversation.version, conversation.brand, move, self._clock.now_ms()
                )
                if isinstance(outcome, Committed):
                    conversation.version = outcome.version
                    conversation.fresh = True
                    return outcome
                if isinstance(outcome, AlreadySeen):
                    return outcome
            raise Conflict

    async def entries(self, conversation: Conversation, first: Seq, last: Seq) -> list[Entry]:
        """Read entries ``first`` to ``last`` (1-based, inclusive) of the log, oldest first."""
        if last < first:
            return []
        blobs = await self._stored.read_log(conversation.id, max(first, 1) - 1, last - 1)
        return [conversation.open_entry(max(first, 1) + index, blob) for index, blob in enumerate(blobs)]


def keep(conversation: Conversation, move: Move) -> None:
    """Add to ``move`` what every move stores: case, length, and the anonymizer's memory when it changed."""
    fields: list[str | bytes | int | float] = [
        "case", msgspec.msgpack.encode(conversation.case), "length", conversation.length,
    ]  # fmt: skip
    dump = conversation.memory.dump()
    if dump != conversation.memory_dump:
        conversation.memory_dump = dump
        fields += ("memory", conversation.seal(dump, "memory"))
    if not conversation.exists:
        fields += ("channel", conversation.channel, "key", conversation.key.wrapped)
        keep_customer(conversation, move)
    move.put += fields
    move.values += conversation.vault.take_fresh()


def keep_customer(conversation: Conversation, move: Move) -> None:
    """Add the customer's identities and profile to ``move``."""
    sealed = conversation.seal(msgspec.msgpack.encode(conversation.customer), "customer")
    move.put += ("customer", sealed)


def learn(conversation: Conversation, identities: Sequence[Identity], facts: Sequence[tuple[str, str]]) -> bool:
    """Take in what an event says of the customer; true when that was news."""
    customer = conversation.customer
    news = [identity for identity in identities if identity not in customer.identities]
    new_facts = [fact for fact in facts if fact not in customer.facts]
    if not news and not new_facts:
        return False
    customer.identities = [*news, *customer.identities] if news else customer.identities
    customer.facts = [*customer.facts, *new_facts]
    conversation.memory.learn([KnownValue(entity, value) for entity, value in new_facts])
    return True
