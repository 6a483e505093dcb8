"""The texts that an Instagram account sends."""

from __future__ import annotations

import msgspec

from connectors._meta.messaging import sending
from connectors.base import OutboundMessage
from connectors.instagram.inbound import IGSID


def text_body(message: OutboundMessage, now_ms: int, *, text_limit: int, quoting: bool, human_agent: bool) -> bytes:
    """Build the request for one text of at most ``text_limit`` bytes; raises what ``sending.text_body`` raises."""
    if not quoting:
        message = msgspec.structs.replace(message, reply_to=None)
    length = len(message.text.encode("utf-8", "replace"))
    return sending.text_body(
        message, IGSID, length=length, limit=text_limit, unit="bytes", now_ms=now_ms, human_agent=human_agent
    )
