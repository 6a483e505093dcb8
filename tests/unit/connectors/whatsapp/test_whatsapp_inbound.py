"""Every inbound type of the Cloud API, as events."""

import json

import pytest

from connectors.events import (
    Choice,
    ContactCard,
    Contacts,
    Form,
    IdentityChanged,
    Ignored,
    Location,
    Media,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NotUnderstood,
    Order,
    OrderItem,
    ProfileFact,
    ReactionChanged,
    Referral,
    Text,
    Unsupported,
)
from connectors.ids import Identity
from tests.unit.connectors.whatsapp.whatsapp_support import (
    BSUID,
    WA_ID,
    body_of,
    contact_of,
    message_of,
    parse,
    parse_message,
    value_of,
)

FILE = {"id": "m-1", "mime_type": "image/jpeg", "sha256": "c2hh"}
CONTENTS = [
    ("text", {"body": "Hello"}, Text("Hello")),
    ("text", {"body": ""}, Text("")),
    (
        "image",
        {**FILE, "caption": "broken"},
        Media(media="image", reference="m-1", mime="image/jpeg", sha256="c2hh", caption="broken"),
    ),
    ("video", FILE, Media(media="video", reference="m-1", mime="image/jpeg", sha256="c2hh")),
    ("audio", {"id": "m-1", "voice": True}, Media(media="voice", reference="m-1")),
    ("audio", {"id": "m-1", "voice": False}, Media(media="audio", reference="m-1")),
    ("document", {"id": "m-1", "filename": "../ä.pdf"}, Media(media="document", reference="m-1", name="../ä.pdf")),
    ("sticker", {"id": "m-1", "animated": True}, Media(media="sticker", reference="m-1")),
    ("location", {"latitude": 48.1, "longitude": 11}, Location(latitude=48.1, longitude=11.0)),
    (
        "location",
        {"latitude": "48.1", "longitude": "-11.5", "name": "Café", "address": "Hauptstraße 1"},
        Location(latitude=48.1, longitude=-11.5, name="Café", address="Hauptstraße 1"),
    ),
    (
        "contacts",
        [
            {
                "name": {"formatted_name": "Ana B. Costa", "first_name": "Ana"},
                "phones": [{"phone": "+351 912 345 678", "wa_id": "351912345678"}, {"wa_id": "351910000000"}],
                "emails": [{"email": "ana@example.com"}],
                "addresses": [{"street": "Rua 1", "city": "Porto", "zip": "4000"}],
                "urls": [{"url": "https://ana.example"}],
                "org": {"company": "Acme", "title": "CEO"},
                "birthday": "1990-01-31",
            }
        ],
        Contacts(
            (
                ContactCard(
                    name="Ana B. Costa",
                    phones=("+351 912 345 678", "351910000000"),
                    emails=("ana@example.com",),
                    addresses=("Rua 1, 4000, Porto",),
                    urls=("https://ana.example",),
                    organisation="Acme, CEO",
                    birthday="1990-01-31",
                ),
            )
        ),
    ),
    ("contacts", [{"name": {"first_name": "Ana", "last_name": "Costa"}}], Contacts((ContactCard(name="Ana Costa"),))),
    (
        "interactive",
        {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}},
        Choice(source="button", title="Yes", id="yes"),
    ),
    (
        "interactive",
        {"type": "list_reply", "list_reply": {"id": "e", "title": "Express", "description": "next day"}},
        Choice(source="list", title="Express", id="e", description="next day"),
    ),
    (
        "interactive",
        {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": '{"a":'}},
        Form(name="flow", summary="Sent", answers='{"a":'),
    ),
    (
        "interactive",
        {"type": "nfm_reply", "nfm_reply": {"response_json": {"a": "ä"}}},
        Form(answers='{"a": "ä"}'),
    ),
    ("interactive", {"type": "nfm_reply", "nfm_reply": {"response_json": None}}, Form()),
    (
        "interactive",
        {"type": "call_permission_reply", "call_permission_reply": {"response": "accept"}},
        Choice(source="permission", title="accept"),
    ),
    ("button", {"text": "Stop", "payload": "stop"}, Choice(source="template", title="Stop", id="stop")),
    ("button", {"text": "Stop"}, Choice(source="template", title="Stop")),
    (
        "order",
        {
            "catalog_id": "c",
            "text": "please",
            "product_items": [{"product_retailer_id": "p", "quantity": 2, "item_price": 9.99, "currency": "EUR"}],
        },
        Order(items=(OrderItem("p", "2", "9.99", "EUR"),), text="please"),
    ),
    ("unsupported", {"type": "poll"}, Unsupported("poll")),
]


