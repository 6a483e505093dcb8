"""What the brand's own system can do, as its table says."""

from __future__ import annotations

from connectors.api.config import ApiSettings
from connectors.capabilities import Capabilities, ReplyWindow

MAX_BODY_BYTES = 1024 * 1024


def capabilities_of(settings: ApiSettings) -> Capabilities:
    return Capabilities(
        text_limit=settings.text_limit,
        text_unit=settings.text_unit,
        receipts=settings.receipts,
        replies=True,
        window=ReplyWindow(standard_s=settings.window_s) if settings.window_s is not None else None,
        max_body_bytes=MAX_BODY_BYTES,
        idempotent_sends=True,
    )
