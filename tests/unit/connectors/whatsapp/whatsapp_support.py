"""Bodies in the documented form, and a connector to read them."""

import json

import msgspec

from connectors.base import OutboundMessage
from connectors.ids import ChannelId, Identity
from connectors.request import WebhookRequest
from connectors.settings import Secret
from connectors.whatsapp.config import WhatsAppSettings
from connectors.whatsapp.connector import WhatsAppConnector

NUMBER = "200000000000001"
ACCOUNT = "300000000000001"
WA_ID = "491700000001"
BSUID = "DE.1234567890abcdef"
SETTINGS = WhatsAppSettings(
    phone_number_id=NUMBER,
    business_account_id=None,
    app_secret=Secret("app secret"),
    app_secret_previous=None,
    verify_token=Secret("verify token"),
    access_token=Secret("access token"),
    graph_url="http://127.0.0.1:9",
    api_version="v25.0",
    send_appsecret_proof=True,
)


def make_connector(**changes):
    return WhatsAppConnector(ChannelId("acme/wa-main"), msgspec.structs.replace(SETTINGS, **changes))


def make_outbound(**changes):
    message = OutboundMessage(tag="t-1", customer=(Identity("wa_id", WA_ID),), text="Good morning")
    return msgspec.structs.replace(message, **changes)


def request_of(body, **headers):
    return WebhookRequest(
        method="POST", url="https://rapport.example/webhooks/acme/wa-main", headers=headers, body=body
    )


def body_of(value, field="messages", **entry):
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": ACCOUNT, **entry, "changes": [{"value": value, "field": field}]}],
    }


def value_of(**parts):
    metadata = {"display_phone_number": "15550100001", "phone_number_id": NUMBER}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def message_of(kind, content=None, **keys):
    message = {"from": WA_ID, "id": f"wamid.{kind}", "timestamp": "1750000000", "type": kind, **keys}
    if content is not None:
        message[kind] = content
    return message


def contact_of(**keys):
    return {"profile": {"name": "Mia Muster"}, "wa_id": WA_ID, **keys}


def encode(payload):
    return json.dumps(payload, separators=(",", ":")).encode()


def parse(payload, connector=None):
    body = payload if isinstance(payload, bytes) else encode(payload)
    return (connector or make_connector()).parse(request_of(body))


def parse_message(message, *contacts):
    parts = {"contacts": list(contacts)} if contacts else {}
    return parse(body_of(value_of(**parts, messages=[message])))
