"""
The embedded archive: one SQLite file in the data folder.

What was written here is trimmed from the live store, so every commit reaches the disk (``synchronous = FULL``). Reads
have a connection of their own and do not wait behind writes.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from gateway.archive.base import (
    ArchivedConversation,
    ArchivedEntry,
    ArchivedReceipt,
    Line,
    Place,
    Portion,
    Section,
    Seq,
    check_consecutive,
    check_lines,
    page_size,
)
from gateway.errors import ArchiveUnavailable, StartRefused

SCHEMA = 1
_BUSY_S = 5.0
_BEYOND = 1 << 62

_TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id INTEGER PRIMARY KEY, brand TEXT NOT NULL, conversation TEXT NOT NULL, channel TEXT NOT NULL,
    key BLOB NOT NULL, high_water INTEGER NOT NULL, UNIQUE (brand, conversation)
) STRICT;
CREATE TABLE IF NOT EXISTS entries (
    owner INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, seq INTEGER NOT NULL,
    kind INTEGER NOT NULL, received_ms INTEGER NOT NULL, blob BLOB NOT NULL, PRIMARY KEY (owner, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS named_values (
    owner INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, section TEXT NOT NULL,
    name BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (owner, section, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS receipts (
    owner INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, seq INTEGER NOT NULL,
    rank INTEGER NOT NULL, at_ms INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (owner, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lines (
    chain TEXT NOT NULL, seq INTEGER NOT NULL, digest BLOB NOT NULL, blob BLOB NOT NULL, PRIMARY KEY (chain, seq)
) STRICT, WITHOUT ROWID;
"""


