"""The calls to the Graph API that a WhatsApp number needs."""

from __future__ import annotations

import aiohttp

from connectors._meta.graph import appsecret_proof
from connectors.errors import OutcomeUnknown
from connectors.http import PlatformAnswer, UnclearAnswer, post
from connectors.whatsapp.config import WhatsAppSettings
from connectors.whatsapp.errors import error_for

USER_AGENT = "rapport"


class GraphClient:
    """Speaks for one phone number. Holds no connection of its own."""

    def __init__(self, settings: WhatsAppSettings, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._messages_url = f"{settings.graph_url}/{settings.api_version}/{settings.phone_number_id}/messages"
        token = settings.access_token.reveal()
        self._headers = {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT}
        self._query: dict[str, str] | None = None
        if settings.send_appsecret_proof:
            self._query = {"appsecret_proof": appsecret_proof(token, settings.app_secret.reveal())}

    async def post_message(self, body: bytes) -> PlatformAnswer:
        """
        POST to the ``messages`` endpoint once and return a success.

        Raises
        ------
        SendError
            Everything else. An answer of 5xx counts by its code where the platform names one.
        """
        try:
            answer = await post(self._http, self._messages_url, body=body, headers=self._headers, query=self._query)
        except UnclearAnswer as unclear:
            raise error_for(unclear.answer) from unclear
        if 200 <= answer.status < 300:
            return answer
        if answer.status < 200:
            raise OutcomeUnknown(f"http_{answer.status}")
        raise error_for(answer)
