"""What customers send by Messenger, as events."""

import json

import pytest

from connectors.events import (
    Choice,
    Form,
    Ignored,
    Location,
    Media,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NotUnderstood,
    Order,
    OrderItem,
    ReactionChanged,
    Referral,
    Text,
    Unsupported,
)
from tests.unit.connectors.messenger.messenger_support import (
    AT_MS,
    CUSTOMER,
    PAGE,
    PSID,
    body_of,
    from_customer,
    from_page,
    parse,
    parse_item,
    parse_message,
)

URL = "https://cdn.example/a/f%20x.pdf?sig=1"


def attached(kind, payload=None, **keys):
    return {"type": kind, **({"payload": payload} if payload is not None else {}), **keys}


def file_of(kind):
    return attached(kind, {"url": URL})


CONTENTS = [
    ({"text": "Hello"}, [Text("Hello")]),
    ({"text": ""}, [Text("")]),
    ({"text": 12}, [Text("12")]),
    ({"text": "Yes", "quick_reply": {"payload": "YES"}}, [Choice(source="quick_reply", title="Yes", id="YES")]),
    ({"quick_reply": {"payload": "YES"}}, [Choice(source="quick_reply", title="YES", id="YES")]),
    ({"text": "/help", "commands": [{"name": "help"}]}, [Text("/help")]),
    ({"commands": [{"name": "a"}, {"name": "b"}]}, [Text("/a /b")]),
    ({"attachments": [file_of("image")]}, [Media(media="image", reference=URL)]),
    ({"attachments": [file_of("video")]}, [Media(media="video", reference=URL)]),
    ({"attachments": [file_of("audio")]}, [Media(media="audio", reference=URL)]),
    ({"attachments": [file_of("file")]}, [Media(media="document", reference=URL, name="f x.pdf")]),
    (
        {"attachments": [attached("file", {"url": "https://cdn.example/blob", "name": "a.txt"})]},
        [Media(media="document", reference="https://cdn.example/blob", name="a.txt")],
    ),
    ({"attachments": [file_of("reel")]}, [Media(media="video", reference=URL)]),
    ({"attachments": [file_of("post")]}, [Media(media="image", reference=URL)]),
    ({"text": "look", "attachments": [file_of("image")]}, [Media(media="image", reference=URL, caption="look")]),
    (
        {"text": "look", "attachments": [file_of("image"), file_of("video")]},
        [Media(media="image", reference=URL, caption="look"), Media(media="video", reference=URL)],
    ),
    (
        {"attachments": [attached("location", {"coordinates": {"lat": "48.1", "long": -11}}, title="Café")]},
        [Location(latitude=48.1, longitude=-11.0, name="Café")],
    ),
    (
        {"text": "here", "attachments": [attached("location", {"coordinates": {"lat": 1, "long": 2}})]},
        [Text("here"), Location(latitude=1.0, longitude=2.0)],
    ),
    (
        {"attachments": [attached("fallback", {"url": "https://a.example", "title": "A"})]},
        [Text("A\nhttps://a.example")],
    ),
    (
        {"text": "see https://a.example", "attachments": [attached("fallback", {"url": "https://a.example"})]},
        [Text("see https://a.example")],
    ),
    ({"text": "look", "attachments": [attached("fallback", title="A")]}, [Text("look\nA")]),
    ({"attachments": [attached("fallback")]}, [Unsupported("fallback")]),
    (
        {"attachments": [attached("template", {"product": {"elements": [{"title": "Lamp", "subtitle": "$20"}]}})]},
        [Text("Lamp\n$20")],
    ),
    ({"attachments": [attached("ephemeral")]}, [Unsupported("ephemeral")]),
    ({"is_unsupported": True}, [Unsupported("unsupported")]),
    ({}, [Unsupported("empty")]),
    ({"nlp": {"entities": {}}, "seq": 7}, [Unsupported("empty")]),
]


@pytest.mark.parametrize(("message", "contents"), CONTENTS)
def test_content_of_a_message(message, contents):
    events = parse_message(**message)
    assert [event.content for event in events] == contents
    assert all(event.customer == CUSTOMER and event.at_ms == AT_MS for event in events)


