"""Ids, webhook bodies and error bodies in the form the Cloud API gives them."""

from __future__ import annotations

import base64
import secrets

from connectors.sandbox.meta import Body, graph_error


def new_message_id(wa_id: str) -> str:
    """Make an id as WhatsApp makes them: the phone number is in it, readable for anybody who decodes it."""
    number = wa_id.encode()
    payload = b"\x1c\x18" + bytes([len(number)]) + number + b"\x15\x02\x00\x12\x18\x14"
    payload += secrets.token_hex(10).upper().encode() + b"\x00"
    return "wamid." + base64.b64encode(payload).decode()


def error(code: int, message: str, details: str | None = None, *, subcode: int | None = None) -> Body:
    """Build the body of a refusal."""
    data = {"messaging_product": "whatsapp", "details": details} if details is not None else None
    return graph_error(code, message, subcode, data)


def status(
    message_id: str,
    word: str,
    at_s: int,
    *,
    wa_id: str | None,
    user_id: str | None,
    tag: str | None,
    failure: tuple[int, str] | None = None,
) -> Body:
    """Build one member of ``statuses``."""
    body: Body = {"id": message_id, "status": word, "timestamp": str(at_s)}
    if wa_id is not None:
        body["recipient_id"] = wa_id
    if user_id is not None and failure is None:
        body["recipient_user_id"] = user_id
    if tag is not None:
        body["biz_opaque_callback_data"] = tag
    if word in ("sent", "delivered"):
        body["pricing"] = {
            "billable": False,
            "pricing_model": "PMP",
            "type": "free_customer_service",
            "category": "service",
        }
    if failure is not None:
        code, title = failure
        body["errors"] = [{"code": code, "title": title, "message": title, "error_data": {"details": title}}]
    return body
