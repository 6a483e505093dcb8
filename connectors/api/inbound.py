"""A call of the brand's system, as events. The schema is in ``docs/api-channel.md``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from connectors import strict_json
from connectors.api.contents import content_of
from connectors.api.fields import SCHEMA_VERSION, Fields
from connectors.api.outbound import MESSAGE_SEND
from connectors.errors import MalformedPayload
from connectors.events import (
    AccountNotice,
    ControlChanged,
    EchoReceived,
    IdentityChanged,
    Ignored,
    InboundEvent,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    OptOutChanged,
    ProfileFact,
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Referral,
    Unsupported,
    WatermarkReceived,
)
from connectors.ids import PlatformMessageId
from connectors.reading import Unreadable, fingerprint, not_understood

MOST_EVENTS = 1000

RANKS = {rank.name.lower(): rank for rank in Rank}
_REACHED = frozenset({"delivered", "read", "played"})
_SOURCES = frozenset({"inbox", "elsewhere"})
_ACTIONS = frozenset({"take", "pass", "request"})
_ENTITY = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
_CODE = re.compile(r"[a-z0-9_]{1,60}")

Events = list[InboundEvent]


def read(body: bytes) -> Events:
    """
    Read one call.

    Raises
    ------
    MalformedPayload
        Not JSON by our rules, of another version, not a list of events, or too many of them.
    """
    call = strict_json.loads(body)
    if not isinstance(call, dict):
        raise MalformedPayload("not an object")
    if call.get("type") == MESSAGE_SEND:
        # what we signed ourselves is authentic here too: somebody sends our own call back to us
        return [Ignored(key=f"own:{fingerprint(call)}", what="own_call")]
    version, items = call.get("version"), call.get("events")
    if isinstance(version, bool) or version != SCHEMA_VERSION:
        raise MalformedPayload("a version of the schema that is not known")
    if not isinstance(items, list) or len(items) > MOST_EVENTS:
        raise MalformedPayload(f"no list of at most {MOST_EVENTS} events")
    return [event for item in items for event in read_item(item)]


def read_item(item: Any) -> Events:
    """Read one event; what cannot be read, wholly or in part, is kept."""
    if not isinstance(item, dict):
        return [not_understood(item, "not an object")]
    fields = Fields(item)
    try:
        event = KINDS[fields.need_word("type", KINDS)](fields)
    except Unreadable as unreadable:
        return [not_understood(item, str(unreadable))]
    except Exception as error:  # a mistake of ours must not cost the others
        return [not_understood(item, f"could not be read: {type(error).__name__}")]
    if fields.problems:
        return [event, not_understood(item, f"read without {', '.join(fields.problems)}"[:300])]
    return [event]


def _key(fields: Fields) -> str:
    return f"e:{fields.need_name('id')}"


def _message(fields: Fields) -> InboundEvent:
    message_id = _need_id(fields, "message_id")
    customer = fields.need_people("customer")
    try:
        content = content_of(fields.need_child("content"))
    except Unreadable as unreadable:
        # the expert should know that something came; all of it is kept
        content = Unsupported("unknown")
        fields.problems.append(f"content: {unreadable}")
    return MessageReceived(
        key=f"m:{message_id}",
        customer=customer,
        at_ms=fields.time_ms("at"),
        message_id=message_id,
        content=content,
        profile=_profile(fields),
        reply_to=_id(fields, "reply_to"),
        forwarded=fields.flag("forwarded"),
        referral=_referral(fields),
        part_of=_id(fields, "part_of"),
        standby=fields.flag("standby"),
    )


def _edited(fields: Fields) -> InboundEvent:
    return MessageEdited(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=fields.time_ms("at"),
        target=_need_id(fields, "target"),
        content=content_of(fields.need_child("content")),
        profile=_profile(fields),
    )


def _revoked(fields: Fields) -> InboundEvent:
    return MessageRevoked(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=fields.time_ms("at"),
        target=_need_id(fields, "target"),
    )


def _reaction(fields: Fields) -> InboundEvent:
    before = len(fields.problems)
    emoji = fields.text("emoji", 64)
    if len(fields.problems) > before:
        raise Unreadable("no text in emoji")
    return ReactionChanged(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=fields.time_ms("at"),
        target=_need_id(fields, "target"),
        emoji=emoji,
    )


def _receipt(fields: Fields) -> InboundEvent:
    rank = RANKS[fields.need_word("rank", RANKS)]
    failed = rank is Rank.FAILED
    return ReceiptReceived(
        key=_key(fields),
        customer=fields.people("customer"),
        at_ms=fields.time_ms("at"),
        rank=rank,
        message_id=_need_id(fields, "message_id"),
        tag=fields.name("tag"),
        error_code=_code(fields, "error_code") if failed else None,
        error_text=fields.text("error_text", 1000) if failed else None,
    )


def _watermark(fields: Fields) -> InboundEvent:
    at_ms = fields.time_ms("at")
    if at_ms is None:
        raise Unreadable("no time in at")
    return WatermarkReceived(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=at_ms,
        rank=RANKS[fields.need_word("rank", _REACHED)],
    )


def _echo(fields: Fields) -> InboundEvent:
    content = fields.child("content")
    return EchoReceived(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=fields.time_ms("at"),
        message_id=_need_id(fields, "message_id"),
        # with a tag it is a message of ours, whatever else is said
        source="own" if fields.name("tag") else fields.need_word("source", _SOURCES),
        content=content_of(content) if content is not None else None,
        tag=fields.name("tag"),
    )


def _identities(fields: Fields) -> InboundEvent:
    return IdentityChanged(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=fields.time_ms("at"),
        now=fields.need_people("now"),
    )


def _opt_out(fields: Fields) -> InboundEvent:
    return OptOutChanged(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=fields.time_ms("at"),
        opted_out=fields.need_flag("opted_out"),
    )


def _control(fields: Fields) -> InboundEvent:
    return ControlChanged(
        key=_key(fields),
        customer=fields.need_people("customer"),
        at_ms=fields.time_ms("at"),
        action=fields.need_word("action", _ACTIONS),
        app=fields.name("app"),
    )


def _notice(fields: Fields) -> InboundEvent:
    code = _code(fields, "code")
    if code is None:
        raise Unreadable("no code in code")
    return AccountNotice(
        key=_key(fields),
        at_ms=fields.time_ms("at"),
        code=code,
        text=fields.text("text", 1000) or "",
        severe=fields.flag("severe"),
    )


def _ping(fields: Fields) -> InboundEvent:
    return Ignored(key=_key(fields), at_ms=fields.time_ms("at"), what="ping")


def _profile(fields: Fields) -> tuple[ProfileFact, ...]:
    facts = []
    for fact in fields.children("profile"):
        entity, value = fact.name("entity"), fact.text("value", 1000)
        if entity is None or value is None or not _ENTITY.fullmatch(entity):
            fields.problems.append("profile")
        else:
            facts.append(ProfileFact(entity, value))
    return tuple(facts)


def _referral(fields: Fields) -> Referral | None:
    found = fields.child("referral")
    if found is None:
        return None
    return Referral(
        source=found.name("source") or "unknown",
        headline=found.text("headline"),
        body=found.text("body"),
        url=found.text("url"),
    )


def _id(fields: Fields, key: str) -> PlatformMessageId | None:
    value = fields.name(key)
    return PlatformMessageId(value) if value is not None else None


def _need_id(fields: Fields, key: str) -> PlatformMessageId:
    return PlatformMessageId(fields.need_name(key))


def _code(fields: Fields, key: str) -> str | None:
    """Read a code: it comes into logs and metrics."""
    value = fields.name(key)
    if value is None or _CODE.fullmatch(value):
        return value
    fields.problems.append(key)
    return None


KINDS: Mapping[str, Callable[[Fields], InboundEvent]] = {
    "message.received": _message,
    "message.edited": _edited,
    "message.revoked": _revoked,
    "message.echoed": _echo,
    "reaction.changed": _reaction,
    "receipt.received": _receipt,
    "watermark.received": _watermark,
    "customer.changed": _identities,
    "opt_out.changed": _opt_out,
    "control.changed": _control,
    "account.notice": _notice,
    "ping": _ping,
}
