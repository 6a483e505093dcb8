"""What one message holds: the ``content`` of the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connectors.api.fields import Fields
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

MEDIA = frozenset({"image", "video", "audio", "voice", "document", "sticker"})
SOURCES = frozenset({"button", "list", "template", "quick_reply", "postback", "permission"})


def content_of(fields: Fields) -> Content:
    """
    Read a content.

    Raises
    ------
    Unreadable
        Of a type that is not in the schema, or without what the schema asks for.
    """
    return _READERS[fields.need_word("type", _READERS)](fields)


def _text(fields: Fields) -> Content:
    return Text(fields.need_text("text"))


def _media(fields: Fields) -> Content:
    return Media(
        media=fields.need_word("media", MEDIA),
        reference=fields.text("reference"),
        mime=fields.name("mime"),
        sha256=fields.name("sha256"),
        size_bytes=fields.whole("size_bytes"),
        name=fields.text("name"),
        caption=fields.text("caption"),
        failed=fields.name("failed"),
    )


def _location(fields: Fields) -> Content:
    return Location(
        latitude=fields.need_degrees("latitude", 90),
        longitude=fields.need_degrees("longitude", 180),
        name=fields.text("name"),
        address=fields.text("address"),
    )


def _contacts(fields: Fields) -> Content:
    return Contacts(tuple(_card(card) for card in fields.children("cards")))


def _card(card: Fields) -> ContactCard:
    return ContactCard(
        name=card.text("name") or "",
        phones=card.texts("phones"),
        emails=card.texts("emails"),
        addresses=card.texts("addresses"),
        urls=card.texts("urls"),
        organisation=card.text("organisation"),
        birthday=card.text("birthday"),
    )


def _choice(fields: Fields) -> Content:
    return Choice(
        source=fields.need_word("source", SOURCES),
        title=fields.need_text("title"),
        id=fields.text("id"),
        description=fields.text("description"),
    )


def _form(fields: Fields) -> Content:
    return Form(name=fields.text("name"), summary=fields.text("summary"), answers=fields.text("answers"))


def _order(fields: Fields) -> Content:
    items = tuple(
        OrderItem(
            product=item.text("product") or "",
            quantity=item.text("quantity") or "",
            price=item.text("price") or "",
            currency=item.text("currency") or "",
        )
        for item in fields.children("items")
    )
    return Order(items=items, text=fields.text("text"))


def _unsupported(fields: Fields) -> Content:
    return Unsupported(fields.name("what") or "unknown")


_READERS: Mapping[str, Callable[[Fields], Content]] = {
    "text": _text,
    "media": _media,
    "location": _location,
    "contacts": _contacts,
    "choice": _choice,
    "form": _form,
    "order": _order,
    "unsupported": _unsupported,
}
