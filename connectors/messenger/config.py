"""The table of a Messenger channel in ``config.toml``."""

from __future__ import annotations

from connectors._meta.messaging.config import MessagingSettings, check_address, id_setting, read_common
from connectors.settings import SettingsReader

GRAPH_URL = "https://graph.facebook.com"
INBOX_APP_IDS = ("26390203743090", "263902037430900")
"""The inbox of the platform's own business tools, as its pages write it in two ways."""
SANDBOX_PAGE_ID = "100000000000003"


class MessengerSettings(MessagingSettings, frozen=True, kw_only=True):
    """One page of one app."""

    page_id: str


def read_settings(settings: SettingsReader) -> MessengerSettings:
    """Read the table; mistakes go to ``settings.problems``."""
    common = read_common(settings, GRAPH_URL, INBOX_APP_IDS)
    read = MessengerSettings(page_id=id_setting(settings, "page_id"), **common)
    check_address(settings, read.graph_url, "page_id", read.page_id, SANDBOX_PAGE_ID)
    settings.finish()
    return read
