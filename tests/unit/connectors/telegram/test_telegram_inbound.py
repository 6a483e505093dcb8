"""Everything that arrives from Telegram, as events."""

import pytest

from connectors.errors import InvalidSignature, MalformedPayload
from connectors.events import (
    Choice,
    ContactCard,
    Contacts,
    Form,
    Ignored,
    Location,
    Media,
    MessageEdited,
    MessageReceived,
    NotUnderstood,
    OptOutChanged,
    ProfileFact,
    ReactionChanged,
    Referral,
    Text,
    Unsupported,
)
from connectors.settings import Secret
from tests.unit.connectors.telegram.telegram_support import (
    CHAT,
    CUSTOMER,
    MIA,
    PERSON,
    SECRET,
    make_connector,
    message,
    parse,
    request_of,
    update,
)

AT_MS = 1_750_000_000_000
FILE = {"file_id": "AgAC", "file_unique_id": "u", "file_size": 100}


def only(events):
    (event,) = events
    return event


def test_text_message_is_read():
    assert only(parse(update(text="Grüße 😀"))) == MessageReceived(
        key="u:700000001",
        customer=CUSTOMER,
        at_ms=AT_MS,
        message_id=f"{MIA}:7",
        content=Text("Grüße 😀"),
        profile=(ProfileFact("PERSON", "Mia Muster"), ProfileFact("HANDLE", "mia_m")),
    )


SMALL, LARGE = ({**FILE, "file_id": name, "width": size, "height": size} for name, size in (("s", 90), ("l", 800)))
PLACE = {"latitude": 52.5, "longitude": -13}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            {"photo": [SMALL, LARGE, {"width": 9999}], "caption": "look"},
            Media(media="image", reference="l", mime="image/jpeg", size_bytes=100, caption="look"),
        ),
        (
            {"voice": {**FILE, "mime_type": "audio/ogg", "duration": 3}},
            Media(media="voice", reference="AgAC", mime="audio/ogg", size_bytes=100),
        ),
        (
            {"audio": {**FILE, "file_name": "song.mp3", "mime_type": "audio/mpeg"}},
            Media(media="audio", reference="AgAC", mime="audio/mpeg", size_bytes=100, name="song.mp3"),
        ),
        ({"video": FILE, "caption": "x"}, Media(media="video", reference="AgAC", size_bytes=100, caption="x")),
        ({"video_note": FILE}, Media(media="video", reference="AgAC", size_bytes=100)),
        ({"animation": FILE, "document": {"file_id": "d"}}, Media(media="video", reference="AgAC", size_bytes=100)),
        (
            {"document": {"file_id": "d", "file_name": "a.pdf", "file_size": "100"}},
            Media(media="document", reference="d", name="a.pdf"),
        ),
        ({"sticker": {"file_id": "s"}}, Media(media="sticker", reference="s", mime="image/webp")),
        ({"sticker": {"file_id": "s", "is_video": True}}, Media(media="sticker", reference="s", mime="video/webm")),
        (
            {"sticker": {"file_id": "s", "is_animated": True}},
            Media(media="sticker", reference="s", mime="application/x-tgsticker"),
        ),
        ({"location": PLACE}, Location(latitude=52.5, longitude=-13.0)),
        (
            {"venue": {"location": PLACE, "title": "Home", "address": "Street 1"}, "location": PLACE},
            Location(latitude=52.5, longitude=-13.0, name="Home", address="Street 1"),
        ),
        (
            {"contact": {"phone_number": "+4930", "first_name": "A", "last_name": "B"}},
            Contacts((ContactCard(name="A B", phones=("+4930",)),)),
        ),
        ({"web_app_data": {"data": "{}", "button_text": "Open"}}, Form(name="Open", answers="{}")),
        ({"dice": {"emoji": "🎲", "value": 3}}, Unsupported("dice")),
        ({"poll": {}}, Unsupported("poll")),
    ],
)
def test_every_content_is_read(content, expected):
    assert only(parse(update(**content))).content == expected


def test_undocumented_content_is_shown_and_kept():
    shown, kept = parse(update(hologram={"file_id": "x"}))
    assert shown.content == Unsupported("unknown")
    assert shown.message_id == f"{MIA}:7"
    assert b"hologram" in kept.raw


