"""
What a platform told us, in one vocabulary for all kinds.

Every event carries ``key``: unique within the channel for everything that must happen once, and equal when a
platform delivers the same thing again. ``customer`` lists the customer's identities, the most lasting one first;
it may be empty where the platform names nobody. ``at_ms`` is the platform's time in Unix milliseconds, for display
and reply windows only; ``None`` when the platform gave none.
"""

from __future__ import annotations

import enum
from typing import NamedTuple, TypeAlias

import msgspec

from connectors.ids import Identity, PlatformMessageId


class TextField(NamedTuple):
    """A text inside a content. ``entity`` names the entity type when the whole text is personal data by nature."""

    name: str
    text: str
    entity: str | None = None


class Text(msgspec.Struct, frozen=True, tag="text"):
    """Plain text. No markup is ever interpreted."""

    text: str

    def text_fields(self) -> tuple[TextField, ...]:
        return (TextField("text", self.text),)


class Media(msgspec.Struct, frozen=True, kw_only=True, tag="media"):
    """
    A file the customer sent. The bytes are fetched later, by ``reference``.

    ``media`` is one of ``image``, ``video``, ``audio``, ``voice``, ``document``, ``sticker``. ``reference`` is for
    the connector alone. ``mime`` is the platform's claim, ``sha256`` is base64 as the platform gave it,
    ``size_bytes`` may be unknown. ``failed`` holds the platform's reason when it could not fetch the file itself.
    """

    media: str
    reference: str | None = None
    mime: str | None = None
    sha256: str | None = None
    size_bytes: int | None = None
    name: str | None = None
    caption: str | None = None
    failed: str | None = None

    def text_fields(self) -> tuple[TextField, ...]:
        fields = []
        if self.caption:
            fields.append(TextField("caption", self.caption))
        if self.name:
            fields.append(TextField("name", self.name))
        return tuple(fields)


class Location(msgspec.Struct, frozen=True, kw_only=True, tag="location"):
    """A place on the map; degrees, WGS 84."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None

    def text_fields(self) -> tuple[TextField, ...]:
        fields = [TextField("coordinates", f"{self.latitude},{self.longitude}", "LOCATION_COORDINATES")]
        if self.name:
            fields.append(TextField("name", self.name, "ADDRESS"))
        if self.address:
            fields.append(TextField("address", self.address, "ADDRESS"))
        return tuple(fields)


class ContactCard(msgspec.Struct, frozen=True, kw_only=True):
    """One address-book entry that the customer shared. All of it is personal data."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    organisation: str | None = None
    birthday: str | None = None


class Contacts(msgspec.Struct, frozen=True, tag="contacts"):
    """Contact cards."""

    cards: tuple[ContactCard, ...]

    def text_fields(self) -> tuple[TextField, ...]:
        fields: list[TextField] = []
        for index, card in enumerate(self.cards):
            fields.append(TextField(f"{index}.name", card.name, "PERSON"))
            fields.extend(TextField(f"{index}.phone", phone, "PHONE_NUMBER") for phone in card.phones)
            fields.extend(TextField(f"{index}.email", email, "EMAIL_ADDRESS") for email in card.emails)
            fields.extend(TextField(f"{index}.address", address, "ADDRESS") for address in card.addresses)
            fields.extend(TextField(f"{index}.url", url, "URL") for url in card.urls)
            if card.organisation:
                fields.append(TextField(f"{index}.organisation", card.organisation))
            if card.birthday:
                fields.append(TextField(f"{index}.birthday", card.birthday, "DATE_OF_BIRTH"))
        return tuple(fields)


class Choice(msgspec.Struct, frozen=True, kw_only=True, tag="choice"):
    """
    The customer pressed something we or the brand had offered.

    ``source`` is one of ``button``, ``list``, ``template``, ``quick_reply``, ``postback``, ``permission``.
    ``id`` is the sender's own payload and may hold anything.
    """

    source: str
    title: str
    id: str | None = None
    description: str | None = None

    def text_fields(self) -> tuple[TextField, ...]:
        fields = [TextField("title", self.title)]
        if self.description:
            fields.append(TextField("description", self.description))
        return tuple(fields)


class Form(msgspec.Struct, frozen=True, kw_only=True, tag="form"):
    """A filled-in form (a WhatsApp flow). ``answers`` is the platform's text, not parsed: it may not be JSON."""

    name: str | None = None
    summary: str | None = None
    answers: str | None = None

    def text_fields(self) -> tuple[TextField, ...]:
        fields = []
        if self.summary:
            fields.append(TextField("summary", self.summary))
        if self.answers:
            fields.append(TextField("answers", self.answers))
        return tuple(fields)


class OrderItem(msgspec.Struct, frozen=True):
    """One line of an order: the brand's product id, the quantity, the price as the platform wrote it."""

    product: str
    quantity: str
    price: str
    currency: str


class Order(msgspec.Struct, frozen=True, kw_only=True, tag="order"):
    """A cart the customer sent from the brand's catalogue."""

    items: tuple[OrderItem, ...]
    text: str | None = None

    def text_fields(self) -> tuple[TextField, ...]:
        return (TextField("text", self.text),) if self.text else ()


