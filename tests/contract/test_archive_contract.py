"""What every archive promises: one suite on SQLite and on a document database with both of its drivers."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from gateway.archive.base import (
    Archive,
    ArchivedConversation,
    ArchivedEntry,
    ArchivedReceipt,
    Line,
    Place,
    Portion,
    Section,
)
from gateway.archive.mongo import MongoArchive
from gateway.archive.sqlite import SqliteArchive
from gateway.errors import ArchiveRefused, ArchiveUnavailable
from tests.mongo_server.server import mongo_url

# Not the fixtures: the first one on a machine builds the database.
pytestmark = pytest.mark.timeout(60, func_only=True)

KINDS = ("sqlite", "mongo by motor", "mongo by pymongo")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with mongo_url() as url:
        yield url


@pytest.fixture(params=KINDS)
async def archive(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Archive]:
    made: Archive
    if request.param == "sqlite":
        made = SqliteArchive(tmp_path / "archive" / "archive.db")
    else:
        made = MongoArchive(request.getfixturevalue("server"), driver=request.param.rpartition(" ")[2])
    await made.open()
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
def place() -> Place:
    return Place("acme", f"c07-{secrets.token_hex(13)}")


def conversation(place: Place, key: bytes = b"wrapped \x00\xff key") -> ArchivedConversation:
    return ArchivedConversation(place, "acme/wa-main", key)


def entry(seq: int, blob: bytes | None = None, *, kind: int = 1, received_ms: int | None = None) -> ArchivedEntry:
    return ArchivedEntry(seq, kind, received_ms or 1_790_000_000_000 + seq, blob or f"sealed {seq} \0\xff".encode())


def entries(first: int, last: int) -> Portion:
    return Portion(entries=[entry(seq) for seq in range(first, last + 1)])


def line(seq: int, blob: bytes | None = None) -> Line:
    return Line(seq, bytes([seq]) * 32, blob or f"line {seq}".encode())


# Conversations ----------------------------------------------------------------------------------------------------


async def test_what_is_put_comes_back_byte_for_byte(archive: Archive, place: Place) -> None:
    assert await archive.find(place) is None
    assert await archive.put(conversation(place), entries(1, 3)) == 3
    assert await archive.entries(place, 1, 3) == [entry(1), entry(2), entry(3)]
    assert await archive.find(place) == ArchivedConversation(place, "acme/wa-main", b"wrapped \x00\xff key", 3)
    assert await archive.count(place) == 3


async def test_large_numbers_survive(archive: Archive, place: Place) -> None:
    late = entry(1, received_ms=2**53 - 1)
    await archive.put(conversation(place), Portion(entries=[late]))
    assert await archive.entries(place, 1, 1) == [late]


async def test_putting_again_changes_nothing(archive: Archive, place: Place) -> None:
    for _ in range(3):
        assert await archive.put(conversation(place), entries(1, 5)) == 5
    assert await archive.put(conversation(place), entries(2, 3)) == 5
    assert await archive.put(conversation(place), entries(4, 7)) == 7
    assert await archive.entries(place, 1, 99) == [entry(seq) for seq in range(1, 8)]
    assert await archive.count(place) == 7


async def test_eight_writers_of_the_same_leave_one_copy(archive: Archive, place: Place) -> None:
    outcomes = await asyncio.gather(*(archive.put(conversation(place), entries(1, 40)) for _ in range(8)))
    assert set(outcomes) == {40}
    assert await archive.entries(place, 1, 40) == [entry(seq) for seq in range(1, 41)]
    assert await archive.count(place) == 40


# A driver that is cancelled on the wire may leave the socket to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_writer_who_was_cancelled_leaves_nothing_in_the_way(archive: Archive, place: Place) -> None:
    for pause_s in (0.0, 0.001, 0.003, 0.01):
        task = asyncio.create_task(archive.put(conversation(place), entries(1, 200)))
        await asyncio.sleep(pause_s)  # somewhere in the middle: the time is no condition
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert await archive.put(conversation(place), entries(1, 200)) == 200
    assert await archive.count(place) == 200


async def test_gaps_are_refused_and_nothing_is_written(archive: Archive, place: Place) -> None:
    with pytest.raises(ArchiveRefused):
        await archive.put(conversation(place), entries(2, 3))
    assert await archive.find(place) is None
    await archive.put(conversation(place), entries(1, 3))
    for wrong in ([entry(5)], [entry(4), entry(6)], [entry(4), entry(4)], [entry(4), entry(3)], [entry(0)]):
        with pytest.raises(ArchiveRefused):
            await archive.put(conversation(place), Portion(entries=wrong))
    assert await archive.count(place) == 3


async def test_edited_entry_replaces_its_earlier_form(archive: Archive, place: Place) -> None:
    await archive.put(conversation(place), entries(1, 3))
    edited = entry(2, b"sealed again")
    assert await archive.put(conversation(place), Portion(entries=[edited])) == 3
    assert await archive.entries(place, 1, 3) == [entry(1), edited, entry(3)]


async def test_another_entry_in_a_place_that_is_taken_is_left_out(archive: Archive, place: Place) -> None:
    await archive.put(conversation(place), entries(1, 2))
    for other in (entry(2, b"other", kind=2), entry(2, b"other", received_ms=5)):
        await archive.put(conversation(place), Portion(entries=[other, entry(3)]))
    assert await archive.entries(place, 1, 3) == [entry(1), entry(2), entry(3)]


async def test_newest_key_counts(archive: Archive, place: Place) -> None:
    await archive.put(conversation(place), entries(1, 2))
    assert await archive.put(conversation(place, b"wrapped anew"), Portion()) == 2
    found = await archive.find(place)
    assert found is not None and (found.key, found.high_water) == (b"wrapped anew", 2)


async def test_conversations_and_brands_share_nothing(archive: Archive, place: Place) -> None:
    others = [Place("other", place.conversation), Place(place.brand, place.conversation[:-1] + "z")]
    await archive.put(conversation(place), Portion(entries=[entry(1)], values={Section.VAULT: {b"a": b"1"}}))
    for other in others:
        assert await archive.find(other) is None
        assert await archive.entries(other, 1, 9) == []
        assert await archive.values(other, Section.VAULT) == {}
        await archive.put(conversation(other), Portion(entries=[entry(1, b"theirs")]))
    assert await archive.entries(place, 1, 9) == [entry(1)]


async def test_pages_forwards_and_backwards_meet_without_gap_or_overlap(archive: Archive, place: Place) -> None:
    await archive.put(conversation(place), entries(1, 23))
    everything = [entry(seq) for seq in range(1, 24)]
    forwards: list[ArchivedEntry] = []
    while page := await archive.page(place, after=len(forwards), limit=5):
        assert len(page) <= 5
        forwards += page
    backwards: list[ArchivedEntry] = []
    while page := await archive.page(place, before=backwards[0].seq if backwards else None, limit=4):
        backwards = page + backwards
    assert forwards == everything
    assert backwards == everything
    assert await archive.page(place, limit=2) == everything[-2:]
    assert await archive.page(place, after=23) == []
    assert await archive.page(place, before=1) == []
    assert len(await archive.page(place, limit=0)) == 1


async def test_named_values_are_kept_by_section(archive: Archive, place: Place) -> None:
    vault = {bytes([n]) * 8: f"value {n} \0".encode() for n in range(30)}
    values = {Section.VAULT: vault, Section.MARK: {b"\0\1\2\3\4\5\6\7": b"12"}, Section.CASE: {b"1": b"case one"}}
    await archive.put(conversation(place), Portion(values=values))
    await archive.put(conversation(place), Portion(values={Section.CASE: {b"2": b"case two", b"1": b"case 1"}}))
    assert await archive.values(place, Section.VAULT) == vault
    assert await archive.values(place, Section.MARK) == {b"\0\1\2\3\4\5\6\7": b"12"}
    assert await archive.values(place, Section.CASE) == {b"1": b"case 1", b"2": b"case two"}


async def test_receipts_only_rise(archive: Archive, place: Place) -> None:
    first = [ArchivedReceipt(3, 4, 1_000), ArchivedReceipt(5, 2, 1_000)]
    await archive.put(conversation(place), Portion(receipts=first))
    second = [ArchivedReceipt(3, 3, 2_000), ArchivedReceipt(5, 6, 2_000, "blocked"), ArchivedReceipt(9, 1, 2_000)]
    for _ in range(2):
        await archive.put(conversation(place), Portion(receipts=second))
    expected = [ArchivedReceipt(3, 4, 1_000), ArchivedReceipt(5, 6, 2_000, "blocked"), ArchivedReceipt(9, 1, 2_000)]
    assert await archive.receipts(place, 1, 9) == expected
    assert await archive.receipts(place, 4, 8) == expected[1:2]


async def test_erasing_leaves_nothing_and_can_be_repeated(archive: Archive, place: Place) -> None:
    neighbour = Place(place.brand, place.conversation[:-1] + "y")
    full = Portion(
        entries=[entry(1), entry(2)], values={Section.VAULT: {b"a": b"1"}}, receipts=[ArchivedReceipt(1, 2, 3)]
    )
    await archive.put(conversation(place), full)
    await archive.put(conversation(neighbour), full)
    for _ in range(2):
        await archive.erase(place)
    assert await archive.find(place) is None
    assert await archive.count(place) == 0
    assert await archive.values(place, Section.VAULT) == {}
    assert await archive.receipts(place, 1, 9) == []
    assert await archive.count(neighbour) == 2
    assert await archive.put(conversation(place), entries(1, 1)) == 1


# Chains -----------------------------------------------------------------------------------------------------------


async def test_chain_grows_and_appending_again_changes_nothing(archive: Archive, place: Place) -> None:
    chain = f"ledger {place.conversation}"
    assert await archive.last_line(chain) is None
    await archive.append(chain, [])
    await archive.append(chain, [line(1), line(2)])
    for _ in range(2):
        await archive.append(chain, [line(2), line(3), line(4)])
    assert await archive.lines(chain) == [line(1), line(2), line(3), line(4)]
    assert await archive.lines(chain, after=1, limit=2) == [line(2), line(3)]
    assert await archive.last_line(chain) == line(4)
    assert await archive.lines(chain + " of another brand") == []


async def test_chain_refuses_gaps_and_other_lines(archive: Archive, place: Place) -> None:
    chain = f"audit {place.conversation}"
    await archive.append(chain, [line(1), line(2)])
    for wrong in ([line(4)], [line(3), line(5)], [line(2, b"forged")], [line(1), line(2, b"forged"), line(3)]):
        with pytest.raises(ArchiveRefused):
            await archive.append(chain, wrong)
    with pytest.raises(ArchiveRefused):
        await archive.append(chain, [Line(2, b"another digest", line(2).blob)])
    assert await archive.lines(chain) == [line(1), line(2)]


async def test_of_two_writers_of_a_chain_one_is_refused(archive: Archive, place: Place) -> None:
    chain = f"race {place.conversation}"
    ours = [line(seq) for seq in range(1, 31)]
    theirs = [line(seq, b"theirs") for seq in range(1, 31)]
    outcomes = await asyncio.gather(archive.append(chain, ours), archive.append(chain, theirs), return_exceptions=True)
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert len(refused) == 1 and isinstance(refused[0], ArchiveRefused)
    written = await archive.lines(chain)
    assert [one.seq for one in written] == list(range(1, len(written) + 1))
    assert written in (ours, theirs)


async def test_writers_of_the_same_lines_all_succeed(archive: Archive, place: Place) -> None:
    chain = f"same {place.conversation}"
    ours = [line(seq) for seq in range(1, 31)]
    await asyncio.gather(*(archive.append(chain, ours) for _ in range(6)))
    assert await archive.lines(chain) == ours


# Being there ------------------------------------------------------------------------------------------------------


async def test_closed_archive_is_unavailable_and_closing_twice_is_fine(archive: Archive, place: Place) -> None:
    await archive.check()
    await archive.close()
    await archive.close()
    for attempt in (
        archive.check(),
        archive.find(place),
        archive.put(conversation(place), entries(1, 1)),
        archive.append("ledger", [line(1)]),
    ):
        with pytest.raises(ArchiveUnavailable):
            await attempt
