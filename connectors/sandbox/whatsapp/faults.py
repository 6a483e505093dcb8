"""Orders for faults: what shall go wrong next, how often, and for whom."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sandbox.courier import WEBHOOK_FAULTS
from connectors.sandbox.faults import ANSWER_FAULTS

SEND_FAULTS: Mapping[str, str] = {
    "rate_limit": "429, code 130429: too many messages from this number",
    "pair_limit": "400, code 131056: too many messages to this customer",
    "unavailable": "503, code 2: not taken, try later",
    "server_error": "500, code 131000: not taken",
    "expired": "401, code 190: the token has expired",
    "window_closed": "400, code 131047: more than 24 hours since the customer wrote",
    "undeliverable": "400, code 131026: this customer cannot receive it",
    "redirect": "302 to somewhere else, not taken",
    "lost_request": "the connection breaks, not taken",
    "error_after_accept": "taken, then 500",
    "ok_with_error": "200 with an error in it, not taken",
    "ok_without_id": "taken, 200 without the id of the message",
    **ANSWER_FAULTS,
    "status_first": "taken, the statuses come before the answer",
    "failed_status": "taken, then a failed status, code 131047",
    "no_statuses": "taken, no status ever",
}
FAULTS: Mapping[str, str] = {**SEND_FAULTS, **WEBHOOK_FAULTS}
