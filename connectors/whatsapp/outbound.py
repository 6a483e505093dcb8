"""The bodies we send, and what the answers tell."""

from __future__ import annotations

import json
from typing import Any

from connectors._meta.graph import read_failure, read_object
from connectors.base import OutboundMessage, Sent
from connectors.errors import OutcomeUnknown, PermanentError, UnsupportedContent
from connectors.http import PlatformAnswer
from connectors.ids import Identity, PlatformMessageId
from connectors.reading import children, text
from connectors.whatsapp.capabilities import TEXT_LIMIT
from connectors.whatsapp.people import BSUID, PARENT_BSUID, WA_ID


def text_body(message: OutboundMessage) -> bytes:
    """
    Build the request for one text.

    Raises
    ------
    UnsupportedContent
        Empty, or longer than WhatsApp takes.
    PermanentError
        The customer has no identity that WhatsApp can be asked to write to.
    """
    if not message.text.strip():
        raise UnsupportedContent("empty_text", "There is nothing to send.")
    if len(message.text) > TEXT_LIMIT:
        raise UnsupportedContent("text_too_long", f"WhatsApp takes at most {TEXT_LIMIT} characters in one message.")
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(message.customer),
        "type": "text",
        "text": {"body": message.text, "preview_url": False},
        "biz_opaque_callback_data": message.tag,
    }
    if message.reply_to is not None:
        body["context"] = {"message_id": message.reply_to}
    return _encode(body)


def read_body(message_id: PlatformMessageId, *, typing: bool) -> bytes:
    """Build the request that marks a message as read and, with ``typing``, shows that somebody writes."""
    body: dict[str, Any] = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
    if typing:
        body["typing_indicator"] = {"type": "text"}
    return _encode(body)


def read_sent(answer: PlatformAnswer) -> Sent:
    """
    Read the answer to a text that was accepted.

    Raises
    ------
    OutcomeUnknown
        A success without the id of a message, whatever else it says.
    """
    said = read_object(answer)
    messages = children(said, "messages")
    message_id = text(messages[0], "id") if messages else None
    if message_id is None:
        failure = read_failure(answer)
        raise OutcomeUnknown("no_message_id" if failure is None else f"error_in_success_{failure.label}")
    learned: list[Identity] = []
    for contact in children(said, "contacts")[:1]:
        named = ((BSUID, "user_id"), (PARENT_BSUID, "parent_user_id"), (WA_ID, "wa_id"))
        learned = [Identity(kind, value) for kind, key in named if (value := text(contact, key))]
    return Sent(message_id=PlatformMessageId(message_id), learned=tuple(learned))


def _recipient(customer: tuple[Identity, ...]) -> dict[str, str]:
    # the number as the platform spelled it; a business-scoped id only where no number is known
    for kind, key in ((WA_ID, "to"), (BSUID, "recipient"), (PARENT_BSUID, "recipient")):
        for identity in customer:
            if identity.kind == kind and identity.value:
                return {key: identity.value}
    raise PermanentError("no_recipient", "WhatsApp gave no way to write to this customer.")


def _encode(body: dict[str, Any]) -> bytes:
    # a lone surrogate cannot be UTF-8; as an escape it would be refused by the platform
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