def test_messages_of_the_platform_itself_are_counted():
    event = only(parse(update(pinned_message=message(text="x"))))
    assert event == Ignored(key="u:700000001", customer=CUSTOMER, at_ms=AT_MS, what="service_pinned_message")


def test_reply_forward_and_link_are_read():
    event = only(parse(update(text="x", reply_to_message=message(message_id=5, text="y"), forward_origin={})))
    assert (event.reply_to, event.forwarded, event.referral) == (f"{MIA}:5", True, None)
    started = only(parse(update(text="/start order-77")))
    assert started.content == Text("/start order-77")
    assert started.referral == Referral(source="link", headline="order-77")
    assert only(parse(update(text="/start"))).referral is None


def test_own_number_is_told_from_that_of_others():
    own = {"phone_number": "491700000001", "first_name": "Mia", "user_id": MIA}
    assert ProfileFact("PHONE_NUMBER", "+491700000001") in only(parse(update(contact=own))).profile
    for other in ({**own, "user_id": 5}, {key: own[key] for key in ("phone_number", "first_name")}):
        facts = only(parse(update(contact=other))).profile
        assert [fact.entity for fact in facts] == ["PERSON", "HANDLE"]


def test_people_without_names_have_no_facts():
    assert only(parse(update(text="x", **{"from": {"id": MIA}}))).profile == ()


def test_edit_names_its_target_and_has_a_key_of_its_own():
    event = only(parse(update("edited_message", message(text="new", edit_date=1_750_000_060), number=9)))
    assert isinstance(event, MessageEdited)
    assert (event.key, event.target, event.content) == ("u:9", f"{MIA}:7", Text("new"))
    assert event.at_ms == AT_MS + 60_000
    assert isinstance(only(parse(update("edited_message", message(hologram=1)))), NotUnderstood)


KEYBOARD = {"inline_keyboard": [[{"text": "No", "callback_data": "n"}], [{"text": "Yes", "callback_data": "y"}]]}


def query(**changes):
    return {
        "id": "4382",
        "from": PERSON,
        "message": message(text="Sure?", reply_markup=KEYBOARD),
        "data": "y",
        **changes,
    }


def test_pressed_button_is_a_choice_in_its_own_words():
    event = only(parse(update("callback_query", query())))
    assert (event.message_id, event.customer, event.reply_to) == ("press:4382", CUSTOMER, f"{MIA}:7")
    assert event.content == Choice(source="button", title="Yes", id="y")


@pytest.mark.parametrize(
    ("changes", "choice"),
    [
        ({"data": "other"}, Choice(source="button", title="other", id="other")),
        ({"message": None}, Choice(source="button", title="y", id="y")),
        ({"message": message(reply_markup={"inline_keyboard": [7, [7]]})}, Choice(source="button", title="y", id="y")),
        ({"data": None, "game_short_name": "g"}, Choice(source="button", title="g", id="g")),
        ({"data": None}, Choice(source="button", title="")),
    ],
)
def test_button_without_its_message_still_counts(changes, choice):
    assert only(parse(update("callback_query", query(**changes)))).content == choice


def member(status, **changes):
    return {"chat": CHAT, "from": PERSON, "date": 1_750_000_000, "new_chat_member": {"status": status}, **changes}


@pytest.mark.parametrize(("status", "opted_out"), [("kicked", True), ("member", False)])
def test_blocking_the_bot_is_opting_out(status, opted_out):
    event = only(parse(update("my_chat_member", member(status))))
    assert event == OptOutChanged(key="u:700000001", customer=CUSTOMER, at_ms=AT_MS, opted_out=opted_out)


def test_other_memberships_are_counted():
    assert only(parse(update("my_chat_member", member("left")))).what == "member_left"
    group = {"id": -100, "type": "supergroup"}
    assert only(parse(update("my_chat_member", member("kicked", chat=group)))).what == "shared_chat"


@pytest.mark.parametrize(
    ("reactions", "emoji"),
    [
        ([{"type": "emoji", "emoji": "👍"}], "👍"),
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}], "🔥"),
        ([{"type": "custom_emoji", "custom_emoji_id": "1"}], "✨"),
        ([{"type": "paid"}], "⭐"),
        ([], None),
    ],
)
def test_reaction_is_read(reactions, emoji):
    content = {"chat": CHAT, "message_id": 7, "user": PERSON, "date": 1_750_000_000, "new_reaction": reactions}
    event = only(parse(update("message_reaction", content)))
    assert event == ReactionChanged(key="u:700000001", customer=CUSTOMER, at_ms=AT_MS, target=f"{MIA}:7", emoji=emoji)


