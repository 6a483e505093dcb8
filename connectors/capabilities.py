"""What a channel can do, as data. The composer and the validator read it; no code asks for a kind by name."""

from __future__ import annotations

from typing import Literal

import msgspec


class ReplyWindow(msgspec.Struct, frozen=True):
    """
    How long after the customer's last message a free text may be sent.

    ``standard_s`` applies to everyone; ``human_s`` to texts a human wrote, when the platform distinguishes.
    """

    standard_s: int
    human_s: int | None = None


class MediaLimit(msgspec.Struct, frozen=True):
    """One media kind we may send: its greatest size in bytes and the mime types the platform takes."""

    media: str
    max_bytes: int
    mimes: tuple[str, ...]


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """
    Limits and abilities of one channel.

    ``text_limit`` counts ``text_unit``s in one message. ``receipts`` lists the ranks the platform reports
    (``sent``, ``delivered``, ``read``), in order; an empty tuple means that "sent" is all anybody will ever know.
    ``max_body_bytes`` bounds one webhook body. With ``idempotent_sends`` the platform knows a message by our tag: a
    send whose outcome is unknown may be repeated as it is, and gives one message.
    """

    text_limit: int
    text_unit: Literal["characters", "bytes", "utf16"] = "characters"
    receipts: tuple[str, ...] = ()
    typing: bool = False
    read_marks: bool = False
    edits: bool = False
    reactions: bool = False
    replies: bool = False
    templates: bool = False
    window: ReplyWindow | None = None
    media: tuple[MediaLimit, ...] = ()
    max_body_bytes: int = 4 * 1024 * 1024
    idempotent_sends: bool = False
