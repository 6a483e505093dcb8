"""Every content and every event of the schema, as JSON and as what it is read as."""

from connectors.events import (
    AccountNotice,
    Choice,
    ContactCard,
    Contacts,
    ControlChanged,
    EchoReceived,
    Form,
    IdentityChanged,
    Ignored,
    Location,
    Media,
    MessageEdited,
    MessageRevoked,
    OptOutChanged,
    Order,
    OrderItem,
    ProfileFact,
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Text,
    Unsupported,
    WatermarkReceived,
)
from connectors.ids import Identity
from tests.unit.connectors.api.api_support import CUSTOMER, event, message

AT = "2025-06-15T17:06:40+02:00"
AT_MS = 1_750_000_000_000
KNOWN = {"key": "e:e-1", "customer": CUSTOMER, "at_ms": AT_MS}

CONTENTS = [
    ({"type": "text", "text": " Grüße 😀\n"}, Text(" Grüße 😀\n")),
    ({"type": "media", "media": "image"}, Media(media="image")),
    (
        {
            "type": "media",
            "media": "document",
            "reference": "https://files.desk.example/1",
            "mime": "application/pdf",
            "sha256": "q83v",
            "size_bytes": 12,
            "name": "bill.pdf",
            "caption": "my bill",
            "failed": "gone",
        },
        Media(
            media="document",
            reference="https://files.desk.example/1",
            mime="application/pdf",
            sha256="q83v",
            size_bytes=12,
            name="bill.pdf",
            caption="my bill",
            failed="gone",
        ),
    ),
    (
        {"type": "location", "latitude": -52.5, "longitude": 13, "name": "Office", "address": "Main Street 1"},
        Location(latitude=-52.5, longitude=13.0, name="Office", address="Main Street 1"),
    ),
    (
        {
            "type": "contacts",
            "cards": [
                {
                    "name": "Jon Doe",
                    "phones": ["+15550100001"],
                    "emails": ["jon@example.org"],
                    "addresses": ["Main Street 1"],
                    "urls": ["https://jon.example"],
                    "organisation": "Doe & Sons",
                    "birthday": "1990-01-31",
                }
            ],
        },
        Contacts(
            (
                ContactCard(
                    name="Jon Doe",
                    phones=("+15550100001",),
                    emails=("jon@example.org",),
                    addresses=("Main Street 1",),
                    urls=("https://jon.example",),
                    organisation="Doe & Sons",
                    birthday="1990-01-31",
                ),
            )
        ),
    ),
    (
        {"type": "choice", "source": "list", "title": "Berlin", "id": "b", "description": "the city"},
        Choice(source="list", title="Berlin", id="b", description="the city"),
    ),
    (
        {"type": "form", "name": "Return", "summary": "one item", "answers": '{"size": "M"}'},
        Form(name="Return", summary="one item", answers='{"size": "M"}'),
    ),
    (
        {
            "type": "order",
            "items": [{"product": "4711", "quantity": "2", "price": "9.90", "currency": "EUR"}],
            "text": "quickly please",
        },
        Order(items=(OrderItem("4711", "2", "9.90", "EUR"),), text="quickly please"),
    ),
    ({"type": "unsupported", "what": "hologram"}, Unsupported("hologram")),
]

EVENTS = [
    (event("message.edited", target="m-1", content=CONTENTS[0][0], profile=[{"entity": "PERSON", "value": "Mia"}]),
     MessageEdited(target="m-1", content=CONTENTS[0][1], profile=(ProfileFact("PERSON", "Mia"),), **KNOWN)),
    (event("message.revoked", target="m-1"), MessageRevoked(target="m-1", **KNOWN)),
    (event("reaction.changed", target="m-1", emoji="👍"), ReactionChanged(target="m-1", emoji="👍", **KNOWN)),
    (event("reaction.changed", target="m-1", emoji=None), ReactionChanged(target="m-1", emoji=None, **KNOWN)),
    (event("receipt.received", message_id="o-1", tag="t-1", rank="read"),
     ReceiptReceived(message_id="o-1", tag="t-1", rank=Rank.READ, **KNOWN)),
    (event("receipt.received", message_id="o-1", rank="failed", error_code="no_phone", error_text="Out of reach"),
     ReceiptReceived(message_id="o-1", rank=Rank.FAILED, error_code="no_phone", error_text="Out of reach", **KNOWN)),
    (event("receipt.received", message_id="o-1", rank="sent", error_code="no_phone", error_text="Out of reach"),
     ReceiptReceived(message_id="o-1", rank=Rank.SENT, **KNOWN)),
    (event("watermark.received", rank="delivered"), WatermarkReceived(rank=Rank.DELIVERED, **KNOWN)),
    (event("message.echoed", message_id="o-2", source="inbox", content=CONTENTS[0][0]),
     EchoReceived(message_id="o-2", source="inbox", content=CONTENTS[0][1], **KNOWN)),
    (event("message.echoed", message_id="o-2", tag="t-1"),
     EchoReceived(message_id="o-2", source="own", tag="t-1", **KNOWN)),
    (event("customer.changed", now=[{"kind": "account", "value": "4712"}, {"kind": "email_hash", "value": "ab"}]),
     IdentityChanged(now=(Identity("account", "4712"), Identity("email_hash", "ab")), **KNOWN)),
    (event("opt_out.changed", opted_out=True), OptOutChanged(opted_out=True, **KNOWN)),
    (event("opt_out.changed", opted_out=False), OptOutChanged(opted_out=False, **KNOWN)),
    (event("control.changed", action="take", app="bot"), ControlChanged(action="take", app="bot", **KNOWN)),
    (event("account.notice", code="quota", text="Nearly used up.", severe=True),
     AccountNotice(key="e:e-1", at_ms=AT_MS, code="quota", text="Nearly used up.", severe=True)),
    (event("ping"), Ignored(key="e:e-1", at_ms=AT_MS, what="ping")),
]  # fmt: skip

FULL = message(
    id="e-1",
    at=AT,
    profile=[{"entity": "PERSON", "value": "Mia Muster"}, {"entity": "EMAIL_ADDRESS", "value": "mia@example.org"}],
    reply_to="o-1",
    forwarded=True,
    referral={"source": "ad", "headline": "Half price", "body": "Today", "url": "https://shop.example/ad"},
    part_of="m-0",
    standby=True,
)