@pytest.mark.parametrize("chat", [{"id": -5, "type": "group"}, {"id": -100}, {"id": 5, "type": "channel"}])
def test_chats_with_more_people_are_not_customers(chat):
    assert only(parse(update(text="x", chat=chat))) == Ignored(key="u:700000001", what="shared_chat")
    shared = query(message=message(chat=chat))
    assert only(parse(update("callback_query", shared))) == Ignored(key="u:700000001", what="shared_chat")


def test_chat_may_lack_what_the_sender_tells():
    assert only(parse(update(text="x", chat={"id": MIA}))).customer == CUSTOMER
    assert only(parse(update(text="x", chat=None))).customer == CUSTOMER


def test_updates_of_no_use_are_counted_and_unknown_ones_kept():
    assert only(parse(update("inline_query", {"id": "1"}))) == Ignored(key="u:700000001", what="inline_query")
    kept = only(parse(update("telepathy", {"id": "1"})))
    assert isinstance(kept, NotUnderstood)
    assert b"telepathy" in kept.raw


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"update_id": 1},
        update("message", 7),
        update("message", {}),
        update(text="x", message_id=None),
        update(text="x", message_id="7"),
        update(text=[], message_id=7)["message"],
        update(location={"latitude": "52", "longitude": 1}),
        update(photo=[]),
        update(contact={"first_name": "A"}),
        update("my_chat_member", {"chat": CHAT}),
        update("message_reaction", {"chat": CHAT, "message_id": 1}),
        update("callback_query", {"from": PERSON}),
    ],
)
def test_what_lacks_its_parts_is_kept_with_a_lasting_key(payload):
    event = only(parse(payload))
    assert isinstance(event, NotUnderstood)
    assert event.key == only(parse(payload)).key


def test_mistake_of_ours_costs_no_message(monkeypatch):
    def broken(item):
        raise ZeroDivisionError

    monkeypatch.setattr("connectors.telegram.inbound.content_of", broken)
    assert only(parse(update(text="x"))).problem == "could not be read: ZeroDivisionError"


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"null", b"\xff", b"{", b'{"a":NaN}', b'{"a":1,"a":1}', b"[" * 999])
def test_what_is_no_update_is_malformed(body):
    with pytest.raises(MalformedPayload):
        parse(body)


class TestSecret:
    def refused(self, connector, **parts):
        with pytest.raises(InvalidSignature):
            connector.verify(request_of(b"{}", **parts))

    def test_secret_is_needed_whole_and_by_post(self):
        connector = make_connector()
        connector.verify(request_of(b"{}"))
        self.refused(connector, method="GET")
        self.refused(connector, headers={})
        for given in ("", "é", SECRET[:-1], SECRET + "0", SECRET.upper(), SECRET.encode().hex()):
            self.refused(connector, headers={"x-telegram-bot-api-secret-token": given})

    def test_rotation_takes_both_for_a_while(self):
        connector = make_connector(webhook_secret=Secret("new"), webhook_secret_previous=Secret(SECRET))
        connector.verify(request_of(b"{}"))
        connector.verify(request_of(b"{}", headers={"x-telegram-bot-api-secret-token": "new"}))

    def test_secret_of_our_own_serves_where_the_brand_gave_none(self):
        connector = make_connector(webhook_secret=None)
        self.refused(connector)
        connector.use_secret(b"k" * 32)
        self.refused(connector)
        same = make_connector(webhook_secret=None)
        same.use_secret(b"k" * 32)
        (secret,) = same._secrets
        connector.verify(request_of(b"{}", headers={"x-telegram-bot-api-secret-token": secret}))
        given = make_connector()
        given.use_secret(b"k" * 32)
        given.verify(request_of(b"{}"))
        self.refused(given, headers={"x-telegram-bot-api-secret-token": secret})

    def test_nothing_is_answered_to_a_get(self):
        assert make_connector().challenge(request_of(b"", method="GET")) is None
        assert make_connector().accepted().status == 200
