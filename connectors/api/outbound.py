"""The body of a message to the brand's system, and what its answer tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from connectors.api.errors import read_object
from connectors.api.fields import MOST_ID, SCHEMA_VERSION, identities
from connectors.base import OutboundMessage, Sent
from connectors.capabilities import Capabilities
from connectors.errors import OutcomeUnknown, PermanentError, UnsupportedContent
from connectors.http import PlatformAnswer
from connectors.ids import ChannelId, PlatformMessageId

MESSAGE_SEND = "message.send"

_LENGTHS: Mapping[str, Callable[[str], int]] = {
    "characters": len,
    "bytes": lambda text: len(text.encode("utf-8", "replace")),
    "utf16": lambda text: len(text.encode("utf-16-le", "replace")) // 2,
}


def message_body(channel: ChannelId, message: OutboundMessage, limits: Capabilities) -> bytes:
    """
    Build the call for one text: the same bytes for every attempt at it.

    Raises
    ------
    UnsupportedContent
        Empty, or longer than the brand's system takes.
    PermanentError
        The customer has no identity.
    """
    if not message.text.strip():
        raise UnsupportedContent("empty_text", "There is nothing to send.")
    if _LENGTHS[limits.text_unit](message.text) > limits.text_limit:
        raise UnsupportedContent("text_too_long", f"At most {limits.text_limit} {limits.text_unit} fit in a message.")
    if not message.customer:
        raise PermanentError("no_recipient", "There is no way to name this customer to the brand's system.")
    body = {
        "version": SCHEMA_VERSION,
        "type": MESSAGE_SEND,
        "channel": channel,
        "tag": message.tag,
        "customer": [{"kind": identity.kind, "value": identity.value} for identity in message.customer],
        "text": message.text,
        "reply_to": message.reply_to,
        "automated": message.automated,
    }
    # a lone surrogate cannot be UTF-8
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def read_sent(answer: PlatformAnswer) -> Sent:
    """
    Read the answer to a message that was taken, now or before.

    Raises
    ------
    OutcomeUnknown
        It names no message.
    """
    said = read_object(answer)
    message_id = said.get("message_id")
    if not isinstance(message_id, str) or not 0 < len(message_id) <= MOST_ID:
        raise OutcomeUnknown("no_message_id")
    return Sent(message_id=PlatformMessageId(message_id), learned=identities(said.get("customer")) or ())
