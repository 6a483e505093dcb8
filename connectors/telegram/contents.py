"""What one message holds, by the one member of it that says so."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from connectors.events import ContactCard, Contacts, Content, Form, Location, Media, Text, Unsupported
from connectors.reading import Item, Unreadable, children, need_child, need_text, text


class UnknownContent(Exception):
    """Nothing in the message is documented to be its content."""


def content_of(message: Item) -> Content:
    """
    Read what the customer sent.

    Raises
    ------
    UnknownContent
        Neither a content that we read nor one that we know and cannot show.
    Unreadable
        A documented content without what the documentation promises.
    """
    for name, read in _READERS.items():
        if name in message:
            return read(message)
    for name in _NOT_SHOWN:
        if name in message:
            return Unsupported(name)
    raise UnknownContent


def service_of(message: Item) -> str | None:
    """Return what a message of the platform itself is about; ``None`` for what a person sent."""
    return next((name for name in message if name in _SERVICE), None)


def _text(message: Item) -> Content:
    return Text(need_text(message, "text"))


def _file(name: str, media: str) -> Callable[[Item], Content]:
    def read(message: Item) -> Content:
        return _media(message, need_child(message, name), media)

    return read


def _photo(message: Item) -> Content:
    sizes = [size for size in children(message, "photo") if text(size, "file_id")]
    if not sizes:
        raise Unreadable("no file in photo")
    return _media(message, max(sizes, key=_area), "image", mime="image/jpeg")


def _area(size: Item) -> int:
    width, height = _whole(size, "width"), _whole(size, "height")
    return (width or 0) * (height or 0)


def _sticker(message: Item) -> Content:
    item = need_child(message, "sticker")
    mime = "image/webp"
    if item.get("is_animated") is True:
        mime = "application/x-tgsticker"
    elif item.get("is_video") is True:
        mime = "video/webm"
    return _media(message, item, "sticker", mime=mime)


def _media(message: Item, item: Item, media: str, mime: str | None = None) -> Content:
    return Media(
        media=media,
        reference=need_text(item, "file_id"),
        mime=text(item, "mime_type") or mime,
        size_bytes=_whole(item, "file_size"),
        name=text(item, "file_name"),
        caption=text(message, "caption"),
    )


def _venue(message: Item) -> Content:
    venue = need_child(message, "venue")
    return _place(need_child(venue, "location"), text(venue, "title"), text(venue, "address"))


def _location(message: Item) -> Content:
    return _place(need_child(message, "location"), None, None)


def _place(item: Item, name: str | None, address: str | None) -> Content:
    return Location(
        latitude=_degrees(item, "latitude"), longitude=_degrees(item, "longitude"), name=name, address=address
    )


def _degrees(item: Item, key: str) -> float:
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Unreadable(f"no number in {key}")
    return float(value)


def _contact(message: Item) -> Content:
    item = need_child(message, "contact")
    name = " ".join(filter(None, (text(item, "first_name"), text(item, "last_name"))))
    return Contacts((ContactCard(name=name, phones=(need_text(item, "phone_number"),)),))


def _form(message: Item) -> Content:
    item = need_child(message, "web_app_data")
    return Form(name=text(item, "button_text"), answers=text(item, "data"))


def _whole(item: Item, key: str) -> int | None:
    value = item.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


# in this order: an animation comes with a document of the same file, a venue with its location
_READERS: Mapping[str, Callable[[Item], Content]] = {
    "text": _text,
    "animation": _file("animation", "video"),
    "photo": _photo,
    "voice": _file("voice", "voice"),
    "audio": _file("audio", "audio"),
    "video": _file("video", "video"),
    "video_note": _file("video_note", "video"),
    "document": _file("document", "document"),
    "sticker": _sticker,
    "venue": _venue,
    "location": _location,
    "contact": _contact,
    "web_app_data": _form,
}
_NOT_SHOWN = ("checklist", "dice", "game", "invoice", "paid_media", "poll", "story", "successful_payment")
_SERVICE = frozenset(
    {
        "boost_added",
        "chat_background_set",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "direct_message_price_changed",
        "gift",
        "message_auto_delete_timer_changed",
        "paid_message_price_changed",
        "passport_data",
        "pinned_message",
        "proximity_alert_triggered",
        "refunded_payment",
        "unique_gift",
        "users_shared",
        "write_access_allowed",
    }
)
