"""Statuses, echoes, notices and damaged bodies of the Cloud API, as events."""

import pytest

from connectors import strict_json
from connectors.errors import MalformedPayload
from connectors.events import (
    AccountNotice,
    EchoReceived,
    MessageReceived,
    NotUnderstood,
    Rank,
    ReceiptReceived,
    Text,
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