class Unsupported(msgspec.Struct, frozen=True, tag="unsupported"):
    """Something was sent that the platform does not pass on, or that we do not know. ``what`` is a short code."""

    what: str

    def text_fields(self) -> tuple[TextField, ...]:
        return ()


Content: TypeAlias = Text | Media | Location | Contacts | Choice | Form | Order | Unsupported


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """Where the customer came from, or what the message is about: an advertisement, a post, a product or a story."""

    source: str
    headline: str | None = None
    body: str | None = None
    url: str | None = None


class ProfileFact(NamedTuple):
    """Something the platform knows of the customer, masked wherever it is written: an entity type and a value."""

    entity: str
    value: str


class Rank(enum.IntEnum):
    """
    How far an outbound message got. A rank, not a sequence: take the greatest.

    ``FAILED`` replaces only what is at or below ``SENT``; a later ``DELIVERED`` wins over it, since the person
    has the message.
    """

    QUEUED = 0
    ACCEPTED = 1
    SENT = 2
    FAILED = 3
    DELIVERED = 4
    READ = 5
    PLAYED = 6


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    customer: tuple[Identity, ...] = ()
    at_ms: int | None = None


class MessageReceived(_Event, frozen=True, kw_only=True):
    """
    The customer wrote. ``reply_to`` may name a message that we never saw.

    One message of some platforms holds several contents: each comes as an event of its own, and all but the first
    name the first in ``part_of``; what happens to that one happens to its parts. ``standby`` marks what was said
    while another app held the conversation on the platform: to be recorded, not to be answered.
    """

    message_id: PlatformMessageId
    content: Content
    profile: tuple[ProfileFact, ...] = ()
    reply_to: PlatformMessageId | None = None
    forwarded: bool = False
    referral: Referral | None = None
    part_of: PlatformMessageId | None = None
    standby: bool = False


class MessageEdited(_Event, frozen=True, kw_only=True):
    """The customer changed an earlier message. The target may be unknown to us."""

    target: PlatformMessageId
    content: Content
    profile: tuple[ProfileFact, ...] = ()


class MessageRevoked(_Event, frozen=True, kw_only=True):
    """The customer took an earlier message back for everyone."""

    target: PlatformMessageId


class ReactionChanged(_Event, frozen=True, kw_only=True):
    """The customer reacted to a message, ours or their own. ``emoji`` is ``None`` when the reaction was removed."""

    target: PlatformMessageId
    emoji: str | None


class ReceiptReceived(_Event, frozen=True, kw_only=True):
    """
    A platform's word on one of our messages.

    ``tag`` is what we gave with the message, when the platform returns it; it may come before the answer to the
    send. ``error_code`` and ``error_text`` stand with ``FAILED`` only; the text is unscrubbed platform text.
    """

    rank: Rank
    message_id: PlatformMessageId
    tag: str | None = None
    error_code: str | None = None
    error_text: str | None = None


class WatermarkReceived(_Event, frozen=True, kw_only=True):
    """All our messages up to ``at_ms`` reached ``rank``. It never lowers one."""

    rank: Rank


class EchoReceived(_Event, frozen=True, kw_only=True):
    """
    A message that went to the customer from the brand's side.

    ``source`` is ``own`` (our send, proven by ``tag``), ``inbox`` (the platform's own inbox) or ``elsewhere``
    (another app, or the phone of the owner).
    """

    message_id: PlatformMessageId
    source: str
    content: Content | None = None
    tag: str | None = None


class IdentityChanged(_Event, frozen=True, kw_only=True):
    """``customer`` (the old identities) is from now on also known as ``now``. Idempotent."""

    now: tuple[Identity, ...]


class OptOutChanged(_Event, frozen=True, kw_only=True):
    """The customer asked to be left alone (``opted_out``), or took that back."""

    opted_out: bool


class ControlChanged(_Event, frozen=True, kw_only=True):
    """
    An app took, passed or asked for the conversation on the platform.

    ``action`` is ``take``, ``pass`` or ``request``; ``app`` is the app that holds the conversation after that, or
    that asks for it. It may be our own.
    """

    action: str
    app: str | None = None


class AccountNotice(_Event, frozen=True, kw_only=True):
    """Something about the channel itself that people of the brand should know. ``text`` names no customer."""

    code: str
    text: str
    severe: bool = False


class Ignored(_Event, frozen=True, kw_only=True):
    """Understood and of no use to us. ``what`` is a short code for the metrics."""

    what: str


class NotUnderstood(_Event, frozen=True, kw_only=True):
    """
    Authentic but not understood: kept encrypted in quarantine, never lost.

    ``raw`` is the JSON (or other wire bytes) of the fragment; ``problem`` a short text without any of its content.
    """

    raw: bytes
    problem: str


InboundEvent: TypeAlias = (
    MessageReceived
    | MessageEdited
    | MessageRevoked
    | ReactionChanged
    | ReceiptReceived
    | WatermarkReceived
    | EchoReceived
    | IdentityChanged
    | OptOutChanged
    | ControlChanged
    | AccountNotice
    | Ignored
    | NotUnderstood
)
