"""In what the two platforms differ."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping

import msgspec

PAGE_ID = "100000000000003"
ACCOUNT_ID = "100000000000004"
APP_ID = "100000000000005"
INBOX_APP_ID = "26390203743090"

Refusal = tuple[int, int, str, int | None]
"""HTTP status, code, message and subcode."""

_SHARED: Mapping[str, Refusal] = {
    "rate_limit": (400, 613, "(#613) Calls to this api have exceeded the rate limit.", None),
    "unavailable": (503, 2, "Service temporarily unavailable", None),
    "server_error": (500, 1, "An unknown error occurred", None),
    "expired": (401, 190, "Error validating access token: Session has expired", 463),
    "not_in_control": (
        400,
        10,
        "(#10) Message failed to send because another app is controlling this thread now.",
        2018300,
    ),
    "ok_with_error": (200, 1, "An unknown error occurred", None),
    "error_after_accept": (500, 1, "An unknown error occurred", None),
    "sent_anyway": (400, 1, "An unknown error occurred", 1357046),
}


class Platform(msgspec.Struct, frozen=True, kw_only=True):
    """
    One of the two.

    ``longest`` measures a text in the platform's own unit, of which there may be ``text_limit``. Where reads name a
    message (``read_names``), nothing tells that one was delivered.
    """

    object: str
    text_limit: int
    longest: Callable[[str], int]
    new_message_id: Callable[[], str]
    read_names: bool
    edits: bool
    refusals: Mapping[str, Refusal]


def _messenger_id() -> str:
    return "m_" + secrets.token_urlsafe(64)


def _instagram_id() -> str:
    return base64.urlsafe_b64encode(b"ig_dm_message:" + secrets.token_bytes(48)).decode()


MESSENGER = Platform(
    object="page",
    text_limit=2000,
    longest=len,
    new_message_id=_messenger_id,
    read_names=False,
    edits=True,
    refusals={
        **_SHARED,
        "window_closed": (400, 10, "(#10) This message is sent outside of allowed window.", 2018278),
        "undeliverable": (400, 551, "(#551) This person isn't available right now.", 1545041),
    },
)
INSTAGRAM = Platform(
    object="instagram",
    text_limit=1000,
    longest=lambda text: len(text.encode()),
    new_message_id=_instagram_id,
    read_names=True,
    edits=False,
    refusals={
        **_SHARED,
        "window_closed": (400, 10, "(#10) This message is sent outside of allowed window.", 2534022),
        "undeliverable": (400, 100, "(#100) The requested user cannot be found.", 2534029),
    },
)
