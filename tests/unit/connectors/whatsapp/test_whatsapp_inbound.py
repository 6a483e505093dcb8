"""Every inbound type of the Cloud API, as events."""

import json

import pytest

from connectors._meta import strict_json
from connectors.errors import MalformedPayload
from connectors.events import (
    AccountNotice,
    Choice,
    ContactCard,
    Contacts,
    EchoReceived,
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
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Referral,
    Text,
    Unsupported,
)
from connectors.ids import Identity
from connectors.whatsapp import hot_path
from connectors.whatsapp.inbound import Reader
from tests.unit.connectors.whatsapp.whatsapp_support import (
    ACCOUNT,
    BSUID,
    NUMBER,
    WA_ID,
    body_of,
    contact_of,
    encode,
    make_connector,
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


STATUS = {"id": "wamid.ours", "status": "sent", "timestamp": "1750000000", "recipient_id": WA_ID}


@pytest.mark.parametrize(
    ("word", "rank"),
    [
        ("sent", Rank.SENT),
        ("delivered", Rank.DELIVERED),
        ("read", Rank.READ),
        ("played", Rank.PLAYED),
        ("failed", Rank.FAILED),
    ],
)
def test_status_becomes_a_rank_with_our_tag(word, rank):
    (event,) = parse(body_of(value_of(statuses=[{**STATUS, "status": word, "biz_opaque_callback_data": "t-1"}])))
    assert isinstance(event, ReceiptReceived)
    assert (event.rank, event.message_id, event.tag) == (rank, "wamid.ours", "t-1")
    assert event.customer == (Identity("wa_id", WA_ID),)


def test_failed_status_says_why():
    errors = [{"code": 131047, "title": "Re-engagement", "error_data": {"details": "More than 24 hours"}}]
    (event,) = parse(body_of(value_of(statuses=[{**STATUS, "status": "failed", "errors": errors}])))
    assert (event.error_code, event.error_text) == ("131047", "More than 24 hours")
    assert event.key == "s:wamid.ours:failed:131047"


def test_status_learns_ids_from_the_matching_contact():
    contact = {"profile": {"name": "Mia"}, "wa_id": WA_ID, "user_id": BSUID}
    (event,) = parse(body_of(value_of(contacts=[contact], statuses=[STATUS])))
    assert event.customer == (Identity("bsuid", BSUID), Identity("wa_id", WA_ID))


def test_group_status_is_about_the_participant():
    group = {**STATUS, "recipient_id": "group-1", "recipient_type": "group", "recipient_participant_id": "4917"}
    (event,) = parse(body_of(value_of(statuses=[group])))
    assert event.customer == (Identity("wa_id", "4917"),)
    assert event.key.endswith(":4917")


@pytest.mark.parametrize("word", ["deleted", "warning", "teleported"])
def test_unknown_status_is_counted_only(word):
    (event,) = parse(body_of(value_of(statuses=[{**STATUS, "status": word}])))
    assert event.what == f"status_{word}"


def test_echo_of_the_phone_app_is_from_elsewhere():
    def echo(message):
        return parse(body_of(value_of(message_echoes=[message]), "smb_message_echoes"))

    keys = {"from": "15550100001", "to": WA_ID, "to_user_id": BSUID}
    (event,) = echo({**message_of("text", {"body": "From my phone"}), **keys})
    assert isinstance(event, EchoReceived)
    assert (event.source, event.content, event.tag) == ("elsewhere", Text("From my phone"), None)
    assert event.customer == (Identity("bsuid", BSUID), Identity("wa_id", WA_ID))
    edit = {"original_message_id": "wamid.a", "message": {"type": "text", "text": {"body": "now"}}}
    assert echo({**message_of("edit", edit), **keys})[0].content == Text("now")
    assert echo({**message_of("revoke", {"original_message_id": "wamid.a"}), **keys})[0].what == "echo_revoke"
    unknown, kept = echo({**message_of("hologram", {}), **keys})
    assert unknown.content is None
    assert isinstance(kept, NotUnderstood)


def test_history_opens_no_conversation():
    thread = {"id": WA_ID, "messages": [message_of("text", {"body": "long ago"})]}
    (event,) = parse(body_of(value_of(history=[{"metadata": {"phase": 0}, "threads": [thread]}]), "history"))
    assert event.what == "history"
    (event,) = parse(body_of(value_of(messages=[message_of("image", FILE)]), "history"))
    assert event.what == "history_media"
    refusal = {"errors": [{"code": 2593109, "title": "History sharing is turned off"}]}
    (event,) = parse(body_of(value_of(history=[refusal]), "history"))
    assert isinstance(event, AccountNotice)


NOTICES = [
    ("account_update", {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "ALCOHOL"}}, True),
    ("account_review_update", {"decision": "APPROVED"}, False),
    ("account_alerts", {"alert_info": {"alert_severity": "CRITICAL", "alert_type": "OBA"}}, True),
    ("phone_number_quality_update", {"event": "FLAGGED", "current_limit": "TIER_1K"}, True),
    ("phone_number_quality_update", {"event": "THROUGHPUT_UPGRADE"}, False),
    ("security", {"event": "PIN_CHANGED", "requester": "12345678901"}, True),
    ("message_template_status_update", {"event": "REJECTED", "message_template_name": "welcome"}, True),
]


@pytest.mark.parametrize(("field", "value", "severe"), NOTICES)
def test_account_field_becomes_a_notice(field, value, severe):
    (event,) = parse(body_of(value, field, time=1_750_000_000))
    assert isinstance(event, AccountNotice)
    assert event.severe is severe
    assert event.code.startswith(field)
    assert event.at_ms == 1_750_000_000_000
    assert "12345678901" not in event.text


