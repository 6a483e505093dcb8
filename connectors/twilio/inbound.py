"""A call of Twilio, as events: a message of a customer, or the status of one of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from connectors.errors import MalformedPayload
from connectors.events import (
    AccountNotice,
    Content,
    InboundEvent,
    MessageReceived,
    NotUnderstood,
    OptOutChanged,
    Referral,
    Text,
)
from connectors.ids import PlatformMessageId
from connectors.request import WebhookRequest
from connectors.twilio.addresses import split
from connectors.twilio.config import TwilioSettings
from connectors.twilio.contents import Fields, contents_of, understood
from connectors.twilio.form import read_pairs, to_fields
from connectors.twilio.people import addressee_of, profile_of, sender_of
from connectors.twilio.statuses import INBOUND_WORDS, RANKS, TAG_PARAMETER, read_status, word_of

_SIDS = ("MessageSid", "SmsSid", "SmsMessageSid")
# one of these stands in everything that Twilio sends about messages
_ENVELOPE = (*_SIDS, "AccountSid", "From", "To", "Body", "MessageStatus", "SmsStatus")
# and one of these in nothing but a message of a customer
_CONTENT = ("Body", "NumMedia", "NumSegments", "MessageType", "MediaUrl0", "Latitude", "ButtonText", "ListId", "WaId")

STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke"})
START_WORDS = frozenset({"start", "unstop", "yes"})
_SAID_BY_TWILIO: Mapping[str, bool | None] = {"STOP": True, "START": False, "HELP": None}


class Unreadable(Exception):
    """These fields do not have the documented shape. The message names fields, never content."""


class Reader:
    """Reads what arrives at one channel. Pure: no I/O, no state."""

    def __init__(self, settings: TwilioSettings) -> None:
        self._settings = settings

    def read(self, request: WebhookRequest) -> list[InboundEvent]:
        """
        Read one call.

        Raises
        ------
        MalformedPayload
            Not a form, or without any field that Twilio is known to send.
        """
        fields = to_fields(read_pairs(request.body))
        return self.read_fields(fields, request.body, request.parameter(TAG_PARAMETER))

    def read_fields(self, fields: Fields, raw: bytes, tag: str | None = None) -> list[InboundEvent]:
        """Read fields wherever they come from; ``raw`` is kept when they are not understood."""
        if not any(name in fields for name in _ENVELOPE):
            raise MalformedPayload("no field that Twilio is known to send")
        notice = self._foreign(fields)
        if notice is not None:
            return [notice, _kept(raw, "not for this channel")]
        try:
            return self._events(fields, raw, tag)
        except Unreadable as unreadable:
            return [_kept(raw, str(unreadable))]
        except Exception as error:  # a mistake of ours must not cost the message
            return [_kept(raw, f"could not be read: {type(error).__name__}")]

    def _events(self, fields: Fields, raw: bytes, tag: str | None) -> list[InboundEvent]:
        message_id = _message_id(fields)
        if _is_status(fields):
            return read_status(fields, message_id, addressee_of(fields), tag)
        events = self._message(fields, message_id)
        contents = [event.content for event in events if isinstance(event, MessageReceived)]
        if not understood(fields, contents):
            events.append(_kept(raw, "a type of message that is not documented"))
        return events

    def _message(self, fields: Fields, message_id: PlatformMessageId) -> list[InboundEvent]:
        customer = sender_of(fields)
        if not customer:
            raise Unreadable("no sender")
        if self._settings.sender is not None and split(fields.get("From", ""))[1] == self._settings.sender:
            raise Unreadable("a message from our own number")
        replied = fields.get("OriginalRepliedMessageSid")
        first = MessageReceived(
            key=f"m:{message_id}",
            customer=customer,
            message_id=message_id,
            content=Text(""),
            profile=profile_of(fields, customer),
            reply_to=PlatformMessageId(replied) if replied else None,
            forwarded="true" in (fields.get("Forwarded"), fields.get("FrequentlyForwarded")),
            referral=_referral(fields),
        )
        events: list[InboundEvent] = [_part(first, index, content) for index, content in enumerate(contents_of(fields))]
        opted_out = self._opted_out(fields)
        if opted_out is not None:
            events.append(OptOutChanged(key=f"o:{message_id}", customer=customer, opted_out=opted_out))
        return events

    def _opted_out(self, fields: Fields) -> bool | None:
        """Tell what the customer decided: in Twilio's own words, else by those that it acts on by itself."""
        said = fields.get("OptOutType", "").strip().upper()
        if said in _SAID_BY_TWILIO:
            return _SAID_BY_TWILIO[said]
        word = fields.get("Body", "").strip().lower()
        if not self._settings.opt_out_words or word not in STOP_WORDS | START_WORDS:
            return None
        return word in STOP_WORDS

    def _foreign(self, fields: Fields) -> AccountNotice | None:
        settings = self._settings
        account = fields.get("AccountSid")
        if account and account.lower() != settings.account_sid.lower():
            return _notice("foreign_account", account)
        inbound = not _is_status(fields)
        ours, theirs = fields.get("To" if inbound else "From", ""), fields.get("From" if inbound else "To", "")
        for address in (ours, theirs):
            if address and split(address)[0] != settings.address:
                return _notice("foreign_address", split(address)[0])
        service = fields.get("MessagingServiceSid")
        if service and service == settings.messaging_service_sid:
            return None
        if inbound and ours and settings.sender and split(ours)[1] != settings.sender:
            return _notice("foreign_number", ours)
        if service and settings.messaging_service_sid and not settings.sender:
            return _notice("foreign_service", service)
        return None


