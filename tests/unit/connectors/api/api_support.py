"""Calls of the documented form, and a connector to read them."""

import base64
import json

import msgspec

from connectors.api.config import ApiSettings
from connectors.api.connector import ApiConnector
from connectors.api.standard_webhooks import headers_for
from connectors.base import OutboundMessage
from connectors.ids import ChannelId, Identity
from connectors.request import WebhookRequest
from connectors.settings import Secret

KEY = b"32 bytes that sign in both ways.."
OTHER_KEY = b"and 32 that did so until today..."
SECRET = "whsec_" + base64.b64encode(KEY).decode()
OTHER_SECRET = "whsec_" + base64.b64encode(OTHER_KEY).decode()
HOOK = "https://rapport.example/webhooks/acme/desk"
NOW_S = 1_750_000_000
CUSTOMER = (Identity("account", "4711"),)
PEOPLE = [{"kind": "account", "value": "4711"}]
SETTINGS = ApiSettings(
    deliver_url="https://desk.example/rapport",
    secret=Secret(SECRET),
    secret_previous=None,
    allow_private=False,
    text_limit=4096,
    text_unit="characters",
    receipts=(),
    window_s=None,
)


def make_connector(*, clock=lambda: float(NOW_S), **changes):
    return ApiConnector(ChannelId("acme/desk"), msgspec.structs.replace(SETTINGS, **changes), clock=clock)


def make_outbound(**changes):
    return msgspec.structs.replace(OutboundMessage(tag="1.c0.2.p", customer=CUSTOMER, text="Good morning"), **changes)


def call_of(*events, version=1):
    return {"version": version, "events": list(events)}


def encode(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def request_of(body, *, keys=(KEY,), call_id="call_1", time_s=NOW_S, **parts):
    headers = headers_for(keys, call_id, time_s, body)
    return WebhookRequest(**{"method": "POST", "url": HOOK, "headers": headers, "body": body, **parts})


def parse(*events):
    return make_connector().parse(request_of(encode(call_of(*events))))


def event(kind, **members):
    return {"type": kind, "id": "e-1", "at": "2025-06-15T15:06:40Z", "customer": PEOPLE, **members}


def message(**members):
    content = {"type": "text", "text": "Where is my parcel?"}
    return {"type": "message.received", "message_id": "m-1", "customer": PEOPLE, "content": content, **members}
