"""What Instagram has of its own, as events."""

import pytest

from connectors.errors import InvalidSignature
from connectors.events import (
    EchoReceived,
    Ignored,
    Media,
    MessageRevoked,
    NotUnderstood,
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Referral,
    Text,
    Unsupported,
)
from connectors.settings import Secret
from connectors.signature import hmac_sha256_hex
from tests.unit.connectors.instagram.instagram_support import (
    ACCOUNT,
    APP,
    AT_MS,
    CUSTOMER,
    body_of,
    from_account,
    from_customer,
    make_connector,
    parse,
    parse_message,
    request_of,
)

URL = "https://cdn.example/asset?id=1"


def attached(kind, **payload):
    return {"type": kind, "payload": {"url": URL, **payload}}


@pytest.mark.parametrize(
    ("message", "content", "referral"),
    [
        ({"text": "Hello"}, Text("Hello"), None),
        (
            {"text": "nice", "reply_to": {"story": {"url": URL, "id": "17"}}},
            Text("nice"),
            Referral(source="story", url=URL),
        ),
        (
            {"attachments": [attached("story_mention")]},
            Media(media="image", reference=URL),
            Referral(source="story_mention"),
        ),
        ({"attachments": [attached("share")]}, Media(media="image", reference=URL), Referral(source="share")),
        (
            {"attachments": [attached("ig_reel", reel_video_id="1", title="T")]},
            Media(media="video", reference=URL, name="T"),
            Referral(source="ig_reel", headline="T"),
        ),
        ({"attachments": [attached("ig_post")]}, Media(media="image", reference=URL), Referral(source="ig_post")),
        ({"attachments": [{"type": "ephemeral"}]}, Unsupported("ephemeral"), None),
        ({"is_unsupported": True}, Unsupported("unsupported"), None),
        ({}, Unsupported("empty"), None),
    ],
)
def test_message_and_what_it_is_about(message, content, referral):
    (received,) = parse_message(**message)
    assert (received.content, received.referral) == (content, referral)
    assert (received.customer, received.key) == (CUSTOMER, f"ig:{ACCOUNT}:m:mid-1")


def test_reply_to_a_message_names_it():
    assert parse_message(text="re", reply_to={"mid": "mid-0"})[0].reply_to == "mid-0"


def test_read_names_the_message():
    (receipt,) = parse(body_of(from_customer(read={"mid": "mid-1"})))
    assert (type(receipt), receipt.rank, receipt.message_id) == (ReceiptReceived, Rank.READ, "mid-1")


def test_unsent_reacted_and_referred():
    assert isinstance(parse_message(is_deleted=True)[0], MessageRevoked)
    reacted, ended, referred = parse(
        body_of(
            from_customer(reaction={"mid": "mid-1", "action": "react", "reaction": "love", "emoji": "❤️"}),
            from_customer(reaction={"mid": "mid-1", "action": "unreact"}),
            from_customer(referral={"ref": "R", "source": "IGME"}),
        )
    )
    assert (type(reacted), reacted.emoji, ended.emoji) == (ReactionChanged, "❤️", None)
    assert isinstance(referred, Ignored)


@pytest.mark.parametrize(
    ("keys", "source"),
    [
        ({"metadata": "t-1"}, "own"),
        ({"app_id": int(APP)}, "own"),
        ({"app_id": 1217981644879628}, "inbox"),
        ({"app_id": 26390203743090}, "inbox"),
        ({}, "elsewhere"),
    ],
)
def test_echo_tells_who_wrote(keys, source):
    echo = parse(body_of(from_account(message={"mid": "mid-1", "is_echo": True, "text": "x", **keys})))[0]
    assert (type(echo), echo.source, echo.customer) == (EchoReceived, source, CUSTOMER)


def test_dashboard_tests_are_read():
    test = {"sender": {"id": "12334"}, "recipient": {"id": "23245"}, "timestamp": "1527459824"}
    test["message"] = {"mid": "random_mid", "text": "random_text"}
    for payload in (
        body_of(test, id="0"),
        body_of({"field": "messages", "value": test}, name="changes", id="0"),
    ):
        (received,) = parse(payload)
        assert (received.content, received.at_ms) == (Text("random_text"), 1_527_459_824_000)
        assert received.customer[0].value == "12334"


def test_entry_of_another_account_is_told_and_kept():
    notice, kept = parse(body_of(from_customer(message={"mid": "m"}), id="999999"))
    assert notice.code == "foreign_instagram"
    assert isinstance(kept, NotUnderstood)


def test_body_of_a_page_is_none_of_an_account():
    (kept,) = parse({**body_of(from_customer(message={"mid": "m"})), "object": "page"})
    assert isinstance(kept, NotUnderstood)


def test_time_may_be_a_date():
    (received,) = parse(body_of({**from_customer(message={"mid": "m"}), "timestamp": "2021-09-08T06:34:04+0000"}))
    assert received.at_ms == 1_631_082_844_000
    assert received.at_ms != AT_MS


def test_webhooks_may_be_signed_by_the_app_around_the_app():
    connector = make_connector(parent_app_secret=Secret("parent secret"))
    body = b'{"object":"instagram","entry":[]}'
    for secret in (b"app secret", b"parent secret"):
        connector.verify(request_of(body, **{"x-hub-signature-256": f"sha256={hmac_sha256_hex(secret, body)}"}))
    with pytest.raises(InvalidSignature):
        connector.verify(request_of(body, **{"x-hub-signature-256": f"sha256={hmac_sha256_hex(b'no', body)}"}))
