"""Updates of the documented form, and a connector to read them."""

import json

import msgspec

from connectors.base import OutboundMessage
from connectors.ids import ChannelId, Identity
from connectors.request import WebhookRequest
from connectors.settings import Secret
from connectors.telegram.config import TelegramSettings
from connectors.telegram.connector import TelegramConnector

MIA = 491700000001
TOKEN = "200000001:AAtest-test-test-test-test-test-0"
SECRET = "webhook_secret-0123456789"
HOOK = "https://rapport.example/webhooks/acme/telegram"
SETTINGS = TelegramSettings(
    bot_id="200000001",
    bot_token=Secret(TOKEN),
    webhook_secret=Secret(SECRET),
    webhook_secret_previous=None,
    api_url="http://127.0.0.1:9",
)
PERSON = {"id": MIA, "is_bot": False, "first_name": "Mia", "last_name": "Muster", "username": "mia_m"}
CHAT = {"id": MIA, "type": "private", "first_name": "Mia", "username": "mia_m"}
CUSTOMER = (Identity("chat_id", str(MIA)),)


def make_connector(**changes):
    return TelegramConnector(ChannelId("acme/telegram"), msgspec.structs.replace(SETTINGS, **changes))


def make_outbound(**changes):
    return msgspec.structs.replace(OutboundMessage(tag="t-1", customer=CUSTOMER, text="Good morning"), **changes)


def request_of(body, **parts):
    headers = {"x-telegram-bot-api-secret-token": SECRET}
    return WebhookRequest(**{"method": "POST", "url": HOOK, "headers": headers, "body": body, **parts})


def message(**content):
    return {"message_id": 7, "from": PERSON, "chat": CHAT, "date": 1_750_000_000, **content}


def update(kind="message", content=None, number=700000001, **more):
    return {"update_id": number, kind: message(**more) if content is None else content}


def parse(payload):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return make_connector().parse(request_of(body))
