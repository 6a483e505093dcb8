"""The one call that a channel makes: to the brand's system, signed."""

from __future__ import annotations

import time
from collections.abc import Callable

import aiohttp

from connectors.api.addresses import PRIVATE_TEXT, PublicResolver, is_public, written_address
from connectors.api.config import ApiSettings
from connectors.api.errors import REDIRECTED_TEXT, error_for
from connectors.api.standard_webhooks import headers_for
from connectors.errors import AccountError, OutcomeUnknown
from connectors.http import PlatformAnswer, UnclearAnswer, post

USER_AGENT = "rapport"


class BrandClient:
    """
    Calls one system. It has connections of its own, since it chooses where they may lead to.

    ``resolver`` replaces the look-up of names.
    """

    def __init__(
        self,
        settings: ApiSettings,
        *,
        clock: Callable[[], float] = time.time,
        resolver: aiohttp.abc.AbstractResolver | None = None,
    ) -> None:
        self._url = settings.deliver_url
        self._keys = settings.keys
        self._allow_private = settings.allow_private
        self._clock = clock
        look_up = resolver if settings.allow_private else PublicResolver(resolver)
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=look_up, use_dns_cache=False),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        await self._http.close()

    async def post(self, call_id: str, body: bytes) -> PlatformAnswer:
        """
        Deliver once. Returns a success, or a 409, which says that this id was delivered before.

        Raises
        ------
        SendError
            Everything else.
        """
        address = written_address(self._url)
        if not self._allow_private and address is not None and not is_public(address):
            # an address that is written out is not looked up, so nobody else would refuse it
            raise AccountError("private_address", PRIVATE_TEXT)
        headers = headers_for(self._keys, call_id, int(self._clock()), body) | {"User-Agent": USER_AGENT}
        try:
            answer = await post(self._http, self._url, body=body, headers=headers)
        except UnclearAnswer as unclear:
            raise error_for(unclear.answer) from None
        except OutcomeUnknown as unknown:
            if unknown.code.startswith("http_3"):
                raise AccountError("redirected", REDIRECTED_TEXT) from None
            raise
        if 200 <= answer.status < 300 or answer.status == 409:
            return answer
        raise error_for(answer)
