"""Webhook fields about the number and its account, as notices for the brand's people."""

from __future__ import annotations

import re

from connectors.events import AccountNotice, InboundEvent
from connectors.reading import Item, at_ms, child, fingerprint, text
from connectors.whatsapp.errors import stops_account

NOTICE_FIELDS = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_update",
        "business_capability_update",
        "business_status_update",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "template_category_update",
    }
)

# one list for all fields: what of a notice people need, and none of it about a customer
_SHOWN = (
    "event",
    "decision",
    "alert_type",
    "alert_severity",
    "alert_status",
    "alert_description",
    "violation_type",
    "ban_state",
    "restriction_type",
    "current_limit",
    "old_limit",
    "max_daily_conversation_per_phone",
    "max_daily_conversations_per_business",
    "max_phone_numbers_per_business",
    "max_phone_numbers_per_waba",
    "requested_verified_name",
    "rejection_reason",
    "message_template_name",
    "message_template_language",
    "previous_quality_score",
    "new_quality_score",
    "previous_category",
    "new_category",
    "reason",
    "configuration_name",
    "status",
    "solution_id",
    "solution_status",
)
_SEVERE_WORDS = frozenset(
    {
        "ACCOUNT_DELETED",
        "ACCOUNT_OFFBOARDED",
        "ACCOUNT_RESTRICTION",
        "ACCOUNT_VIOLATION",
        "CRITICAL",
        "DISABLE",
        "DISABLED",
        "DISABLED_UPDATE",
        "DOWNGRADE",
        "FLAGGED",
        "PARTNER_REMOVED",
        "PAUSED",
        "PIN_CHANGED",
        "PIN_RESET_REQUEST",
        "REJECTED",
        "SCHEDULE_FOR_DISABLE",
        "WARNING",
    }
)
_LONG_NUMBER = re.compile(r"\d[\d ()+.-]{5,}\d")


def read_notice(field: str, value: Item, entry: Item) -> list[InboundEvent]:
    """Read one account field. The same change delivered again has the same key; ``entry`` brings the time."""
    facts = {**child(value, "alert_info"), **child(value, "violation_info"), **child(value, "ban_info"), **value}
    shown = [(name, str(facts[name])) for name in _SHOWN if isinstance(facts.get(name), (str, int, float))]
    event = text(facts, "event") or text(facts, "decision") or text(facts, "alert_type")
    time = at_ms(entry, "time")
    notice = AccountNotice(
        key=f"a:{field}:{fingerprint(time, value)}",
        at_ms=time,
        code=f"{field}:{event}"[:120] if event else field,
        text=", ".join(f"{name}: {_without_numbers(word)}" for name, word in shown)[:500] or field,
        severe=any(word.upper() in _SEVERE_WORDS for _, word in shown),
    )
    return [notice]


def read_error(error: Item, entry: Item) -> list[InboundEvent]:
    """Read one error that belongs to no message, neither ours nor the customer's."""
    code = text(error, "code") or "unknown"
    said = [text(error, "title") or text(error, "message"), text(child(error, "error_data"), "details")]
    time = at_ms(entry, "time")
    notice = AccountNotice(
        key=f"a:error:{fingerprint(time, error)}",
        at_ms=time,
        code=code,
        text=_without_numbers(". ".join(part for part in said if part))[:500] or "an error without words",
        severe=code.isdigit() and stops_account(int(code)),
    )
    return [notice]


def foreign_number(phone_number_id: str) -> AccountNotice:
    """Tell that webhooks of another number of the app arrive here, where nobody can use them."""
    return AccountNotice(
        key=f"a:foreign_number:{phone_number_id}",
        code="foreign_number",
        text=f"Webhooks of phone number id {phone_number_id[:30]} arrive at this channel and are not read. "
        "Give that number a channel and its own callback address.",
        severe=True,
    )


def foreign_account(business_account_id: str) -> AccountNotice:
    """Tell that webhooks of another WhatsApp Business account arrive here."""
    return AccountNotice(
        key=f"a:foreign_account:{business_account_id}",
        code="foreign_account",
        text=f"Webhooks of business account {business_account_id[:30]} arrive at this channel and are not read.",
        severe=True,
    )


def _without_numbers(words: str) -> str:
    return _LONG_NUMBER.sub("…", words)
