"""What the customer sent, read from the flat fields of a webhook."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from connectors.events import Choice, Content, Form, Location, Media, Text, Unsupported

Fields = Mapping[str, str]

# types of WhatsApp whose content lies in the fields that are read here anyway
KNOWN_TYPES = frozenset(
    {"text", "image", "audio", "video", "document", "sticker", "location", "contacts", "button", "interactive"}
)
_MEDIA_TYPES = frozenset({"image", "audio", "video", "document", "sticker"})
_MEDIA_URL = re.compile(r"MediaUrl([0-9]{1,3})")
_CARDS = frozenset({"text/vcard", "text/x-vcard", "text/directory"})


def contents_of(fields: Fields) -> list[Content]:
    """
    Read the contents of one message, at least one; more than one only where it carries several files.

    Whatever of the words did not become part of another content is a text.
    """
    body = fields.get("Body", "")
    if "Latitude" in fields or "Longitude" in fields:
        place = _location(fields)
        if place is not None:
            return [place, Text(body)] if body and body != place.address else [place]
    choice = _choice(fields, body)
    if choice is not None:
        return [choice] if body in ("", choice.title) else [choice, Text(body)]
    answers = fields.get("FlowData") or fields.get("InteractiveData")
    if answers:
        return [Form(summary=body or None, answers=answers)]
    media = _media(fields, body)
    if media:
        return media
    if body or fields.get("MessageType", "text") in ("", "text"):
        return [Text(body)]
    return [Unsupported(fields["MessageType"][:60])]


def understood(fields: Fields, contents: list[Content]) -> bool:
    """Tell whether nothing of the message was left behind for want of knowing its type."""
    if isinstance(contents[0], Unsupported):
        return False
    # a place that could not be read shows as something else
    if not isinstance(contents[0], Location) and (fields.get("Latitude") or fields.get("Longitude")):
        return False
    return fields.get("MessageType", "") in KNOWN_TYPES | {""}


def _location(fields: Fields) -> Location | None:
    latitude, longitude = _degrees(fields.get("Latitude", "")), _degrees(fields.get("Longitude", ""))
    if latitude is None or longitude is None:
        return None
    return Location(
        latitude=latitude,
        longitude=longitude,
        name=fields.get("Label") or None,
        address=fields.get("Address") or None,
    )


def _degrees(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _choice(fields: Fields, body: str) -> Choice | None:
    # ButtonPayload looks like JSON at times and is none: it is whatever the brand wrote into its template
    button = fields.get("ButtonText") or (body if fields.get("ButtonPayload") else "")
    if button:
        source = "template" if fields.get("MessageType") == "button" else "button"
        return Choice(source=source, title=button, id=fields.get("ButtonPayload") or None)
    picked = fields.get("ListTitle") or (body if fields.get("ListId") else "")
    if picked:
        return Choice(
            source="list",
            title=picked,
            id=fields.get("ListId") or None,
            description=fields.get("ListDescription") or None,
        )
    return None


def _media(fields: Fields, body: str) -> list[Content]:
    places = sorted(
        int(matched[1])
        for name, value in fields.items()
        if value and (matched := _MEDIA_URL.fullmatch(name)) is not None
    )
    files: list[Content] = [
        Media(
            media=_kind(fields.get(f"MediaContentType{place}", ""), fields.get("MessageType", "")),
            reference=fields[f"MediaUrl{place}"],
            mime=fields.get(f"MediaContentType{place}") or None,
            caption=(body or None) if index == 0 else None,
        )
        for index, place in enumerate(places)
    ]
    if not files and fields.get("NumMedia", "0").strip("0") and fields.get("NumMedia", "").isdigit():
        kind = _kind(fields.get("MediaContentType0", ""), fields.get("MessageType", ""))
        return [Media(media=kind, caption=body or None, failed="no_address")]
    return files


def _kind(mime: str, declared: str) -> str:
    if declared == "sticker":
        return declared
    family = mime.partition("/")[0].strip().lower()
    if family in ("image", "video", "audio"):
        return family
    if mime.partition(";")[0].strip().lower() in _CARDS:
        return "document"
    return declared if declared in _MEDIA_TYPES and not mime else "document"
