"""The store's own promises on the real server: what each function answers, what is refused, what survives."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway.errors import StartRefused, StoreRefused, StoreUnavailable
from gateway.privacy.keys import open_brand_keys
from gateway.store import keys
from gateway.store.checks import StoreRules, check_store, has_known_holes, settle_shards
from gateway.store.client import Address, StoreClient
from gateway.store.conversations import AlreadySeen, Committed, Conversations, Move, Stale
from gateway.store.embedded import EmbeddedStore
from gateway.store.keys import ConversationKeys, conversation_id
from gateway.store.scripts import BadHeader, Functions, read_all, read_script

NAME = conversation_id(3, "a" * 26)
KEYS = ConversationKeys(NAME)
SEND = f"send:{NAME}"
NOW = 1_750_000_000_000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[EmbeddedStore]:
    running = EmbeddedStore(tmp_path / "store", fsync="everysec")
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def client(store: EmbeddedStore) -> AsyncIterator[StoreClient]:
    connected = StoreClient(store.url)
    await connected.connect()
    yield connected
    await connected.close()


@pytest.fixture
async def functions(client: StoreClient) -> Functions:
    loaded = Functions(client)
    await loaded.load()
    return loaded


# commit_conversation, load_conversation -----------------------------------------------------------------------------


@pytest.fixture
def conversations(client: StoreClient, functions: Functions) -> Conversations:
    return Conversations(client, functions)


def a_move(**more: Any) -> Move:
    return Move(seen=[b"12345678"], put=["channel", "acme/site"], append=[b"one"], **more)


async def test_commit_moves_everything_at_once_and_counts_versions(
    client: StoreClient, conversations: Conversations
) -> None:
    move = a_move(values=[b"ref", b"value"], sends=[b"send"], due=[NOW, SEND], offer=NOW, take="ana", take_ms=NOW)
    assert await conversations.commit(NAME, 0, "acme", move, NOW) == Committed(1)
    stored = await conversations.load(NAME)
    assert stored.state == {b"version": b"1", b"channel": b"acme/site"}
    assert (stored.vault, stored.length, stored.version) == ({b"ref": b"value"}, 1, 1)
    assert await conversations.read_outbox(NAME) == [b"send"]
    for index in (KEYS.agenda, KEYS.offers("acme"), KEYS.held("ana")):
        assert len(await client.call(index, "ZRANGE", index, 0, -1)) == 1
    undo = Move(remove=["channel"], rewrite=[0, b"ONE"], done=[SEND], offer=-1, leave="ana")
    assert await conversations.commit(NAME, 1, "acme", undo, NOW) == Committed(2)
    assert (await conversations.load(NAME)).state == {b"version": b"2"}
    assert await conversations.read_log(NAME, 0, -1) == [b"ONE"]
    for index in (KEYS.agenda, KEYS.offers("acme"), KEYS.held("ana")):
        assert await client.call(index, "EXISTS", index) == 0


async def test_commit_of_another_version_or_a_known_id_does_nothing(conversations: Conversations) -> None:
    assert await conversations.commit(NAME, 0, "acme", a_move(), NOW) == Committed(1)
    before = await conversations.load(NAME)
    for version in (0, 1, 7):  # whoever delivers again is told so, also with an old picture
        assert await conversations.commit(NAME, version, "acme", a_move(offer=NOW), NOW) == AlreadySeen()
    other = Move(seen=[b"87654321"], append=[b"two"], offer=NOW)
    assert await conversations.commit(NAME, 0, "acme", other, NOW) == Stale()
    assert await conversations.load(NAME) == before
    assert await conversations.commit(NAME, 1, "acme", other, NOW) == Committed(2)


@pytest.mark.parametrize(
    "days, outcome", [(0, AlreadySeen()), (8, AlreadySeen()), (14, AlreadySeen()), (29, Committed(2))]
)
async def test_seen_ids_outlive_the_redelivery_of_platforms(
    conversations: Conversations, days: int, outcome: object
) -> None:
    start = NOW - NOW % keys.SEEN_EPOCH_MS
    assert await conversations.commit(NAME, 0, "acme", a_move(), start) == Committed(1)
    later = start + days * 24 * 3600 * 1000
    assert await conversations.commit(NAME, 1, "acme", a_move(), later) == outcome


async def test_commit_of_tens_of_thousands_of_items_is_whole(conversations: Conversations) -> None:
    values = [b"%d" % number for number in range(40_000)]
    move = a_move(values=values, sends=values[:9_000])
    move.append = values[:9_001]
    assert await conversations.commit(NAME, 0, "acme", move, NOW) == Committed(1)
    stored = await conversations.load(NAME)
    assert (len(stored.vault), stored.length) == (20_000, 9_001)
    assert await conversations.read_log(NAME, 0, -1) == values[:9_001]
    assert len(await conversations.read_outbox(NAME)) == 9_000


# The agenda ---------------------------------------------------------------------------------------------------------


async def test_lease_takes_what_is_due_once_and_gives_it_back_when_the_lease_ends(
    client: StoreClient, functions: Functions
) -> None:
    async def lease(now: int) -> list[Any]:
        answer: list[Any] = await functions.call("lease_agenda", [KEYS.agenda], now, 1_000, 2)
        return answer

    assert await lease(NOW) == [-1]
    for number, member in enumerate((b"a", b"b", b"c", b"d")):
        await client.call(KEYS.agenda, "ZADD", KEYS.agenda, NOW + number, member)
    assert await lease(NOW + 2) == [NOW + 2, b"a", b"b"]
    assert await lease(NOW + 2) == [NOW + 3, b"c"]
    assert await lease(NOW + 2) == [NOW + 3]
    assert await lease(NOW + 1_002) == [NOW + 1_002, b"d", b"a"]


async def test_finish_of_a_lease_that_ran_out_does_nothing(client: StoreClient, functions: Functions) -> None:
    async def finish(lease: int, due: int) -> int:
        answer: int = await functions.call("finish_agenda", [KEYS.agenda], "a", lease, due)
        return answer

    assert await finish(NOW, 0) == 0
    await client.call(KEYS.agenda, "ZADD", KEYS.agenda, NOW, "a")
    assert await finish(NOW + 1, 0) == 0
    assert await finish(NOW, NOW + 5) == 1
    assert await finish(NOW, 0) == 0
    assert await finish(NOW + 5, 0) == 1
    assert await client.call(KEYS.agenda, "EXISTS", KEYS.agenda) == 0


# Sends --------------------------------------------------------------------------------------------------------------


class Sends:
    """The outbox of one conversation, by hand."""

    def __init__(self, client: StoreClient, functions: Functions) -> None:
        self._client = client
        self._functions = functions

    async def put(self, *seqs: int) -> None:
        for seq in seqs:
            blob = msgspec.msgpack.encode([seq, "PENDING", 0, NOW, "", NOW])
            await self._client.call(KEYS.outbox, "RPUSH", KEYS.outbox, blob)
        await self._client.call(KEYS.agenda, "ZADD", KEYS.agenda, NOW, SEND)

    async def begin(self, repeat: int = 0, lease: int = NOW) -> tuple[int, list[Any] | None]:
        answer = await self._functions.call("begin_send", [KEYS.outbox, KEYS.agenda], NOW, SEND, lease, repeat)
        return answer[0], msgspec.msgpack.decode(answer[1]) if len(answer) > 1 else None

    async def finish(self, seq: int, outcome: str, rank: int = -1, mark: bytes = b"") -> list[int]:
        names = [KEYS.outbox, KEYS.agenda, KEYS.receipts, keys.dead_letters(3), KEYS.bell]
        values = [NOW, SEND, seq, outcome, NOW + 9, "code", rank, b"letter", "", mark]
        answer: list[int] = await self._functions.call("finish_send", names, *values)
        return answer

    async def receipt(self, seq: int, rank: int) -> list[int]:
        names = [KEYS.receipts, KEYS.outbox, KEYS.agenda, KEYS.bell]
        answer: list[int] = await self._functions.call("raise_receipt", names, NOW, seq, rank, "", SEND, "")
        return answer

    async def left(self) -> list[tuple[int, str]]:
        blobs = await self._client.call(KEYS.outbox, "LRANGE", KEYS.outbox, 0, -1)
        return [tuple(msgspec.msgpack.decode(blob)[:2]) for blob in blobs]

    async def due(self) -> int | None:
        score = await self._client.call(KEYS.agenda, "ZSCORE", KEYS.agenda, SEND)
        return int(float(score)) if score else None


@pytest.fixture
def sends(client: StoreClient, functions: Functions) -> Sends:
    return Sends(client, functions)


async def test_begin_send_marks_the_first_message_before_anything_leaves(sends: Sends) -> None:
    await sends.put()
    assert await sends.begin() == (0, None)
    assert await sends.due() is None
    assert await sends.begin() == (-1, None)
    await sends.put(5, 6)
    assert await sends.begin(lease=NOW + 1) == (-1, None)
    assert await sends.begin() == (1, [5, "SENDING", 1, NOW, "", NOW])
    assert await sends.left() == [(5, "SENDING"), (6, "PENDING")]


async def test_begin_send_of_an_interrupted_message_is_ambiguous_until_it_may_be_repeated(sends: Sends) -> None:
    await sends.put(5)
    await sends.begin()
    assert await sends.begin() == (2, [5, "AMBIGUOUS", 1, NOW, "", NOW])
    assert await sends.begin() == (3, [5, "AMBIGUOUS", 1, NOW, "", NOW])
    assert await sends.begin(repeat=1) == (1, [5, "SENDING", 2, NOW, "", NOW])


@pytest.mark.parametrize(
    "outcome, left, due",
    [
        ("sent", [(6, "PENDING")], NOW),
        ("dead", [(6, "PENDING")], NOW),
        ("retry", [(5, "PENDING"), (6, "PENDING")], NOW + 9),
        ("ambiguous", [(5, "AMBIGUOUS"), (6, "PENDING")], NOW + 9),
    ],
)
async def test_finish_send_records_each_outcome(
    client: StoreClient, sends: Sends, outcome: str, left: list[tuple[int, str]], due: int
) -> None:
    await sends.put(5, 6)
    await sends.begin()
    assert await sends.finish(5, outcome, rank=1 if outcome == "sent" else -1) == [1, len(left)]
    assert (await sends.left(), await sends.due()) == (left, due)
    dead = await client.call(keys.dead_letters(3), "LLEN", keys.dead_letters(3))
    assert dead == (1 if outcome == "dead" else 0)


async def test_finish_send_of_a_settled_message_does_nothing_but_keeps_its_name(
    client: StoreClient, sends: Sends
) -> None:
    await sends.put(5, 6)
    await sends.begin()
    assert await sends.receipt(5, 2) == [2, 1, 0]
    assert await sends.finish(5, "ambiguous", mark=b"m" * 8) == [0, 1]
    assert await sends.left() == [(6, "PENDING")]
    assert await client.call(KEYS.receipts, "HGET", KEYS.receipts, b"m" + b"m" * 8) == b"5"
    assert await sends.finish(6, "sent", rank=1) == [1, 0]
    assert await sends.due() is None


async def test_receipts_are_ranks_and_settle_what_was_unproven(sends: Sends) -> None:
    await sends.put(5, 6)
    assert await sends.receipt(4, 5) == [5, 1, 0]
    assert await sends.receipt(4, 4) == [5, 0, 0]
    assert await sends.receipt(4, 5) == [5, 0, 0]
    await sends.begin()
    await sends.finish(5, "ambiguous")
    assert await sends.receipt(5, 2) == [2, 1, 1]
    assert await sends.left() == [(6, "PENDING")]
    assert await sends.due() == NOW
    assert await sends.receipt(5, 3) == [3, 1, 0]
    assert await sends.receipt(5, 4) == [4, 1, 0]
    assert await sends.receipt(5, 3) == [4, 0, 0]


async def test_receipt_of_a_message_that_waits_for_another_attempt_proves_it_was_taken(sends: Sends) -> None:
    await sends.put(5)
    await sends.begin()
    await sends.finish(5, "retry")
    assert await sends.receipt(5, 3) == [3, 1, 0], "a late word of the failed attempt"
    assert await sends.left() == [(5, "PENDING")]
    assert (await sends.receipt(5, 4))[0] == 4
    assert await sends.left() == []


# Headers of scripts -------------------------------------------------------------------------------------------------

GOOD = """-- Purpose: nothing.
-- KEYS[1] state - a hash
-- ARGV[1] now   - ms
-- Returns: nothing.
-- Flags: no-writes - it reads
-- Cost: O(1).
return redis.call('HGET', KEYS[1], ARGV[1])
"""


def test_header_of_a_script_says_what_it_takes() -> None:
    script = read_script("good", GOOD)
    assert (script.keys, script.arguments, script.flags, script.open_ended) == (
        ("state",),
        ("now",),
        ("no-writes",),
        False,
    )
    assert set(read_all()) >= {"commit_conversation", "load_conversation", "begin_send", "finish_send"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("-- Purpose:", "--"),
        lambda text: text.replace("-- Returns:", "--"),
        lambda text: text.replace("-- Cost:", "--"),
        lambda text: text.replace("-- KEYS[1]", "-- KEYS[2]"),
        lambda text: text.replace("-- ARGV[1] now   - ms\n", ""),
        lambda text: text + "local more = KEYS[2]\n",
    ],
)
def test_script_with_a_wrong_header_is_refused(change: Callable[[str], str]) -> None:
    with pytest.raises(BadHeader):
        read_script("bad", change(GOOD))


async def test_function_called_with_a_wrong_number_of_anything_is_refused(functions: Functions) -> None:
    for names, arguments in (
        ([], []),
        ([KEYS.agenda] * 2, [1, 2, 3]),
        ([KEYS.agenda], [1, 2]),
        ([KEYS.agenda], [1] * 4),
    ):
        with pytest.raises(TypeError):
            await functions.call("lease_agenda", names, *arguments)


async def test_functions_that_the_store_lost_are_loaded_again(client: StoreClient, functions: Functions) -> None:
    await client.call("", "FUNCTION", "FLUSH")
    assert await functions.call("lease_agenda", [KEYS.agenda], NOW, 1, 1) == [-1]


# What a store must be -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "server, version, holes",
    [
        ("redis", "6.2.20", True), ("redis", "7.0.15", True), ("redis", "7.2.10", True), ("redis", "7.2.11", False),
        ("redis", "7.4.5", True), ("redis", "7.4.6", False), ("redis", "8.0.3", True), ("redis", "8.0.4", False),
        ("redis", "8.2.1", True), ("redis", "8.2.2", False), ("redis", "8.4.0", False), ("redis", "9.0.0", False),
        ("valkey", "7.2.10", True), ("valkey", "7.2.11", False), ("valkey", "8.0.5", True), ("valkey", "8.0.6", False),
        ("valkey", "8.1.3", True), ("valkey", "8.1.4", False), ("valkey", "9.0.0", False), ("redis", "", True),
        ("redis", "8", True), ("redis", "unknown", True),
    ],
)  # fmt: skip
def test_versions_with_known_holes_are_known(server: str, version: str, holes: bool) -> None:
    assert has_known_holes(server, version) is holes


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl", "allkeys-random"])
async def test_store_that_evicts_is_refused(client: StoreClient, policy: str) -> None:
    await client.call("", "CONFIG", "SET", "maxmemory-policy", policy)
    with pytest.raises(StartRefused, match="noeviction"):
        await check_store(client, StoreRules(), embedded=True)


async def test_store_without_append_only_file_is_refused_unless_accepted(client: StoreClient) -> None:
    await check_store(client, StoreRules(), embedded=True)
    await client.call("", "CONFIG", "SET", "appendonly", "no")
    with pytest.raises(StartRefused, match="appendonly yes"):
        await check_store(client, StoreRules(), embedded=True)
    await check_store(client, StoreRules(accept_no_append_only_file=True), embedded=True)


async def test_store_in_clear_over_a_network_is_refused_unless_accepted(client: StoreClient) -> None:
    client.address = Address("redis://store.example:6379")
    with pytest.raises(StartRefused, match="rediss://") as refused:
        await check_store(client, StoreRules(), embedded=False)
    assert "secret" not in str(refused.value)
    await check_store(client, StoreRules(accept_plaintext=True, accept_old_version=True), embedded=False)


def test_address_never_shows_the_password() -> None:
    assert repr(Address("rediss://user:secret@store.example:6380/2")) == "rediss://store.example:6380"


async def test_store_of_another_number_of_shards_or_a_newer_version_is_refused(client: StoreClient) -> None:
    await settle_shards(client, 16, NOW)
    await settle_shards(client, 16, NOW)
    with pytest.raises(StartRefused, match="16"):
        await settle_shards(client, 8, NOW)
    await client.call("", "HSET", keys.INSTALLATION, "schema", 2)
    with pytest.raises(StartRefused, match="newer"):
        await settle_shards(client, 16, NOW)


async def test_store_opened_with_another_root_key_is_refused_and_nothing_is_overwritten(client: StoreClient) -> None:
    right, wrong = os.urandom(32), os.urandom(32)
    first = await open_brand_keys(client, right, "acme")
    with pytest.raises(StartRefused, match="root key"):
        await open_brand_keys(client, wrong, "acme")
    assert (await open_brand_keys(client, right, "acme")).index == first.index


# The client ---------------------------------------------------------------------------------------------------------


async def test_cancelled_commands_leave_every_reply_with_its_own_command(client: StoreClient) -> None:
    chance = random.Random(7)
    for _ in range(20):
        tasks = {number: asyncio.create_task(client.call("", "ECHO", f"{number}")) for number in range(300)}
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        for number in chance.sample(sorted(tasks), 150):
            tasks[number].cancel()
            if chance.random() < 0.1:
                await asyncio.sleep(0)
        answers = await asyncio.gather(*tasks.values(), return_exceptions=True)
        for number, answer in zip(tasks, answers, strict=True):
            assert isinstance(answer, asyncio.CancelledError) or answer == f"{number}".encode()
    assert await client.call("", "ECHO", "the end") == b"the end"


async def test_refused_command_fails_alone(client: StoreClient) -> None:
    calls = [client.call("", "ECHO", "a"), client.call("", "NO SUCH COMMAND"), client.call("", "ECHO", "b")]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert answers[0] == b"a"
    assert isinstance(answers[1], StoreRefused)
    assert answers[2] == b"b"


async def test_client_comes_back_after_the_store_was_killed(store: EmbeddedStore, client: StoreClient) -> None:
    await client.call("", "SET", "kept", "yes")
    assert store.pid is not None
    waiting = [asyncio.create_task(client.call("", "ECHO", f"{number}")) for number in range(100)]
    os.kill(store.pid, signal.SIGKILL)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(o, StoreUnavailable) or o == b"%d" % n for n, o in enumerate(outcomes))
    async with asyncio.timeout(15):
        while True:
            try:
                assert await client.call("", "GET", "kept") == b"yes"
                break
            except (StoreUnavailable, StoreRefused):  # not there yet, or still loading
                await asyncio.sleep(0.02)
    assert store.restarts == 1


async def test_folder_is_given_to_one_store_at_a_time(store: EmbeddedStore) -> None:
    with pytest.raises(StartRefused, match="in use by another gateway"):
        await EmbeddedStore(store.folder, wait_s=0.2).start()
    assert await EmbeddedStore(store.folder).is_served()
    await store.stop()
    again = EmbeddedStore(store.folder)
    assert not await again.is_served()
    await again.start()
    await again.stop()
