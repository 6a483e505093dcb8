"""Bodies of Messenger and Instagram that nobody here wrote, from the folder that RAPPORT_FIXTURES names."""

import json
import os
from pathlib import Path

import pytest

from connectors import strict_json
from connectors._meta.messaging.account import Account
from connectors._meta.messaging.errors import error_for
from connectors._meta.messaging.inbound import Reader
from connectors._meta.messaging.sending import action_body, read_sent
from connectors.base import OutboundMessage
from connectors.errors import NotInControl, OutcomeUnknown, PermanentError, WindowClosed
from connectors.events import (
    AccountNotice,
    Choice,
    ControlChanged,
    EchoReceived,
    Ignored,
    Location,
    Media,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NotUnderstood,
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Text,
    Unsupported,
    WatermarkReceived,
)
from connectors.http import PlatformAnswer
from connectors.ids import Identity
from connectors.messenger.outbound import text_body
from tests.contract.damage import mutations, texts_at

FOLDER = os.environ.get("RAPPORT_FIXTURES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="RAPPORT_FIXTURES names no folder with bodies of the platforms")
ROOT = Path(FOLDER or ".")
OUR_APP, INBOX = "1517776481860111", "26390203743090"
KINDS = {"messenger": ("page", "fb", "psid", "PAGE_ID"), "instagram": ("instagram", "ig", "igsid", "IGID")}

# file: type of each event, and for messages and echoes the type of the content
MESSENGER = {
    "text": [(MessageReceived, Text)],
    "quick_reply": [(MessageReceived, Choice)],
    "reply_to": [(MessageReceived, Text)],
    "image": [(MessageReceived, Media)],
    "video": [(MessageReceived, Media)],
    "audio": [(MessageReceived, Media)],
    "file": [(MessageReceived, Media)],
    "location": [(MessageReceived, Location)],
    "sticker_old": [(MessageReceived, Media)],
    "sticker_new": [(MessageReceived, Media)],
    "fallback": [(MessageReceived, Text)],
    "fallback_null_payload": [(MessageReceived, Text)],
    "product_template": [(MessageReceived, Text)],
    "referral_product": [(MessageReceived, Text)],
    "referral_ads": [(MessageReceived, Text)],
    "commands": [(MessageReceived, Text)],
    "unsend": [MessageRevoked],
    "echo_text": [(EchoReceived, Text), ReceiptReceived],
    "echo_image": [(EchoReceived, Media), ReceiptReceived],
    "echo_page_inbox": [(EchoReceived, Text)],
    "delivery": [ReceiptReceived, WatermarkReceived],
    "delivery_without_mids": [WatermarkReceived],
    "read": [WatermarkReceived],
    "postback": [(MessageReceived, Choice)],
    "reaction": [ReactionChanged],
    "reaction_removed": [ReactionChanged],
    "message_edit": [MessageEdited],
    "referral_mme": [Ignored],
    "optin": [Ignored],
    "optin_user_ref": [Ignored],
    "account_linking": [Ignored],
    "account_unlinked": [Ignored],
    "policy_enforcement": [AccountNotice],
    "policy_enforcement_hyphen": [AccountNotice],
    "pass_thread_control": [ControlChanged],
    "take_thread_control": [ControlChanged],
    "request_thread_control": [ControlChanged],
    "app_roles": [AccountNotice],
    "standby_text": [(MessageReceived, Text)],
    "standby_echo_numeric_id": [(EchoReceived, Media)],
    "several_events_one_entry": [(MessageReceived, Text), (MessageReceived, Text), WatermarkReceived],
    "several_entries": [(MessageReceived, Text), AccountNotice, NotUnderstood],
    "opsdroid_minimal": [(MessageReceived, Text), NotUnderstood],
    "jgorset_text_attachment_nlp": [(MessageReceived, Choice), (MessageReceived, Media)],
    "jgorset_location_string_coordinates": [(MessageReceived, Location)],
    "changes_feed_noise": [Ignored],
}
INSTAGRAM = {
    "text": [(MessageReceived, Text)],
    "attachments_two": [(MessageReceived, Media), (MessageReceived, Media)],
    "share": [(MessageReceived, Media)],
    "story_mention": [(MessageReceived, Media)],
    "story_mention_echo": [(EchoReceived, Media)],
    "ig_reel": [(MessageReceived, Media)],
    "ephemeral": [(MessageReceived, Unsupported)],
    "deleted": [MessageRevoked],
    "unsupported": [(MessageReceived, Unsupported)],
    "quick_reply": [(MessageReceived, Choice)],
    "reply_to_message": [(MessageReceived, Text)],
    "reply_to_story": [(MessageReceived, Text)],
    "referral_product": [(MessageReceived, Text)],
    "referral_ads": [(MessageReceived, Text)],
    "echo": [(EchoReceived, Text)],
    "reaction": [ReactionChanged],
    "reaction_removed": [ReactionChanged],
    "postback": [(MessageReceived, Choice)],
    "referral": [Ignored],
    "seen": [ReceiptReceived],
    "standby": [(MessageReceived, Text)],
    "dashboard_test": [(MessageReceived, Text)],
    "entry_time_iso_string": [(MessageReceived, Text)],
}
EXPECTED = {("messenger", name): shape for name, shape in MESSENGER.items()}
EXPECTED |= {("instagram", name): shape for name, shape in INSTAGRAM.items()}
BODIES = pytest.mark.parametrize(("kind", "name"), EXPECTED, ids=lambda part: part)


def load(kind, name):
    return json.loads((ROOT / kind / f"{name}.json").read_text(encoding="utf-8"))


def reader_for(kind, payload):
    platform, mark, identity, account = KINDS[kind]
    found = payload["entry"][0].get("id", account)
    return Reader(
        Account(
            object=platform,
            mark=mark,
            identity=identity,
            account_id=account if found == "0" else found,
            app_id=OUR_APP,
            inbox_apps=frozenset({INBOX}),
        )
    )


def events_of(kind, name):
    payload = load(kind, name)
    return reader_for(kind, payload).read(json.dumps(payload).encode())


def shape_of(event):
    content = getattr(event, "content", None)
    return (type(event), type(content)) if isinstance(event, (MessageReceived, EchoReceived)) else type(event)


@pytest.mark.parametrize("kind", KINDS)
def test_every_body_of_the_index_is_expected(kind):
    lines = (ROOT / kind / "INDEX.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1] for line in lines if line.startswith("|") and ".json" in line]
    named = {row.removesuffix(".json") for row in rows}
    found = {path.stem for path in (ROOT / kind).glob("*.json")} - {"send_requests"}
    assert named | found == {name for of, name in EXPECTED if of == kind}


@BODIES
def test_body_parses_to_what_its_index_says(kind, name):
    events = events_of(kind, name)
    assert [shape_of(event) for event in events] == EXPECTED[kind, name]
    assert events_of(kind, name) == events
    assert len({event.key for event in events}) == len(events)
    nobody = ("app_roles", "optin_user_ref", "changes_feed_noise")
    for event in events:
        if not isinstance(event, (AccountNotice, NotUnderstood)) and name not in nobody:
            assert [identity.kind for identity in event.customer] == [KINDS[kind][2]]
            assert event.customer[0].value not in ("PAGE_ID", "IGID")


def test_particulars_of_messenger_bodies():
    def first(name):
        return events_of("messenger", name)[0]

    assert first("reply_to").reply_to == "m_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU"
    assert first("sticker_old").content == first("sticker_new").content
    assert first("sticker_new").content.media == "sticker"
    assert first("location").content.name == "Joe's Location"
    assert first("fallback_null_payload").content == Text("look\nA title\nhttps://example.com/x")
    assert first("delivery").rank is Rank.DELIVERED
    assert first("read").at_ms == 1458668856253
    assert first("postback").at_ms == 1527459824000
    assert [first(name).source for name in ("echo_text", "echo_page_inbox")] == ["own", "inbox"]
    assert first("reaction_removed").emoji is None
    assert first("standby_text").standby
    assert first("pass_thread_control").app == "987654321"
    assert first("request_thread_control").app == "123456789"
    assert first("policy_enforcement").severe
    assert first("policy_enforcement").key == first("policy_enforcement_hyphen").key
    assert first("referral_ads").referral.headline == "Title"


def test_particulars_of_instagram_bodies():
    def first(name):
        return events_of("instagram", name)[0]

    assert first("reply_to_story").referral.source == "story"
    assert first("story_mention").referral.source == "story_mention"
    assert first("seen").message_id == "MESSAGE-ID"
    assert first("dashboard_test").at_ms == 1527459824000
    assert first("entry_time_iso_string").at_ms == 1631082844000
    assert events_of("instagram", "attachments_two")[1].part_of == "MESSAGE-ID"
    assert first("echo").source == "elsewhere"


@BODIES
def test_damaged_body_breaks_nothing_and_loses_no_words(kind, name):
    payload = load(kind, name)
    reader = reader_for(kind, payload)
    for path, damaged in mutations(payload):
        if path == ("entry",):
            continue
        events = reader.read(json.dumps(damaged).encode())
        lists = [entry[key] for entry in _dicts(damaged["entry"]) for key in entry if isinstance(entry[key], list)]
        assert events or not damaged["entry"] or [] in lists, path
        kept = repr([event for event in events if not isinstance(event, NotUnderstood)])
        kept += "".join(repr(strict_json.loads(e.raw)) for e in events if isinstance(e, NotUnderstood))
        if any(isinstance(event, MessageReceived) for event in events_of(kind, name)):
            for text in texts_at(damaged["entry"], {"text", "mid"}):
                assert repr(text)[1:-1] in kept, (path, text)


def _dicts(value):
    return [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []


def test_requests_have_the_documented_shape():
    documented = load("messenger", "send_requests")
    customer = (Identity("psid", "PSID"),)
    hour_ms = 3_600_000

    def body(text, **keys):
        message = OutboundMessage(tag="t-1", customer=customer, text=text, **keys)
        made = json.loads(text_body(message, 100 * hour_ms, human_agent=True))
        assert made["message"].pop("metadata") == "t-1"
        return made

    assert body("You did it!") == documented["text"]
    assert body("Sorry for the wait", last_inbound_ms=50 * hour_ms) == documented["human_agent"]
    assert body("ok", reply_to="MID") == documented["reply_to"]
    for action in ("typing_on", "mark_seen"):
        assert json.loads(action_body(customer, "psid", action)) == documented[action]
    answer = PlatformAnswer(status=200, headers={}, body=json.dumps(documented["response"]).encode())
    assert read_sent(answer, "psid").message_id == "m_AG5Hz2"


CLASSES = {
    "window": WindowClosed,
    "recipient": PermanentError,
    "ownership": NotInControl,
    "sent_anyway": OutcomeUnknown,
    "tag_removed": PermanentError,
}


def errors():
    if not FOLDER:
        return []
    rows = json.loads((ROOT / "graph-errors" / "errors.json").read_text(encoding="utf-8"))
    return [row for row in rows if row["channel"] in KINDS]


@pytest.mark.parametrize("row", errors(), ids=lambda row: f"{row['channel']}-{row['kind']}")
def test_error_answer_has_its_class(row):
    answer = PlatformAnswer(status=row["http"], headers={}, body=json.dumps(row["body"]).encode())
    assert type(error_for(answer)) is CLASSES[row["kind"]]