@pytest.mark.parametrize(("kind", "content", "expected"), CONTENTS)
def test_content_of_each_type(kind, content, expected):
    (event,) = parse_message(message_of(kind, content), contact_of())
    assert isinstance(event, MessageReceived)
    assert event.content == expected
    assert event.key == f"m:wamid.{kind}"
    assert event.at_ms == 1_750_000_000_000
    assert event.customer == (Identity("wa_id", WA_ID),)
    assert event.profile == (ProfileFact("PERSON", "Mia Muster"), ProfileFact("PHONE_NUMBER", f"+{WA_ID}"))


def test_unsupported_without_details_is_still_a_message():
    (event,) = parse_message(message_of("unsupported", errors=[{"code": 131051}]))
    assert event.content == Unsupported("unknown")


def test_media_that_whatsapp_could_not_fetch_says_why():
    (event,) = parse_message(message_of("image", errors=[{"code": 131052, "title": "Media download error"}]))
    assert event.content == Media(media="image", failed="131052")


def test_interactive_without_its_object_is_a_message_without_content():
    (event,) = parse_message(message_of("interactive", errors=[{"code": 131000}]))
    assert event.content == Unsupported("interactive")


@pytest.mark.parametrize(
    "message",
    [
        message_of("hologram", {"depth": 3}),
        message_of("interactive", {"type": "hologram_reply", "hologram_reply": {}}),
        {key: value for key, value in message_of("x").items() if key != "type"},
    ],
)
def test_unknown_type_is_shown_and_kept(message):
    shown, kept = parse_message(message)
    assert isinstance(shown, MessageReceived)
    assert isinstance(shown.content, Unsupported)
    assert isinstance(kept, NotUnderstood)
    assert json.loads(kept.raw) == message
    assert shown.key != kept.key


def test_message_without_type_is_known_by_its_object():
    message = message_of("text", {"body": "Hello"})
    del message["type"]
    (event,) = parse_message(message)
    assert event.content == Text("Hello")


CONTEXTS = [
    ({"from": "1555", "id": "wamid.before"}, "wamid.before", False),
    ({"forwarded": True}, None, True),
    ({"frequently_forwarded": True}, None, True),
    ({"id": ""}, None, False),
    ("nonsense", None, False),
]


@pytest.mark.parametrize(("context", "reply_to", "forwarded"), CONTEXTS)
def test_context_names_reply_and_forwarding(context, reply_to, forwarded):
    (event,) = parse_message(message_of("text", {"body": "Yes"}, context=context))
    assert (event.reply_to, event.forwarded) == (reply_to, forwarded)


def test_advertisement_is_a_referral():
    referral = {
        "source_type": "ad",
        "source_url": "https://fb.example",
        "headline": "Sale",
        "body": "Now",
        "ctwa_clid": "x",
    }
    (event,) = parse_message(message_of("text", {"body": "Hi"}, referral=referral))
    assert event.referral == Referral(source="ad", headline="Sale", body="Now", url="https://fb.example")


def test_product_in_the_context_is_a_referral():
    context = {"id": "wamid.p", "referred_product": {"catalog_id": "c", "product_retailer_id": "sku-1"}}
    (event,) = parse_message(message_of("text", {"body": "Hi"}, context=context))
    assert event.referral == Referral(source="product", headline="sku-1")


def test_reaction_is_set_and_removed():
    def reaction(**emoji):
        return parse_message(message_of("reaction", {"message_id": "wamid.ours", **emoji}))[0]

    assert reaction(emoji="👍") == ReactionChanged(
        key="m:wamid.reaction",
        customer=(Identity("wa_id", WA_ID),),
        at_ms=1_750_000_000_000,
        target="wamid.ours",
        emoji="👍",
    )
    assert reaction(emoji="").emoji is None
    assert reaction().emoji is None


def test_edit_carries_the_new_content():
    edit = {"original_message_id": "wamid.old", "message": {"type": "text", "text": {"body": "better"}}}
    (event,) = parse_message(message_of("edit", edit), contact_of())
    assert isinstance(event, MessageEdited)
    assert (event.target, event.content) == ("wamid.old", Text("better"))
    assert event.profile[0] == ProfileFact("PERSON", "Mia Muster")


