"""The calls to the Bot API that a channel needs."""

from __future__ import annotations

import aiohttp

from connectors.errors import OutcomeUnknown
from connectors.http import PlatformAnswer, UnclearAnswer, post
from connectors.telegram.config import TelegramSettings
from connectors.telegram.errors import error_for

USER_AGENT = "rapport"


class BotClient:
    """Speaks for one bot. Holds no connection of its own."""

    def __init__(self, settings: TelegramSettings, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._bot_url = f"{settings.api_url}/bot{settings.bot_token.reveal()}"

    async def call(self, method: str, body: bytes) -> PlatformAnswer:
        """
        Call a method once and return a success.

        Raises
        ------
        SendError
            Everything else. The token is part of the address, so no error keeps that as its cause.
        """
        try:
            answer = await post(self._http, f"{self._bot_url}/{method}", body=body, headers={"User-Agent": USER_AGENT})
        except UnclearAnswer as unclear:
            raise error_for(unclear.answer) from None
        if 200 <= answer.status < 300:
            return answer
        if answer.status < 200:
            raise OutcomeUnknown(f"http_{answer.status}")
        raise error_for(answer)
