"""The kind of the brand's own system, bot or contact centre: signed calls in both directions."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import ClassVar, Self

import aiohttp

from connectors.api import inbound, standard_webhooks
from connectors.api.capabilities import capabilities_of
from connectors.api.client import BrandClient
from connectors.api.config import ApiSettings, read_settings
from connectors.api.outbound import message_body, read_sent
from connectors.base import OutboundMessage, Sent
from connectors.capabilities import Capabilities
from connectors.errors import InvalidSignature, RetryableError
from connectors.events import InboundEvent
from connectors.ids import ChannelId
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.settings import SettingsReader


class ApiConnector:
    """Implements ``Connector`` and ``SupportsWebhooks``."""

    kind: ClassVar[str] = "api"

    def __init__(self, channel: ChannelId, settings: ApiSettings, *, clock: Callable[[], float] = time.time) -> None:
        self.channel = channel
        self.capabilities: Capabilities = capabilities_of(settings)
        self._settings = settings
        self._keys = settings.keys
        self._clock = clock
        self._client: BrandClient | None = None

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        return cls(channel, read_settings(settings))

    def unique_claims(self) -> tuple[str, ...]:
        """What is signed for one channel must not be taken by another, so no two may have the same secret."""
        return tuple(f"api secret with the fingerprint {hashlib.sha256(key).hexdigest()[:12]}" for key in self._keys)

    async def start(self, http: aiohttp.ClientSession) -> None:
        """Open connections of our own: the shared ones may lead anywhere."""
        await self.close()
        self._client = BrandClient(self._settings, clock=self._clock)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def challenge(self, request: WebhookRequest) -> WebhookAnswer | None:
        """Nobody checks an address: every call is signed."""
        return None

    def verify(self, request: WebhookRequest) -> None:
        if not self._keys:
            raise InvalidSignature
        standard_webhooks.verify(request, self._keys, self._clock())

    def parse(self, request: WebhookRequest) -> list[InboundEvent]:
        return inbound.read(request.body)

    def accepted(self) -> WebhookAnswer:
        return WebhookAnswer()

    async def send(self, message: OutboundMessage) -> Sent:
        """Send once. The brand's system knows a message by its id, so that sending it again changes nothing."""
        body = message_body(self.channel, message, self.capabilities)
        if self._client is None:
            raise RetryableError("not_started", "The channel is not running.")
        return read_sent(await self._client.post(standard_webhooks.id_for(message.tag), body))