def test_revoke_names_its_target():
    (event,) = parse_message(message_of("revoke", {"original_message_id": "wamid.old"}))
    assert isinstance(event, MessageRevoked)
    assert event.target == "wamid.old"


@pytest.mark.parametrize(
    ("system", "now"),
    [
        ({"type": "user_changed_number", "wa_id": "4915"}, (Identity("wa_id", "4915"),)),
        ({"type": "customer_changed_number", "new_wa_id": "4915"}, (Identity("wa_id", "4915"),)),
        (
            {"type": "user_changed_user_id", "user_id": "DE.2", "parent_user_id": "DE.ENT.2"},
            (Identity("bsuid", "DE.2"), Identity("parent_bsuid", "DE.ENT.2")),
        ),
    ],
)
def test_system_message_relinks_the_customer(system, now):
    (event,) = parse_message(message_of("system", {"body": "changed", **system}, from_user_id=BSUID))
    assert isinstance(event, IdentityChanged)
    assert event.customer == (Identity("bsuid", BSUID), Identity("wa_id", WA_ID))
    assert event.now == now


def test_other_system_messages_are_counted_only():
    (event,) = parse_message(message_of("system", {"type": "customer_identity_changed"}))
    assert event.what == "system_customer_identity_changed"
    (event,) = parse_message(message_of("request_welcome"))
    assert event == Ignored(
        key="m:wamid.request_welcome",
        customer=(Identity("wa_id", WA_ID),),
        at_ms=1_750_000_000_000,
        what="request_welcome",
    )


def test_user_id_update_relinks_the_customer_under_an_equal_key():
    update = {
        "wa_id": WA_ID,
        "detail": "changed",
        "user_id": {"previous": "DE.1", "current": "DE.2"},
        "parent_user_id": {"previous": "DE.ENT.1", "current": "DE.ENT.2"},
        "timestamp": 1_750_000_000,
    }
    body = body_of(value_of(user_id_update=[update]), "user_id_update")
    (event,) = parse(body)
    assert event.customer == (Identity("bsuid", "DE.1"), Identity("parent_bsuid", "DE.ENT.1"))
    assert event.now == (Identity("bsuid", "DE.2"), Identity("parent_bsuid", "DE.ENT.2"), Identity("wa_id", WA_ID))
    assert parse(body) == [event]


SENDERS = [
    ({"from_user_id": BSUID}, {"user_id": BSUID}, ("bsuid", "wa_id")),
    ({}, {"user_id": BSUID, "parent_user_id": "DE.ENT.1"}, ("bsuid", "parent_bsuid", "wa_id")),
    ({"from": "", "from_user_id": BSUID}, {"wa_id": "", "user_id": BSUID}, ("bsuid",)),
    ({"from": "", "from_user_id": BSUID}, {"user_id": BSUID}, ("bsuid", "wa_id")),
    ({"from": ""}, {}, ("wa_id",)),
    ({"from_user_id": "DE.other"}, {"wa_id": "999", "user_id": BSUID}, ("bsuid", "wa_id")),
]


@pytest.mark.parametrize(("keys", "contact", "kinds"), SENDERS)
def test_identities_come_most_lasting_first(keys, contact, kinds):
    (event,) = parse_message(message_of("text", {"body": "Hi"}, **keys), contact_of(**contact))
    assert tuple(identity.kind for identity in event.customer) == kinds


def test_username_is_a_handle_and_no_number_is_no_fact():
    message = message_of("text", {"body": "Hi"}, from_user_id=BSUID)
    del message["from"]
    contact = {"profile": {"name": "Mia", "username": "@mia.m"}, "user_id": BSUID}
    (event,) = parse_message(message, contact)
    assert event.profile == (ProfileFact("PERSON", "Mia"), ProfileFact("HANDLE", "mia.m"))


def test_contact_is_matched_by_id_not_by_place():
    other = {"profile": {"name": "Somebody Else"}, "wa_id": "999"}
    (event,) = parse_message(message_of("text", {"body": "Hi"}), other, contact_of())
    assert event.profile[0].value == "Mia Muster"
    (event,) = parse_message(message_of("text", {"body": "Hi"}), other)
    assert event.profile == (ProfileFact("PHONE_NUMBER", f"+{WA_ID}"),)