UNCLEAR = [
    ({"attachments": [attached("appointment_booking", {"id": 1})]}, Unsupported("appointment_booking")),
    ({"attachments": [attached("hologram", {"url": URL})]}, Unsupported("hologram")),
    ({"attachments": [attached("image")]}, Unsupported("image")),
    ({"attachments": [attached("image", {"attachment_id": 5})]}, Unsupported("image")),
    ({"attachments": [attached("location", {"coordinates": {"lat": "north", "long": 2}})]}, Unsupported("location")),
    ({"attachments": [attached("location", {"coordinates": {"lat": 1, "long": True}})]}, Unsupported("location")),
    ({"attachments": [attached("template", {"template_type": "x"})]}, Unsupported("template")),
    ({"attachments": ["x"]}, Unsupported("attachment")),
    ({"attachments": {"type": "image"}}, Unsupported("empty")),
    ({"text": ["x"]}, Unsupported("empty")),
    ({"text": "x", "quick_reply": "YES"}, Text("x")),
    ({"poll": {"question": "?"}}, Unsupported("empty")),
]


@pytest.mark.parametrize(("message", "content"), UNCLEAR)
def test_what_cannot_be_read_is_shown_as_such_and_kept(message, content):
    received, kept = parse_message(**message)
    assert received.content == content
    assert isinstance(kept, NotUnderstood)
    assert json.loads(kept.raw)["message"] == {"mid": "m_1", **message}
    assert URL not in kept.problem


def test_sticker_is_one_whatever_its_shape():
    old = attached("image", {"url": URL, "sticker_id": 369239263222822})
    new = attached("sticker", {"url": URL, "sticker_id": "369239263222822"})
    for shapes in ([old], [new], [old, new], [new, old]):
        (received,) = parse_message(attachments=shapes)
        assert received.content == Media(media="sticker", reference=URL)
    assert [e.content for e in parse_message(text="hi", attachments=[new])] == [
        Text("hi"),
        Media(media="sticker", reference=URL),
    ]


def test_parts_of_one_message_are_told_apart():
    first, second, third = parse_message(
        attachments=[file_of("image"), file_of("video"), file_of("audio")], reply_to={"mid": "m_0"}
    )
    assert [event.message_id for event in (first, second, third)] == ["m_1", "m_1#2", "m_1#3"]
    assert [event.part_of for event in (first, second, third)] == [None, "m_1", "m_1"]
    assert (first.reply_to, second.reply_to) == ("m_0", None)
    assert len({first.key, second.key, third.key}) == 3


def test_keys_name_account_message_and_kind():
    base = f"fb:{PAGE}:m:m_1"
    assert parse_message(text="x")[0].key == base
    assert parse_message(is_deleted=True)[0].key == f"{base}:d"
    assert parse_item(message_edit={"mid": "m_1", "text": "y", "num_edit": 2})[0].key == f"{base}:e2"
    reaction = parse_item(reaction={"mid": "m_1", "action": "unreact"})[0]
    assert reaction.key == f"{base}:r:{PSID}:unreact:{AT_MS}"


def test_message_without_id_has_one_that_stays_the_same():
    first, again = (parse_item(message={"text": "x"}) for _ in range(2))
    assert first == again
    assert first[0].message_id.startswith("~")
    later = parse(body_of({**from_customer(message={"text": "x"}), "timestamp": AT_MS + 1}))
    assert later[0].message_id != first[0].message_id


def test_message_without_id_and_time_is_shown_and_kept():
    item = {"sender": {"id": PSID}, "message": {"text": "x"}}
    received, kept = parse({"object": "page", "entry": [{"messaging": [item]}]})
    assert received.content == Text("x")
    assert isinstance(kept, NotUnderstood)


def test_referrals_of_messages():
    ads = {"ref": "R", "ad_id": 7, "source": "ADS", "ads_context_data": {"ad_title": "T", "photo_url": "https://p"}}
    for referral, expected in (
        (ads, Referral(source="ads", headline="T", body="R", url="https://p")),
        ({"product": {"id": "P"}}, Referral(source="product", headline="P")),
        ({"ref": "R", "source": "CUSTOMER_CHAT_PLUGIN", "referer_uri": "https://shop"}, Referral(
            source="customer_chat_plugin", body="R", url="https://shop"
        )),
        ({"x": 1}, Referral(source="unknown")),
    ):  # fmt: skip
        assert parse_message(text="x", referral=referral)[0].referral == expected
    assert parse_message(text="x", referral="ADS")[0].referral is None
    reel = attached("reel", {"url": URL, "title": "T"})
    assert parse_message(attachments=[reel])[0].referral == Referral(source="reel", headline="T")


