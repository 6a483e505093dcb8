"""
The quick reading of what nearly all bodies are: texts, and statuses that did not fail.

Typed decoding skips keys it does not know and takes the last of repeated ones, so it cannot be trusted alone. Here
every key that the types have is counted, and so are the keys in the body; only when both agree was nothing skipped
and nothing repeated. Everything else is left to the tolerant walk, which gives the same events for these bodies too.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from connectors.events import InboundEvent, MessageReceived, ReceiptReceived, Text
from connectors.ids import PlatformMessageId
from connectors.reading import FIRST_SECOND, LAST_SECOND
from connectors.whatsapp.people import identities, profile_facts
from connectors.whatsapp.statuses import RANKS


class _Metadata(msgspec.Struct):
    display_phone_number: str
    phone_number_id: str


class _Profile(msgspec.Struct):
    name: str
    username: str | None = None
    country_code: str | None = None


class _Contact(msgspec.Struct):
    profile: _Profile | None = None
    wa_id: str | None = None
    user_id: str | None = None
    parent_user_id: str | None = None


class _Body(msgspec.Struct):
    body: str


class _Context(msgspec.Struct, rename={"sender": "from"}):
    id: str
    sender: str | None = None


class _Message(msgspec.Struct, rename={"sender": "from"}):
    id: str
    timestamp: str
    type: Literal["text"]
    text: _Body
    sender: str | None = None
    from_user_id: str | None = None
    from_parent_user_id: str | None = None
    context: _Context | None = None


class _Origin(msgspec.Struct):
    type: str


class _Conversation(msgspec.Struct):
    id: str
    origin: _Origin
    expiration_timestamp: str | int | None = None


class _Pricing(msgspec.Struct):
    billable: bool
    pricing_model: str
    category: str
    type: str | None = None


class _Status(msgspec.Struct):
    id: str
    status: Literal["sent", "delivered", "read"]
    timestamp: str
    recipient_id: str | None = None
    recipient_user_id: str | None = None
    recipient_parent_user_id: str | None = None
    biz_opaque_callback_data: str | None = None
    conversation: _Conversation | None = None
    pricing: _Pricing | None = None


class _Value(msgspec.Struct):
    messaging_product: str
    metadata: _Metadata
    contacts: list[_Contact] | None = None
    messages: list[_Message] | None = None
    statuses: list[_Status] | None = None


class _Change(msgspec.Struct):
    value: _Value
    field: Literal["messages"]


class _Entry(msgspec.Struct):
    id: str
    changes: list[_Change]


class _Envelope(msgspec.Struct):
    object: Literal["whatsapp_business_account"]
    entry: list[_Entry]


_decode = msgspec.json.Decoder(_Envelope).decode


class _Other(Exception):
    """Not one of the common shapes."""


def read(body: bytes, phone_number_id: str, business_account_id: str | None) -> list[InboundEvent] | None:
    """Read a body of the common shape, or return ``None`` for any other, whatever is the matter with it."""
    keys = _keys_in(body)
    if keys is None:
        return None
    try:
        return _Reading(phone_number_id, business_account_id).envelope(_decode(body), keys)
    except (msgspec.MsgspecError, RecursionError, _Other):
        return None


def _keys_in(body: bytes) -> int | None:
    """Count the keys, or return ``None`` where the count could miss one or a NUL would have to be taken out."""
    if not body.isascii() or b"\n" in body or b"\t" in body or b"\r" in body:
        return None
    keys = body.count(b'":')
    # cheap questions first: most bodies have no other colons and no NUL
    if keys != body.count(b":") and b" :" in body:
        return None
    return None if b"\\" in body and b"\\u0000" in body else keys


class _Reading:
    __slots__ = ("_account", "_events", "_keys", "_number")

    def __init__(self, phone_number_id: str, business_account_id: str | None) -> None:
        self._number = phone_number_id
        self._account = business_account_id
        self._events: list[InboundEvent] = []
        self._keys = 2

    def envelope(self, envelope: _Envelope, keys: int) -> list[InboundEvent] | None:
        """Collect the events; ``None`` unless exactly ``keys`` keys were found on the way."""
        for entry in envelope.entry:
            if not entry.changes or (self._account is not None and entry.id != self._account):
                return None
            self._keys += 2
            for change in entry.changes:
                self._change(change.value)
        return self._events if self._keys == keys else None

    def _change(self, value: _Value) -> None:
        if value.metadata.phone_number_id != self._number or (value.messages is None and value.statuses is None):
            raise _Other
        self._keys += 6
        contacts = value.contacts
        if contacts is not None:
            self._keys += 1
            for contact in contacts:
                self._keys += _contact_keys(contact)
        if value.messages is not None:
            self._keys += 1
            for message in value.messages:
                self._message(message, contacts or [])
        if value.statuses is not None:
            self._keys += 1
            for status in value.statuses:
                self._status(status, contacts or [])

    def _message(self, message: _Message, contacts: list[_Contact]) -> None:
        wa_id, bsuid, parent = message.sender, message.from_user_id, message.from_parent_user_id
        self._keys += 5 + (wa_id is not None) + (bsuid is not None) + (parent is not None)
        contact = _matching(contacts, wa_id, bsuid) or _single(contacts, wa_id or bsuid)
        wa_id = wa_id or contact.wa_id
        customer = identities(bsuid or contact.user_id, parent or contact.parent_user_id, wa_id)
        if not message.id or not customer:
            raise _Other
        profile = contact.profile or _NO_PROFILE
        context, reply_to = message.context, None
        if context is not None:
            self._keys += 2 + (context.sender is not None)
            reply_to = PlatformMessageId(context.id) if context.id else None
        self._events.append(
            MessageReceived(
                key="m:" + message.id,
                customer=customer,
                at_ms=_at_ms(message.timestamp),
                message_id=PlatformMessageId(message.id),
                content=Text(message.text.body),
                profile=profile_facts(profile.name, profile.username, wa_id),
                reply_to=reply_to,
            )
        )

    def _status(self, status: _Status, contacts: list[_Contact]) -> None:
        wa_id, bsuid, parent = status.recipient_id, status.recipient_user_id, status.recipient_parent_user_id
        tag = status.biz_opaque_callback_data
        self._keys += 3 + (wa_id is not None) + (bsuid is not None) + (parent is not None) + (tag is not None)
        if status.conversation is not None:
            self._keys += 4 + (status.conversation.expiration_timestamp is not None)
        if status.pricing is not None:
            self._keys += 4 + (status.pricing.type is not None)
        if not status.id:
            raise _Other
        contact = _matching(contacts, wa_id, bsuid)
        if contact is not None:
            wa_id, bsuid = wa_id or contact.wa_id, bsuid or contact.user_id
            parent = parent or contact.parent_user_id
        self._events.append(
            ReceiptReceived(
                key=f"s:{status.id}:{status.status}:",
                customer=identities(bsuid, parent, wa_id),
                at_ms=_at_ms(status.timestamp),
                rank=RANKS[status.status],
                message_id=PlatformMessageId(status.id),
                tag=tag or None,
            )
        )


_NO_PROFILE = _Profile("")
_NO_CONTACT = _Contact()


def _matching(contacts: list[_Contact], wa_id: str | None, bsuid: str | None) -> _Contact | None:
    for contact in contacts:
        if (wa_id and contact.wa_id == wa_id) or (bsuid and contact.user_id == bsuid):
            return contact
    return None


def _single(contacts: list[_Contact], sender: str | None) -> _Contact:
    return contacts[0] if len(contacts) == 1 and not sender else _NO_CONTACT


def _contact_keys(contact: _Contact) -> int:
    keys = (contact.wa_id is not None) + (contact.user_id is not None) + (contact.parent_user_id is not None)
    profile = contact.profile
    if profile is not None:
        keys += 2 + (profile.username is not None) + (profile.country_code is not None)
    return keys


def _at_ms(timestamp: str) -> int | None:
    if not timestamp.isdigit() or len(timestamp) > 12:
        return None
    seconds = int(timestamp)
    return seconds * 1000 if FIRST_SECOND <= seconds <= LAST_SECOND else None
