"""Damaged copies of a decoded body: one field gone, or one value of another type, at a time."""

import copy
import json

from connectors import strict_json
from connectors.errors import MalformedPayload
from connectors.events import NotUnderstood

WRONG = ("wrong", 7, None, True, [], {}, ["wrong"], {"wrong": "wrong"}, 1.5)


def places(value, path=()):
    """List the paths to everything inside ``value``."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*path, index)
            yield from places(item, (*path, index))


def holder_of(value, path):
    for step in path[:-1]:
        value = value[step]
    return value


def mutations(payload):
    """Make every damaged copy, with the path of the damage."""
    for path in list(places(payload)):
        without = copy.deepcopy(payload)
        del holder_of(without, path)[path[-1]]
        yield path, without
        for wrong in WRONG:
            if type(wrong) is type(holder_of(payload, path)[path[-1]]):
                continue
            changed = copy.deepcopy(payload)
            holder_of(changed, path)[path[-1]] = wrong
            yield path, changed


def texts_at(value, keys):
    """Collect every text that stands under one of these keys, anywhere."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in keys and isinstance(item, str) and item:
                yield item
            else:
                yield from texts_at(item, keys)
    elif isinstance(value, list):
        for item in value:
            yield from texts_at(item, keys)


def check_damaged(payload, reader, *, words, ids):
    """
    Read every damaged copy: nothing but a missing envelope may be refused, and no message may be lost.

    With ``ids`` every id of a message or status that is still there must be in the events or kept; with ``words``
    every text of a customer too.
    """
    for path, damaged in mutations(payload):
        try:
            events = reader.read(json.dumps(damaged, separators=(",", ":")).encode())
        except MalformedPayload:
            assert path == ("entry",), path
            continue
        assert events or not damaged["entry"] or _emptied(damaged), path
        if not ids or any(getattr(event, "code", "").startswith("foreign") for event in events):
            continue
        kept = repr([event for event in events if not isinstance(event, NotUnderstood)])
        kept += "".join(repr(strict_json.loads(e.raw)) for e in events if isinstance(e, NotUnderstood))
        for change in _changes(damaged):
            for text in texts_at(change, {"body"} if words else ()):
                assert repr(text)[1:-1] in kept, (path, text)
            for message_id in _message_ids(change):
                assert message_id in kept, (path, message_id)


def _changes(payload):
    entries = payload["entry"] if isinstance(payload.get("entry"), list) else []
    return [change for entry in entries if isinstance(entry, dict) for change in _list(entry.get("changes"))]


def _list(value):
    return value if isinstance(value, list) else [value]


def _message_ids(change):
    value = change.get("value") if isinstance(change, dict) else None
    value = value if isinstance(value, dict) else {}
    members = [*_list(value.get("messages")), *_list(value.get("statuses"))]
    return [member["id"] for member in members if isinstance(member, dict) and isinstance(member.get("id"), str)]


def _emptied(payload):
    """A list that holds nothing any more has nothing to lose."""
    return any(
        isinstance(value.get(name), list) and not value[name]
        for change in _changes(payload)
        if isinstance(change, dict) and isinstance(value := change.get("value"), dict)
        for name in ("messages", "statuses", "errors", "message_echoes", "user_id_update")
    )
