"""Echoes, receipts, control, notices, and the envelope around them."""

import json

import pytest

from connectors.errors import InvalidSignature, MalformedPayload
from connectors.events import (
    AccountNotice,
    ControlChanged,
    EchoReceived,
    Ignored,
    MessageReceived,
    NotUnderstood,
    Rank,
    ReceiptReceived,
    Text,
    WatermarkReceived,
)
from connectors.settings import Secret
from connectors.signature import hmac_sha256_hex
from tests.unit.connectors.messenger.messenger_support import (
    APP,
    AT_MS,
    CUSTOMER,
    PAGE,
    PSID,
    body_of,
    entry_of,
    from_customer,
    from_page,
    make_connector,
    parse,
    parse_echo,
    parse_item,
    request_of,
)

ECHOES = [
    ({"app_id": int(APP), "metadata": "t-1"}, "own", "t-1"),
    ({"app_id": APP}, "own", None),
    ({"metadata": "t-1"}, "own", "t-1"),
    ({"app_id": 26390203743090}, "inbox", None),
    ({"app_id": "263902037430900"}, "inbox", None),
    ({"app_id": 424242}, "elsewhere", None),
    ({"app_id": 424242, "metadata": "t-1"}, "elsewhere", None),
    ({}, "elsewhere", None),
]


@pytest.mark.parametrize(("keys", "source", "tag"), ECHOES)
def test_echo_tells_who_wrote(keys, source, tag):
    echo, *more = parse_echo(text="Hello", **keys)
    assert echo == EchoReceived(
        key=f"fb:{PAGE}:m:m_1:echo",
        customer=CUSTOMER,
        at_ms=AT_MS,
        message_id="m_1",
        source=source,
        content=Text("Hello"),
        tag=tag,
    )
    if source == "own":
        (sent,) = more
        assert (type(sent), sent.rank, sent.message_id, sent.tag) == (ReceiptReceived, Rank.SENT, "m_1", tag)
    else:
        assert more == []


def test_echo_is_known_by_its_sides_and_not_by_its_own_word():
    (quiet,) = parse(body_of(from_page(message={"mid": "m_1", "text": "x"})))
    assert isinstance(quiet, EchoReceived)
    (loud,) = parse(body_of(from_customer(message={"mid": "m_1", "text": "x", "is_echo": True})))
    assert isinstance(loud, MessageReceived)
    strangers = {"sender": {"id": "1"}, "recipient": {"id": "2"}, "timestamp": AT_MS}
    test = {**strangers, "message": {"mid": "m_1", "text": "x", "is_echo": True}}
    (echo,) = parse(body_of(test, id="0"))
    assert (type(echo), echo.customer[0].value) == (EchoReceived, "2")


def test_echo_with_several_files_shows_each_of_others_and_one_of_ours():
    files = [{"type": "image", "payload": {"url": f"https://cdn.example/{n}", "attachment_id": 2**60}} for n in "ab"]
    assert [echo.message_id for echo in parse_echo(attachments=files, app_id=1)] == ["m_1", "m_1#2"]
    own, receipt = parse_echo(attachments=files, app_id=APP)
    assert isinstance(own, EchoReceived)
    assert isinstance(receipt, ReceiptReceived)
    button = {"template_type": "button", "text": "Choose", "buttons": [{"title": "A"}]}
    assert parse_echo(attachments=[{"type": "template", "payload": button}])[0].content == Text("Choose")


def test_echo_without_an_id_is_kept():
    (kept,) = parse(body_of(from_page(message={"is_echo": True, "text": "x"})))
    assert isinstance(kept, NotUnderstood)


@pytest.mark.parametrize(
    "event",
    [
        {"message": {"mid": "m_1", "is_echo": True, "is_deleted": True}},
        {"message_edit": {"mid": "m_1", "text": "x", "num_edit": 1}},
        {"reaction": {"mid": "m_1", "action": "react", "emoji": "👍"}},
        {"read": {"watermark": AT_MS}},
    ],
)
def test_other_acts_of_the_page_are_none_of_the_customer(event):
    (ignored,) = parse(body_of(from_page(**event)))
    assert isinstance(ignored, Ignored)
    assert ignored.what.startswith("echo_")


def test_delivery_names_messages_and_a_watermark():
    first, second, watermark = parse(
        body_of(
            {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "delivery": {"mids": ["a", "b"], "watermark": AT_MS}}
        )
    )
    assert [(event.rank, event.message_id) for event in (first, second)] == [
        (Rank.DELIVERED, "a"),
        (Rank.DELIVERED, "b"),
    ]
    assert watermark == WatermarkReceived(
        key=f"fb:{PAGE}:w:{PSID}:delivered:{AT_MS}", customer=CUSTOMER, at_ms=AT_MS, rank=Rank.DELIVERED
    )
    (only,) = parse_item(delivery={"watermark": 1_458_668_856, "seq": 37})
    assert only.at_ms == 1_458_668_856_000


def test_read_has_a_watermark_or_a_message():
    (watermark,) = parse_item(read={"watermark": AT_MS - 5})
    assert (type(watermark), watermark.at_ms, watermark.rank) == (WatermarkReceived, AT_MS - 5, Rank.READ)
    (receipt,) = parse_item(read={"mid": "m_1"})
    assert (type(receipt), receipt.message_id, receipt.rank) == (ReceiptReceived, "m_1", Rank.READ)
    (kept,) = parse_item(read={"watermark": "soon"})
    assert isinstance(kept, NotUnderstood)


