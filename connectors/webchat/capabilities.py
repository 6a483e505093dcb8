"""What a web chat can do."""

from __future__ import annotations

from typing import Final

from connectors.capabilities import Capabilities

TEXT_LIMIT: Final = 4000
"""Code points in one message, in both directions."""

CAPABILITIES: Final = Capabilities(
    text_limit=TEXT_LIMIT,
    receipts=("sent", "delivered", "read"),
    typing=True,
    read_marks=True,
)
"""Typing and read marks travel over the gateway's visitor socket, so the connector has no calls for them."""
