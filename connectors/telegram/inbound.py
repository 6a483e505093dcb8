"""An update of the Bot API, as events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connectors import strict_json
from connectors.errors import MalformedPayload
from connectors.events import (
    Choice,
    Content,
    Ignored,
    InboundEvent,
    MessageEdited,
    MessageReceived,
    OptOutChanged,
    ProfileFact,
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
    fingerprint,
    need_child,
    need_children,
    need_text,
    not_understood,
    text,
)
from connectors.telegram.contents import UnknownContent, content_of, service_of
from connectors.telegram.ids import identity_of, message_id_of, press_id_of

START = "/start"

# a reaction that is no character: one of the many pictures that can be bought, or a paid star
_PICTURE, _STAR = "✨", "⭐"
_SHARED = frozenset({"group", "supergroup", "channel"})

Events = list[InboundEvent]


class _Shared(Exception):
    """This happened where more people are than one customer."""


def read(body: bytes) -> Events:
    """
    Read one webhook body.

    Raises
    ------
    MalformedPayload
        Not JSON by our rules, or not an object.
    """
    return read_update(strict_json.loads(body))


def read_update(update: Any) -> Events:
    """Read one decoded update; what cannot be read is kept."""
    if not isinstance(update, dict):
        raise MalformedPayload("not an update")
    number = _whole(update, "update_id")
    key = f"u:{number}" if number is not None else f"u:{fingerprint(update)}"
    kinds = [name for name in update if name in KINDS]
    if not kinds:
        return _other(update, key)
    try:
        return KINDS[kinds[0]](need_child(update, kinds[0]), key)
    except _Shared:
        return [Ignored(key=key, what="shared_chat")]
    except Unreadable as unreadable:
        return [not_understood(update, str(unreadable))]
    except Exception as error:  # a mistake of ours must not cost the message
        return [not_understood(update, f"could not be read: {type(error).__name__}")]


def _other(update: Item, key: str) -> Events:
    known = next((name for name in update if name in _OF_NO_USE), None)
    if known is None:
        return [not_understood(update, "a kind of update that is not documented")]
    return [Ignored(key=key, what=known)]


def _message(message: Item, key: str) -> Events:
    chat = _private_chat(message)
    message_id = message_id_of(chat, _need_whole(message, "message_id"))
    customer = (identity_of(chat),)
    events: Events = []
    try:
        content = content_of(message)
    except UnknownContent:
        service = service_of(message)
        if service is not None:
            return [Ignored(key=key, customer=customer, at_ms=at_ms(message, "date"), what=f"service_{service}")]
        content = Unsupported("unknown")
        events.append(not_understood(message, "a kind of message that is not documented"))
    received = MessageReceived(
        key=key,
        customer=customer,
        at_ms=at_ms(message, "date"),
        message_id=message_id,
        content=content,
        profile=_profile(child(message, "from"), message),
        reply_to=_replied(message, chat),
        forwarded="forward_origin" in message or "forward_date" in message,
        referral=_referral(message),
    )
    return [received, *events]


def _edited(message: Item, key: str) -> Events:
    chat = _private_chat(message)
    target = message_id_of(chat, _need_whole(message, "message_id"))
    edited = MessageEdited(
        key=key,
        customer=(identity_of(chat),),
        at_ms=at_ms(message, "edit_date") or at_ms(message, "date"),
        target=target,
        content=_known_content(message),
        profile=_profile(child(message, "from"), message),
    )
    return [edited]


def _known_content(message: Item) -> Content:
    try:
        return content_of(message)
    except UnknownContent as unknown:
        raise Unreadable("content of a kind that is not documented") from unknown


def _pressed(query: Item, key: str) -> Events:
    """Read the press of a button below a message; the button's own words are found by what it says."""
    person = child(query, "from")
    message = child(query, "message")
    chat = _whole(person, "id") or _private_chat(message)
    if _is_shared(child(message, "chat")):
        raise _Shared
    said = text(query, "data") or text(query, "game_short_name")
    number = _whole(message, "message_id")
    buttons = (button for row in _rows(message) for button in row)
    title = next((text(button, "text") for button in buttons if said and text(button, "callback_data") == said), None)
    received = MessageReceived(
        key=key,
        customer=(identity_of(chat),),
        message_id=press_id_of(need_text(query, "id")),
        content=Choice(source="button", title=title or said or "", id=said),
        profile=_profile(person, {}),
        reply_to=message_id_of(chat, number) if number else None,
    )
    return [received]


