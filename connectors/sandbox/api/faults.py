"""The faults that the local brand's system takes orders for."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sandbox.courier import WEBHOOK_FAULTS
from connectors.sandbox.faults import ANSWER_FAULTS

SEND_FAULTS: Mapping[str, str] = {
    "rate_limit": "429, with the seconds to wait",
    "customer_rate": "429 for this customer alone",
    "unavailable": "503, with the seconds to wait, not taken",
    "revoked": "401: the secret is no longer right",
    "gone": "410: nothing is taken here any more",
    "window_closed": "422: too late for an answer",
    "opted_out": "403: the customer wants no messages",
    "not_in_control": "422: somebody else is writing",
    "unsupported": "422: this cannot be carried",
    "unknown_customer": "404: nobody of this name",
    "bad_request": "400, without a reason",
    "server_error": "500, not taken",
    "bad_gateway": "502, not in JSON, not taken",
    "redirect": "302 to somewhere else, not taken",
    "lost_request": "the connection breaks, not taken",
    "error_after_accept": "taken, then 500",
    "ok_without_id": "taken, 200 without the id of the message",
    **ANSWER_FAULTS,
}
FAULTS: Mapping[str, str] = {**SEND_FAULTS, **WEBHOOK_FAULTS}

# HTTP status and code of what is not taken
REFUSALS: Mapping[str, tuple[int, str | None]] = {
    "rate_limit": (429, None),
    "customer_rate": (429, "customer_rate"),
    "unavailable": (503, None),
    "revoked": (401, None),
    "gone": (410, None),
    "window_closed": (422, "window_closed"),
    "opted_out": (403, "opted_out"),
    "not_in_control": (422, "not_in_control"),
    "unsupported": (422, "unsupported"),
    "unknown_customer": (404, "unknown_customer"),
    "bad_request": (400, None),
    "server_error": (500, None),
}
