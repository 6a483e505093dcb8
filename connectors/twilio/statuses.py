"""Status callbacks: how far a message of ours got."""

from __future__ import annotations

from connectors.events import Ignored, InboundEvent, OptOutChanged, Rank, ReceiptReceived
from connectors.ids import Identity, PlatformMessageId
from connectors.twilio.contents import Fields
from connectors.twilio.errors import OPTED_OUT

TAG_PARAMETER = "tag"

RANKS = {
    "queued": Rank.QUEUED,
    "scheduled": Rank.QUEUED,
    "accepted": Rank.ACCEPTED,
    "sending": Rank.ACCEPTED,
    "sent": Rank.SENT,
    "partially_delivered": Rank.SENT,
    "delivered": Rank.DELIVERED,
    "read": Rank.READ,
    "failed": Rank.FAILED,
    "undelivered": Rank.FAILED,
    "canceled": Rank.FAILED,
}
INBOUND_WORDS = frozenset({"", "received", "receiving"})


def word_of(fields: Fields) -> str:
    return (fields.get("MessageStatus") or fields.get("SmsStatus") or "").strip().lower()


def read_status(
    fields: Fields, message_id: PlatformMessageId, customer: tuple[Identity, ...], tag: str | None
) -> list[InboundEvent]:
    """Read one callback. ``tag`` is ours, out of the address that Twilio was given with the message."""
    word = word_of(fields)
    rank = RANKS.get(word)
    code = (fields.get("ErrorCode") or "").strip()
    key = f"s:{message_id}:{word[:20]}:{code[:10]}"
    if rank is None:
        return [Ignored(key=key, customer=customer, what=f"status_{word}"[:60])]
    failed = rank is Rank.FAILED
    events: list[InboundEvent] = [
        ReceiptReceived(
            key=key,
            customer=customer,
            rank=rank,
            message_id=message_id,
            tag=tag or None,
            error_code=(code or word) if failed else None,
            error_text=(fields.get("ChannelStatusMessage") or fields.get("ErrorMessage") or None) if failed else None,
        )
    ]
    if code == str(OPTED_OUT) and customer:
        events.append(OptOutChanged(key=f"o:{message_id}", customer=customer, opted_out=True))
    return events
