"""What people say and do in a chat: messages, echoes, edits, what is taken back, reactions, buttons."""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectors._meta.messaging.account import Happening, part_id
from connectors._meta.messaging.attachments import Contents, contents_of
from connectors.events import (
    Choice,
    Content,
    EchoReceived,
    Form,
    Ignored,
    InboundEvent,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    Order,
    OrderItem,
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Referral,
    Text,
    Unsupported,
)
from connectors.ids import PlatformMessageId
from connectors.reading import (
    Item,
    Unreadable,
    child,
    fingerprint,
    need_child,
    need_children,
    need_text,
    not_understood,
    text,
)

Events = list[InboundEvent]

# for bodies that only name a reaction
_EMOJI: Mapping[str, str] = {
    "angry": "😠",
    "dislike": "👎",
    "like": "👍",
    "love": "❤️",
    "sad": "😢",
    "smile": "😆",
    "wow": "😮",
}
_OTHER_EMOJI = "❔"


def read_message(event: Happening) -> Events:
    """
    Read a message of the customer, or one that went to them.

    Every attachment beyond the first content is a message of its own to us, and a part of this one. What could not
    be read in it is kept besides.

    Raises
    ------
    Unreadable
        Nobody is named, or it is an echo without an id.
    """
    message = need_child(event.item, "message")
    customer = event.need_customer()
    if message.get("is_deleted") is True:
        return [_revoked(event, message)]
    contents = contents_of(message)
    if event.outgoing:
        return [*_echoes(event, message, contents), *_kept(event, contents.problem)]
    mid = text(message, "mid")
    message_id = PlatformMessageId(mid) if mid is not None else event.made_up_id("message")
    reply_to = text(child(message, "reply_to"), "mid")
    referral = _referral(child(message, "referral")) or _story(message) or contents.shared
    received: Events = [
        MessageReceived(
            key=event.key("m", message_id) if number == 1 else event.key("m", message_id, number),
            customer=customer,
            at_ms=event.at_ms,
            message_id=part_id(message_id, number),
            content=content,
            reply_to=PlatformMessageId(reply_to) if reply_to and number == 1 else None,
            referral=referral if number == 1 else None,
            part_of=message_id if number > 1 else None,
            standby=event.standby,
        )
        for number, content in enumerate(contents.parts, 1)
    ]
    # without id and time the same words may be said twice and look like one message delivered twice
    unsure = None if mid is not None or event.has_time else "a message without id and time"
    return [*received, *_kept(event, contents.problem or unsure)]


def _kept(event: Happening, problem: str | None) -> Events:
    return [not_understood(event.item, problem)] if problem is not None else []


def _story(message: Item) -> Referral | None:
    story = child(child(message, "reply_to"), "story")
    return Referral(source="story", url=text(story, "url")) if story else None


def _referral(referral: Item) -> Referral | None:
    if not referral:
        return None
    context = child(referral, "ads_context_data")
    product = text(child(referral, "product"), "id")
    return Referral(
        source=(text(referral, "source") or ("product" if product else "unknown")).lower()[:60],
        headline=text(context, "ad_title") or product,
        body=text(referral, "ref"),
        url=text(referral, "referer_uri") or text(context, "photo_url") or text(context, "video_url"),
    )


def _revoked(event: Happening, message: Item) -> InboundEvent:
    mid = PlatformMessageId(need_text(message, "mid"))
    key = event.key("m", mid, "d")
    if event.outgoing:
        return Ignored(key=key, customer=event.customer, at_ms=event.at_ms, what="echo_deleted")
    return MessageRevoked(key=key, customer=event.customer, at_ms=event.at_ms, target=mid)


def _echoes(event: Happening, message: Item, contents: Contents) -> Events:
    """Tell who of the brand's side wrote. An own message is proven by its tag, and its echo is a receipt as well."""
    mid = need_text(message, "mid")
    source = _source(event, message)
    tag = text(message, "metadata") if source == "own" else None
    echoes: Events = [
        EchoReceived(
            key=event.key("m", mid, "echo") if number == 1 else event.key("m", mid, "echo", number),
            customer=event.customer,
            at_ms=event.at_ms,
            message_id=part_id(mid, number),
            source=source,
            content=content,
            tag=tag,
        )
        for number, content in enumerate(contents.parts, 1)
    ]
    if source != "own":
        return echoes
    sent = ReceiptReceived(
        key=event.key("m", mid, "sent"),
        customer=event.customer,
        at_ms=event.at_ms,
        rank=Rank.SENT,
        message_id=PlatformMessageId(mid),
        tag=tag,
    )
    return [*echoes[:1], sent]