def test_edit_replaces_text():
    (edited,) = parse_item(message_edit={"mid": "m_1", "text": "new", "num_edit": 1})
    assert edited == MessageEdited(key=edited.key, customer=CUSTOMER, at_ms=AT_MS, target="m_1", content=Text("new"))
    first, second = (parse_item(message_edit={"mid": "m_1", "text": text})[0] for text in "ab")
    assert first.key != second.key
    (without,) = parse_item(message_edit={"mid": "m_1", "num_edit": 0})
    assert (type(without), without.what) == (Ignored, "edit_without_text")
    (kept,) = parse_item(message_edit={"mid": "m_1", "text": {}, "num_edit": 1})
    assert isinstance(kept, NotUnderstood)


def test_unsent_message_is_revoked():
    assert parse_message(is_deleted=True) == [
        MessageRevoked(key=f"fb:{PAGE}:m:m_1:d", customer=CUSTOMER, at_ms=AT_MS, target="m_1")
    ]
    (kept,) = parse_item(message={"is_deleted": True})
    assert isinstance(kept, NotUnderstood)


@pytest.mark.parametrize(
    ("reaction", "emoji"),
    [
        ({"action": "react", "reaction": "love", "emoji": "❤️"}, "❤️"),
        ({"action": "react", "reaction": "smile"}, "😆"),
        ({"action": "react", "reaction": "other"}, "❔"),
        ({"emoji": "👍"}, "👍"),
        ({"action": "unreact"}, None),
        ({"action": "unreact", "emoji": "👍"}, None),
    ],
)
def test_reaction_and_its_end(reaction, emoji):
    (changed,) = parse_item(reaction={"mid": "m_9", **reaction})
    assert (type(changed), changed.target, changed.emoji) == (ReactionChanged, "m_9", emoji)


def test_reaction_of_an_unknown_kind_is_kept():
    for reaction in ({"mid": "m_9"}, {"mid": "m_9", "action": "wave"}, {"action": "react"}):
        (kept,) = parse_item(reaction=reaction)
        assert isinstance(kept, NotUnderstood)


def test_postback_with_and_without_id():
    referral = {"ref": "R", "source": "SHORTLINK", "type": "OPEN_THREAD"}
    (pressed,) = parse_item(postback={"mid": "m_1", "title": "Start", "payload": "GO", "referral": referral})
    assert pressed.content == Choice(source="postback", title="Start", id="GO")
    assert (pressed.message_id, pressed.referral.source) == ("m_1", "shortlink")
    old, again = (parse_item(postback={"title": "Start", "payload": "GO"})[0] for _ in range(2))
    assert old == again
    other = parse_item(postback={"title": "Start", "payload": "STOP"})[0]
    assert other.message_id != old.message_id
    assert parse_item(postback={"payload": "GO"})[0].content.title == "GO"
    assert parse_item(postback={"mid": "m_1"})[0].content == Unsupported("postback")


def test_cart_and_forms_are_messages():
    product = {"id": 1, "retailer_id": "sku-1", "name": "Lamp", "unit_price": 11.5, "currency": "EUR", "quantity": 2}
    (cart,) = parse_item(order={"products": [product], "note": "by Friday"})
    assert cart.content == Order(items=(OrderItem("sku-1", "2", "11.5", "EUR"),), text="by Friday")
    (kept,) = parse_item(order={"products": [{"retailer_id": "sku-1"}]})
    assert isinstance(kept, NotUnderstood)
    (opinion,) = parse_item(messaging_feedback={"feedback_screens": [{"screen_id": 0, "free": "schön"}]})
    assert isinstance(opinion.content, Form)
    assert "schön" in opinion.content.answers


def test_standby_is_recorded_as_such():
    item = from_customer(message={"mid": "m_1", "text": "x"})
    (overheard,) = parse(body_of(item, name="standby"))
    assert overheard.standby
    (title_only,) = parse(body_of(from_customer(postback={"title": "Start"}), name="standby"))
    assert title_only.standby
    assert title_only.content == Choice(source="postback", title="Start")


def test_message_to_nobody_or_from_the_page_to_itself_is_kept():
    for item in (
        {**from_page(message={"mid": "m", "text": "x"}), "recipient": {"id": PAGE}},
        {"recipient": {"id": PAGE}, "message": {"mid": "m", "text": "x"}},
        {"message": {"mid": "m", "text": "x"}},
    ):
        (kept,) = parse(body_of(item))
        assert isinstance(kept, NotUnderstood)


def test_events_have_their_own_type():
    assert isinstance(parse_message(text="x")[0], MessageReceived)
