"""What a page can do."""

from __future__ import annotations

from connectors._meta.messaging.sending import HUMAN_S, STANDARD_S
from connectors.capabilities import Capabilities, ReplyWindow

TEXT_LIMIT = 2000
"""In UTF-16 units, which is never more than what the platform calls characters."""


def capabilities_of(*, human_agent: bool) -> Capabilities:
    """Tell what a page can do; with the permission for human agents its people have a week to answer."""
    return Capabilities(
        text_limit=TEXT_LIMIT,
        text_unit="utf16",
        receipts=("sent", "delivered", "read"),
        typing=True,
        read_marks=True,
        replies=True,
        window=ReplyWindow(standard_s=STANDARD_S, human_s=HUMAN_S if human_agent else None),
        max_body_bytes=4 * 1024 * 1024,
    )
