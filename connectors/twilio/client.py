"""The calls to Twilio that a sender needs."""

from __future__ import annotations

import base64

import aiohttp

from connectors.errors import OutcomeUnknown
from connectors.http import PlatformAnswer, UnclearAnswer, post
from connectors.twilio.config import TwilioSettings
from connectors.twilio.errors import error_for

API_VERSION = "2010-04-01"
FORM = "application/x-www-form-urlencoded"
USER_AGENT = "rapport"


class TwilioClient:
    """Speaks for one account. Holds no connection of its own."""

    def __init__(self, settings: TwilioSettings, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._messages_url = f"{settings.api_url}/{API_VERSION}/Accounts/{settings.account_sid}/Messages.json"
        login = base64.b64encode(f"{settings.account_sid}:{settings.auth_token.reveal()}".encode()).decode("ascii")
        self._headers = {"Authorization": f"Basic {login}", "User-Agent": USER_AGENT, "Accept": "application/json"}

    async def post_message(self, form: bytes) -> PlatformAnswer:
        """
        Make a message, once, and return a success.

        Raises
        ------
        SendError
            Everything else.
        """
        try:
            answer = await post(self._http, self._messages_url, body=form, content_type=FORM, headers=self._headers)
        except UnclearAnswer as unclear:
            raise error_for(unclear.answer) from unclear
        if 200 <= answer.status < 300:
            return answer
        if answer.status < 200:
            raise OutcomeUnknown(f"http_{answer.status}")
        raise error_for(answer)
