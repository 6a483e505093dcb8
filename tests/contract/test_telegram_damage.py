"""Damaged updates of Telegram: nothing breaks, and no message is lost."""

import json

import pytest

from connectors import strict_json
from connectors.errors import MalformedPayload
from connectors.events import Ignored, NotUnderstood
from connectors.telegram.inbound import read
from tests.contract.damage import mutations, texts_at

PERSON = {"id": 491700000001, "is_bot": False, "first_name": "Mia", "last_name": "Muster", "username": "mia"}
CHAT = {"id": 491700000001, "type": "private", "first_name": "Mia"}
BASE = {"message_id": 7, "from": PERSON, "chat": CHAT, "date": 1_750_000_000}
FILE = {"file_id": "AgAC", "file_unique_id": "u", "file_size": 1, "mime_type": "video/mp4", "file_name": "a.mp4"}
SIZE = {"file_id": "AgAC", "width": 9, "height": 9}
REACTION = {
    "chat": CHAT,
    "user": PERSON,
    "message_id": 7,
    "date": 1,
    "new_reaction": [{"type": "emoji", "emoji": "👍"}],
}
KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}

UPDATES = {
    "text": {"message": {**BASE, "text": "the words"}},
    "reply": {"message": {**BASE, "text": "the words", "reply_to_message": {**BASE, "message_id": 5}}},
    "photo": {"message": {**BASE, "photo": [SIZE], "caption": "the words"}},
    "video": {"message": {**BASE, "video": FILE, "caption": "the words"}},
    "sticker": {"message": {**BASE, "sticker": {**FILE, "is_animated": True}}},
    "venue": {"message": {**BASE, "venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "x"}}},
    "contact": {"message": {**BASE, "contact": {"phone_number": "+49", "first_name": "A", "user_id": 1}}},
    "edit": {"edited_message": {**BASE, "edit_date": 1_750_000_001, "text": "the words"}},
    "press": {
        "callback_query": {"id": "1", "from": PERSON, "message": {**BASE, "reply_markup": KEYBOARD}, "data": "y"}
    },
    "blocked": {"my_chat_member": {"chat": CHAT, "from": PERSON, "date": 1, "new_chat_member": {"status": "kicked"}}},
    "reaction": {"message_reaction": REACTION},
    "use": {"inline_query": {"id": "1"}},
}


@pytest.mark.parametrize("update", UPDATES.values(), ids=UPDATES.keys())
def test_damaged_update_is_read_or_kept(update):
    for path, damaged in mutations({"update_id": 700000001, **update}):
        events = read(json.dumps(damaged).encode())
        assert events, path
        if any(isinstance(event, Ignored) for event in events):
            assert "inline_query" in update or path[-1] == "status"
            continue
        kept = repr([event for event in events if not isinstance(event, NotUnderstood)])
        kept += "".join(repr(strict_json.loads(e.raw)) for e in events if isinstance(e, NotUnderstood))
        for text in texts_at({key: damaged[key] for key in update if key in damaged}, {"text", "caption", "data"}):
            assert text == "Yes" or text in kept, (path, text)


@pytest.mark.parametrize("wrong", [[], "x", 7, None, True])
def test_what_is_no_object_is_malformed(wrong):
    with pytest.raises(MalformedPayload):
        read(json.dumps(wrong).encode())
