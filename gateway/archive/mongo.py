"""
The archive in MongoDB, with one of two drivers: motor, or PyMongo's own asynchronous client.

Motor has reached its end of life, so only calls that both share are used here, and ``driver`` in the configuration is
the way from one to the other. Nothing depends on transactions or on expiry, which not every server has: what must not
be seen half done is written last. Two processes that write the same place at once write the same, so a duplicate key
is a success.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import structlog
from pymongo import ASCENDING, DESCENDING, InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

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

log = structlog.get_logger()

_Update = Callable[[Mapping[str, Any]], UpdateOne]

DEFAULT_DATABASE = "rapport"
_DUPLICATE = 11000
_MOST_TRIES = 8
_MOST_UPDATES = 50
_INDEXES = {
    "conversations": ("brand", "conversation"),
    "entries": ("brand", "conversation", "seq"),
    "named_values": ("brand", "conversation", "section", "name"),
    "receipts": ("brand", "conversation", "seq"),
    "lines": ("chain", "seq"),
}
_OPTIONS: dict[str, Any] = {
    "appname": "rapport",
    "connectTimeoutMS": 2_000,
    "serverSelectionTimeoutMS": 2_000,
    "socketTimeoutMS": 10_000,
}


class MongoArchive:
    """
    The archive in one database, by default ``rapport``, or as the URL names it.

    ``driver`` is ``motor`` or ``pymongo``. Writes are acknowledged by a majority, each from its journal.
    """

    def __init__(self, url: str, *, driver: str = "motor") -> None:
        self._url = url
        self._driver = driver
        self._client: Any = None
        self._database: Any = None
        self._indexed = False

    async def open(self) -> None:
        try:
            self._client = _connect(self._url, self._driver)
            self._database = self._client.get_default_database(
                DEFAULT_DATABASE,
                write_concern=WriteConcern(w="majority", j=True),
                read_concern=ReadConcern("majority"),
            )
        except (PyMongoError, ValueError) as error:  # what it says may hold the URL, and that a password
            raise StartRefused(f"archive.url cannot be used: {type(error).__name__}") from None
        try:
            await self._make_indexes()
        except ArchiveUnavailable as error:
            log.warning("the archive is away; it will be used when it comes back", reason=str(error))

    async def _make_indexes(self) -> None:
        """Before the first write, whenever that is: being unique is what makes it safe to write again."""
        if not self._indexed:
            async with _translated():
                for name, fields in _INDEXES.items():
                    await self._in(name).create_index([(field, ASCENDING) for field in fields], unique=True)
            self._indexed = True

    async def close(self) -> None:
        client, self._client, self._database = self._client, None, None
        closing = client.close() if client is not None else None
        if inspect.isawaitable(closing):  # it is with one driver
            await closing

    async def check(self) -> None:
        async with _translated():
            await self._in("conversations").find_one({}, {"_id": 1})

    def _in(self, name: str) -> Any:
        if self._database is None:
            raise ArchiveUnavailable("the archive is closed")
        return self._database[name]

    async def _insert(self, name: str, documents: Sequence[Mapping[str, Any]], *, ordered: bool = False) -> bool:
        """Insert; false when some were there already. ``ordered`` inserts nothing after the first of those."""
        if not documents:
            return True
        await self._make_indexes()
        operations = [InsertOne(dict(document)) for document in documents]
        async with _translated():
            try:
                await self._in(name).bulk_write(operations, ordered=ordered)
            except BulkWriteError as error:
                failed = error.details.get("writeErrors", [])
                concern = error.details.get("writeConcernErrors", [])
                if concern or any(one.get("code") != _DUPLICATE for one in failed):
                    raise
                return False
        return True

    async def _put(
        self, name: str, documents: Sequence[Mapping[str, Any]], where: Mapping[str, Any], update: _Update
    ) -> None:
        """
        Insert what is new and update what is there and differs; ``where`` finds whatever may be there.

        Not by upserts: of two at once for one key, one fails on a server that does not try again by itself.
        """
        if await self._insert(name, documents):
            return
        there = await self._read(name, where, "_id")
        operations = [update(document) for document in documents if document not in there]
        async with _translated():
            for start in range(0, len(operations), _MOST_UPDATES):
                await self._in(name).bulk_write(operations[start : start + _MOST_UPDATES], ordered=False)

    async def _read(
        self, name: str, where: Mapping[str, Any], order: str, limit: int = 0, *, newest: bool = False
    ) -> list[dict[str, Any]]:
        async with _translated():
            cursor = self._in(name).find(where, {"_id": 0}).sort(order, DESCENDING if newest else ASCENDING)
            found: list[dict[str, Any]] = await (cursor.limit(limit) if limit else cursor).to_list(None)
        return found

    # Conversations ------------------------------------------------------------------------------------------------

    async def put(self, conversation: ArchivedConversation, portion: Portion) -> Seq:
        place = conversation.place
        known = await self.find(place)
        numbers = [entry.seq for entry in portion.entries]
        check_consecutive(numbers, known.high_water if known else 0)
        where = place._asdict()
        entries = [{**where, **_plain(entry)} for entry in portion.entries]
        await self._put("entries", entries, {**where, "seq": {"$in": numbers}}, _update_entry)
        for section, values in portion.values.items():
            of_section = {**where, "section": section.value}
            named = [{**of_section, "name": name, "value": value} for name, value in values.items()]
            await self._put("named_values", named, of_section, _update_value)
        receipts = [{**where, **_plain(receipt)} for receipt in portion.receipts]
        theirs = {**where, "seq": {"$in": [receipt.seq for receipt in portion.receipts]}}
        await self._put("receipts", receipts, theirs, _raise_receipt)
        # Last, when all of it is durable: the mark must never promise what is not there.
        high_water = max([known.high_water if known else 0, *numbers])
        whole = {**where, "channel": conversation.channel, "key": conversation.key, "high_water": high_water}
        await self._put("conversations", [whole], where, _update_conversation)
        return high_water

    async def find(self, place: Place) -> ArchivedConversation | None:
        async with _translated():
            found = await self._in("conversations").find_one(place._asdict())
        return ArchivedConversation(place, found["channel"], found["key"], found["high_water"]) if found else None

    async def entries(self, place: Place, first: Seq, last: Seq) -> list[ArchivedEntry]:
        where = {**place._asdict(), "seq": {"$gte": first, "$lte": last}}
        return [_entry(found) for found in await self._read("entries", where, "seq")]

    async def page(
        self, place: Place, *, after: Seq | None = None, before: Seq | None = None, limit: int = 50
    ) -> list[ArchivedEntry]:
        where: dict[str, Any] = dict(place._asdict())
        if after is not None:
            where["seq"] = {"$gt": after}
            return [_entry(found) for found in await self._read("entries", where, "seq", page_size(limit))]
        if before is not None:
            where["seq"] = {"$lt": before}
        found = await self._read("entries", where, "seq", page_size(limit), newest=True)
        return [_entry(one) for one in reversed(found)]

    async def count(self, place: Place) -> int:
        async with _translated():
            return int(await self._in("entries").count_documents(place._asdict()))

    async def values(self, place: Place, section: Section) -> dict[bytes, bytes]:
        where = {**place._asdict(), "section": section.value}
        return {found["name"]: found["value"] for found in await self._read("named_values", where, "name")}

    async def receipts(self, place: Place, first: Seq, last: Seq) -> list[ArchivedReceipt]:
        where = {**place._asdict(), "seq": {"$gte": first, "$lte": last}}
        found = await self._read("receipts", where, "seq")
        return [ArchivedReceipt(one["seq"], one["rank"], one["at_ms"], one["code"]) for one in found]

    async def erase(self, place: Place) -> None:
        async with _translated():
            for name in ("conversations", "named_values", "receipts", "entries"):
                await self._in(name).delete_many(place._asdict())

    # Chains -------------------------------------------------------------------------------------------------------

    async def append(self, chain: str, lines: Sequence[Line]) -> None:
        if not lines:
            return
        # In order, so that a chain that was cut off in between has no gap. Whoever finds a line there already looks
        # again: it is the same one, or it is refused.
        for _ in range(_MOST_TRIES):
            if not (new := await self._new_lines(chain, lines)):
                return
            await self._insert("lines", [{"chain": chain, **_plain(line)} for line in new], ordered=True)
        raise ArchiveUnavailable("others keep writing to this chain")

    async def _new_lines(self, chain: str, lines: Sequence[Line]) -> list[Line]:
        last = await self.last_line(chain)
        where = {"chain": chain, "seq": {"$gte": lines[0].seq, "$lte": lines[-1].seq}}
        known = {found["seq"]: _line(found) for found in await self._read("lines", where, "seq")}
        return check_lines(lines, known, last.seq if last else 0)

    async def lines(self, chain: str, *, after: Seq = 0, limit: int = 500) -> list[Line]:
        where = {"chain": chain, "seq": {"$gt": after}}
        return [_line(found) for found in await self._read("lines", where, "seq", page_size(limit))]

    async def last_line(self, chain: str) -> Line | None:
        found = await self._read("lines", {"chain": chain}, "seq", 1, newest=True)
        return _line(found[0]) if found else None


def _connect(url: str, driver: str) -> Any:
    """Make a client; nothing is imported of the driver that is not used. Connecting happens at its first command."""
    if driver == "pymongo":
        from pymongo import AsyncMongoClient

        return AsyncMongoClient(url, **_OPTIONS)
    from motor.motor_asyncio import AsyncIOMotorClient

    return AsyncIOMotorClient(url, **_OPTIONS)


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """Raise the driver's errors as ours; what they say may hold documents, so only their kind is passed on."""
    try:
        yield
    except PyMongoError as error:
        raise ArchiveUnavailable(f"the archive does not answer: {type(error).__name__}") from error


