"""Bodies that the platforms themselves documented or sent, read from the folder that RAPPORT_FIXTURES names."""

import hashlib
import hmac
import json
import os
from pathlib import Path

import pytest

from connectors._meta.webhooks import verify
from connectors.errors import (
    AccountError,
    InvalidSignature,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    RetryableError,
    WindowClosed,
)
from connectors.events import (
    AccountNotice,
    Choice,
    Contacts,
    EchoReceived,
    IdentityChanged,
    Ignored,
    Location,
    Media,
    MessageReceived,
    NotUnderstood,
    Order,
    ReactionChanged,
    ReceiptReceived,
    Text,
    Unsupported,
)
from connectors.http import PlatformAnswer
from connectors.request import WebhookRequest
from connectors.whatsapp import hot_path
from connectors.whatsapp.errors import error_for
from connectors.whatsapp.inbound import Reader
from tests.contract.damage import check_damaged

FOLDER = os.environ.get("RAPPORT_FIXTURES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="RAPPORT_FIXTURES names no folder with bodies of the platforms")
ROOT = Path(FOLDER or ".")
DOCS = ROOT / "meta-whatsapp-docs"

CONTENTS = {
    "text": Text,
    "audio": Media,
    "image": Media,
    "video": Media,
    "document": Media,
    "sticker": Media,
    "location": Location,
    "contacts": Contacts,
    "interactive": Choice,
    "button": Choice,
    "order": Order,
    "unsupported": Unsupported,
}
ACTS = {"reaction": ReactionChanged, "system": IdentityChanged, "errors": AccountNotice}
COUNTED = {"history", "smb_app_state_sync", "user_preferences"}


def indexed():
    """Read the table of the index: file and the kind it names."""
    if not FOLDER:
        return []
    rows = [line.split("|")[1:3] for line in (DOCS / "INDEX.md").read_text().splitlines() if line.startswith("|")]
    return [(file, kind.strip()) for file, kind in rows if file.startswith("webhooks/")]


def load(file):
    return json.loads((DOCS / file).read_text())


def reader_for(payload):
    metadata = payload["entry"][0]["changes"][0]["value"].get("metadata", {})
    return Reader(metadata.get("phone_number_id", "0"), None)


def test_index_names_bodies():
    assert len(indexed()) >= 50


@pytest.mark.parametrize(("file", "kind"), indexed())
def test_body_parses_to_the_kind_its_index_names(file, kind):
    payload = load(file)
    events = reader_for(payload).walk(payload)
    assert events
    assert not any(isinstance(event, NotUnderstood) for event in events)
    field, _, what = kind.partition(":")
    for event in events:
        if field == "messages" and what.startswith("status="):
            assert isinstance(event, ReceiptReceived)
            assert event.rank.name.lower() == what.removeprefix("status=")
        elif field == "messages" and what in ACTS:
            assert isinstance(event, ACTS[what])
        elif field == "messages":
            assert isinstance(event, MessageReceived)
            assert isinstance(event.content, CONTENTS[what])
            assert event.customer
        elif field == "smb_message_echoes":
            assert isinstance(event, EchoReceived)
        elif field in COUNTED or field.startswith("group_"):
            assert isinstance(event, Ignored)
        else:
            assert isinstance(event, AccountNotice)


@pytest.mark.parametrize(("file", "kind"), indexed())
def test_bytes_give_what_the_walk_gives_and_give_it_again(file, kind):
    payload = load(file)
    reader = reader_for(payload)
    for body in (json.dumps(payload), json.dumps(payload, separators=(",", ":")), json.dumps(payload, indent=1)):
        events = reader.read(body.encode())
        assert events == reader.walk(payload)
        assert len({event.key for event in events}) == len(events)


@pytest.mark.parametrize(("file", "kind"), indexed())
def test_damaged_body_breaks_nothing_and_loses_no_message(file, kind):
    payload = load(file)
    check_damaged(payload, reader_for(payload), words=kind != "messages:system", ids=kind.startswith("messages:"))


def vectors():
    return json.loads((ROOT / "signature-vectors" / "meta.json").read_text())["vectors"] if FOLDER else []


@pytest.mark.parametrize("vector", vectors())
class TestSignatureVectors:
    def verify(self, vector, body=None, header=None, name="x-hub-signature-256", secrets=None):
        headers = {name: header if header is not None else vector["header"]["X-Hub-Signature-256"]}
        body = vector["raw_body"].encode() if body is None else body
        request = WebhookRequest(method="POST", url="https://rapport.example/", headers=headers, body=body)
        verify(request, secrets or (vector["app_secret"].encode(),))

    def test_real_signature_is_accepted_also_during_rotation(self, vector):
        self.verify(vector)
        self.verify(vector, secrets=(b"new secret", vector["app_secret"].encode()))

    def test_every_changed_byte_is_refused(self, vector):
        body = vector["raw_body"].encode()
        for place in range(len(body)):
            with pytest.raises(InvalidSignature):
                self.verify(vector, body=body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])

    def test_every_changed_or_missing_character_of_the_header_is_refused(self, vector):
        header = vector["header"]["X-Hub-Signature-256"]
        for place in range(len(header)):
            other = "0" if header[place] != "0" else "1"
            for changed in (header[:place] + other + header[place + 1 :], header[:place] + header[place + 1 :]):
                with pytest.raises(InvalidSignature):
                    self.verify(vector, header=changed)

    def test_other_forms_are_refused(self, vector):
        secret, body = vector["app_secret"].encode(), vector["raw_body"].encode()
        digest = vector["header"]["X-Hub-Signature-256"].removeprefix("sha256=")
        sha1 = hmac.new(secret, body, hashlib.sha1).hexdigest()
        for header in (
            "",
            digest,
            f"sha1={sha1}",
            f"sha256={digest.upper()}",
            f"sha256={digest}0",
            f" sha256={digest}",
        ):
            with pytest.raises(InvalidSignature):
                self.verify(vector, header=header)
        with pytest.raises(InvalidSignature):
            self.verify(vector, name="x-hub-signature", header=f"sha1={sha1}")
        with pytest.raises(InvalidSignature):
            self.verify(vector, body=json.dumps(json.loads(body)).encode())
        with pytest.raises(InvalidSignature):
            self.verify(vector, secrets=(b"another secret",))

    def test_its_body_is_read_on_the_quick_path(self, vector):
        body = vector["raw_body"].encode()
        number = json.loads(body)["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"]
        (event,) = hot_path.read(body, number, None)
        assert event.content == Text("Hey there! I am using PyWa.")


CLASSES = {
    "pair_rate": RateLimited,
    "throughput": RateLimited,
    "app_rate": RateLimited,
    "spam_rate": AccountError,
    "window": WindowClosed,
    "undeliverable": PermanentError,
    "token": AccountError,
}
# the platform's own server errors: only some of them say that the message was not taken
SERVER_CLASSES = {1: OutcomeUnknown, 2: RetryableError, 131000: OutcomeUnknown}


def errors():
    if not FOLDER:
        return []
    rows = json.loads((ROOT / "graph-errors" / "errors.json").read_text())
    return [row for row in rows if row["channel"] == "whatsapp"]


@pytest.mark.parametrize("row", errors(), ids=lambda row: str(row["body"]["error"]["code"]))
def test_error_answer_has_its_class(row):
    code = row["body"]["error"]["code"]
    answer = PlatformAnswer(status=row["http"], headers={}, body=json.dumps(row["body"]).encode())
    error = error_for(answer)
    assert type(error) is (CLASSES.get(row["kind"]) or SERVER_CLASSES[code])
    assert error.code.split("/")[0] == str(code)
    if isinstance(error, RateLimited):
        assert error.scope == ("pair" if code == 131056 else "channel")
