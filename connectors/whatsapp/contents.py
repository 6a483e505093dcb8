"""The object of one message, by its type, as content."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping

from connectors.events import (
    Choice,
    ContactCard,
    Contacts,
    Content,
    Form,
    Location,
    Media,
    Order,
    OrderItem,
    Text,
    Unsupported,
)
from connectors.reading import Item, Unreadable, child, children, need_child, need_children, need_text, text


class UnknownType(Exception):
    """A kind of content that is not documented. ``what`` is a short code for it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def type_of(message: Item) -> str:
    """Return the declared type, or the one whose object is there; ``unknown`` when nothing tells."""
    declared = text(message, "type")
    if declared is not None:
        return declared
    present = [name for name in READERS if name in message]
    return present[0] if len(present) == 1 else "unknown"


def content_of(message: Item) -> Content:
    """
    Read what the customer sent.

    Raises
    ------
    UnknownType
        Not a documented type, or a documented one with an undocumented sub-type.
    Unreadable
        A documented type without what the documentation promises.
    """
    kind = type_of(message)
    reader = READERS.get(kind)
    if reader is None:
        raise UnknownType(kind)
    return reader(message)


def error_code(message: Item) -> str | None:
    """Return the code of the first error that stands with a message."""
    errors = children(message, "errors")
    return (text(errors[0], "code") or "unknown") if errors else None


def _text(message: Item) -> Content:
    body = need_child(message, "text").get("body")
    if not isinstance(body, str):
        raise Unreadable("no text in text.body")
    return Text(body)


def _media(message: Item) -> Content:
    kind = type_of(message)
    failed = error_code(message)
    item = child(message, kind) if failed else need_child(message, kind)
    reference = text(item, "id") if failed else need_text(item, "id")
    return Media(
        media="voice" if kind == "audio" and item.get("voice") is True else kind,
        reference=reference,
        mime=text(item, "mime_type"),
        sha256=text(item, "sha256"),
        name=text(item, "filename"),
        caption=text(item, "caption"),
        failed=failed,
    )


def _location(message: Item) -> Content:
    item = need_child(message, "location")
    return Location(
        latitude=_degrees(item, "latitude"),
        longitude=_degrees(item, "longitude"),
        name=text(item, "name"),
        address=text(item, "address"),
    )


def _degrees(item: Item, key: str) -> float:
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise Unreadable(f"no number in {key}")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise Unreadable(f"no number in {key}") from None
    if not math.isfinite(number):
        raise Unreadable(f"no number in {key}")
    return number


def _contacts(message: Item) -> Content:
    return Contacts(tuple(_card(card) for card in need_children(message, "contacts")))


def _card(card: Item) -> ContactCard:
    name = child(card, "name")
    parts = [text(name, key) for key in ("prefix", "first_name", "middle_name", "last_name", "suffix")]
    organisation = child(card, "org")
    return ContactCard(
        name=text(name, "formatted_name") or " ".join(part for part in parts if part),
        phones=_values(card, "phones", "phone", "wa_id"),
        emails=_values(card, "emails", "email"),
        addresses=tuple(filter(None, (_address(item) for item in children(card, "addresses")))),
        urls=_values(card, "urls", "url"),
        organisation=", ".join(filter(None, (text(organisation, key) for key in ("company", "department", "title"))))
        or None,
        birthday=text(card, "birthday"),
    )


def _values(card: Item, key: str, *names: str) -> tuple[str, ...]:
    """Take the first of ``names`` that each entry has."""
    found = (next(filter(None, (text(entry, name) for name in names)), None) for entry in children(card, key))
    return tuple(value for value in found if value)


def _address(item: Item) -> str:
    return ", ".join(filter(None, (text(item, key) for key in ("street", "zip", "city", "state", "country"))))


def _interactive(message: Item) -> Content:
    if error_code(message) and "interactive" not in message:
        return Unsupported("interactive")
    item = need_child(message, "interactive")
    kind = need_text(item, "type")
    reader = _INTERACTIVE.get(kind)
    if reader is None:
        raise UnknownType(f"interactive_{kind}")
    return reader(need_child(item, kind))


def _button_reply(item: Item) -> Content:
    return Choice(source="button", title=need_text(item, "title"), id=text(item, "id"))


def _list_reply(item: Item) -> Content:
    return Choice(
        source="list", title=need_text(item, "title"), id=text(item, "id"), description=text(item, "description")
    )


def _form(item: Item) -> Content:
    answers = item.get("response_json")
    if answers is not None and not isinstance(answers, str):
        answers = json.dumps(answers, ensure_ascii=False)
    return Form(name=text(item, "name"), summary=text(item, "body"), answers=answers or None)


def _permission(item: Item) -> Content:
    return Choice(source="permission", title=need_text(item, "response"))


def _button(message: Item) -> Content:
    item = need_child(message, "button")
    return Choice(source="template", title=need_text(item, "text"), id=text(item, "payload"))


def _order(message: Item) -> Content:
    item = need_child(message, "order")
    lines = tuple(
        OrderItem(
            need_text(line, "product_retailer_id"),
            _figure(line, "quantity"),
            _figure(line, "item_price"),
            text(line, "currency") or "",
        )
        for line in need_children(item, "product_items")
    )
    return Order(items=lines, text=text(item, "text"))


def _figure(item: Item, key: str) -> str:
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise Unreadable(f"no number in {key}")
    return str(value)


def _unsupported(message: Item) -> Content:
    return Unsupported(text(child(message, "unsupported"), "type") or "unknown")


_INTERACTIVE: Mapping[str, Callable[[Item], Content]] = {
    "button_reply": _button_reply,
    "list_reply": _list_reply,
    "nfm_reply": _form,
    "call_permission_reply": _permission,
}

READERS: Mapping[str, Callable[[Item], Content]] = {
    "text": _text,
    **dict.fromkeys(("image", "video", "audio", "voice", "document", "sticker"), _media),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
    "unsupported": _unsupported,
}
