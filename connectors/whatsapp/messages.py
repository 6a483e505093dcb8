"""One member of ``messages``: what the customer did, as events."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connectors.events import (
    Content,
    EchoReceived,
    IdentityChanged,
    Ignored,
    InboundEvent,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    ReactionChanged,
    Referral,
    Unsupported,
)
from connectors.ids import PlatformMessageId
from connectors.reading import (
    Item,
    Unreadable,
    at_ms,
    child,
    children,
    fingerprint,
    need_child,
    need_text,
    not_understood,
    text,
)
from connectors.whatsapp.contents import UnknownType, content_of, type_of
from connectors.whatsapp.people import Sender, identities


def read_message(message: Item, value: Item) -> list[InboundEvent]:
    """
    Read one message of the customer; ``value`` is what it came in.

    A message of a type that nobody documented gives two events: one that shows that something was written, and one
    that keeps what it was.

    Raises
    ------
    Unreadable
        No id, no sender, or not what its type promises.
    """
    message_id = PlatformMessageId(need_text(message, "id"))
    sender = Sender(message, value)
    if not sender.customer:
        raise Unreadable("no sender")
    special = _SPECIAL.get(type_of(message))
    if special is not None:
        return [special(message, message_id, sender)]
    events: list[InboundEvent] = []
    try:
        content = content_of(message)
    except UnknownType as unknown:
        content = Unsupported(unknown.what[:60])
        events.append(not_understood(message, "a type of message that is not documented"))
    context = child(message, "context")
    reply_to = text(context, "id")
    received = MessageReceived(
        key=f"m:{message_id}",
        customer=sender.customer,
        at_ms=at_ms(message),
        message_id=message_id,
        content=content,
        profile=sender.profile,
        reply_to=PlatformMessageId(reply_to) if reply_to else None,
        forwarded=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        referral=_referral(message),
    )
    return [received, *events]


def _referral(message: Item) -> Referral | None:
    referral = child(message, "referral")
    if referral:
        return Referral(
            source=text(referral, "source_type") or "unknown",
            headline=text(referral, "headline"),
            body=text(referral, "body"),
            url=text(referral, "source_url"),
        )
    product = text(child(child(message, "context"), "referred_product"), "product_retailer_id")
    return Referral(source="product", headline=product) if product else None


def _reaction(message: Item, message_id: PlatformMessageId, sender: Sender) -> InboundEvent:
    reaction = need_child(message, "reaction")
    return ReactionChanged(
        key=f"m:{message_id}",
        customer=sender.customer,
        at_ms=at_ms(message),
        target=PlatformMessageId(need_text(reaction, "message_id")),
        emoji=text(reaction, "emoji"),
    )


def _edit(message: Item, message_id: PlatformMessageId, sender: Sender) -> InboundEvent:
    edit = need_child(message, "edit")
    return MessageEdited(
        key=f"m:{message_id}",
        customer=sender.customer,
        at_ms=at_ms(message),
        target=PlatformMessageId(need_text(edit, "original_message_id")),
        content=_known_content(need_child(edit, "message")),
        profile=sender.profile,
    )


def _known_content(message: Item) -> Content:
    try:
        return content_of(message)
    except UnknownType as unknown:
        raise Unreadable("content of a type that is not documented") from unknown


def _revoke(message: Item, message_id: PlatformMessageId, sender: Sender) -> InboundEvent:
    target = need_text(need_child(message, "revoke"), "original_message_id")
    return MessageRevoked(
        key=f"m:{message_id}", customer=sender.customer, at_ms=at_ms(message), target=PlatformMessageId(target)
    )


def _system(message: Item, message_id: PlatformMessageId, sender: Sender) -> InboundEvent:
    system = need_child(message, "system")
    what = text(system, "type") or "unknown"
    now = identities(
        text(system, "user_id"), text(system, "parent_user_id"), text(system, "wa_id") or text(system, "new_wa_id")
    )
    key = f"m:{message_id}"
    if what in ("user_changed_number", "customer_changed_number", "user_changed_user_id"):
        if not now:
            raise Unreadable("a changed identity without the new one")
        return IdentityChanged(key=key, customer=sender.customer, at_ms=at_ms(message), now=now)
    return Ignored(key=key, customer=sender.customer, at_ms=at_ms(message), what=f"system_{what}"[:60])


def _welcome(message: Item, message_id: PlatformMessageId, sender: Sender) -> InboundEvent:
    return Ignored(key=f"m:{message_id}", customer=sender.customer, at_ms=at_ms(message), what="request_welcome")


_SPECIAL: Mapping[str, Callable[[Item, PlatformMessageId, Sender], InboundEvent]] = {
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "system": _system,
    "request_welcome": _welcome,
}


def read_echo(message: Item) -> list[InboundEvent]:
    """
    Read what the owner of the number wrote in the phone app.

    An edit is an echo again, with what the text is now. What takes back or reacts has no event of its own.

    Raises
    ------
    Unreadable
        No id, no addressee, or not what its type promises.
    """
    message_id = PlatformMessageId(need_text(message, "id"))
    customer = identities(text(message, "to_user_id"), text(message, "to_parent_user_id"), text(message, "to"))
    if not customer:
        raise Unreadable("no addressee")
    kind, key = type_of(message), f"e:{message_id}"
    if kind in ("revoke", "reaction"):
        return [Ignored(key=key, customer=customer, at_ms=at_ms(message), what=f"echo_{kind}")]
    events: list[InboundEvent] = []
    content: Content | None = None
    try:
        content = content_of(need_child(need_child(message, "edit"), "message") if kind == "edit" else message)
    except UnknownType:
        events.append(not_understood(message, "a type of message that is not documented"))
    echo = EchoReceived(
        key=key, customer=customer, at_ms=at_ms(message), message_id=message_id, source="elsewhere", content=content
    )
    return [echo, *events]


def read_user_id_update(update: Item) -> list[InboundEvent]:
    """Read one member of ``user_id_update``. The system message of the same change may have come, or may come."""
    bsuid, parent = child(update, "user_id"), child(update, "parent_user_id")
    old = identities(text(bsuid, "previous"), text(parent, "previous"), None)
    wa_id = text(update, "wa_id")
    now = identities(text(bsuid, "current"), text(parent, "current"), wa_id)
    if not old and wa_id:
        old = identities(None, None, wa_id)
    if not old or not now:
        raise Unreadable("a changed identity without the old or the new one")
    return [IdentityChanged(key=f"i:{fingerprint(update)}", customer=old, at_ms=at_ms(update), now=now)]


def read_history(value: Item) -> list[InboundEvent]:
    """Read a part of the past that the phone app shares. It is over and done: nobody waits for an answer to it."""
    threads = sum(len(children(part, "threads")) for part in children(value, "history"))
    what = "history" if threads else "history_media"
    return [Ignored(key=f"h:{fingerprint(value)}", what=what)]
