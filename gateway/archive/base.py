"""
The archive: where settled conversations, the ledger and the audit lie, and the record that must not be lost.

Nothing in it can be read without the brand's keys: entries and values come sealed and stay sealed. In clear stand only
ids, numbers and times, as far as paging needs them.

Every write may be repeated: the same write again changes nothing, whoever was killed in between. An entry's place is
brand, conversation and seq. An edited entry replaces its earlier form; an entry of another kind or time does not, so
that a live store that has lost its end cannot overwrite the only copy. Lines of a chain are never replaced.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from gateway.errors import ArchiveRefused

MOST_IN_A_PAGE = 1000

Seq = int


class Place(NamedTuple):
    """One conversation of one brand."""

    brand: str
    conversation: str


class Section(enum.StrEnum):
    """Named values of a conversation, by what they are."""

    VAULT = "vault"
    """Reference of a placeholder to its sealed value."""
    MARK = "mark"
    """8-byte keyed hash of a platform's id of our message, to the seq in decimal digits."""
    CASE = "case"
    """Number of a case in decimal digits, to the case as it was when it settled."""


class ArchivedEntry(msgspec.Struct, frozen=True):
    """One entry of the log: ``blob`` is exactly what the live log held, sealed. ``received_ms`` is Unix time."""

    seq: Seq
    kind: int
    received_ms: int
    blob: bytes


class ArchivedReceipt(msgspec.Struct, frozen=True):
    """How far one of our messages got. Receipts are ranks: a lower one never replaces a higher one."""

    seq: Seq
    rank: int
    at_ms: int
    code: str = ""


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored in one go: consecutive entries, oldest first, and values and receipts in any order."""

    entries: Sequence[ArchivedEntry] = ()
    values: Mapping[Section, Mapping[bytes, bytes]] = {}
    receipts: Sequence[ArchivedReceipt] = ()


class ArchivedConversation(msgspec.Struct, frozen=True):
    """
    A conversation as a whole.

    ``key`` is its key, wrapped under the brand's. ``high_water`` is the greatest seq up to which every entry is here:
    it is raised after the entries are durable, and never falls.
    """

    place: Place
    channel: str
    key: bytes
    high_water: Seq = 0


class Line(msgspec.Struct, frozen=True):
    """
    One line of a chain, such as the ledger of a brand: numbered from 1 without gaps, and never changed.

    ``digest`` is the chain's hash after this line, as its writer computed it; ``blob`` the line itself.
    """

    seq: Seq
    digest: bytes
    blob: bytes


class Archive(Protocol):
    """
    What every archive can do.

    Every method raises ``ArchiveUnavailable`` when the archive does not answer within seconds; a write may then have
    happened in part, and repeating it completes it. Methods may be called concurrently.
    """

    async def open(self) -> None:
        """
        Make ready. A server that does not answer yet is no error: it is used when it does.

        Raises
        ------
        StartRefused
            The file or the address cannot be used at all; the message says what to change.
        """
        ...

    async def close(self) -> None:
        """Let go of files and connections. Idempotent."""
        ...

    async def check(self) -> None:
        """Return when the archive answers; else raise ``ArchiveUnavailable``."""
        ...

    async def put(self, conversation: ArchivedConversation, portion: Portion) -> Seq:
        """
        Store a portion, and the conversation's channel and key with it; return the high-water mark.

        Durable when it returns. An entry whose place is taken by one of another kind or time is left out. A value
        whose name is taken is replaced. Of two receipts for one message the higher rank stays.
        ``conversation.high_water`` is ignored.

        Raises
        ------
        ArchiveRefused
            The entries are not consecutive, or begin beyond the one after the high-water mark: there would be a gap.
        """
        ...

    async def find(self, place: Place) -> ArchivedConversation | None:
        """Read a conversation as a whole; ``None`` when nothing of it is here."""
        ...

    async def entries(self, place: Place, first: Seq, last: Seq) -> list[ArchivedEntry]:
        """Read entries ``first`` to ``last``, inclusive, oldest first; those that are not here are left out."""
        ...

    async def page(
        self, place: Place, *, after: Seq | None = None, before: Seq | None = None, limit: int = 50
    ) -> list[ArchivedEntry]:
        """
        Read one page, oldest first: ``limit`` entries from ``after`` on, or the last ``limit`` ahead of ``before``.

        With neither, the newest ones. 1 to 1000 entries.
        """
        ...

    async def count(self, place: Place) -> int:
        """Count the entries; equal to the high-water mark when the archive is sound."""
        ...

    async def values(self, place: Place, section: Section) -> dict[bytes, bytes]:
        """Read all named values of one section."""
        ...

    async def receipts(self, place: Place, first: Seq, last: Seq) -> list[ArchivedReceipt]:
        """Read the receipts of messages ``first`` to ``last``, inclusive, by seq."""
        ...

    async def erase(self, place: Place) -> None:
        """Remove everything of a conversation, its key first. Idempotent."""
        ...

    async def append(self, chain: str, lines: Sequence[Line]) -> None:
        """
        Append consecutive lines to a chain; those that are there already must be the same.

        Raises
        ------
        ArchiveRefused
            There would be a gap, or a line that is there already is another one: two writers, or a forgery.
        """
        ...

    async def lines(self, chain: str, *, after: Seq = 0, limit: int = 500) -> list[Line]:
        """Read lines behind ``after``, oldest first, 1 to 1000."""
        ...

    async def last_line(self, chain: str) -> Line | None:
        """Read the newest line of a chain."""
        ...


def check_consecutive(numbers: Iterable[Seq], behind: Seq) -> None:
    """
    Make sure that numbers grow by one and begin at most one behind ``behind``.

    Raises
    ------
    ArchiveRefused
        They do not.
    """
    expected = None
    for number in numbers:
        if expected is None and not 1 <= number <= behind + 1:
            raise ArchiveRefused(f"{number} would come after {behind}, with a gap between them")
        if expected is not None and number != expected:
            raise ArchiveRefused(f"{number} stands where {expected} belongs")
        expected = number + 1


def check_lines(lines: Sequence[Line], known: Mapping[Seq, Line], last: Seq) -> list[Line]:
    """
    Return the lines that are new.

    Raises
    ------
    ArchiveRefused
        There would be a gap, or a known line is another one.
    """
    check_consecutive((line.seq for line in lines), last)
    for line in lines:
        if line.seq in known and known[line.seq] != line:
            raise ArchiveRefused(f"line {line.seq} of this chain is there already and is another one")
    return [line for line in lines if line.seq > last]


def page_size(limit: int) -> int:
    """Bring a limit into the range that every archive serves."""
    return max(1, min(limit, MOST_IN_A_PAGE))
