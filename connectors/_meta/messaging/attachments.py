"""What a message holds: its text, what was pressed, and its attachments, as contents."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from connectors.events import Choice, Content, Location, Media, Referral, Text, Unsupported
from connectors.reading import Item, Unreadable, child, children, need_child, need_text, text

# keys that stand beside the content or describe it, so that a message of nothing else is an empty one
_BESIDE = frozenset(
    {"app_id", "is_echo", "is_self", "is_unsupported", "metadata", "mid", "nlp", "referral", "reply_to", "seq", "tags"}
)
_CAPTIONED = frozenset({"image", "video", "audio", "document"})
_NAME_LIMIT = 200


class Unknown(Exception):
    """An attachment of a type that is not documented, or of a documented one that nobody has described."""


class Contents(msgspec.Struct):
    """
    Everything in one message, at least one part.

    ``problem`` is set when something in it could not be read, and must be kept as it came. ``shared`` tells of a
    story or post that the message is about.
    """

    parts: list[Content]
    problem: str | None = None
    shared: Referral | None = None


def contents_of(message: Item) -> Contents:
    """Read a message; never fails, since whatever the customer sent has to be seen."""
    read = Contents(parts=[])
    words = text(message, "text")
    if words is None and isinstance(message.get("text"), str):
        words = ""
    said = [] if words is None else [words]
    if not isinstance(message.get("text", ""), (str, int)) or isinstance(message.get("text"), bool):
        read.problem = "no text in text"
    for content in _attachments(message, read):
        if isinstance(content, Text):
            said.append(content.text)
        else:
            read.parts.append(content)
    _put_words(message, "\n".join(said) if said else None, read)
    if not read.parts:
        read.parts.append(_without_content(message, read))
    return read


def _put_words(message: Item, words: str | None, read: Contents) -> None:
    pressed = message.get("quick_reply")
    if isinstance(pressed, dict) and (title := words or text(pressed, "payload")):
        read.parts.insert(0, Choice(source="quick_reply", title=title, id=text(pressed, "payload")))
        return
    if pressed is not None:
        read.problem = "no object in quick_reply"
    if words is None:
        words = " ".join(f"/{name}" for name in _command_names(message)) or None
    if words is None:
        return
    first = read.parts[0] if read.parts else None
    if words and isinstance(first, Media) and first.media in _CAPTIONED:
        read.parts[0] = msgspec.structs.replace(first, caption=words)
    elif words or not read.parts:
        read.parts.insert(0, Text(words))


def _command_names(message: Item) -> list[str]:
    return [name for command in children(message, "commands") if (name := text(command, "name"))]


def _without_content(message: Item, read: Contents) -> Content:
    if message.get("is_unsupported") is True:
        return Unsupported("unsupported")
    if read.problem is None and not _BESIDE.issuperset(message):
        read.problem = "a message of a kind that is not documented"
    return Unsupported("empty")


def _attachments(message: Item, read: Contents) -> list[Content]:
    members = message.get("attachments", [])
    if not isinstance(members, list):
        read.problem = "no list in attachments"
        return []
    contents: list[Content] = []
    stickers: set[str] = set()
    for member in members:
        content = _attachment(member, text(message, "text") or "", read)
        # for a while a sticker comes twice in one message, in its old shape and in its new one
        sticker = text(child(member, "payload"), "sticker_id") if isinstance(member, dict) else None
        if content is not None and (sticker is None or sticker not in stickers):
            contents.append(content)
        if sticker is not None:
            stickers.add(sticker)
    return contents


def _attachment(member: object, words: str, read: Contents) -> Content | None:
    if not isinstance(member, dict):
        read.problem = "an attachment that is no object"
        return Unsupported("attachment")
    kind = text(member, "type") or "attachment"
    if kind == "fallback":
        return _link(member, words)
    try:
        reader = READERS.get(kind)
        if reader is None:
            raise Unknown
        content = reader(member)
    except Unreadable as unreadable:
        read.problem = f"an attachment with {unreadable}"
    except Unknown:
        read.problem = "an attachment of a type that is not documented"
    else:
        if kind in _SHARED:
            read.shared = Referral(source=kind, headline=text(child(member, "payload"), "title"))
        return content
    return Unsupported(kind[:60])


def _link(member: Item, words: str) -> Content | None:
    """Read a shared link. Mostly it stands in the text as well, and then the preview adds nothing of the customer's."""
    payload = child(member, "payload")
    url = text(payload, "url") or text(member, "url")
    title = text(payload, "title") or text(member, "title")
    if url is not None and url in words:
        return None
    shown = "\n".join(part for part in (title, url) if part)
    return Text(shown) if shown else Unsupported("fallback")


def _media(member: Item) -> Content:
    kind = need_text(member, "type")
    payload = need_child(member, "payload")
    url = need_text(payload, "url")
    if text(payload, "sticker_id") is not None:
        kind = "sticker"
    media, name = MEDIA[kind], text(payload, "title")
    if kind == "file":
        name = name or text(payload, "name") or _file_name(url)
    return Media(media=media, reference=url, name=name)


def _file_name(url: str) -> str | None:
    try:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return None
    return name if "." in name and len(name) <= _NAME_LIMIT else None


def _location(member: Item) -> Content:
    coordinates = need_child(need_child(member, "payload"), "coordinates")
    return Location(
        latitude=_degrees(coordinates, "lat"), longitude=_degrees(coordinates, "long"), name=text(member, "title")
    )


def _degrees(coordinates: Item, key: str) -> float:
    value = coordinates.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise Unreadable(f"no number in {key}")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise Unreadable(f"no number in {key}") from None
    if not math.isfinite(number):
        raise Unreadable(f"no number in {key}")
    return number


def _template(member: Item) -> Content:
    """Read products that were shared, or in an echo whatever the brand's other systems put together."""
    payload = need_child(member, "payload")
    cards = children(child(payload, "product"), "elements") + children(payload, "elements")
    lines = [text(payload, "text") or text(member, "title")]
    lines += [text(card, key) for card in cards for key in ("title", "subtitle")]
    shown = "\n".join(line for line in lines if line)
    if not shown:
        raise Unreadable("nothing to show in template")
    return Text(shown)


def _ephemeral(member: Item) -> Content:
    return Unsupported("ephemeral")


MEDIA: Mapping[str, str] = {
    "image": "image",
    "video": "video",
    "audio": "audio",
    "file": "document",
    "sticker": "sticker",
    "share": "image",
    "story_mention": "image",
    "post": "image",
    "ig_post": "image",
    "reel": "video",
    "ig_reel": "video",
}
_SHARED = frozenset({"share", "story_mention", "post", "ig_post", "reel", "ig_reel"})

READERS: Mapping[str, Callable[[Item], Content]] = {
    **dict.fromkeys(MEDIA, _media),
    "location": _location,
    "template": _template,
    "ephemeral": _ephemeral,
}
