"""Who is who in the webhooks of an Instagram account."""

from __future__ import annotations

from connectors._meta.messaging.account import Account
from connectors._meta.messaging.inbound import Reader
from connectors.instagram.config import InstagramSettings

OBJECT = "instagram"
IGSID = "igsid"
"""The kind of a customer's id: scoped to one account, so that the same person has another one elsewhere."""


def make_reader(settings: InstagramSettings) -> Reader:
    """Make the reader of one account's webhooks."""
    return Reader(
        Account(
            object=OBJECT,
            mark="ig",
            identity=IGSID,
            account_id=settings.account_id,
            app_id=settings.app_id,
            inbox_apps=frozenset(settings.inbox_app_ids),
        )
    )
