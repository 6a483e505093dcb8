"""The one call by which messages are sent to the Graph API, whatever the kind."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp

from connectors._meta.graph import appsecret_proof
from connectors.errors import OutcomeUnknown, SendError
from connectors.http import PlatformAnswer, UnclearAnswer, post
from connectors.settings import Secret

USER_AGENT = "rapport"


class MessagesClient:
    """
    Speaks for one sender (``url``). Holds no connection of its own.

    With ``app_secret`` every call proves that it comes from who holds that too; ``error_for`` is the kind's own
    reading of an answer that is not a success.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        access_token: Secret,
        app_secret: Secret | None,
        error_for: Callable[[PlatformAnswer], SendError],
    ) -> None:
        self._http = http
        self._url = url
        self._error_for = error_for
        token = access_token.reveal()
        self._headers = {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT}
        self._query: dict[str, str] | None = None
        if app_secret is not None:
            self._query = {"appsecret_proof": appsecret_proof(token, app_secret.reveal())}

    async def post_message(self, body: bytes) -> PlatformAnswer:
        """
        POST to the ``messages`` endpoint once and return a success.

        Raises
        ------
        SendError
            Everything else. An answer of 5xx counts by its code where the platform names one.
        """
        try:
            answer = await post(self._http, self._url, body=body, headers=self._headers, query=self._query)
        except UnclearAnswer as unclear:
            raise self._error_for(unclear.answer) from unclear
        if 200 <= answer.status < 300:
            return answer
        if answer.status < 200:
            raise OutcomeUnknown(f"http_{answer.status}")
        raise self._error_for(answer)
