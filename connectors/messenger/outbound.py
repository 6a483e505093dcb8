"""The texts that a page sends."""

from __future__ import annotations

from connectors._meta.messaging import sending
from connectors.base import OutboundMessage
from connectors.messenger.capabilities import TEXT_LIMIT
from connectors.messenger.inbound import PSID


def text_body(message: OutboundMessage, now_ms: int, *, human_agent: bool) -> bytes:
    """Build the request for one text; raises what ``sending.text_body`` raises."""
    length = len(message.text.encode("utf-16-le", "surrogatepass")) // 2
    return sending.text_body(
        message, PSID, length=length, limit=TEXT_LIMIT, unit="characters", now_ms=now_ms, human_agent=human_agent
    )
