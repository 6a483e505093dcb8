"""Forms and documents of Twilio, read from the folder that RAPPORT_FIXTURES names; and what damage does to forms."""

import json
import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import aiohttp
import msgspec
import pytest

from connectors.base import OutboundMessage
from connectors.errors import InvalidSignature, MalformedPayload
from connectors.events import (
    Choice,
    Location,
    Media,
    MessageReceived,
    NotUnderstood,
    OptOutChanged,
    Rank,
    ReceiptReceived,
    Text,
)
from connectors.ids import ChannelId, Identity
from connectors.request import WebhookRequest
from connectors.sandbox.twilio import TwilioSandbox
from connectors.settings import Secret
from connectors.twilio.config import TwilioSettings
from connectors.twilio.connector import TwilioConnector
from connectors.twilio.inbound import Reader
from connectors.twilio.signature import SHA1, spellings, verify
from tests.contract.damage import mutations

FOLDER = os.environ.get("RAPPORT_FIXTURES")
needs_folder = pytest.mark.skipif(not FOLDER, reason="RAPPORT_FIXTURES names no folder with bodies of the platforms")
ROOT = Path(FOLDER or ".")
SETTINGS = TwilioSettings(
    account_sid="AC" + "1" * 32,
    auth_token=Secret("auth token"),
    auth_token_previous=None,
    webhook_key=None,
    address="sms",
    sender=None,
    messaging_service_sid=None,
    opt_out_words=True,
    api_url="http://127.0.0.1:9",
)

# what the index says of each file, in our words
CONTENTS = {
    "sms_text.json": Text,
    "sms_text_messaging_service.json": Text,
    "sms_stop.json": Text,
    "mms_two_media.json": Media,
    "chatwoot_text.json": Text,
    "chatwoot_null_byte.json": Text,
    "chatwoot_no_body.json": Text,
    "chatwoot_one_media.json": Media,
    "chatwoot_location.json": Location,
    "chatwoot_profile_name.json": Text,
    "chatwoot_profile_name_empty.json": Text,
    "whatsapp_text.json": Text,
    "whatsapp_button_reply_real_shape.json": Choice,
    "whatsapp_list_reply.json": Choice,
    "whatsapp_reply_to.json": Text,
    "whatsapp_location.json": Location,
    "whatsapp_image.json": Media,
    "whatsapp_referral.json": Text,
    "whatsapp_bsuid_sender.json": Text,
}
RANKS = {
    "status_sent.json": Rank.SENT,
    "status_delivered_sms.json": Rank.DELIVERED,
    "status_undelivered.json": Rank.FAILED,
    "status_failed_whatsapp_window.json": Rank.FAILED,
    "status_read_whatsapp.json": Rank.READ,
}


def indexed():
    if not FOLDER:
        return []
    rows = (ROOT / "twilio-inbound" / "INDEX.md").read_text().splitlines()
    return [row.split("|")[1] for row in rows if row.startswith("|") and ".json" in row]


def load(file):
    return json.loads((ROOT / "twilio-inbound" / file).read_text())


def reader_for(fields):
    by = "whatsapp" if "whatsapp:" in fields["From"] else "sms"
    return Reader(msgspec.structs.replace(SETTINGS, account_sid=fields["AccountSid"], address=by))


def read(reader, fields):
    body = urlencode(fields, doseq=True).encode()
    request = WebhookRequest(
        method="POST", url="https://rapport.example/", headers={}, query=(("tag", "t-1"),), body=body
    )
    return reader.read(request), body


@needs_folder
def test_every_indexed_file_is_expected_here():
    assert set(indexed()) == set(CONTENTS) | set(RANKS)


@pytest.mark.parametrize("file", indexed())
def test_body_parses_to_what_its_index_says(file):
    fields = load(file)
    events, _ = read(reader_for(fields), fields)
    assert events == read(reader_for(fields), fields)[0]
    assert len({event.key for event in events}) == len(events)
    if file in RANKS:
        (receipt,) = events
        assert isinstance(receipt, ReceiptReceived)
        assert (receipt.rank, receipt.tag, receipt.error_code) == (RANKS[file], "t-1", fields.get("ErrorCode"))
        return
    messages = [event for event in events if isinstance(event, MessageReceived)]
    assert [type(event.content) for event in messages] == [CONTENTS[file]] * max(1, int(fields.get("NumMedia", 0)))
    assert all(event.customer for event in messages)
    others = [event for event in events if not isinstance(event, MessageReceived)]
    assert [type(event) for event in others] == ([OptOutChanged] if file == "sms_stop.json" else [])


