"""Bodies in the documented form, and a connector to read them."""

import json

import msgspec

from connectors.ids import ChannelId, Identity
from connectors.instagram.config import INBOX_APP_IDS, InstagramSettings
from connectors.instagram.connector import InstagramConnector
from connectors.request import WebhookRequest
from connectors.settings import Secret

ACCOUNT = "200000000000004"
PAGE = "200000000000003"
APP = "200000000000005"
IGSID = "7000000000000002"
CUSTOMER = (Identity("igsid", IGSID),)
AT_MS = 1_750_000_000_123
SETTINGS = InstagramSettings(
    account_id=ACCOUNT,
    page_id=PAGE,
    login="facebook",
    app_id=APP,
    app_secret=Secret("app secret"),
    app_secret_previous=None,
    parent_app_secret=None,
    verify_token=Secret("verify token"),
    access_token=Secret("access token"),
    graph_url="http://127.0.0.1:9",
    api_version="v25.0",
    inbox_app_ids=INBOX_APP_IDS,
    human_agent=True,
    text_limit=1000,
    quoting=True,
)


def make_connector(**changes):
    return InstagramConnector(ChannelId("acme/ig-main"), msgspec.structs.replace(SETTINGS, **changes))


def request_of(body, **headers):
    return WebhookRequest(
        method="POST", url="https://rapport.example/webhooks/acme/ig-main", headers=headers, body=body
    )


def body_of(*items, name="messaging", **entry):
    return {"object": "instagram", "entry": [{"id": ACCOUNT, "time": AT_MS, name: list(items), **entry}]}


def from_customer(**event):
    return {"sender": {"id": IGSID}, "recipient": {"id": ACCOUNT}, "timestamp": AT_MS, **event}


def from_account(**event):
    return {"sender": {"id": ACCOUNT}, "recipient": {"id": IGSID}, "timestamp": AT_MS, **event}


def parse(payload, connector=None):
    return (connector or make_connector()).parse(request_of(json.dumps(payload).encode()))


def parse_message(**message):
    return parse(body_of(from_customer(message={"mid": "mid-1", **message})))