@pytest.mark.parametrize(
    ("timestamp", "at_ms"),
    [
        (AT_MS, AT_MS),
        (str(AT_MS), AT_MS),
        (1_750_000_000, 1_750_000_000_000),
        ("1527459824", 1_527_459_824_000),
        (99_999_999_999, 99_999_999_999_000),
        (100_000_000_000, 100_000_000_000),
        ("2021-09-08T06:34:04+0000", 1_631_082_844_000),
        ("2021-09-08T06:34:04", 1_631_082_844_000),
        ("soon", None),
        ("9" * 40, None),
        (10**20, None),
        (0, None),
        (-5, None),
        (True, None),
        (None, None),
        ([], None),
        ("0001-01-01T00:00:00+23:59", None),
    ],
)
def test_times_of_every_form(timestamp, at_ms):
    (event,) = parse(body_of({**from_customer(message={"mid": "m", "text": "x"}), "timestamp": timestamp}))
    assert event.at_ms == at_ms


@pytest.mark.parametrize(
    ("event", "action", "app"),
    [
        ({"pass_thread_control": {"previous_owner_app_id": "1", "new_owner_app_id": 2}}, "pass", "2"),
        ({"take_thread_control": {"previous_owner_app_id": "1", "new_owner_app_id": "2"}}, "take", "2"),
        ({"request_thread_control": {"requested_owner_app_id": 3}}, "request", "3"),
        ({"pass_thread_control": {}}, "pass", None),
    ],
)
def test_control_changes_hands(event, action, app):
    (changed,) = parse_item(**event)
    assert (type(changed), changed.action, changed.app, changed.customer) == (ControlChanged, action, app, CUSTOMER)


@pytest.mark.parametrize(
    ("event", "what"),
    [
        ({"referral": {"ref": "R", "source": "SHORTLINK"}}, "referral"),
        ({"optin": {"ref": "R"}}, "optin"),
        ({"optin": {"type": "notification_messages"}}, "optin_notification_messages"),
        ({"account_linking": {"status": "linked", "authorization_code": "secret"}}, "account_linked"),
        ({"account_linking": {"status": "unlinked"}}, "account_unlinked"),
        ({"response_feedback": {"feedback": "Good response", "mid": "m"}}, "response_feedback"),
    ],
)
def test_events_that_nobody_has_to_answer(event, what):
    (ignored,) = parse_item(**event)
    assert (type(ignored), ignored.what, ignored.customer) == (Ignored, what, CUSTOMER)
    assert "secret" not in repr(ignored)


def test_events_of_nobody():
    (optin,) = parse(body_of({"recipient": {"id": PAGE}, "optin": {"ref": "R", "user_ref": "U"}}))
    assert (optin.what, optin.customer) == ("optin", ())
    for key in ("policy_enforcement", "policy-enforcement"):
        for action, severe in (("block", True), ("warning", True), ("unblock", False)):
            (notice,) = parse(body_of({"recipient": {"id": PAGE}, key: {"action": action, "reason": "why"}}))
            assert (type(notice), notice.code, notice.severe) == (AccountNotice, f"policy_{action}", severe)
            assert notice.text == "why"
    (roles,) = parse(body_of({"recipient": {"id": PAGE}, "app_roles": {"123": ["primary_receiver"]}}))
    assert roles.code == "app_roles"
    assert "123: primary_receiver" in roles.text


def test_several_entries_and_lists_are_all_read():
    text = from_customer(message={"mid": "m_1", "text": "x"})
    payload = {
        "object": "page",
        "entry": [
            entry_of(text, from_customer(read={"watermark": AT_MS})),
            {**entry_of(text), "standby": [from_customer(message={"mid": "m_2", "text": "y"})]},
            "broken",
            entry_of("broken", {"unheard_of": {}}),
            {"id": PAGE},
            {"id": PAGE, "messaging": {}},
        ],
    }
    kinds = [type(event).__name__ for event in parse(payload)]
    assert kinds == ["MessageReceived", "WatermarkReceived", *["MessageReceived"] * 2, *["NotUnderstood"] * 5]


def test_other_pages_entry_is_told_and_kept():
    notice, kept = parse({"object": "page", "entry": [{**entry_of(from_customer(message={})), "id": "999999"}]})
    assert (notice.code, notice.severe) == ("foreign_page", True)
    assert json.loads(kept.raw)["id"] == "999999"


def test_changes_are_of_the_feed_or_tests_of_a_field():
    feed = {"field": "feed", "value": {"item": "comment", "message": "hi"}}
    (ignored,) = parse(body_of(feed, name="changes"))
    assert ignored.what == "change_feed"
    test = {"field": "messages", "value": from_customer(message={"mid": "m", "text": "random"})}
    (received,) = parse(body_of(test, name="changes", id="0"))
    assert received.content == Text("random")
    (kept,) = parse(body_of({"field": "messages", "value": "x"}, name="changes"))
    assert isinstance(kept, NotUnderstood)


def test_other_objects_are_kept_and_bad_envelopes_refused():
    (kept,) = parse({"object": "instagram", "entry": []})
    assert isinstance(kept, NotUnderstood)
    for body in (b"", b"[]", b"{}", b'{"entry":{}}', b"\xff"):
        with pytest.raises(MalformedPayload):
            parse(body)
    assert parse({"object": "page", "entry": []}) == []


def test_signature_of_either_secret_is_taken():
    connector = make_connector(app_secret_previous=Secret("old secret"))
    body = b'{"object":"page","entry":[]}'
    for secret in (b"app secret", b"old secret"):
        connector.verify(request_of(body, **{"x-hub-signature-256": f"sha256={hmac_sha256_hex(secret, body)}"}))
    with pytest.raises(InvalidSignature):
        connector.verify(request_of(body, **{"x-hub-signature-256": f"sha256={hmac_sha256_hex(b'other', body)}"}))
