"""A webhook body of a page or an Instagram account, as events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from connectors import strict_json
from connectors._meta.messaging.account import TEST_ENTRY_ID, Account, Happening
from connectors._meta.messaging.notices import READERS
from connectors.errors import MalformedPayload
from connectors.events import AccountNotice, Ignored, InboundEvent
from connectors.reading import Item, Unreadable, fingerprint, not_understood, text

Events = list[InboundEvent]


class Reader:
    """Reads the bodies that arrive at one channel. Pure: no I/O, no state."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def read(self, body: bytes) -> Events:
        """
        Read one body.

        Raises
        ------
        MalformedPayload
            Not JSON by our rules, or without the envelope.
        """
        return self.walk(strict_json.loads(body))

    def walk(self, payload: Any) -> Events:
        """Read a decoded body, item by item; what cannot be read is kept, and harms nothing beside it."""
        if not isinstance(payload, dict) or not isinstance(payload.get("entry"), list):
            raise MalformedPayload("no list of entries")
        if payload.get("object", self._account.object) != self._account.object:
            return [not_understood(payload, f"not an object of the kind {self._account.object}")]
        return list(_each(payload["entry"], self._entry))

    def _entry(self, entry: Item) -> Events:
        entry_id = text(entry, "id")
        if entry_id not in (None, TEST_ENTRY_ID, self._account.account_id):
            return [_foreign(self._account, entry_id), not_understood(entry, "an entry of another account")]
        lists = [name for name in ("messaging", "standby", "changes") if name in entry]
        if not lists:
            raise Unreadable("neither messaging nor standby nor changes")
        events: Events = []
        for name in lists:
            if isinstance(entry[name], list):
                events += self._members(name, entry)
            else:
                events.append(not_understood({name: entry[name]}, f"no list in {name}"))
        return events

    def _members(self, name: str, entry: Item) -> Iterable[InboundEvent]:
        if name == "changes":
            return _each(entry[name], lambda change: self._change(change, entry))
        return _each(entry[name], lambda item: self._item(item, entry, standby=name == "standby"))

    def _item(self, item: Item, entry: Item, *, standby: bool) -> Events:
        known = [name for name in READERS if name in item]
        if not known:
            raise Unreadable("an event that is not documented")
        event = Happening(item, entry, self._account, standby=standby)
        return [found for name in known for found in READERS[name](event, name)]

    def _change(self, change: Item, entry: Item) -> Events:
        """Read a change: mostly of the feed, but tests of single fields put messages here too."""
        field, value = text(change, "field") or "unknown", change.get("value")
        if field.startswith(("messag", "standby")) or (isinstance(value, dict) and "sender" in value):
            if not isinstance(value, dict):
                raise Unreadable("no object in value")
            return self._item(value, entry, standby=field == "standby")
        return [Ignored(key=f"f:{fingerprint(field, value)}", what=f"change_{field}"[:60])]


def _foreign(account: Account, entry_id: str) -> AccountNotice:
    return AccountNotice(
        key=f"a:foreign_{account.object}:{entry_id}",
        code=f"foreign_{account.object}",
        text=f"Webhooks of {account.object} id {entry_id[:30]} arrive at this channel and are kept unread. "
        "Take the app off that account, or give the account a channel of its own.",
        severe=True,
    )


def _each(items: Iterable[Any], read: Callable[[Item], Events]) -> Iterable[InboundEvent]:
    for item in items:
        yield from _one(item, read)


def _one(item: Any, read: Callable[[Item], Events]) -> Events:
    if not isinstance(item, dict):
        return [not_understood(item, "not an object")]
    try:
        return read(item)
    except Unreadable as unreadable:
        return [not_understood(item, str(unreadable))]
    except Exception as error:  # a mistake of ours in one item must not cost the others
        return [not_understood(item, f"could not be read: {type(error).__name__}")]
