"""The archive's server comes and goes: nothing that was acknowledged depends on it, and nothing hangs."""

from __future__ import annotations

import gc
import signal
import warnings
from collections.abc import Iterator

import pytest
import structlog

from gateway.archive.base import ArchivedConversation, ArchivedEntry, Line, Place, Portion
from gateway.archive.mongo import MongoArchive
from gateway.errors import ArchiveUnavailable, StartRefused
from tests.mongo_server.server import MongoServer, mongo_server
from tests.support.house import free_port

# Not the fixtures: the first one on a machine builds the database.
pytestmark = pytest.mark.timeout(60, func_only=True)

DRIVERS = ("motor", "pymongo")
PLACE = Place("acme", "c07-aaaaaaaaaaaaaaaaaaaaaaaaaa")
WHOLE = ArchivedConversation(PLACE, "acme/site", b"wrapped key")


def portion(first: int, last: int) -> Portion:
    return Portion(entries=[ArchivedEntry(seq, 1, seq, b"sealed") for seq in range(first, last + 1)])


def _collect() -> None:
    """PyMongo leaves sockets to the collector when a server goes away under it: collect them here, quietly."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(autouse=True)
def sockets_are_collected_after_each_test() -> Iterator[None]:
    yield
    _collect()


@pytest.fixture(autouse=True, scope="module")
def sockets_are_collected_after_all_tests() -> Iterator[None]:
    yield
    _collect()


@pytest.fixture
def server() -> Iterator[MongoServer]:
    with mongo_server() as started:
        yield started


@pytest.mark.parametrize("driver", DRIVERS)
async def test_server_that_is_away_makes_writes_fail_and_comes_back(server: MongoServer, driver: str) -> None:
    archive = MongoArchive(server.database(f"away_{driver}"), driver=driver)
    await archive.open()
    assert await archive.put(WHOLE, portion(1, 3)) == 3
    server.stop(signal.SIGKILL)
    for attempt in (archive.check(), archive.put(WHOLE, portion(4, 4)), archive.entries(PLACE, 1, 3)):
        with pytest.raises(ArchiveUnavailable):
            await attempt
    server.start()
    await archive.check()
    assert await archive.put(WHOLE, portion(1, 4)) == 4
    assert [entry.seq for entry in await archive.entries(PLACE, 1, 9)] == [1, 2, 3, 4]
    await archive.close()


@pytest.mark.parametrize("driver", DRIVERS)
async def test_server_that_is_away_at_first_is_used_when_it_comes(server: MongoServer, driver: str) -> None:
    archive = MongoArchive(server.database(f"late_{driver}"), driver=driver)
    server.stop()
    await archive.open()
    with pytest.raises(ArchiveUnavailable):
        await archive.put(WHOLE, portion(1, 2))
    server.start()
    for _ in range(2):  # the unique indexes are there before the first write, or this would make two copies
        assert await archive.put(WHOLE, portion(1, 2)) == 2
        await archive.append("ledger", [Line(1, b"digest", b"line")])
    assert await archive.count(PLACE) == 2
    assert len(await archive.lines("ledger")) == 1
    await archive.close()


@pytest.mark.parametrize("driver", DRIVERS)
async def test_password_shows_in_no_error_and_no_log(driver: str) -> None:
    url = f"mongodb://rapport:s3cr3t-of-ours@127.0.0.1:{free_port()}/archive"
    archive = MongoArchive(url, driver=driver)
    with structlog.testing.capture_logs() as lines:
        await archive.open()
    assert [line["log_level"] for line in lines] == ["warning"]
    with pytest.raises(ArchiveUnavailable) as raised:
        await archive.check()
    await archive.close()
    assert "s3cr3t" not in f"{lines} {raised.value}"


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize(
    "url", ["mongodb://", "http://127.0.0.1/", "mongodb://a:s3cr3t@b:c@127.0.0.1/x", "mongodb://h/a b"]
)
async def test_address_that_is_none_is_refused_without_showing_it(driver: str, url: str) -> None:
    with pytest.raises(StartRefused) as raised:
        await MongoArchive(url, driver=driver).open()
    assert "archive.url" in str(raised.value)
    assert "s3cr3t" not in str(raised.value)
