"""What each error code of Twilio means for a text we send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from connectors.errors import (
    AccountError,
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


class Meaning(msgspec.Struct, frozen=True):
    """A class of ours, a sentence for experts (``None``: the class's own), and a wait when Twilio names none."""

    error: type[SendError]
    safe_text: str | None = None
    wait_s: float | None = None
    scope: str = "channel"


OPTED_OUT = 21610

_RATE: Mapping[int, Meaning] = {
    20429: Meaning(RateLimited),
    14107: Meaning(RateLimited, "Too many messages to this customer in a short time.", 30.0, "pair"),
    21611: Meaning(RateLimited, "Too many messages of this number wait to be sent.", 60.0),
    30001: Meaning(RateLimited, "Too many messages of this number wait to be sent.", 60.0),
    30022: Meaning(RateLimited, "The carrier's limit for this number is reached.", 60.0),
    60728: Meaning(RateLimited, "The limit for this hour is reached.", 3600.0),
    63017: Meaning(RateLimited),
    63018: Meaning(RateLimited),
    63038: Meaning(RateLimited, "The account's limit for today is reached.", 3600.0),
}
_REFUSED: Mapping[int, Meaning] = {
    OPTED_OUT: Meaning(OptedOut),
    63016: Meaning(WindowClosed, "More than 24 hours have passed since the customer last wrote."),
    21211: Meaning(PermanentError, "This is not a number that can be written to."),
    21214: Meaning(PermanentError, "This number cannot be reached."),
    21217: Meaning(PermanentError, "This is not a number that can be written to."),
    21265: Meaning(PermanentError, "A short code cannot be written to."),
    21408: Meaning(PermanentError, "The account may not send to this country."),
    21604: Meaning(PermanentError, "There is nobody to write to."),
    21608: Meaning(PermanentError, "A trial account may only write to verified numbers."),
    21612: Meaning(PermanentError, "There is no way from this sender to that number."),
    21614: Meaning(PermanentError, "This number cannot receive text messages."),
    30003: Meaning(PermanentError, "The phone is off or cannot be reached."),
    30004: Meaning(PermanentError, "The customer's carrier blocks the message."),
    30005: Meaning(PermanentError, "This number is not in use."),
    30006: Meaning(PermanentError, "This number is a landline, or its carrier cannot be reached."),
    30007: Meaning(PermanentError, "The carrier filtered this text; the same text will be filtered again."),
    63003: Meaning(PermanentError, "This customer cannot be found on WhatsApp."),
    63015: Meaning(PermanentError, "The test number may only write to people who joined it."),
    63024: Meaning(PermanentError, "This customer cannot receive the message on WhatsApp."),
    63032: Meaning(PermanentError, "WhatsApp does not deliver this kind of message to this customer now."),
    63033: Meaning(PermanentError, "The customer has blocked this number."),
    63049: Meaning(PermanentError, "WhatsApp held this message back to limit marketing."),
}
_CONTENT: Mapping[int, Meaning] = {
    21602: Meaning(UnsupportedContent, "There is nothing to send."),
    21605: Meaning(UnsupportedContent, "The text is too long."),
    21617: Meaning(UnsupportedContent, "The text is too long."),
    21619: Meaning(UnsupportedContent, "There is nothing to send."),
    21620: Meaning(UnsupportedContent, "The file cannot be fetched."),
    21623: Meaning(UnsupportedContent, "There are too many files."),
    63005: Meaning(UnsupportedContent),
    63021: Meaning(UnsupportedContent),
}
_ACCOUNT = (
    10001,
    20002,
    20003,
    20005,
    20008,
    20403,
    20404,
    21210,
    21212,
    21603,
    21606,
    21609,
    21659,
    21660,
    21661,
    21701,
    21702,
    21703,
    21704,
    30002,
    30034,
    63007,
    63020,
    63025,
)

MEANINGS: Mapping[int, Meaning] = {
    **{code: Meaning(AccountError) for code in _ACCOUNT},
    **_RATE,
    **_REFUSED,
    **_CONTENT,
}


def error_for(answer: PlatformAnswer) -> SendError:
    """
    Turn an answer that is not a success into one of our errors.

    The code decides where we know it; but of its own failures (5xx) Twilio does not say what came of the message.
    """
    code = code_of(read_object(answer), "code")
    meaning = MEANINGS.get(code) if code is not None else None
    wait = retry_after_s(answer.headers)
    if answer.status >= 500 and (meaning is None or meaning.error is not RateLimited):
        return OutcomeUnknown(_label(code, answer))
    return to_error(_label(code, answer), meaning or _by_status(answer.status), wait)


def to_error(label: str, meaning: Meaning, wait_s: float | None = None) -> SendError:
    wait = meaning.wait_s if wait_s is None else wait_s
    if issubclass(meaning.error, RateLimited):
        return meaning.error(label, meaning.safe_text, wait, scope=meaning.scope)
    if issubclass(meaning.error, RetryableError):
        return meaning.error(label, meaning.safe_text, wait)
    return meaning.error(label, meaning.safe_text)


def read_object(answer: PlatformAnswer) -> dict[str, Any]:
    """Read an answer as a JSON object; anything else counts as empty."""
    try:
        value = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def code_of(said: dict[str, Any], key: str) -> int | None:
    code = said.get(key)
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _label(code: int | None, answer: PlatformAnswer) -> str:
    return f"http_{answer.status}" if code is None else str(code)


def _by_status(status: int) -> Meaning:
    if status == 429:
        return Meaning(RateLimited)
    if status in (401, 403, 404, 405, 407):
        return Meaning(AccountError)
    if 400 <= status < 500 and status != 408:
        return Meaning(PermanentError)
    return Meaning(OutcomeUnknown)