def _plain(struct: msgspec.Struct) -> dict[str, Any]:
    return msgspec.structs.asdict(struct)


def _pick(document: Mapping[str, Any], *fields: str) -> dict[str, Any]:
    return {field: document[field] for field in fields}


def _update_entry(document: Mapping[str, Any]) -> UpdateOne:
    """An entry of another kind or time is not found, and stays."""
    same = _pick(document, "brand", "conversation", "seq", "kind", "received_ms")
    return UpdateOne(same, {"$set": _pick(document, "blob")})


def _update_value(document: Mapping[str, Any]) -> UpdateOne:
    same = _pick(document, "brand", "conversation", "section", "name")
    return UpdateOne(same, {"$set": _pick(document, "value")})


def _raise_receipt(document: Mapping[str, Any]) -> UpdateOne:
    """A receipt of the same or a higher rank is not found, and stays."""
    lower = {**_pick(document, "brand", "conversation", "seq"), "rank": {"$lt": document["rank"]}}
    return UpdateOne(lower, {"$set": _pick(document, "rank", "at_ms", "code")})


def _update_conversation(document: Mapping[str, Any]) -> UpdateOne:
    change = {"$set": _pick(document, "channel", "key"), "$max": _pick(document, "high_water")}
    return UpdateOne(_pick(document, "brand", "conversation"), change)


def _entry(found: Mapping[str, Any]) -> ArchivedEntry:
    return ArchivedEntry(found["seq"], found["kind"], found["received_ms"], found["blob"])


def _line(found: Mapping[str, Any]) -> Line:
    return Line(found["seq"], found["digest"], found["blob"])
