"""What a sender at Twilio can do."""

from __future__ import annotations

from connectors.capabilities import Capabilities, ReplyWindow

TEXT_LIMIT = 1600
MAX_BODY_BYTES = 256 * 1024

# Twilio counts "characters" and does not say of what; UTF-16 units never count fewer than it does
SMS = Capabilities(
    text_limit=TEXT_LIMIT,
    text_unit="utf16",
    receipts=("sent", "delivered"),
    max_body_bytes=MAX_BODY_BYTES,
)
WHATSAPP = Capabilities(
    text_limit=TEXT_LIMIT,
    text_unit="utf16",
    receipts=("sent", "delivered", "read"),
    window=ReplyWindow(standard_s=24 * 60 * 60),
    max_body_bytes=MAX_BODY_BYTES,
)
