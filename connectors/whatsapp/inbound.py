"""A webhook body of WhatsApp, as events: a quick typed reading first, a tolerant walk for everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from connectors import strict_json
from connectors.errors import MalformedPayload
from connectors.events import Ignored, InboundEvent
from connectors.reading import Item, Unreadable, children, fingerprint, not_understood, text
from connectors.whatsapp import hot_path
from connectors.whatsapp.messages import read_echo, read_history, read_message, read_user_id_update
from connectors.whatsapp.notices import NOTICE_FIELDS, foreign_account, foreign_number, read_error, read_notice
from connectors.whatsapp.statuses import read_status

OBJECT = "whatsapp_business_account"
IGNORED_FIELDS = frozenset(
    {
        "calls",
        "group_lifecycle_update",
        "group_participants_update",
        "group_settings_update",
        "group_status_update",
        "smb_app_state_sync",
        "user_preferences",
    }
)

Events = list[InboundEvent]


class Reader:
    """Reads the bodies that arrive at one channel. Pure: no I/O, no state."""

    def __init__(self, phone_number_id: str, business_account_id: str | None) -> None:
        self._phone_number_id = phone_number_id
        self._business_account_id = business_account_id

    def read(self, body: bytes) -> Events:
        """
        Read one body.

        Raises
        ------
        MalformedPayload
            Not JSON by our rules, or without the envelope.
        """
        events = hot_path.read(body, self._phone_number_id, self._business_account_id)
        return self.walk(strict_json.loads(body)) if events is None else events

    def walk(self, payload: Any) -> Events:
        """Read a decoded body, item by item; what cannot be read is kept, and harms nothing beside it."""
        if not isinstance(payload, dict) or not isinstance(payload.get("entry"), list):
            raise MalformedPayload("no list of entries")
        if payload.get("object", OBJECT) != OBJECT:
            return [not_understood(payload, "not an object of WhatsApp")]
        return list(_each(payload["entry"], self._entry))

    def _entry(self, entry: Item) -> Events:
        changes = entry.get("changes")
        if not isinstance(changes, list) or not changes:
            raise Unreadable("no list of changes")
        account = text(entry, "id")
        if self._business_account_id is not None and account not in (None, self._business_account_id):
            return [foreign_account(account)]
        return list(_each(changes, lambda change: self._change(change, entry)))

    def _change(self, change: Item, entry: Item) -> Events:
        value = change.get("value")
        if not isinstance(value, dict):
            raise Unreadable("no object in value")
        metadata = value.get("metadata")
        number = text(metadata, "phone_number_id") if isinstance(metadata, dict) else None
        if number not in (None, self._phone_number_id):
            return [foreign_number(number)]
        field = text(change, "field") or _guess_field(value)
        if field == "messages":
            return _messages(value, entry)
        if field == "smb_message_echoes":
            return _member_events(value, "message_echoes", read_echo)
        if field == "user_id_update":
            return _member_events(value, "user_id_update", read_user_id_update)
        if field == "history":
            return _history(value, entry)
        if field in NOTICE_FIELDS:
            return read_notice(field, value, entry)
        if field in IGNORED_FIELDS:
            return [Ignored(key=f"f:{fingerprint(field, value)}", what=field)]
        raise Unreadable("a field that is not documented")


def _guess_field(value: Item) -> str:
    return "messages" if "messages" in value or "statuses" in value else ""


def _messages(value: Item, entry: Item) -> Events:
    known = [name for name in ("messages", "statuses", "errors") if name in value]
    if not known:
        raise Unreadable("neither messages nor statuses nor errors")
    events: Events = []
    if "messages" in value:
        events += _member_events(value, "messages", lambda message: read_message(message, value))
    if "statuses" in value:
        events += _member_events(value, "statuses", lambda status: read_status(status, value))
    if "errors" in value:
        events += _member_events(value, "errors", lambda error: read_error(error, entry))
    return events


def _history(value: Item, entry: Item) -> Events:
    events: Events = []
    for part in children(value, "history"):
        if "errors" in part:  # the owner refused to share
            events += _member_events(part, "errors", lambda error: read_error(error, entry))
    return events or read_history(value)


def _member_events(value: Item, name: str, read: Callable[[Item], Events]) -> Events:
    members = value.get(name)
    if not isinstance(members, list):
        return [not_understood({name: members}, f"no list in {name}")]
    return list(_each(members, read))


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
