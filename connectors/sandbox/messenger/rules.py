"""What the Send API refuses, in its own words."""

from __future__ import annotations

from typing import Any

from connectors.sandbox.messenger.platform import Platform, Refusal
from connectors.sandbox.meta import Body, graph_error

METADATA_LIMIT = 1000
QUICK_REPLIES = 13
TITLE_LIMIT = 20
PAYLOAD_LIMIT = 1000

_RECIPIENTS = ("id", "user_ref", "comment_id", "post_id")
_ACTIONS = ("typing_on", "typing_off", "mark_seen")
_ATTACHMENTS = ("image", "video", "audio", "file", "template")
_REQUEST_KEYS = {"recipient", "message", "messaging_type", "tag", "reply_to", "notification_type", "sender_action"}
_MESSAGE_KEYS = {"text", "attachment", "quick_replies", "metadata"}


class Refused(Exception):
    """The call breaks a rule of the API."""

    def __init__(self, http: int, code: int, message: str, subcode: int | None = None) -> None:
        super().__init__(message)
        self.http = http
        self.body = graph_error(code, message, subcode)


def refuse(refusal: Refusal) -> Refused:
    http, code, message, subcode = refusal
    return Refused(http, code, message, subcode)


def recipient_of(body: Body) -> str | None:
    """Return the id of the person; ``None`` for those the sandbox does not know otherwise than by id."""
    unknown = set(body) - _REQUEST_KEYS
    if unknown:
        raise _bad(f'Invalid keys "{", ".join(sorted(unknown))}" were found in param')
    recipient = body.get("recipient")
    named = [key for key in _RECIPIENTS if isinstance(recipient, dict) and key in recipient]
    if not isinstance(recipient, dict) or len(named) != 1 or len(recipient) != 1:
        raise _bad("Param recipient must name one recipient")
    value = recipient[named[0]]
    if not isinstance(value, str) or not value:
        raise _bad(f"Param recipient[{named[0]}] must be a string")
    return value if named[0] == "id" else None


def check_action(body: Body) -> str:
    """Return the sender action, which stands alone."""
    action = body.get("sender_action")
    if action not in _ACTIONS:
        raise _bad(f"Param sender_action must be one of {{{', '.join(_ACTIONS)}}}")
    if set(body) != {"recipient", "sender_action"}:
        raise _bad("Param sender_action cannot be sent with a message")
    return str(action)


def check_type(body: Body, *, human_agent: bool) -> bool:
    """Return whether the message comes late and by a person's hand."""
    kind, tag = body.get("messaging_type"), body.get("tag")
    if kind not in ("RESPONSE", "UPDATE", "MESSAGE_TAG"):
        raise _bad("Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}")
    if kind != "MESSAGE_TAG":
        if tag is not None:
            raise _bad("Param tag needs messaging_type MESSAGE_TAG")
        return False
    if tag != "HUMAN_AGENT":
        raise _bad("Invalid tag")
    if not human_agent:
        raise _bad("This app is not approved for the Human Agent feature")
    return True


def check_message(body: Body, platform: Platform) -> str:
    """Return what the bubble shows."""
    message = body.get("message")
    if not isinstance(message, dict) or set(message) - _MESSAGE_KEYS:
        raise _bad("Param message must be an object with text or attachment")
    metadata = message.get("metadata", "")
    if not isinstance(metadata, str) or len(metadata) > METADATA_LIMIT:
        raise _bad(f"Length of param message[metadata] must be less than or equal to {METADATA_LIMIT}")
    _check_quick_replies(message.get("quick_replies", []))
    if ("text" in message) == ("attachment" in message):
        raise _bad("Param message must have text or attachment, and not both")
    return _text(message["text"], platform) if "text" in message else _attachment(message["attachment"])


def _text(text: object, platform: Platform) -> str:
    if not isinstance(text, str) or not text.strip():
        raise _bad("Param message[text] must be a non-empty UTF-8 string")
    if platform.longest(text) > platform.text_limit:
        raise _bad(f"Length of param message[text] must be less than or equal to {platform.text_limit}")
    return text


def _attachment(attachment: object) -> str:
    kind = attachment.get("type") if isinstance(attachment, dict) else None
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    if kind not in _ATTACHMENTS or not isinstance(payload, dict):
        raise _bad("Param message[attachment] must have a type and a payload")
    sources = [key for key in ("url", "attachment_id") if isinstance(payload.get(key), str)]
    if kind != "template" and len(sources) != 1:
        raise _bad("Param message[attachment][payload] must have url or attachment_id")
    return f"[{kind}]"


def _check_quick_replies(replies: Any) -> None:
    if not isinstance(replies, list) or len(replies) > QUICK_REPLIES:
        raise _bad(f"Param message[quick_replies] must have at most {QUICK_REPLIES} elements")
    for reply in replies:
        if not isinstance(reply, dict) or not isinstance(reply.get("content_type"), str):
            raise _bad("Param message[quick_replies] must have a content_type each")
        title, payload = reply.get("title", ""), reply.get("payload", "")
        if not isinstance(title, str) or len(title) > TITLE_LIMIT:
            raise _bad(f"Length of param title must be less than or equal to {TITLE_LIMIT}")
        if not isinstance(payload, str) or len(payload) > PAYLOAD_LIMIT:
            raise _bad(f"Length of param payload must be less than or equal to {PAYLOAD_LIMIT}")


def quoted(body: Body) -> str | None:
    """Return the id of the message that is answered."""
    reply_to = body.get("reply_to")
    if reply_to is None:
        return None
    mid = reply_to.get("mid") if isinstance(reply_to, dict) else None
    if not isinstance(mid, str):
        raise _bad("Param reply_to[mid] must be a string")
    return mid


def unknown_message() -> Refused:
    return _bad("Param reply_to[mid] does not name a message of this conversation")


def _bad(message: str) -> Refused:
    return Refused(400, 100, f"(#100) {message}")