@needs_folder
def test_details_that_the_index_names_are_there():
    def first(file):
        fields = load(file)
        return read(reader_for(fields), fields)[0][0]

    assert first("chatwoot_null_byte.json").content == Text("remove null bytes")
    assert first("chatwoot_no_body.json").content == Text("")
    assert [fact.entity for fact in first("chatwoot_profile_name_empty.json").profile] == ["PHONE_NUMBER"]
    assert first("whatsapp_button_reply_real_shape.json").content.id.startswith("{")
    assert first("whatsapp_bsuid_sender.json").customer[0].kind == "bsuid"
    assert first("whatsapp_referral.json").referral.source == "ad"
    assert first("whatsapp_reply_to.json").reply_to.startswith("MM")


MADE = {
    "message": {
        "MessageSid": "SM" + "3" * 32,
        "SmsSid": "SM" + "3" * 32,
        "AccountSid": SETTINGS.account_sid,
        "From": "+491700000001",
        "To": "+15550100002",
        "Body": "the words",
        "NumMedia": "1",
        "MediaUrl0": "https://api.twilio.com/media",
        "MediaContentType0": "image/png",
        "OptOutType": "HELP",
        "SmsStatus": "received",
    },
    "whatsapp": {
        "MessageSid": "SM" + "3" * 32,
        "AccountSid": SETTINGS.account_sid,
        "From": "whatsapp:+491700000001",
        "To": "whatsapp:+15550100002",
        "Body": "the words",
        "MessageType": "interactive",
        "ListId": "l",
        "ListTitle": "the title",
        "ButtonPayload": "p",
        "ChannelMetadata": '{"data":{"context":{"WaId":"491700000001"}}}',
        "ReferralSourceType": "ad",
        "NumSegments": "1",
        "SmsStatus": "received",
    },
    "status": {
        "MessageSid": "SM" + "3" * 32,
        "SmsSid": "SM" + "3" * 32,
        "AccountSid": SETTINGS.account_sid,
        "From": "+15550100002",
        "To": "+491700000001",
        "MessageStatus": "failed",
        "SmsStatus": "failed",
        "ErrorCode": "30003",
    },
}


@pytest.mark.parametrize("fields", [*MADE.values(), *map(load, indexed())], ids=[*MADE, *indexed()])
def test_damaged_form_breaks_nothing_and_loses_nothing(fields):
    reader = reader_for(fields)
    for path, damaged in mutations(fields):
        events, body = read(reader, damaged)
        assert events, path
        if any(isinstance(event, NotUnderstood) and event.raw == body for event in events):
            continue
        kept = repr(events)
        for name in ("Body", "MediaUrl0", "MediaUrl1"):
            value = damaged.get(name)
            if isinstance(value, str) and "\0" not in value:
                assert repr(value)[1:-1] in kept, (path, name)
        whole = fields.get("MessageSid") or fields["SmsSid"]
        assert whole in kept or whole not in (damaged.get("MessageSid"), damaged.get("SmsSid")), path


def test_nothing_but_fields_we_do_not_know_is_malformed():
    with pytest.raises(MalformedPayload):
        read(Reader(SETTINGS), {"Unknown": "x"})


