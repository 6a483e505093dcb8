"""Bodies in the documented form, and a connector to read them."""

import json

import msgspec

from connectors.base import OutboundMessage
from connectors.ids import ChannelId, Identity
from connectors.messenger.config import INBOX_APP_IDS, MessengerSettings
from connectors.messenger.connector import MessengerConnector
from connectors.request import WebhookRequest
from connectors.settings import Secret

PAGE = "200000000000003"
APP = "200000000000005"
PSID = "7000000000000001"
CUSTOMER = (Identity("psid", PSID),)
AT_MS = 1_750_000_000_123
DAY_MS = 24 * 60 * 60 * 1000
SETTINGS = MessengerSettings(
    page_id=PAGE,
    app_id=APP,
    app_secret=Secret("app secret"),
    app_secret_previous=None,
    verify_token=Secret("verify token"),
    access_token=Secret("access token"),
    graph_url="http://127.0.0.1:9",
    api_version="v25.0",
    inbox_app_ids=INBOX_APP_IDS,
    human_agent=True,
)


def make_connector(**changes):
    return MessengerConnector(ChannelId("acme/fb-main"), msgspec.structs.replace(SETTINGS, **changes))


def make_outbound(**changes):
    message = OutboundMessage(tag="t-1", customer=CUSTOMER, text="Good morning")
    return msgspec.structs.replace(message, **changes)


def request_of(body, **headers):
    return WebhookRequest(
        method="POST", url="https://rapport.example/webhooks/acme/fb-main", headers=headers, body=body
    )


def entry_of(*items, name="messaging", **entry):
    return {"id": PAGE, "time": AT_MS, name: list(items), **entry}


def body_of(*items, **keys):
    return {"object": "page", "entry": [entry_of(*items, **keys)]}


def from_customer(**event):
    return {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": AT_MS, **event}


def from_page(**event):
    return {"sender": {"id": PAGE}, "recipient": {"id": PSID}, "timestamp": AT_MS, **event}


def parse(payload, connector=None):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return (connector or make_connector()).parse(request_of(body))


def parse_item(**event):
    return parse(body_of(from_customer(**event)))


def parse_message(**message):
    return parse_item(message={"mid": "m_1", **message})


def parse_echo(**message):
    return parse(body_of(from_page(message={"mid": "m_1", "is_echo": True, **message})))
