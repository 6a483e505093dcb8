"""What an answer of the Bot API that is not a success means for a text we send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from connectors.errors import (
    AccountError,
    OptedOut,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    SendError,
    UnsupportedContent,
)
from connectors.http import PlatformAnswer, retry_after_s

# there are no codes below the HTTP status: the words are all that tells refusals apart, and they may change
_WORDS: Sequence[tuple[str, type[SendError], str, str]] = (
    ("bot was blocked", OptedOut, "blocked", "The customer has blocked the bot."),
    ("user is deactivated", PermanentError, "deactivated", "This account was deleted."),
    ("initiate conversation", PermanentError, "not_started", "The customer has never written to the bot."),
    ("can't send messages to bots", PermanentError, "bot", "This is a bot."),
    ("chat not found", PermanentError, "chat_not_found", "There is no such chat."),
    ("peer_id_invalid", PermanentError, "chat_not_found", "There is no such chat."),
    ("message is too long", UnsupportedContent, "text_too_long", "The text is too long."),
    ("message text is empty", UnsupportedContent, "empty_text", "There is nothing to send."),
    ("text must be non-empty", UnsupportedContent, "empty_text", "There is nothing to send."),
)
_DAY_S = 86_400


def error_for(answer: PlatformAnswer) -> SendError:
    """Turn an answer into one of our errors; of its own failures (5xx) Telegram does not say what came of the text."""
    said = read_object(answer)
    status = answer.status
    if status >= 500 or status < 400:
        return OutcomeUnknown(f"http_{status}")
    if status == 429:
        # it does not say whether the chat or the bot is too fast; mostly it is the chat, and another finds out itself
        return RateLimited("429", None, _wait_s(said, answer), scope="pair")
    words = str(said.get("description", "")).lower()
    for part, error, code, safe_text in _WORDS:
        if part in words:
            return error(f"{status}_{code}", safe_text)
    if status in (401, 404, 405, 407, 409):
        return AccountError(str(status))
    return OutcomeUnknown("408") if status == 408 else PermanentError(str(status))


def read_object(answer: PlatformAnswer) -> dict[str, Any]:
    """Read an answer as a JSON object; anything else counts as empty."""
    try:
        value = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _wait_s(said: dict[str, Any], answer: PlatformAnswer) -> float | None:
    parameters = said.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if isinstance(wait, int) and not isinstance(wait, bool) and wait >= 0:
        return float(min(wait, _DAY_S))
    return retry_after_s(answer.headers)