def vectors():
    return json.loads((ROOT / "signature-vectors" / "twilio.json").read_text())["vectors"] if FOLDER else []


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["name"])
class TestSignatureVectors:
    def request(self, vector, **changes):
        body = vector["json_body"] if "json_body" in vector else urlencode([tuple(pair) for pair in vector["form"]])
        headers = {"x-twilio-signature": vector["signature"]}
        parts = {"method": "POST", "url": vector["url"], "headers": headers, "body": body.encode(), **changes}
        return WebhookRequest(**parts)

    def refused(self, request, token=b"12345"):
        with pytest.raises(InvalidSignature):
            verify(request, {SHA1: (token,)})

    def test_signature_is_accepted_for_every_spelling_of_the_port(self, vector):
        for url in spellings(vector["url"]):
            verify(self.request(vector, url=url), {SHA1: (b"new token", b"12345")})

    def test_every_changed_byte_of_the_body_is_refused(self, vector):
        body = self.request(vector).body
        for place in range(len(body)):
            changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
            if parse_qsl(changed, keep_blank_values=True) != parse_qsl(body, keep_blank_values=True):
                self.refused(self.request(vector, body=changed))

    def test_every_changed_character_of_address_and_header_is_refused(self, vector):
        url, signature = vector["url"], vector["signature"]
        for place in range(len(url)):
            other = "x" if url[place] != "x" else "y"
            self.refused(self.request(vector, url=url[:place] + other + url[place + 1 :]))
        for place in range(len(signature)):
            other = "0" if signature[place] != "0" else "1"
            for changed in (
                signature[:place] + other + signature[place + 1 :],
                signature[:place] + signature[place + 1 :],
            ):
                self.refused(self.request(vector, headers={"x-twilio-signature": changed}))
        self.refused(self.request(vector), token=b"1234")

    def test_package_of_the_platform_agrees(self, vector):
        validator = pytest.importorskip("twilio.request_validator").RequestValidator("12345")
        request = self.request(vector)
        params = vector.get("json_body")
        if params is None:
            multidict = pytest.importorskip("multidict")
            params = multidict.MultiDict(parse_qsl(request.body.decode(), keep_blank_values=True))
        assert validator.validate(vector["url"], params, vector["signature"])


class Document:
    """The published description of the API, as far as messages are concerned."""

    def __init__(self):
        self.root = json.loads((ROOT / "specs" / "messages_only_v2010.json").read_text())
        self.create = self.operation("Messages.json", "post")
        self.list = self.operation("Messages.json", "get")

    def operation(self, ending, method):
        path = f"/2010-04-01/Accounts/{{AccountSid}}/{ending}"
        return self.root["paths"][path][method]

    def resolved(self, schema):
        while "$ref" in schema:
            found = self.root
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema

    def check(self, value, schema, where):
        schema = self.resolved(schema)
        if value is None:
            assert schema.get("nullable"), where
            return
        types = {"string": str, "integer": int, "boolean": bool, "number": (int, float), "array": list, "object": dict}
        if "type" in schema:
            assert isinstance(value, types[schema["type"]]), (where, value)
        if "enum" in schema:
            assert value in schema["enum"], (where, value)
        if "pattern" in schema:
            assert re.search(schema["pattern"], value), (where, value)
        if isinstance(value, dict):
            for name, item in value.items():
                properties = schema.get("properties", {})
                assert name in properties or not properties, (where, name)
                self.check(item, properties.get(name, {}), f"{where}.{name}")
        for item in value if isinstance(value, list) else []:
            self.check(item, schema.get("items", {}), f"{where}[]")


@needs_folder
async def test_what_is_sent_and_answered_is_what_the_document_describes():
    document = Document()
    request_schema = document.create["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    answer_schema = document.create["responses"]["201"]["content"]["application/json"]["schema"]
    sid = "AC" + "1" * 32
    async with TwilioSandbox(auth_token="auth token", account_sid=sid) as sandbox, aiohttp.ClientSession() as http:
        settings = msgspec.structs.replace(SETTINGS, account_sid=sid, api_url=sandbox.url, sender=sandbox.number)
        connector = TwilioConnector(ChannelId("acme/sms"), settings)
        connector.use_callback_url("https://rapport.example/webhooks/acme/sms")
        await connector.start(http)
        mia = sandbox.customer("Mia", "+491700000001")
        mia.write("Hi")
        await connector.send(OutboundMessage(tag="t-1", customer=(Identity("phone", mia.number),), text="Hello"))
        (call,) = sandbox.calls
        document.check(dict(call.form), request_schema, "request")
        answers = {}
        login = aiohttp.encode_basic_auth(sid, "auth token")
        base = f"{sandbox.url}/2010-04-01/Accounts/{sid}/Messages"
        for name, url in {"one": f"{base}/{call.sid}.json", "all": f"{base}.json?PageSize=1"}.items():
            async with http.get(url, headers={"Authorization": login}) as response:
                assert response.status == 200
                answers[name] = await response.json()
    document.check(answers["one"], answer_schema, "answer")
    assert set(answers["one"]) == set(document.resolved(answer_schema)["properties"])
    listed = document.list["responses"]["200"]["content"]["application/json"]["schema"]
    document.check(answers["all"], listed, "list")
    assert answers["all"]["next_page_uri"]
