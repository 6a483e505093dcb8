"""What an Instagram account can do."""

from __future__ import annotations

from connectors._meta.messaging.sending import HUMAN_S, STANDARD_S
from connectors.capabilities import Capabilities, ReplyWindow


def capabilities_of(*, text_limit: int, quoting: bool, human_agent: bool) -> Capabilities:
    """
    Tell what an account can do; with the permission for human agents its people have a week to answer.

    That a message was sent is known by its echo, that it was read by a webhook; nothing tells that it arrived.
    """
    return Capabilities(
        text_limit=text_limit,
        text_unit="bytes",
        receipts=("sent", "read"),
        typing=True,
        read_marks=True,
        replies=quoting,
        window=ReplyWindow(standard_s=STANDARD_S, human_s=HUMAN_S if human_agent else None),
        max_body_bytes=4 * 1024 * 1024,
    )
