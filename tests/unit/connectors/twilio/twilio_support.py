"""Forms with the documented fields, and a connector to read them."""

from urllib.parse import urlencode

import msgspec

from connectors.base import OutboundMessage
from connectors.ids import ChannelId, Identity
from connectors.request import WebhookRequest
from connectors.settings import Secret
from connectors.twilio.config import TwilioSettings
from connectors.twilio.connector import TwilioConnector

ACCOUNT = "AC" + "1" * 32
SERVICE = "MG" + "2" * 32
SID = "SM" + "3" * 32
OTHER_SID = "SM" + "4" * 32
OURS = "+15550100002"
MIA = "+491700000001"
BSUID = "DE.1349120865530274"
HOOK = "https://rapport.example/webhooks/acme/sms"
SETTINGS = TwilioSettings(
    account_sid=ACCOUNT,
    auth_token=Secret("auth token"),
    auth_token_previous=None,
    webhook_key=None,
    address="sms",
    sender=OURS,
    messaging_service_sid=None,
    opt_out_words=True,
    api_url="http://127.0.0.1:9",
)
WHATSAPP = {"address": "whatsapp", "opt_out_words": False}


def make_settings(**changes):
    return msgspec.structs.replace(SETTINGS, **changes)


def make_connector(**changes):
    return TwilioConnector(ChannelId("acme/sms"), make_settings(**changes))


def make_outbound(**changes):
    message = OutboundMessage(tag="t-1", customer=(Identity("phone", MIA),), text="Good morning")
    return msgspec.structs.replace(message, **changes)


def request_of(fields, *, query="", **parts):
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    pairs = tuple(tuple(piece.split("=", 1)) for piece in query.split("&") if piece)
    url = f"{HOOK}?{query}" if query else HOOK
    return WebhookRequest(**{"method": "POST", "url": url, "headers": {}, "query": pairs, "body": body, **parts})


def sms(**fields):
    """One text message as Twilio tells of it; ``None`` leaves a field out."""
    made = {
        "MessageSid": SID,
        "SmsSid": SID,
        "SmsMessageSid": SID,
        "AccountSid": ACCOUNT,
        "From": MIA,
        "To": OURS,
        "Body": "Hello",
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "FromCity": "",
        **fields,
    }
    return {name: value for name, value in made.items() if value is not None}


def whatsapp(**fields):
    base = {
        "From": f"whatsapp:{MIA}",
        "To": f"whatsapp:{OURS}",
        "ProfileName": "Mia Muster",
        "WaId": MIA[1:],
        "MessageType": "text",
        "ReferralNumMedia": "0",
    }
    return sms(**{**base, **fields})


def status(word, **fields):
    made = {
        "MessageSid": SID,
        "MessageStatus": word,
        "SmsSid": SID,
        "SmsStatus": word,
        "AccountSid": ACCOUNT,
        "From": OURS,
        "To": MIA,
        "ApiVersion": "2010-04-01",
        **fields,
    }
    return {name: value for name, value in made.items() if value is not None}


def parse(fields, *, query="", **changes):
    return make_connector(**changes).parse(request_of(fields, query=query))


def parse_whatsapp(fields, **changes):
    return parse(fields, **{**WHATSAPP, **changes})
