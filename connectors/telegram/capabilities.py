"""What a bot can do in a private chat."""

from __future__ import annotations

from connectors.capabilities import Capabilities

TEXT_LIMIT = 4096

CAPABILITIES = Capabilities(
    text_limit=TEXT_LIMIT,
    text_unit="utf16",
    typing=True,
    replies=True,
    max_body_bytes=1024 * 1024,
)
