"""The calls to Twilio that a sender needs."""

from __future__ import annotations

import base64
from typing import Any

import aiohttp
import yarl

from connectors.errors import OutcomeUnknown, RetryableError
from connectors.http import (
    CONNECT_TIMEOUT_S,
    MAX_ANSWER_BYTES,
    NOT_REACHED_TEXT,
    TOTAL_TIMEOUT_S,
    PlatformAnswer,
    UnclearAnswer,
    post,
)
from connectors.twilio.config import TwilioSettings
from connectors.twilio.errors import error_for, read_object

API_VERSION = "2010-04-01"
FORM = "application/x-www-form-urlencoded"
USER_AGENT = "rapport"


class TwilioClient:
    """Speaks for one account. Holds no connection of its own."""

    def __init__(self, settings: TwilioSettings, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._api_url = settings.api_url
        self.messages_path = f"/{API_VERSION}/Accounts/{settings.account_sid}/Messages.json"
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
            answer = await post(
                self._http, self._api_url + self.messages_path, body=form, content_type=FORM, headers=self._headers
            )
        except UnclearAnswer as unclear:
            raise error_for(unclear.answer) from unclear
        if 200 <= answer.status < 300:
            return answer
        if answer.status < 200:
            raise OutcomeUnknown(f"http_{answer.status}")
        raise error_for(answer)

    async def get(self, path: str) -> dict[str, Any]:
        """
        Fetch an object; ``path`` is encoded, with its query.

        Raises
        ------
        SendError
            Whatever is wrong, trying again does no harm.
        """
        try:
            async with self._http.get(
                yarl.URL(self._api_url + path, encoded=True),
                headers={"Accept-Encoding": "identity", **self._headers},
                timeout=aiohttp.ClientTimeout(total=TOTAL_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
                allow_redirects=False,
                auto_decompress=False,
            ) as response:
                body = await response.content.read(MAX_ANSWER_BYTES + 1)
                while not response.content.at_eof() and len(body) <= MAX_ANSWER_BYTES:
                    body += await response.content.read(MAX_ANSWER_BYTES)
                if len(body) > MAX_ANSWER_BYTES:
                    response.close()
                    raise RetryableError("answer_too_large")
        except (aiohttp.ClientError, OSError) as error:
            raise RetryableError("not_reached", NOT_REACHED_TEXT) from error
        answer = PlatformAnswer(status=response.status, headers=response.headers, body=body)
        if 400 <= answer.status < 500:
            raise error_for(answer)
        if answer.status != 200:
            raise RetryableError(f"http_{answer.status}")
        return read_object(answer)
