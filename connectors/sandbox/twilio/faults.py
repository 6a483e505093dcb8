"""The faults that the local Twilio takes orders for."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sandbox.courier import WEBHOOK_FAULTS
from connectors.sandbox.faults import ANSWER_FAULTS

SEND_FAULTS: Mapping[str, str] = {
    "rate_limit": "429, code 20429: too many requests at once; with Retry-After",
    "queue_full": "429, code 21611: the queue of the number is full",
    "expired": "401, code 20003: the token is no longer right",
    "bad_number": "400, code 21211: not a number",
    "opted_out": "400, code 21610: the customer wrote STOP",
    "window_closed": "400, code 63016: more than 24 hours since the customer wrote",
    "server_error": "500, code 20500: not taken",
    "unavailable": "503 without a body, not taken",
    "redirect": "302 to somewhere else, not taken",
    "lost_request": "the connection breaks, not taken",
    "error_after_accept": "taken, then 500",
    "ok_with_error": "200 with an error in it, not taken",
    "ok_without_id": "taken, 201 without the id of the message",
    **ANSWER_FAULTS,
    "status_first": "taken, the callbacks come before the answer",
    "failed_status": "taken, then undelivered, code 30003",
    "no_statuses": "taken, no callback ever",
}
FAULTS: Mapping[str, str] = {
    **SEND_FAULTS,
    **{kind: said for kind, said in WEBHOOK_FAULTS.items() if kind != "batch"},
}

# HTTP status, code, words
REFUSALS: Mapping[str, tuple[int, int, str]] = {
    "rate_limit": (429, 20429, "Too Many Requests"),
    "queue_full": (429, 21611, "This 'From' number has exceeded the maximum number of queued messages"),
    "expired": (401, 20003, "Authenticate"),
    "bad_number": (400, 21211, "The 'To' number is not a valid phone number."),
    "opted_out": (400, 21610, "Attempt to send to unsubscribed recipient"),
    "window_closed": (400, 63016, "Failed to send freeform message because you are outside the allowed window."),
    "server_error": (500, 20500, "Internal Server Error"),
    "error_after_accept": (500, 20500, "Internal Server Error"),
    "ok_with_error": (200, 20500, "Internal Server Error"),
}
