"""The bodies we send, and what the answers tell."""

from __future__ import annotations

import json
from typing import Any

from connectors.base import OutboundMessage, Sent
from connectors.errors import OutcomeUnknown, PermanentError, UnsupportedContent
from connectors.http import PlatformAnswer
from connectors.ids import Identity
from connectors.telegram.capabilities import TEXT_LIMIT
from connectors.telegram.errors import read_object
from connectors.telegram.ids import chat_of, message_id_of, number_in


def text_body(message: OutboundMessage) -> bytes:
    """
    Build the request for one text. Telegram has no place for our tag.

    Raises
    ------
    UnsupportedContent
        Empty, or longer than Telegram takes.
    PermanentError
        The customer has no chat with the bot.
    """
    if not message.text.strip():
        raise UnsupportedContent("empty_text", "There is nothing to send.")
    if len(message.text.encode("utf-16-le", "replace")) // 2 > TEXT_LIMIT:
        raise UnsupportedContent("text_too_long", f"Telegram takes at most {TEXT_LIMIT} characters in one message.")
    chat = need_chat(message.customer)
    body: dict[str, Any] = {
        "chat_id": int(chat),
        "text": message.text,
        "link_preview_options": {"is_disabled": True},
    }
    replied = number_in(message.reply_to, chat) if message.reply_to is not None else None
    if replied is not None:
        # the customer may have deleted it since, which is no reason not to answer
        body["reply_parameters"] = {"message_id": replied, "allow_sending_without_reply": True}
    return encode(body)


def typing_body(customer: tuple[Identity, ...]) -> bytes:
    return encode({"chat_id": int(need_chat(customer)), "action": "typing"})


def need_chat(customer: tuple[Identity, ...]) -> str:
    chat = chat_of(customer)
    if chat is None or not chat.removeprefix("-").isdecimal() or not chat.isascii():
        raise PermanentError("no_recipient", "Telegram gave no way to write to this customer.")
    return chat


def read_sent(answer: PlatformAnswer, chat: str) -> Sent:
    """
    Read the answer to a text that was accepted.

    Raises
    ------
    OutcomeUnknown
        A success without the number of a message, whatever else it says.
    """
    said = read_object(answer)
    result = said.get("result")
    number = result.get("message_id") if isinstance(result, dict) else None
    if said.get("ok") is not True or isinstance(number, bool) or not isinstance(number, int):
        code = said.get("error_code")
        raise OutcomeUnknown("no_message_id" if not isinstance(code, int) else f"error_in_success_{code}")
    return Sent(message_id=message_id_of(chat, number))


def encode(body: dict[str, Any]) -> bytes:
    # a lone surrogate cannot be UTF-8; as an escape it would be refused by the platform
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