class SqliteArchive:
    """The archive in one file, readable by its owner alone."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        await asyncio.to_thread(_make_private, self._file)
        try:
            self._writer = await aiosqlite.connect(self._file, isolation_level=None, timeout=_BUSY_S)
            for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                await self._writer.execute(f"PRAGMA {setting}")
            async with self._transaction() as db:
                await _make_tables(db, self._file)
            address = f"{self._file.resolve().as_uri()}?mode=ro"
            self._reader = await aiosqlite.connect(address, uri=True, isolation_level=None, timeout=_BUSY_S)
        except BaseException as error:
            await self.close()
            if isinstance(error, sqlite3.Error | ArchiveUnavailable):
                raise StartRefused(f"the archive {self._file} cannot be opened: {error}") from error
            raise

    async def close(self) -> None:
        reader, self._reader = self._reader, None
        writer, self._writer = self._writer, None
        for connection in (reader, writer):
            if connection is not None:
                await connection.close()

    async def check(self) -> None:
        await self._read("SELECT 1")

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """One writer at a time in this process; other processes wait at ``BEGIN IMMEDIATE``."""
        async with self._writing:
            db = self._writer
            if db is None:
                raise ArchiveUnavailable("the archive is closed")
            try:
                await db.execute("BEGIN IMMEDIATE")
                yield db
                await db.execute("COMMIT")
            except BaseException as error:
                # Queued behind whatever is under way, and carried out even if this is cancelled once more.
                await db.rollback()
                if isinstance(error, sqlite3.Error):
                    raise ArchiveUnavailable(f"the archive cannot be written: {error}") from error
                raise

    async def _read(self, query: str, arguments: Iterable[Any] = ()) -> list[Any]:
        if self._reader is None:
            raise ArchiveUnavailable("the archive is closed")
        try:
            return list(await self._reader.execute_fetchall(query, arguments))
        except sqlite3.Error as error:
            raise ArchiveUnavailable(f"the archive cannot be read: {error}") from error

    # Conversations ------------------------------------------------------------------------------------------------

    async def put(self, conversation: ArchivedConversation, portion: Portion) -> Seq:
        place, entries = conversation.place, portion.entries
        async with self._transaction() as db:
            rows = await db.execute_fetchall(
                "SELECT high_water FROM conversations WHERE brand = ? AND conversation = ?", place
            )
            high_water = next((int(row[0]) for row in rows), 0)
            check_consecutive((entry.seq for entry in entries), high_water)
            high_water = max([high_water, *(entry.seq for entry in entries)])
            rows = await db.execute_fetchall(
                "INSERT INTO conversations (brand, conversation, channel, key, high_water) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET channel = excluded.channel, key = excluded.key, "
                "high_water = excluded.high_water RETURNING id",
                (*place, conversation.channel, conversation.key, high_water),
            )
            await _put_portion(db, next(iter(rows))[0], portion)
        return high_water

    async def find(self, place: Place) -> ArchivedConversation | None:
        rows = await self._read(
            "SELECT channel, key, high_water FROM conversations WHERE brand = ? AND conversation = ?", place
        )
        return ArchivedConversation(place, *rows[0]) if rows else None

    async def entries(self, place: Place, first: Seq, last: Seq) -> list[ArchivedEntry]:
        rows = await self._read(
            "SELECT seq, kind, received_ms, blob FROM entries JOIN conversations ON id = owner "
            "WHERE brand = ? AND conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            (*place, first, last),
        )
        return [ArchivedEntry(*row) for row in rows]

    async def page(
        self, place: Place, *, after: Seq | None = None, before: Seq | None = None, limit: int = 50
    ) -> list[ArchivedEntry]:
        if after is not None:
            rows = await self._read(
                "SELECT seq, kind, received_ms, blob FROM entries JOIN conversations ON id = owner "
                "WHERE brand = ? AND conversation = ? AND seq > ? ORDER BY seq LIMIT ?",
                (*place, after, page_size(limit)),
            )
            return [ArchivedEntry(*row) for row in rows]
        rows = await self._read(
            "SELECT seq, kind, received_ms, blob FROM entries JOIN conversations ON id = owner "
            "WHERE brand = ? AND conversation = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            (*place, _BEYOND if before is None else before, page_size(limit)),
        )
        return [ArchivedEntry(*row) for row in reversed(rows)]

    async def count(self, place: Place) -> int:
        rows = await self._read(
            "SELECT count(*) FROM entries JOIN conversations ON id = owner WHERE brand = ? AND conversation = ?", place
        )
        return int(rows[0][0])

    async def values(self, place: Place, section: Section) -> dict[bytes, bytes]:
        rows = await self._read(
            "SELECT name, value FROM named_values JOIN conversations ON id = owner "
            "WHERE brand = ? AND conversation = ? AND section = ?",
            (*place, section.value),
        )
        return dict(rows)

    async def receipts(self, place: Place, first: Seq, last: Seq) -> list[ArchivedReceipt]:
        rows = await self._read(
            "SELECT seq, rank, at_ms, code FROM receipts JOIN conversations ON id = owner "
            "WHERE brand = ? AND conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            (*place, first, last),
        )
        return [ArchivedReceipt(*row) for row in rows]

    async def erase(self, place: Place) -> None:
        async with self._transaction() as db:
            await db.execute("DELETE FROM conversations WHERE brand = ? AND conversation = ?", place)
        await self._empty_log()

    async def _empty_log(self) -> None:
        """Erased rows are overwritten in the file; the write-ahead log still holds them until it is emptied."""
        async with self._writing:
            try:
                if self._writer is not None:
                    await self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise ArchiveUnavailable(f"the archive cannot be written: {error}") from error

    # Chains -------------------------------------------------------------------------------------------------------

    async def append(self, chain: str, lines: Sequence[Line]) -> None:
        if not lines:
            return
        async with self._transaction() as db:
            rows = await db.execute_fetchall("SELECT max(seq) FROM lines WHERE chain = ?", (chain,))
            last = next(iter(rows))[0] or 0
            query = "SELECT seq, digest, blob FROM lines WHERE chain = ? AND seq BETWEEN ? AND ?"
            rows = await db.execute_fetchall(query, (chain, lines[0].seq, lines[-1].seq))
            new = check_lines(lines, {row[0]: Line(*row) for row in rows}, last)
            await db.executemany(
                "INSERT INTO lines VALUES (?, ?, ?, ?)", [(chain, line.seq, line.digest, line.blob) for line in new]
            )

    async def lines(self, chain: str, *, after: Seq = 0, limit: int = 500) -> list[Line]:
        query = "SELECT seq, digest, blob FROM lines WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?"
        return [Line(*row) for row in await self._read(query, (chain, after, page_size(limit)))]

    async def last_line(self, chain: str) -> Line | None:
        query = "SELECT seq, digest, blob FROM lines WHERE chain = ? ORDER BY seq DESC LIMIT 1"
        rows = await self._read(query, (chain,))
        return Line(*rows[0]) if rows else None


async def _put_portion(db: aiosqlite.Connection, owner: int, portion: Portion) -> None:
    await db.executemany(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET blob = excluded.blob "
        "WHERE kind = excluded.kind AND received_ms = excluded.received_ms",
        [(owner, entry.seq, entry.kind, entry.received_ms, entry.blob) for entry in portion.entries],
    )
    await db.executemany(
        "INSERT OR REPLACE INTO named_values VALUES (?, ?, ?, ?)",
        [
            (owner, section.value, name, value)
            for section, named in portion.values.items()
            for name, value in named.items()
        ],
    )
    await db.executemany(
        "INSERT INTO receipts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "rank = excluded.rank, at_ms = excluded.at_ms, code = excluded.code WHERE excluded.rank > rank",
        [(owner, receipt.seq, receipt.rank, receipt.at_ms, receipt.code) for receipt in portion.receipts],
    )


def _make_private(file: Path) -> None:
    """
    Make the file, and its folder, for its owner alone; SQLite gives its other files the same mode.

    Raises
    ------
    StartRefused
        It cannot be made, or others can read it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        folder = os.open(file.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        mode = file.stat().st_mode
    except OSError as error:
        raise StartRefused(f"the archive {file} cannot be made: {os.strerror(error.errno or 0)}") from None
    if stat.S_IMODE(mode) & 0o077:
        raise StartRefused(f"the archive {file} can be read by others: run chmod 600 {file}")


async def _make_tables(db: aiosqlite.Connection, file: Path) -> None:
    """Make what is missing; raises ``StartRefused`` for a file of a newer version."""
    rows = await db.execute_fetchall("PRAGMA user_version")
    found = next(iter(rows))[0]
    if found > SCHEMA:
        raise StartRefused(
            f"the archive {file} was written by a newer version (schema {found}); this one knows schema {SCHEMA}"
        )
    for statement in filter(str.strip, _TABLES.split(";")):
        await db.execute(statement)
    await db.execute(f"PRAGMA user_version = {SCHEMA}")
