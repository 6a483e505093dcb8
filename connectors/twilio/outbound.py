"""The form that sends a text, and what the answer tells."""

from __future__ import annotations

from urllib.parse import urlencode

from connectors.base import OutboundMessage, Sent
from connectors.errors import OutcomeUnknown, PermanentError, UnsupportedContent
from connectors.http import PlatformAnswer
from connectors.ids import PlatformMessageId
from connectors.twilio.addresses import PHONE, identity_of, join, recipient, split
from connectors.twilio.capabilities import TEXT_LIMIT
from connectors.twilio.config import TwilioSettings
from connectors.twilio.errors import MEANINGS, Meaning, code_of, read_object, to_error
from connectors.twilio.statuses import TAG_PARAMETER

# by itself Twilio repeats a callback only when it cannot connect; it neither sends nor signs the fragment
RETRY_ORDER = "rc=3&rp=all"

_OVER_BEFORE_IT_BEGAN = frozenset({"failed", "undelivered", "canceled"})


def callback_url(url: str, tag: str) -> str:
    """Write the address for the receipts of one message; the signature covers the tag."""
    return f"{url}?{urlencode({TAG_PARAMETER: tag})}#{RETRY_ORDER}"


def message_form(message: OutboundMessage, settings: TwilioSettings, callbacks: str | None) -> bytes:
    """
    Build the request for one text; ``callbacks`` is the public address of the channel's webhooks.

    Raises
    ------
    UnsupportedContent
        Empty, or longer than Twilio takes.
    PermanentError
        The customer has no address that can be written to from here.
    """
    if not message.text.strip():
        raise UnsupportedContent("empty_text", "There is nothing to send.")
    if len(message.text.encode("utf-16-le", "replace")) // 2 > TEXT_LIMIT:
        raise UnsupportedContent("text_too_long", f"Twilio takes at most {TEXT_LIMIT} characters in one message.")
    to = recipient(message.customer, settings.address)
    if to is None:
        raise PermanentError("no_recipient", "There is no number of this customer that could be answered.")
    pairs = [("To", to)]
    if settings.sender:
        pairs.append(("From", join(settings.address, settings.sender)))
    if settings.messaging_service_sid:
        pairs.append(("MessagingServiceSid", settings.messaging_service_sid))
    pairs.append(("Body", message.text))
    if callbacks is not None:
        pairs.append(("StatusCallback", callback_url(callbacks, message.tag)))
    return urlencode(pairs, encoding="utf-8", errors="replace").encode("ascii")


def read_sent(answer: PlatformAnswer) -> Sent:
    """
    Read the answer to a text that was accepted.

    Raises
    ------
    OutcomeUnknown
        A success without the id of a message, whatever else it says.
    SendError
        The message was made and had failed already.
    """
    said = read_object(answer)
    sid, status, code = said.get("sid"), said.get("status"), code_of(said, "error_code")
    if not isinstance(sid, str) or not sid:
        code = code_of(said, "code") if code is None else code
        raise OutcomeUnknown("no_message_id" if code is None else f"error_in_success_{code}")
    if status in _OVER_BEFORE_IT_BEGAN and code is not None:
        raise to_error(str(code), MEANINGS.get(code, Meaning(PermanentError)))
    to = said.get("to")
    reached = identity_of(split(to)[1]) if isinstance(to, str) else None
    learned = (reached,) if reached is not None and reached.kind == PHONE else ()
    return Sent(message_id=PlatformMessageId(sid), learned=learned)
