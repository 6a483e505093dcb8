"""Updates that wait at Telegram: fetching them, and what it says of its attempts to deliver them."""

from __future__ import annotations

from connectors import strict_json
from connectors.base import Missed
from connectors.errors import MalformedPayload, RetryableError
from connectors.events import AccountNotice, InboundEvent
from connectors.http import PlatformAnswer
from connectors.telegram.errors import read_object
from connectors.telegram.inbound import KINDS, read_update
from connectors.telegram.outbound import encode

# so few that an answer of the longest texts stays below what is read of one
MOST = 25


def updates_body(cursor: str | None) -> bytes:
    """Build the request for what comes from ``cursor`` on; all before has arrived, and Telegram drops it."""
    offset = int(cursor) if cursor and cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else 0
    return encode({"offset": offset, "limit": MOST, "timeout": 0, "allowed_updates": list(KINDS)})


def read_updates(answer: PlatformAnswer, cursor: str | None) -> Missed:
    """
    Read the updates that wait.

    Raises
    ------
    RetryableError
        No list of updates by our rules; they stay where they are.
    """
    try:
        said = strict_json.loads(answer.body)
    except MalformedPayload as malformed:
        raise RetryableError("unreadable_updates", "Telegram did not list its updates.") from malformed
    updates = said.get("result") if isinstance(said, dict) else None
    if not isinstance(updates, list) or not all(isinstance(update, dict) for update in updates):
        raise RetryableError("unreadable_updates", "Telegram did not list its updates.")
    events = tuple(event for update in updates for event in read_update(update))
    numbers = [number for update in updates if isinstance(number := update.get("update_id"), int)]
    following = str(max(numbers) + 1) if numbers else cursor or "0"
    return Missed(events=events, cursor=following, more=len(updates) >= MOST)


def read_webhook_info(answer: PlatformAnswer, ours: str | None) -> tuple[InboundEvent, ...] | None:
    """Tell of troubles with the webhook that is set, mostly of none; ``None`` when there is no webhook."""
    info = read_object(answer).get("result")
    if not isinstance(info, dict):
        raise RetryableError("no_webhook_info", "Telegram did not tell of its webhook.")
    url, waiting, failed_s = info.get("url"), info.get("pending_update_count"), info.get("last_error_date")
    if not isinstance(url, str) or not url:
        return None
    if ours is not None and url != ours:
        text = "The bot's updates go to another address; another system has taken the bot."
        return (AccountNotice(key=f"a:foreign_webhook:{url[:100]}", code="foreign_webhook", text=text, severe=True),)
    if not isinstance(waiting, int) or not isinstance(failed_s, int) or waiting < 1:
        return ()
    text = f"Telegram could not deliver; {waiting} updates wait there. It tries again for a day."
    return (AccountNotice(key=f"a:undelivered:{failed_s}", code="undelivered", text=text, severe=True),)
