"""The bodies we send, and what the answers tell."""

from __future__ import annotations

import json
from typing import Any

from connectors._meta.graph import read_failure, read_object
from connectors._meta.messaging.account import wire_id
from connectors.base import OutboundMessage, Sent
from connectors.errors import OutcomeUnknown, PermanentError, UnsupportedContent, WindowClosed
from connectors.http import PlatformAnswer
from connectors.ids import Identity, PlatformMessageId
from connectors.reading import text

STANDARD_S = 24 * 60 * 60
HUMAN_S = 7 * 24 * 60 * 60
HUMAN_AGENT = "HUMAN_AGENT"
"""The one tag there is: a person answers, later than a day. All others were removed and are refused."""


def text_body(
    message: OutboundMessage, identity: str, *, length: int, limit: int, unit: str, now_ms: int, human_agent: bool
) -> bytes:
    """
    Build the request for one text that is ``length`` of at most ``limit`` units long.

    Raises
    ------
    UnsupportedContent
        Empty, or longer than the platform takes.
    WindowClosed
        The customer wrote too long ago.
    PermanentError
        The customer has no id on this channel.
    """
    if not message.text.strip():
        raise UnsupportedContent("empty_text", "There is nothing to send.")
    if length > limit:
        raise UnsupportedContent("text_too_long", f"This channel takes at most {limit} {unit} in one message.")
    body: dict[str, Any] = {
        "recipient": recipient(message.customer, identity),
        **_reason(message, now_ms, human_agent=human_agent),
        "message": {"text": message.text, "metadata": message.tag},
    }
    quoted = wire_id(message.reply_to) if message.reply_to is not None else None
    if quoted is not None:
        body["reply_to"] = {"mid": quoted}
    return encode(body)


def action_body(customer: tuple[Identity, ...], identity: str, action: str) -> bytes:
    """Build the request that shows something of us (``typing_on``, ``mark_seen``); it goes apart from any message."""
    return encode({"recipient": recipient(customer, identity), "sender_action": action})


def read_sent(answer: PlatformAnswer, identity: str) -> Sent:
    """
    Read the answer to a text that was accepted.

    Raises
    ------
    OutcomeUnknown
        A success without the id of a message, whatever else it says.
    """
    said = read_object(answer)
    message_id = text(said, "message_id")
    if message_id is None:
        failure = read_failure(answer)
        raise OutcomeUnknown("no_message_id" if failure is None else f"error_in_success_{failure.label}")
    recipient_id = text(said, "recipient_id")
    learned = (Identity(identity, recipient_id),) if recipient_id is not None else ()
    return Sent(message_id=PlatformMessageId(message_id), learned=learned)


def recipient(customer: tuple[Identity, ...], identity: str) -> dict[str, str]:
    for known in customer:
        if known.kind == identity and known.value:
            return {"id": known.value}
    raise PermanentError("no_recipient", "The platform gave no way to write to this customer.")


def _reason(message: OutboundMessage, now_ms: int, *, human_agent: bool) -> dict[str, str]:
    """Tell the platform why we may write: as an answer, or after a day because a person does."""
    if message.last_inbound_ms is None or now_ms - message.last_inbound_ms < STANDARD_S * 1000:
        return {"messaging_type": "RESPONSE"}
    if message.automated:
        raise WindowClosed("window_closed", "After 24 hours only a person may write, not a machine.")
    if not human_agent:
        raise WindowClosed("window_closed", "More than 24 hours have passed since the customer last wrote.")
    if now_ms - message.last_inbound_ms >= HUMAN_S * 1000:
        raise WindowClosed("window_closed", "More than 7 days have passed since the customer last wrote.")
    return {"messaging_type": "MESSAGE_TAG", "tag": HUMAN_AGENT}


def encode(body: dict[str, Any]) -> bytes:
    # a lone surrogate cannot be UTF-8; as an escape it would be refused by the platform
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
