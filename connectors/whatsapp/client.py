"""The calls to the Graph API that a WhatsApp number needs."""

from __future__ import annotations

import aiohttp

from connectors._meta.client import MessagesClient
from connectors.whatsapp.config import WhatsAppSettings
from connectors.whatsapp.errors import error_for


class GraphClient(MessagesClient):
    """Speaks for one phone number."""

    def __init__(self, settings: WhatsAppSettings, http: aiohttp.ClientSession) -> None:
        url = f"{settings.graph_url}/{settings.api_version}/{settings.phone_number_id}/messages"
        app_secret = settings.app_secret if settings.send_appsecret_proof else None
        super().__init__(http, url, settings.access_token, app_secret, error_for)
