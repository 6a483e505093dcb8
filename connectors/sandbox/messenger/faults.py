"""Orders for faults: what shall go wrong next, how often, and for whom."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sandbox.courier import WEBHOOK_FAULTS
from connectors.sandbox.faults import ANSWER_FAULTS

REFUSED: Mapping[str, str] = {
    "rate_limit": "400, code 613: too many calls",
    "unavailable": "503, code 2: not taken, try later",
    "server_error": "500, code 1: not taken",
    "expired": "401, code 190: the token has expired",
    "window_closed": "400, code 10: outside of the window",
    "undeliverable": "400: this customer cannot be written to",
    "not_in_control": "400, code 10/2018300: another app holds the conversation",
    "ok_with_error": "200 with an error in it, not taken",
}
SEND_FAULTS: Mapping[str, str] = {
    **REFUSED,
    "redirect": "302 to somewhere else, not taken",
    "lost_request": "the connection breaks, not taken",
    "error_after_accept": "taken, then 500",
    "sent_anyway": "taken, then 400, code 1/1357046",
    "ok_without_id": "taken, 200 without the id of the message",
    **ANSWER_FAULTS,
    "status_first": "taken, echo, delivery and read come before the answer",
    "no_statuses": "taken, no echo, no delivery and no read ever",
}
FAULTS: Mapping[str, str] = {**SEND_FAULTS, **WEBHOOK_FAULTS}
