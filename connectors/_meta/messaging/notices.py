"""How far our messages got, who holds a conversation, and what else the platform tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connectors._meta.messaging.account import Happening
from connectors._meta.messaging.messages import (
    Events,
    read_edit,
    read_form,
    read_message,
    read_order,
    read_postback,
    read_reaction,
)
from connectors.events import AccountNotice, ControlChanged, Ignored, Rank, ReceiptReceived, WatermarkReceived
from connectors.ids import PlatformMessageId
from connectors.reading import Item, Unreadable, fingerprint, need_child, need_text, text, time_ms


def read_delivery(event: Happening) -> Events:
    """Read that messages of ours arrived: those that are named, and all up to the watermark."""
    return _progress(event, need_child(event.item, "delivery"), Rank.DELIVERED, "mids")


def read_read(event: Happening) -> Events:
    """Read that the customer saw messages of ours: up to a watermark (Messenger), or one by its id (Instagram)."""
    return _progress(event, need_child(event.item, "read"), Rank.READ, "mid")


def _progress(event: Happening, progress: Item, rank: Rank, ids_key: str) -> Events:
    word = rank.name.lower()
    customer = event.need_customer()
    if event.outgoing:
        what = f"echo_{word}"
        return [Ignored(key=event.key(word, fingerprint(event.item)), customer=customer, at_ms=event.at_ms, what=what)]
    events: Events = [
        ReceiptReceived(key=event.key("m", mid, word), customer=customer, at_ms=event.at_ms, rank=rank, message_id=mid)
        for mid in _ids(progress.get(ids_key))
    ]
    watermark = time_ms(progress, "watermark")
    if watermark is not None:
        key = event.key("w", event.customer_id, word, watermark)
        events.append(WatermarkReceived(key=key, customer=customer, at_ms=watermark, rank=rank))
    if not events:
        raise Unreadable(f"neither ids nor a watermark in {word}")
    return events


def _ids(value: object) -> list[PlatformMessageId]:
    members = value if isinstance(value, list) else [value]
    return [PlatformMessageId(member) for member in members if isinstance(member, str) and member]


def _control(action: str, owner_key: str) -> Callable[[Happening, str], Events]:
    def read(event: Happening, what: str) -> Events:
        moved = need_child(event.item, what)
        key = event.key(action, event.customer_id, event.at_ms, fingerprint(moved))
        app = text(moved, owner_key)
        return [ControlChanged(key=key, customer=event.need_customer(), at_ms=event.at_ms, action=action, app=app)]

    return read


def _ignored(event: Happening, what: str) -> Events:
    key = event.key(what, fingerprint(event.item))
    return [Ignored(key=key, customer=event.customer, at_ms=event.at_ms, what=what)]


def _linking(event: Happening, what: str) -> Events:
    status = need_text(need_child(event.item, what), "status")
    return _ignored(event, f"account_{status}"[:60])


def _optin(event: Happening, what: str) -> Events:
    kind = text(need_child(event.item, what), "type")
    return _ignored(event, f"optin_{kind}"[:60] if kind else "optin")


def _roles(event: Happening, what: str) -> Events:
    roles = need_child(event.item, what)
    said = "; ".join(f"app {app[:30]}: {', '.join(map(str, _listed(given)))}" for app, given in roles.items())
    key = event.key("app_roles", fingerprint(event.item))
    shown = f"The roles of apps have changed. {said}"[:500]
    return [AccountNotice(key=key, at_ms=event.at_ms, code="app_roles", text=shown)]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _policy(event: Happening, what: str) -> Events:
    """Read a word of the platform's police, under either spelling of its key."""
    policy = need_child(event.item, what)
    action = (text(policy, "action") or "unknown")[:60]
    notice = AccountNotice(
        key=event.key("policy", fingerprint(event.at_ms, policy)),
        at_ms=event.at_ms,
        code=f"policy_{action}",
        text=(text(policy, "reason") or "The platform gave no reason.")[:500],
        severe=action != "unblock",
    )
    return [notice]


READERS: Mapping[str, Callable[[Happening, str], Events]] = {
    "message": lambda event, _: read_message(event),
    "message_edit": lambda event, _: read_edit(event),
    "reaction": lambda event, _: read_reaction(event),
    "postback": lambda event, _: read_postback(event),
    "delivery": lambda event, _: read_delivery(event),
    "read": lambda event, _: read_read(event),
    "order": lambda event, _: read_order(event),
    "messaging_feedback": read_form,
    "messaging_customer_information": read_form,
    "pass_thread_control": _control("pass", "new_owner_app_id"),
    "take_thread_control": _control("take", "new_owner_app_id"),
    "request_thread_control": _control("request", "requested_owner_app_id"),
    "app_roles": _roles,
    "policy_enforcement": _policy,
    "policy-enforcement": _policy,
    "account_linking": _linking,
    "optin": _optin,
    **dict.fromkeys(
        ("referral", "response_feedback", "pass_thread_metadata", "game_play", "payment", "checkout_update"), _ignored
    ),
}
