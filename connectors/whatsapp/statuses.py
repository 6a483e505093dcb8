"""One member of ``statuses``: how far a message of ours got."""

from __future__ import annotations

from connectors.events import Ignored, InboundEvent, Rank, ReceiptReceived
from connectors.ids import Identity, PlatformMessageId
from connectors.reading import Item, at_ms, child, children, need_text, text
from connectors.whatsapp.people import identities

RANKS = {
    "sent": Rank.SENT,
    "delivered": Rank.DELIVERED,
    "read": Rank.READ,
    "played": Rank.PLAYED,
    "failed": Rank.FAILED,
}


def read_status(status: Item, value: Item) -> list[InboundEvent]:
    """
    Read one status.

    Raises
    ------
    Unreadable
        It lacks the id of the message or the status itself.
    """
    message_id = PlatformMessageId(need_text(status, "id"))
    word = need_text(status, "status")
    rank = RANKS.get(word)
    group = text(status, "recipient_type") == "group"
    participant = text(status, "recipient_participant_id") or text(status, "participant_recipient_id")
    customer = identities(None, None, participant) if group else _recipient(status, value)
    error = (children(status, "errors") or [{}])[0]
    code = text(error, "code") if rank is Rank.FAILED else None
    key = f"s:{message_id}:{word[:20]}:{code or ''}"
    if group:
        key = f"{key}:{participant or ''}"
    if rank is None:
        return [Ignored(key=key, customer=customer, at_ms=at_ms(status), what=f"status_{word}"[:60])]
    receipt = ReceiptReceived(
        key=key,
        customer=customer,
        at_ms=at_ms(status),
        rank=rank,
        message_id=message_id,
        tag=text(status, "biz_opaque_callback_data"),
        error_code=(code or "unknown") if rank is Rank.FAILED else None,
        error_text=_error_text(error) if rank is Rank.FAILED else None,
    )
    return [receipt]


def _recipient(status: Item, value: Item) -> tuple[Identity, ...]:
    wa_id, bsuid = text(status, "recipient_id"), text(status, "recipient_user_id")
    parent = text(status, "recipient_parent_user_id") or text(status, "parent_recipient_user_id")
    for contact in children(value, "contacts"):
        contact_wa_id, contact_bsuid = text(contact, "wa_id"), text(contact, "user_id")
        if (wa_id and contact_wa_id == wa_id) or (bsuid and contact_bsuid == bsuid):
            wa_id, bsuid = wa_id or contact_wa_id, bsuid or contact_bsuid
            parent = parent or text(contact, "parent_user_id")
    return identities(bsuid, parent, wa_id)


def _error_text(error: Item) -> str | None:
    return text(child(error, "error_data"), "details") or text(error, "message") or text(error, "title")