def _rows(message: Item) -> list[list[Item]]:
    rows = child(message, "reply_markup").get("inline_keyboard")
    listed = [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    return [[button for button in row if isinstance(button, dict)] for row in listed]


def _membership(change: Item, key: str) -> Events:
    """Read what became of the bot itself in a chat: people block it there, and take that back."""
    chat = _private_chat(change)
    status = need_text(need_child(change, "new_chat_member"), "status")
    customer, time = (identity_of(chat),), at_ms(change, "date")
    if status not in ("kicked", "member"):
        return [Ignored(key=key, customer=customer, at_ms=time, what=f"member_{status}"[:60])]
    return [OptOutChanged(key=key, customer=customer, at_ms=time, opted_out=status == "kicked")]


def _reaction(change: Item, key: str) -> Events:
    chat = _private_chat(change)
    emojis = [_emoji(reaction) for reaction in need_children(change, "new_reaction")]
    changed = ReactionChanged(
        key=key,
        customer=(identity_of(chat),),
        at_ms=at_ms(change, "date"),
        target=message_id_of(chat, _need_whole(change, "message_id")),
        emoji=emojis[-1] if emojis else None,
    )
    return [changed]


def _emoji(reaction: Item) -> str:
    return text(reaction, "emoji") or (_STAR if reaction.get("type") == "paid" else _PICTURE)


def _private_chat(item: Item) -> int:
    chat = child(item, "chat")
    if _is_shared(chat):
        raise _Shared
    number = _whole(chat, "id") or _whole(child(item, "from"), "id") or _whole(child(item, "user"), "id")
    if number is None:
        raise Unreadable("no id in chat")
    return number


def _is_shared(chat: Item) -> bool:
    number = _whole(chat, "id")
    return chat.get("type") in _SHARED or (number is not None and number < 0)


def _profile(person: Item, message: Item) -> tuple[ProfileFact, ...]:
    facts = []
    name = " ".join(filter(None, (text(person, "first_name"), text(person, "last_name"))))
    if name:
        facts.append(ProfileFact("PERSON", name))
    handle = text(person, "username")
    if handle:
        facts.append(ProfileFact("HANDLE", handle))
    card = child(message, "contact")
    phone = text(card, "phone_number")
    # a card may be anybody's; with the sender's own id it tells their number
    if phone and _whole(card, "user_id") is not None and card["user_id"] == person.get("id"):
        facts.append(ProfileFact("PHONE_NUMBER", phone if phone.startswith("+") else f"+{phone}"))
    return tuple(facts)


def _replied(message: Item, chat: int) -> PlatformMessageId | None:
    number = _whole(child(message, "reply_to_message"), "message_id")
    return message_id_of(chat, number) if number else None


def _referral(message: Item) -> Referral | None:
    """Read the parameter of the link that the customer came by: it follows the first command."""
    command, _, parameter = (text(message, "text") or "").partition(" ")
    return Referral(source="link", headline=parameter[:64]) if command == START and parameter else None


def _whole(item: Item, key: str) -> int | None:
    value = item.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else None


def _need_whole(item: Item, key: str) -> int:
    value = _whole(item, key)
    if value is None:
        raise Unreadable(f"no number in {key}")
    return value


KINDS: Mapping[str, Callable[[Item, str], Events]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _membership,
    "message_reaction": _reaction,
}
_OF_NO_USE = frozenset(
    {
        "business_connection",
        "business_message",
        "channel_post",
        "chat_boost",
        "chat_join_request",
        "chat_member",
        "chosen_inline_result",
        "deleted_business_messages",
        "edited_business_message",
        "edited_channel_post",
        "inline_query",
        "message_reaction_count",
        "poll",
        "poll_answer",
        "pre_checkout_query",
        "purchased_paid_media",
        "removed_chat_boost",
        "shipping_query",
    }
)
