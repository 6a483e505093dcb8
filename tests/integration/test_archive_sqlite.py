"""The archive's file: whose it is, what survives a kill, and which files are refused."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from gateway.archive.base import ArchivedConversation, ArchivedEntry, Place, Portion
from gateway.archive.sqlite import SCHEMA, SqliteArchive
from gateway.errors import ArchiveUnavailable, StartRefused

ROOT = Path(__file__).parents[2]
PLACE = Place("acme", "c07-aaaaaaaaaaaaaaaaaaaaaaaaaa")
WHOLE = ArchivedConversation(PLACE, "acme/site", b"wrapped key")


def portion(first: int, last: int, blob: bytes = b"sealed") -> Portion:
    return Portion(entries=[ArchivedEntry(seq, 1, seq, blob) for seq in range(first, last + 1)])


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_all_its_files_are_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "archive.db"
    archive = SqliteArchive(file)
    await archive.open()
    await archive.put(WHOLE, portion(1, 3))
    files = list(file.parent.iterdir())
    assert {path.name for path in files} >= {"archive.db", "archive.db-wal"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    await archive.close()


async def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    archive = SqliteArchive(tmp_path / "archive.db")
    await archive.open()
    assert archive._writer is not None
    settings = {}
    for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete"):
        rows = await archive._writer.execute_fetchall(f"PRAGMA {name}")
        settings[name] = next(iter(rows))[0]
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    await archive.close()


async def test_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    file.touch(0o644)
    file.chmod(0o644)
    with pytest.raises(StartRefused, match="chmod 600"):
        await SqliteArchive(file).open()


async def test_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    file.write_bytes(b"this is a letter, not a database. " * 200)
    file.chmod(0o600)
    with pytest.raises(StartRefused, match="cannot be opened"):
        await SqliteArchive(file).open()


async def test_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(StartRefused, match="cannot be made"):
        await SqliteArchive(tmp_path / "data" / "archive.db").open()


async def test_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    file.touch(0o600)
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StartRefused, match="newer version"):
        await SqliteArchive(file).open()
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchall() == [(0,)]
    connection.close()
    assert file.read_bytes()[:16] == before[:16]


async def test_two_processes_share_the_file(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    first, second = SqliteArchive(file), SqliteArchive(file)
    await first.open()
    await second.open()
    await asyncio.gather(*(archive.put(WHOLE, portion(1, 50)) for archive in (first, second) for _ in range(5)))
    await first.put(WHOLE, portion(51, 60))
    assert [entry.seq for entry in await second.entries(PLACE, 1, 99)] == list(range(1, 61))
    await first.close()
    await second.close()


async def test_page_does_not_wait_behind_a_writer(tmp_path: Path) -> None:
    archive = SqliteArchive(tmp_path / "archive.db")
    await archive.open()
    await archive.put(WHOLE, portion(1, 3))
    async with archive._transaction() as db:
        await db.execute("DELETE FROM entries")
        async with asyncio.timeout(5):
            assert await archive.count(PLACE) == 3
    assert await archive.count(PLACE) == 0
    await archive.close()


async def test_failed_write_leaves_nothing_and_the_next_one_succeeds(tmp_path: Path) -> None:
    archive = SqliteArchive(tmp_path / "archive.db")
    await archive.open()
    wrong = ArchivedEntry(2, 1, 2, "no bytes")  # type: ignore[arg-type]
    with pytest.raises(ArchiveUnavailable):
        await archive.put(WHOLE, Portion(entries=[ArchivedEntry(1, 1, 1, b"sealed"), wrong]))
    assert await archive.find(PLACE) is None
    assert await archive.put(WHOLE, portion(1, 2)) == 2
    await archive.close()


async def test_erased_rows_are_gone_from_the_files(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    archive = SqliteArchive(file)
    await archive.open()
    secret = b"a sealed value that must not stay behind " * 40
    await archive.put(WHOLE, portion(1, 30, secret))
    assert secret[:40] in everything_in(tmp_path)
    await archive.erase(PLACE)
    assert secret[:40] not in everything_in(tmp_path)
    await archive.close()


_WRITER = """
import asyncio, sys
from pathlib import Path
from gateway.archive.base import ArchivedConversation, ArchivedEntry, Place, Portion
from gateway.archive.sqlite import SqliteArchive

async def main():
    archive = SqliteArchive(Path(sys.argv[1]))
    await archive.open()
    whole = ArchivedConversation(Place("acme", "c07-aaaaaaaaaaaaaaaaaaaaaaaaaa"), "acme/site", b"wrapped key")
    for seq in range(1, 100_000):
        high_water = await archive.put(whole, Portion(entries=[ArchivedEntry(seq, 1, seq, b"sealed")]))
        print(high_water, flush=True)

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, str(file), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    acknowledged = 0
    while acknowledged < 50:
        acknowledged = int(await writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    rest, _ = await writer.communicate()
    acknowledged = int(([str(acknowledged), *rest.decode().split("\n")[:-1]])[-1])
    archive = SqliteArchive(file)
    await archive.open()
    found = await archive.find(PLACE)
    assert found is not None and found.high_water >= acknowledged
    assert await archive.count(PLACE) == found.high_water
    await archive.close()
