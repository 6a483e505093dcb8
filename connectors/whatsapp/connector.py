"""The WhatsApp kind: one channel is one phone number of the Cloud API."""

from __future__ import annotations

from typing import ClassVar, Self

import aiohttp

from connectors._meta import webhooks
from connectors.base import OutboundMessage, Sent
from connectors.capabilities import Capabilities
from connectors.errors import RetryableError
from connectors.events import InboundEvent
from connectors.ids import ChannelId, Identity, PlatformMessageId
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.settings import SettingsReader
from connectors.whatsapp.capabilities import CAPABILITIES
from connectors.whatsapp.client import GraphClient
from connectors.whatsapp.config import WhatsAppSettings, read_settings
from connectors.whatsapp.inbound import Reader
from connectors.whatsapp.outbound import read_body, read_sent, text_body


class WhatsAppConnector:
    """Implements ``Connector``, ``SupportsWebhooks``, ``SupportsReadMarks`` and ``SupportsTyping``."""

    kind: ClassVar[str] = "whatsapp"
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, channel: ChannelId, settings: WhatsAppSettings) -> None:
        self.channel = channel
        self._settings = settings
        secrets = (settings.app_secret, settings.app_secret_previous)
        self._app_secrets = tuple(secret.reveal().encode() for secret in secrets if secret is not None)
        self._verify_token = settings.verify_token.reveal()
        self._reader = Reader(settings.phone_number_id, settings.business_account_id)
        self._client: GraphClient | None = None

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        return cls(channel, read_settings(settings))

    def unique_claims(self) -> tuple[str, ...]:
        return (f"whatsapp phone number id {self._settings.phone_number_id}",)

    async def start(self, http: aiohttp.ClientSession) -> None:
        self._client = GraphClient(self._settings, http)

    async def close(self) -> None:
        self._client = None

    def challenge(self, request: WebhookRequest) -> WebhookAnswer | None:
        return webhooks.challenge(request, self._verify_token)

    def verify(self, request: WebhookRequest) -> None:
        webhooks.verify(request, self._app_secrets)

    def parse(self, request: WebhookRequest) -> list[InboundEvent]:
        return self._reader.read(request.body)

    def accepted(self) -> WebhookAnswer:
        return WebhookAnswer()

    async def send(self, message: OutboundMessage) -> Sent:
        body = text_body(message)
        return read_sent(await self._started().post_message(body))

    async def mark_read(self, customer: tuple[Identity, ...], message_id: PlatformMessageId) -> None:
        await self._started().post_message(read_body(message_id, typing=False))

    async def show_typing(self, customer: tuple[Identity, ...], last_inbound: PlatformMessageId | None) -> None:
        """WhatsApp ties typing to a message of the customer and marks it as read; without one nothing is shown."""
        if last_inbound is not None:
            await self._started().post_message(read_body(last_inbound, typing=True))

    def _started(self) -> GraphClient:
        if self._client is None:
            raise RetryableError("not_started", "The channel is not running.")
        return self._client