def _source(event: Happening, message: Item) -> str:
    app = text(message, "app_id")
    if app is None:  # some echoes name no app; only who asked for metadata gets it back
        return "own" if text(message, "metadata") is not None else "elsewhere"
    if app == event.account.app_id:
        return "own"
    return "inbox" if app in event.account.inbox_apps else "elsewhere"


def read_edit(event: Happening) -> Events:
    """Read what an earlier message says now. An edit that names no text tells only that something was edited."""
    edit = need_child(event.item, "message_edit")
    mid, customer = need_text(edit, "mid"), event.need_customer()
    words = edit.get("text")
    number = text(edit, "num_edit") or fingerprint(words)
    key = event.key("m", mid, f"e{number}")
    if "text" not in edit or event.outgoing:
        what = "echo_edit" if event.outgoing else "edit_without_text"
        return [Ignored(key=key, customer=customer, at_ms=event.at_ms, what=what)]
    if not isinstance(words, str):
        raise Unreadable("no text in message_edit.text")
    target, content = PlatformMessageId(mid), Text(words)
    return [MessageEdited(key=key, customer=customer, at_ms=event.at_ms, target=target, content=content)]


def read_reaction(event: Happening) -> Events:
    """Read a reaction, or one taken back, which names neither emoji nor reaction."""
    reaction = need_child(event.item, "reaction")
    mid, customer = need_text(reaction, "mid"), event.need_customer()
    action = text(reaction, "action") or ("react" if "emoji" in reaction or "reaction" in reaction else None)
    if action not in ("react", "unreact"):
        raise Unreadable("no known action in reaction")
    moment = event.at_ms if event.at_ms is not None else fingerprint(reaction)
    key = event.key("m", mid, "r", event.customer_id, action, moment)
    if event.outgoing:
        return [Ignored(key=key, customer=customer, at_ms=event.at_ms, what="echo_reaction")]
    emoji = None
    if action == "react":
        emoji = text(reaction, "emoji") or _EMOJI.get(text(reaction, "reaction") or "", _OTHER_EMOJI)
    target = PlatformMessageId(mid)
    return [ReactionChanged(key=key, customer=customer, at_ms=event.at_ms, target=target, emoji=emoji)]


def read_postback(event: Happening) -> Events:
    """Read a button that was pressed. On standby the platform leaves the payload out; old bodies have no id."""
    postback = need_child(event.item, "postback")
    payload = text(postback, "payload")
    title = text(postback, "title") or payload
    content: Content = Unsupported("postback")
    if title is not None:
        content = Choice(source="postback", title=title, id=payload)
    return [_made(event, "postback", content, text(postback, "mid"), _referral(child(postback, "referral")))]


def read_order(event: Happening) -> Events:
    """Read a cart that the customer sent."""
    order = need_child(event.item, "order")
    items = tuple(
        OrderItem(
            text(line, "retailer_id") or need_text(line, "id"),
            _figure(line, "quantity"),
            _figure(line, "unit_price"),
            text(line, "currency") or "",
        )
        for line in need_children(order, "products")
    )
    return [_made(event, "order", Order(items=items, text=text(order, "note")))]


def _figure(line: Item, key: str) -> str:
    value = line.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise Unreadable(f"no number in {key}")
    return str(value)


def read_form(event: Happening, what: str) -> Events:
    """Read what the customer filled in: an opinion, or their address."""
    answers = json.dumps(need_child(event.item, what), ensure_ascii=False)
    return [_made(event, what, Form(name=what, answers=answers))]


def _made(
    event: Happening, what: str, content: Content, mid: str | None = None, referral: Referral | None = None
) -> InboundEvent:
    message_id = PlatformMessageId(mid) if mid is not None else event.made_up_id(what)
    return MessageReceived(
        key=event.key(what, message_id),
        customer=event.need_customer(),
        at_ms=event.at_ms,
        message_id=message_id,
        content=content,
        referral=referral,
        standby=event.standby,
    )
