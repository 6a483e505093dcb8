"""The connector as the gateway sees it."""

import hashlib

import msgspec
import pytest

from connectors.base import NeedsSecret, OutboundMessage, SupportsVisitors
from connectors.errors import MalformedPayload
from connectors.events import ProfileFact, Text
from connectors.ids import ChannelId, Identity
from connectors.settings import SettingsReader
from connectors.webchat.client import widget_files
from connectors.webchat.connector import WebchatConnector

VISITOR = Identity("visitor", "AAAAAAAAAAAAAAAAAAAAAA")


def make(channel="acme/site", key=b"k" * 32, **table):
    problems = []
    table = {"allowed_origins": ["https://acme.example"], **table}
    connector = WebchatConnector.from_settings(ChannelId(channel), SettingsReader(table, "", problems))
    assert problems == []
    if key is not None:
        connector.use_secret(key)
    return connector


def test_connector_keeps_the_optional_contracts():
    assert isinstance(make(), SupportsVisitors)
    assert isinstance(make(), NeedsSecret)


def test_browser_without_token_becomes_a_new_visitor():
    connector = make()
    session = connector.open_session(None)
    assert session.new
    assert connector.resume(session.token) == session.identity
    assert session.identity.kind == "visitor"


def test_browser_with_token_keeps_its_conversation():
    first = make().open_session(None)
    again = make().open_session(first.token)
    assert not again.new
    assert (again.token, again.identity) == (first.token, first.identity)


@pytest.mark.parametrize("token", ["", "v1.x.y", "\ud800", "x" * 100_000])
def test_bad_token_begins_anew_and_takes_nothing_over(token):
    session = make().open_session(token)
    assert session.new
    assert session.token != token


def test_token_of_another_channel_begins_anew():
    foreign = make("acme/shop").open_session(None)
    assert make().open_session(foreign.token).new
    assert make().resume(foreign.token) is None


def test_configured_secret_comes_before_the_gateways_key(monkeypatch):
    monkeypatch.setenv("WEBCHAT_TEST_SECRET", "0123456789abcdef0123456789abcdef")
    secret = {"env": "WEBCHAT_TEST_SECRET"}
    token = make(key=b"a" * 32, secret=secret).open_session(None).token
    assert make(key=b"b" * 32, secret=secret).resume(token) is not None
    assert make(key=None, secret=secret).resume(token) is not None


async def test_start_without_any_key_says_what_is_missing():
    with pytest.raises(RuntimeError, match="secret"):
        await make(key=None).start(None)


def test_short_key_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        make(key=b"short")


def test_message_becomes_an_event_keyed_by_visitor_and_client_id():
    facts = (ProfileFact("PERSON", "Ana Lima"), ProfileFact("CREDIT_CARD", "4111"), ProfileFact("PERSON", " "))
    event = make().message(VISITOR, "c-00000001", "Hello", 1_700_000_000_000, facts)
    assert event.key == "web:AAAAAAAAAAAAAAAAAAAAAA:c-00000001"
    assert event.customer == (VISITOR,)
    assert event.at_ms == 1_700_000_000_000
    assert event.content == Text("Hello")
    assert event.profile == (ProfileFact("PERSON", "Ana Lima"),)
    assert make().client_id_of(event.message_id) == "c-00000001"


def test_same_client_id_makes_the_same_key_and_another_visitor_another():
    other = Identity("visitor", "BBBBBBBBBBBBBBBBBBBBBB")
    first = make().message(VISITOR, "c-00000001", "Hello", 1)
    assert make().message(VISITOR, "c-00000001", "Hello", 2).key == first.key
    assert make().message(other, "c-00000001", "Hello", 1).key != first.key


@pytest.mark.parametrize(
    "message_id", ["", "wamid.x", "web:short:c-00000001", "web:AAAAAAAAAAAAAAAAAAAAAA:x y z 1 2 3"]
)
def test_foreign_message_id_has_no_client_id(message_id):
    assert make().client_id_of(message_id) is None


@pytest.mark.parametrize("client_id", ["", "short", "x" * 65, "a:b:c:d:e", "naïve-naïve", "c-0000001\n"])
def test_unusable_client_id_is_refused(client_id):
    with pytest.raises(MalformedPayload):
        make().message(VISITOR, client_id, "Hello", 1)


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 4001])
def test_blank_or_overlong_text_is_refused_without_its_content(text):
    with pytest.raises(MalformedPayload) as refused:
        make().message(VISITOR, "c-00000001", text, 1)
    assert "xx" not in str(refused.value)


def test_text_limit_counts_code_points():
    assert make().message(VISITOR, "c-00000001", "\U0001f600" * 4000, 1).content.text == "\U0001f600" * 4000


def test_unwritable_characters_are_replaced_one_for_one():
    text = make().message(VISITOR, "c-00000001", "a\ud83db\x00c\r\nd\re", 1).content.text
    assert text == "a\ufffdb\ufffdc\nd\ne"
    msgspec.json.encode(text)


async def test_send_succeeds_at_once_under_our_tag():
    sent = await make().send(OutboundMessage(tag="t-1", customer=(VISITOR,), text="Hello"))
    assert sent.message_id == "t-1"


def test_widget_settings_are_json_and_hold_no_secret(monkeypatch):
    monkeypatch.setenv("WEBCHAT_TEST_SECRET", "0123456789abcdef0123456789abcdef")
    settings = make(secret={"env": "WEBCHAT_TEST_SECRET"}, welcome="Hi there").widget_settings()
    encoded = msgspec.json.encode(settings)
    assert b"0123456789abcdef" not in encoded
    assert settings["text_limit"] == 4000
    assert settings["welcome"] == "Hi there"


def test_widget_files_are_served_under_a_name_made_of_their_content():
    served = widget_files()
    folders = {path.split("/")[0] for path in served if path != "loader.js"}
    assert len(folders) == 1
    (folder,) = folders
    assert folder.startswith("v-")
    assert f'const FOLDER = "{folder}/";'.encode() in served["loader.js"][1]
    assert f"{folder}/widget.js" in served
    assert not [path for path in served if "test" in path or path.endswith((".json", ".ts"))]
    assert all(content_type.startswith("text/") for content_type, _ in served.values())


def test_vendored_library_is_what_its_hash_says():
    served = widget_files()
    (path,) = [path for path in served if path.endswith("socket.io-4.8.4.esm.min.js")]
    digest = hashlib.sha256(served[path][1]).hexdigest()
    assert digest == "771c3872e7d9bf81020615fda67ef0fd2aa61fcaf1990100714a46fa2c39f8a1"
