"""Who is who in the webhooks of a page."""

from __future__ import annotations

from connectors._meta.messaging.account import Account
from connectors._meta.messaging.inbound import Reader
from connectors.messenger.config import MessengerSettings

OBJECT = "page"
PSID = "psid"
"""The kind of a customer's id: scoped to one page, so that the same person has another one elsewhere."""


def make_reader(settings: MessengerSettings) -> Reader:
    """Make the reader of one page's webhooks."""
    return Reader(
        Account(
            object=OBJECT,
            mark="fb",
            identity=PSID,
            account_id=settings.page_id,
            app_id=settings.app_id,
            inbox_apps=frozenset(settings.inbox_app_ids),
        )
    )
