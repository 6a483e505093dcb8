"""
What a reader may see: every view is a function of stored parts and the reader's grants. There is no other path to text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from connectors.events import Rank
from gateway.domain import Body, Case, CaseState, Entry, EntryKind, Seq, StoredPart
from gateway.privacy.vault import Vault


class Grants(NamedTuple):
    """
    What one reader may see: ``entities`` are shown as they are, of ``reveal`` one value at a time can be asked for.

    An expert who is not certified has neither.
    """

    entities: frozenset[str] = frozenset()
    reveal: frozenset[str] = frozenset()


NO_GRANTS = Grants()

WINDOW_CLOSED = "window_closed"
UNPROVEN = "unproven"


def delivery_word(rank: int, code: str = "") -> tuple[str, str | None]:
    """Say a receipt's rank in the words of the clients, and the reason where there is one."""
    if rank == Rank.FAILED:
        return "failed", code or "failed"
    if rank <= Rank.QUEUED:
        return ("ambiguous", code) if code == UNPROVEN else ("queued", None)
    if rank in (Rank.ACCEPTED, Rank.SENT):
        return "sent", None
    return ("delivered", None) if rank == Rank.DELIVERED else ("read", None)


class Deliveries:
    """How far our messages of one conversation got, from its receipts and its outbox."""

    def __init__(self, receipts: Mapping[bytes, bytes], outbox: Sequence[bytes] = ()) -> None:
        self._words: dict[Seq, tuple[str, str | None]] = {}
        for field, blob in receipts.items():
            if not field.startswith(b"m"):
                rank, _at_ms, code = msgspec.msgpack.decode(blob)
                self._words[int(field)] = delivery_word(rank, code)
        for blob in outbox:
            seq, state, *_ = msgspec.msgpack.decode(blob)
            word = {"SENDING": "sending", "AMBIGUOUS": "ambiguous"}.get(state, "queued")
            self._words.setdefault(seq, (word, None))

    def known(self) -> list[Seq]:
        """The messages of which anything is known."""
        return list(self._words)

    def of(self, seq: Seq) -> tuple[str, str | None]:
        return self._words.get(seq, ("queued", None))


def show_parts(parts: Sequence[StoredPart], vault: Vault, grants: Grants) -> list[Any]:
    """Show parts to a reader: text, or ``{"entity", "n"}`` where the reader has no grant."""
    shown: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            shown.append(part)
            continue
        entry = vault.entries.get(part)
        if entry is None:
            shown.append({"entity": "UNKNOWN", "n": 0})
        elif entry.entity in grants.entities:
            shown.append(vault.value(part))
        else:
            shown.append({"entity": entry.entity, "n": entry.n})
    return shown


def show_content(body: Body, vault: Vault, grants: Grants) -> dict[str, Any]:
    """Show a content; a withheld or revoked one shows nothing at all."""
    if body.withheld is not None or body.revoked:
        return {}
    if body.content == "text":
        return {"kind": "text", "text": show_parts(body.field("text"), vault, grants)}
    fields = {name: show_parts(parts, vault, grants) for name, parts in body.fields}
    return {"kind": body.content, "fields": fields, "data": body.data or {}}


def show_message(
    entry: Entry,
    vault: Vault,
    grants: Grants,
    reader: str,
    names: Mapping[str, str],
    deliveries: Deliveries | None = None,
    client_id: str | None = None,
) -> dict[str, Any]:
    """
    Show one entry to an expert.

    ``reader`` is the expert's id; ``names`` gives the display names of authors.
    """
    body = entry.body
    message: dict[str, Any] = {
        "seq": entry.seq,
        "kind": entry.kind.name.lower(),
        "at_ms": entry.at_ms,
        "received_at_ms": entry.received_ms,
        "edited": body.edited,
        "revoked": body.revoked,
        "withheld": body.withheld is not None,
    }
    if entry.kind is EntryKind.EVENT:
        message["content"] = {}
        message["event"] = _show_event(body, reader, names)
        if body.fields:
            message["event"]["note"] = show_parts(body.preview(), vault, grants)
        return message
    message["content"] = show_content(body, vault, grants)
    if entry.author:
        message["author"] = {
            "id": entry.author,
            "name": names.get(entry.author, entry.author),
            "me": entry.author == reader,
        }
    if entry.kind is EntryKind.EXPERT:
        delivery, reason = deliveries.of(entry.seq) if deliveries else ("queued", None)
        message["delivery"] = delivery
        if reason:
            message["delivery_reason"] = reason
    if client_id and entry.author == reader:
        message["client_id"] = client_id
    if body.reply_to:
        message["reply_to"] = body.reply_to
    if body.reactions:
        message["reactions"] = body.reactions
    return message


def _show_event(body: Body, reader: str, names: Mapping[str, str]) -> dict[str, Any]:
    event = dict(body.data or {})
    for role in ("expert", "from"):
        if expert := event.get(role):
            event[role] = {"id": expert, "name": names.get(expert, expert), "me": expert == reader}
    return event


def show_case(case: Case, reader: str, names: Mapping[str, str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"number": case.number, "state": str(case.state), "token": case.token}
    if case.holder:
        shown["holder"] = {
            "id": case.holder,
            "name": names.get(case.holder, case.holder),
            "me": case.holder == reader,
        }
    return shown


def show_customer(vault: Vault, grants: Grants) -> list[Any]:
    """Show how a list calls the customer: the first name known, masked, or nothing."""
    reference = vault.find("PERSON", 1)
    return show_parts([reference], vault, grants) if reference else []


def may_read(case: Case, reader: str) -> bool:
    """An expert reads the conversations that are in their hands, resolved ones as long as they can be reopened."""
    return bool(reader) and case.holder == reader and case.state in (CaseState.HELD, CaseState.RESOLVED)
