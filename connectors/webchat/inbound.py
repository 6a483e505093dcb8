"""From a widget's message to an event."""

from __future__ import annotations

import re
from typing import Final

from connectors.errors import MalformedPayload
from connectors.events import MessageReceived, ProfileFact, Text
from connectors.ids import Identity, PlatformMessageId
from connectors.webchat.capabilities import TEXT_LIMIT

IDENTITY_KIND: Final = "visitor"
PROFILE_ENTITIES: Final = frozenset({"PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER", "ADDRESS"})
_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
_KEY: Final = re.compile(r"web:[A-Za-z0-9_-]{22}:([A-Za-z0-9_-]{8,64})", re.ASCII)
# Python reads lone surrogates out of JSON but cannot write them; NUL ends texts in other people's tools.
_UNWRITABLE: Final = re.compile(r"[\ud800-\udfff\x00]")
_PROFILE_LENGTH: Final = 200


def read_message(
    visitor: Identity, client_id: str, text: str, at_ms: int, profile: tuple[ProfileFact, ...]
) -> MessageReceived:
    """
    Make the event of one message.

    Line ends become ``\\n``; what cannot be written as UTF-8 becomes U+FFFD, one for one, so that offsets hold.

    Raises
    ------
    MalformedPayload
        ``client_id`` is not 8 to 64 of ``A-Za-z0-9_-``, or the text is blank or longer than the channel's limit.
        Our own widget sends neither.
    """
    if not _CLIENT_ID.fullmatch(client_id):
        raise MalformedPayload("a web chat message has an unusable client id")
    text = clean(text)
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise MalformedPayload(f"a web chat message has {len(text)} characters; 1 to {TEXT_LIMIT} are allowed")
    key = f"web:{visitor.value}:{client_id}"
    return MessageReceived(
        key=key,
        customer=(visitor,),
        at_ms=at_ms,
        message_id=PlatformMessageId(key),
        content=Text(text),
        profile=tuple(_facts(profile)),
    )


def client_id_of(message_id: PlatformMessageId) -> str | None:
    """Return the id that the widget gave a message; ``None`` when the message did not come from a widget."""
    match = _KEY.fullmatch(message_id)
    return match.group(1) if match else None


def clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _facts(profile: tuple[ProfileFact, ...]) -> list[ProfileFact]:
    """Keep the facts a page may claim. They serve masking only: they prove nothing and merge nobody."""
    facts = []
    for entity, value in profile[:10]:
        value = clean(value).strip()
        if entity in PROFILE_ENTITIES and 1 < len(value) <= _PROFILE_LENGTH:
            facts.append(ProfileFact(entity, value))
    return facts
