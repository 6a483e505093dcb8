"""How messages and people of Telegram are named here."""

from __future__ import annotations

import re

from connectors.ids import Identity, PlatformMessageId

CHAT = "chat_id"

_MESSAGE = re.compile(r"(-?[0-9]{1,20}):([0-9]{1,20})")


def identity_of(chat_id: int) -> Identity:
    """Name a customer: a private chat has the id of the person, whatever they call themselves."""
    return Identity(CHAT, str(chat_id))


def message_id_of(chat_id: int | str, number: int) -> PlatformMessageId:
    """Name a message: its number is unique only in its chat."""
    return PlatformMessageId(f"{chat_id}:{number}")


def press_id_of(query_id: str) -> PlatformMessageId:
    """Name the press of a button, which is no message on the platform."""
    return PlatformMessageId(f"press:{query_id}")


def number_in(message_id: PlatformMessageId, chat_id: str) -> int | None:
    """Return a message's number in its chat; ``None`` for what is no message there."""
    matched = _MESSAGE.fullmatch(message_id)
    return int(matched[2]) if matched is not None and matched[1] == chat_id else None


def chat_of(customer: tuple[Identity, ...]) -> str | None:
    return next((identity.value for identity in customer if identity.kind == CHAT and identity.value), None)
