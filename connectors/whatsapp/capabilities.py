"""What a WhatsApp number can do."""

from __future__ import annotations

from connectors.capabilities import Capabilities, ReplyWindow

TEXT_LIMIT = 4096

CAPABILITIES = Capabilities(
    text_limit=TEXT_LIMIT,
    text_unit="characters",
    receipts=("sent", "delivered", "read"),
    typing=True,
    read_marks=True,
    replies=True,
    window=ReplyWindow(standard_s=24 * 60 * 60),
    max_body_bytes=4 * 1024 * 1024,
)
