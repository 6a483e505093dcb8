"""What an answer of the brand's system that is not a success means: by its status, and by the code it may give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connectors import strict_json
from connectors.errors import (
    AccountError,
    MalformedPayload,
    NotInControl,
    OptedOut,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    RetryableError,
    SendError,
    UnsupportedContent,
    WindowClosed,
)
from connectors.http import PlatformAnswer, retry_after_s

REDIRECTED_TEXT = "The brand's system has moved: its address in the configuration is wrong."

# {"error": {"code": ...}} in an answer of 400, 403, 404, 413, 415 or 422; any other code is kept as it is
CODES: Mapping[str, tuple[type[SendError], str]] = {
    "window_closed": (WindowClosed, "The time in which this customer may be answered is over."),
    "opted_out": (OptedOut, "The customer does not want to be written to."),
    "not_in_control": (NotInControl, "Somebody else is writing with this customer now."),
    "unsupported": (UnsupportedContent, "The brand's system cannot carry this."),
    "unknown_customer": (PermanentError, "The brand's system does not know this customer."),
}
_OF_THE_MESSAGE = frozenset({400, 403, 404, 413, 415, 422})
_OF_THE_ACCOUNT = frozenset({401, 403, 404, 405, 407, 410})
_NOT_TAKEN = frozenset({408, 425, 503})
_CODE = re.compile(r"[a-z0-9_]{1,40}")


def error_for(answer: PlatformAnswer) -> SendError:
    """Turn an answer into one of our errors."""
    status, code = answer.status, _code_of(answer)
    if status == 429:
        scope = "pair" if code == "customer_rate" else "channel"
        return RateLimited("429", None, retry_after_s(answer.headers), scope=scope)
    if status in _NOT_TAKEN:
        return RetryableError(str(status), None, retry_after_s(answer.headers))
    if status in _OF_THE_MESSAGE and code is not None:
        error, safe_text = CODES.get(code, (PermanentError, ""))
        return error(f"{status}_{code}", safe_text or None)
    if status in _OF_THE_ACCOUNT:
        return AccountError(str(status))
    if status in (413, 415):
        return UnsupportedContent(str(status))
    if 400 <= status < 500:
        return PermanentError(str(status))
    return OutcomeUnknown(f"http_{status}")


def read_object(answer: PlatformAnswer) -> dict[str, Any]:
    """Read an answer as a JSON object; anything else counts as empty."""
    try:
        value = strict_json.loads(answer.body)
    except MalformedPayload:
        return {}
    return value if isinstance(value, dict) else {}


def _code_of(answer: PlatformAnswer) -> str | None:
    error = read_object(answer).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    # it comes into logs and metrics
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None
