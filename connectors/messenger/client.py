"""The call to the Graph API that a page needs."""

from __future__ import annotations

import aiohttp

from connectors._meta.client import MessagesClient
from connectors._meta.messaging.errors import error_for
from connectors.messenger.config import MessengerSettings


def make_client(settings: MessengerSettings, http: aiohttp.ClientSession) -> MessagesClient:
    """Make the client of one page."""
    url = f"{settings.graph_url}/{settings.api_version}/{settings.page_id}/messages"
    return MessagesClient(http, url, settings.access_token, settings.app_secret, error_for)
