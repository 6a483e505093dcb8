"""The faults that the local Telegram takes orders for."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sandbox.courier import WEBHOOK_FAULTS
from connectors.sandbox.faults import ANSWER_FAULTS

SEND_FAULTS: Mapping[str, str] = {
    "rate_limit": "429, with the seconds to wait",
    "revoked": "401: the token is no longer right",
    "blocked": "403: the customer has blocked the bot",
    "deactivated": "403: the customer's account is gone",
    "chat_not_found": "400: there is no such chat",
    "server_error": "500, not taken",
    "bad_gateway": "502, not in JSON, not taken",
    "redirect": "302 to somewhere else, not taken",
    "lost_request": "the connection breaks, not taken",
    "error_after_accept": "taken, then 500",
    "ok_with_error": "200 with an error in it, not taken",
    "ok_without_id": "taken, 200 without the number of the message",
    **ANSWER_FAULTS,
}
FAULTS: Mapping[str, str] = {
    **SEND_FAULTS,
    **{kind: said for kind, said in WEBHOOK_FAULTS.items() if kind != "batch"},
}

# HTTP status and words
REFUSALS: Mapping[str, tuple[int, str]] = {
    "rate_limit": (429, "Too Many Requests: retry after 5"),
    "revoked": (401, "Unauthorized"),
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "chat_not_found": (400, "Bad Request: chat not found"),
    "server_error": (500, "Internal Server Error: restart"),
    "error_after_accept": (500, "Internal Server Error: restart"),
    "ok_with_error": (200, "Internal Server Error: restart"),
}
