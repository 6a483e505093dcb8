"""Talking to the Graph API: proof of the app secret, the error body, and which class of ours an error is."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from connectors.errors import (
    AccountError,
    NotInControl,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    RetryableError,
    SendError,
    UnsupportedContent,
    WindowClosed,
)
from connectors.http import PlatformAnswer, retry_after_s
from connectors.signature import hmac_sha256_hex

USAGE_HEADER = "X-Business-Use-Case-Usage"


class Reaction(enum.Enum):
    """What an error code asks of us."""

    RETRY = enum.auto()
    """The platform says that it did not take the message, and that a later try may succeed."""
    UNSURE = enum.auto()
    """The platform does not know what went wrong: a refusal when it blames the request (4xx), else no word at all."""
    PAIR_RATE = enum.auto()
    CHANNEL_RATE = enum.auto()
    WINDOW = enum.auto()
    REFUSED = enum.auto()
    UNSUPPORTED = enum.auto()
    CONTROL = enum.auto()
    ACCOUNT = enum.auto()
    TAKEN = enum.auto()
    """Known to be answered although the message went out."""


class Meaning(msgspec.Struct, frozen=True):
    """A reaction, a sentence for experts (``None``: the class's own), and a wait when the platform names none."""

    reaction: Reaction
    safe_text: str | None = None
    wait_s: float | None = None


class GraphFailure(msgspec.Struct, frozen=True):
    """The ``error`` object of an answer. Its texts are left out: they may name a customer."""

    code: int
    subcode: int | None = None
    transient: bool = False

    @property
    def label(self) -> str:
        return f"{self.code}" if self.subcode is None else f"{self.code}/{self.subcode}"


COMMON_MEANINGS: Mapping[int, Meaning] = {
    1: Meaning(Reaction.UNSURE),
    2: Meaning(Reaction.RETRY),
    4: Meaning(Reaction.CHANNEL_RATE),
    80007: Meaning(Reaction.CHANNEL_RATE),
    100: Meaning(Reaction.REFUSED, "The platform found a mistake in the request."),
    **{code: Meaning(Reaction.ACCOUNT) for code in (0, 3, 10, 33, 190, 368, *range(200, 300))},
}


def appsecret_proof(access_token: str, app_secret: str) -> str:
    """Prove that who holds the token holds the app's secret too."""
    return hmac_sha256_hex(app_secret.encode(), access_token.encode())


def read_object(answer: PlatformAnswer) -> dict[str, Any]:
    """Read an answer as a JSON object; anything else counts as empty."""
    try:
        value = json.loads(answer.body.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def read_failure(answer: PlatformAnswer) -> GraphFailure | None:
    """Return the error the platform named, or ``None`` when it named none that can be read."""
    failure = read_object(answer).get("error")
    if not isinstance(failure, dict) or not _is_code(failure.get("code")):
        return None
    subcode = failure.get("error_subcode")
    return GraphFailure(failure["code"], subcode if _is_code(subcode) else None, failure.get("is_transient") is True)


def to_error(answer: PlatformAnswer, meaning_of: Callable[[GraphFailure], Meaning | None]) -> SendError:
    """
    Turn an answer that is not a success into one of our errors.

    The code decides, not the HTTP status: many rate errors come as 400.
    """
    failure = read_failure(answer)
    if failure is None:
        return _by_status(answer)
    meaning = meaning_of(failure)
    if meaning is None:
        meaning = Meaning(Reaction.RETRY if failure.transient else Reaction.REFUSED)
        if answer.status >= 500:
            meaning = Meaning(Reaction.UNSURE)
    return _by_meaning(failure.label, meaning, answer)


def _by_meaning(code: str, meaning: Meaning, answer: PlatformAnswer) -> SendError:
    text = meaning.safe_text
    wait = retry_after_s(answer.headers) or _usage_wait_s(answer.headers) or meaning.wait_s
    match meaning.reaction:
        case Reaction.PAIR_RATE:
            return RateLimited(code, text, wait, scope="pair")
        case Reaction.CHANNEL_RATE:
            return RateLimited(code, text, wait, scope="channel")
        case Reaction.UNSURE if answer.status < 500:
            return RetryableError(code, text, wait)
        case Reaction.RETRY:
            return RetryableError(code, text, wait)
        case Reaction.UNSURE | Reaction.TAKEN:
            return OutcomeUnknown(code, text)
        case Reaction.WINDOW:
            return WindowClosed(code, text)
        case Reaction.ACCOUNT:
            return AccountError(code, text)
        case Reaction.UNSUPPORTED:
            return UnsupportedContent(code, text)
        case Reaction.CONTROL:
            return NotInControl(code, text)
    return PermanentError(code, text)


def _by_status(answer: PlatformAnswer) -> SendError:
    code = f"http_{answer.status}"
    if answer.status == 429:
        return RateLimited(code, None, retry_after_s(answer.headers))
    # without the platform's own error body these come from a wrong address or from a proxy in between
    if answer.status in (401, 403, 404, 405, 407):
        return AccountError(code)
    if answer.status in (400, 413, 414, 415, 422):
        return PermanentError(code)
    return OutcomeUnknown(code)


def _usage_wait_s(headers: Mapping[str, str]) -> float | None:
    """Read the longest ``estimated_time_to_regain_access`` (minutes), at most a day."""
    try:
        accounts = json.loads(headers.get(USAGE_HEADER, "{}"))
        minutes = [
            entry["estimated_time_to_regain_access"]
            for entries in accounts.values()
            for entry in entries
            if _is_code(entry.get("estimated_time_to_regain_access"))
        ]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return float(min(max(minutes, default=0) * 60, 86_400)) or None


def _is_code(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
