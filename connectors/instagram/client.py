"""The call to the Graph API that an Instagram account needs."""

from __future__ import annotations

import aiohttp

from connectors._meta.client import MessagesClient
from connectors._meta.messaging.errors import error_for
from connectors.instagram.config import InstagramSettings


def make_client(settings: InstagramSettings, http: aiohttp.ClientSession) -> MessagesClient:
    """Make the client of one account, which sends by its page where it has one."""
    sender = settings.page_id or settings.account_id
    url = f"{settings.graph_url}/{settings.api_version}/{sender}/messages"
    return MessagesClient(http, url, settings.access_token, settings.app_secret, error_for)