def test_error_of_no_message_becomes_a_notice_without_numbers():
    error = {"code": 190, "title": "Token", "error_data": {"details": "Sending to +49 170 0000001 failed"}}
    (event,) = parse(body_of(value_of(errors=[error])))
    assert (event.code, event.severe) == ("190", True)
    assert "0000001" not in event.text


def test_other_fields_are_counted_or_kept():
    (event,) = parse(body_of(value_of(groups=[]), "group_lifecycle_update"))
    assert event.what == "group_lifecycle_update"
    (event,) = parse(body_of(value_of(news=[]), "brand_new_field"))
    assert isinstance(event, NotUnderstood)


def test_number_of_another_channel_is_told_and_not_read():
    value = value_of(messages=[message_of("text", {"body": "secret"})])
    value["metadata"]["phone_number_id"] = "999999"
    (event,) = parse(body_of(value))
    assert (event.code, event.severe) == ("foreign_number", True)
    (event,) = parse(body_of(value_of(messages=[])), make_connector(business_account_id="1" * 10))
    assert event.code == "foreign_account"


def test_one_bad_item_harms_no_other():
    good = message_of("text", {"body": "Hi"})
    bad = message_of("text", "not an object", id="wamid.bad")
    value = value_of(messages=[bad, good, 7], statuses=[{"status": "sent"}, STATUS])
    payload = body_of(value)
    payload["entry"] += [None, {"id": ACCOUNT}, {"id": ACCOUNT, "changes": [{"field": "messages"}]}]
    events = parse(payload)
    kinds = [type(event) for event in events]
    assert kinds.count(MessageReceived) == 1
    assert kinds.count(ReceiptReceived) == 1
    assert kinds.count(NotUnderstood) == 6
    kept = [event.raw for event in events if isinstance(event, NotUnderstood)]
    assert encode(bad) in kept
    assert len({event.key for event in events}) == len(events)


def test_item_with_wrong_types_throughout_is_kept():
    payload = body_of(value_of(messages=[{"id": {}, "from": []}, message_of("text", {"body": "Hi"})]))
    broken, read = parse(payload)
    assert isinstance(broken, NotUnderstood)
    assert isinstance(read, MessageReceived)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"object":"whatsapp_business_account"}',
        b'{"entry":{}}',
        b"\xff\xfe",
        b'\xef\xbb\xbf{"entry":[]}',
        '{"entry":[]}'.encode("utf-16"),
        b'{"entry":[],"entry":[]}',
        b'{"entry":[NaN]}',
        b'{"entry":[1e400]}',
        b'{"entry":[-Infinity]}',
        b'{"entry":[' + b"9" * 5000 + b"]}",
        b'{"entry":' + b"[" * 100_000,
        b'{"entry":' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"entry":"' + b'\\"' * 50_000,
    ],
)
def test_body_that_is_no_envelope_is_malformed(body):
    with pytest.raises(MalformedPayload):
        parse(body)


def test_text_of_many_shapes_survives_whole():
    for words in ('a "quoted": b', "a : b", "line\nbreak\ttab", "ünï 😀", "[[[[{{{{", "\\", "a" * 70_000):
        (event,) = parse_message(message_of("text", {"body": words}))
        assert event.content == Text(words)


def test_lone_surrogates_and_nul_are_made_harmless():
    body = encode(body_of(value_of(messages=[message_of("text", {"body": "X"})])))
    (event,) = parse(body.replace(b'"X"', b'"a\\ud800b\\u0000c\\ud83d\\ude00"'))
    assert event.content == Text("a\ufffdbc😀")
    event.content.text.encode()


HOT = [
    value_of(messages=[message_of("text", {"body": "Hi"})]),
    value_of(contacts=[contact_of(user_id=BSUID)], messages=[message_of("text", {"body": "Hi"}, from_user_id=BSUID)]),
    value_of(
        contacts=[contact_of(profile={"name": "Mia", "username": "@mia", "country_code": "DE"})],
        messages=[message_of("text", {"body": "é😀"}, context={"from": "1", "id": "wamid.x"})],
    ),
    value_of(statuses=[STATUS, {**STATUS, "status": "read", "biz_opaque_callback_data": "t"}]),
    value_of(
        contacts=[contact_of(user_id=BSUID)],
        statuses=[
            {
                **STATUS,
                "recipient_user_id": BSUID,
                "conversation": {"id": "c", "expiration_timestamp": "1", "origin": {"type": "service"}},
                "pricing": {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"},
            }
        ],
    ),
]


@pytest.mark.parametrize("value", HOT)
def test_quick_reading_gives_what_the_walk_gives(value):
    payload = body_of(value)
    quick = hot_path.read(encode(payload), NUMBER, None)
    assert quick is not None
    assert quick == Reader(NUMBER, None).walk(payload)


@pytest.mark.parametrize("value", HOT)
def test_quick_reading_leaves_every_repeated_or_unknown_key_to_the_walk(value):
    body = encode(body_of(value)).decode()
    for place in [index for index, letter in enumerate(body) if letter == "{"]:
        for extra in ('"id":"twice",', '"brand_new":[[[1]]],', '"type" : "x",'):
            changed = (body[: place + 1] + extra + body[place + 1 :]).encode()
            try:
                walked = Reader(NUMBER, None).walk(strict_json.loads(changed))
            except MalformedPayload:
                walked = None
            quick = hot_path.read(changed, NUMBER, None)
            assert quick is None or quick == walked