def _message_id(fields: Fields) -> PlatformMessageId:
    """Take the first of the three spellings of the id that has its form, else the first there is."""
    found = [sid for name in _SIDS if (sid := fields.get(name))]
    if not found:
        raise Unreadable("no id of a message")
    return PlatformMessageId(next((sid for sid in found if sid.startswith(("SM", "MM"))), found[0]))


def _is_status(fields: Fields) -> bool:
    if fields.get("MessageStatus", "").strip().lower() in RANKS:
        return True
    return word_of(fields) not in INBOUND_WORDS and not any(name in fields for name in _CONTENT)


def _part(message: MessageReceived, index: int, content: Content) -> MessageReceived:
    """Make one of the messages that a message with several contents is; the first has its id and its context."""
    if index == 0:
        return msgspec.structs.replace(message, content=content)
    part_id = PlatformMessageId(f"{message.message_id}:{index}")
    return MessageReceived(
        key=f"m:{part_id}",
        customer=message.customer,
        message_id=part_id,
        content=content,
        profile=message.profile,
        part_of=message.message_id,
    )


def _referral(fields: Fields) -> Referral | None:
    names = ("ReferralSourceType", "ReferralHeadline", "ReferralBody", "ReferralSourceUrl", "ReferralSourceId")
    source, headline, body, url, _ = found = [fields.get(name) or None for name in names]
    if not any(found):
        return None
    return Referral(source=source or "unknown", headline=headline, body=body, url=url)


def _kept(body: bytes, problem: str) -> NotUnderstood:
    return NotUnderstood(key=f"x:{_fingerprint(body)}", raw=body, problem=problem)


def _fingerprint(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def _notice(code: str, whose: str) -> AccountNotice:
    """Tell that something else's webhooks arrive here. Numbers and accounts of the brand, never of a customer."""
    what = {
        "foreign_account": f"account {whose[:40]}",
        "foreign_number": f"number {whose[:40]}",
        "foreign_address": f"addresses of {whose[:20]}",
        "foreign_service": f"messaging service {whose[:40]}",
    }[code]
    return AccountNotice(
        key=f"a:{code}:{whose[:60]}",
        code=code,
        text=f"Webhooks for {what} arrive at this channel and are not read; they are kept. "
        "Give each sender a channel and its own callback address.",
        severe=True,
    )
