"""The Twilio kind: one channel is one sender, by SMS or by WhatsApp."""

from __future__ import annotations

from typing import ClassVar, Self

import aiohttp

from connectors.base import Missed, OutboundMessage, Sent
from connectors.capabilities import Capabilities
from connectors.errors import RetryableError
from connectors.events import InboundEvent
from connectors.ids import ChannelId
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.settings import Secret, SettingsReader
from connectors.twilio import capabilities, signature
from connectors.twilio.addresses import WHATSAPP
from connectors.twilio.client import TwilioClient
from connectors.twilio.config import TwilioSettings, read_settings
from connectors.twilio.history import History
from connectors.twilio.inbound import Reader
from connectors.twilio.outbound import message_form, read_sent
from connectors.twilio.segments import measure

# anything more would be sent to the customer as a message
NO_REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


class TwilioConnector:
    """
    Implements ``Connector``, ``SupportsWebhooks``, ``NeedsCallbackUrl``, ``SupportsRepair``, ``SupportsSearch`` and
    ``CountsSegments``.
    """

    kind: ClassVar[str] = "twilio"

    def __init__(self, channel: ChannelId, settings: TwilioSettings) -> None:
        self.channel = channel
        self.capabilities: Capabilities = capabilities.WHATSAPP if settings.address == WHATSAPP else capabilities.SMS
        self._settings = settings
        self._secrets = {
            signature.SHA1: _bytes_of(settings.auth_token, settings.auth_token_previous),
            signature.SHA256: _bytes_of(settings.webhook_key),
        }
        self._reader = Reader(settings)
        self._callbacks: str | None = None
        self._client: TwilioClient | None = None

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        return cls(channel, read_settings(settings))

    def unique_claims(self) -> tuple[str, ...]:
        settings = self._settings
        named = (("number", settings.sender), ("messaging service", settings.messaging_service_sid))
        # several numbers of one service may be channels of their own
        return tuple(f"twilio {settings.address} {what} {name}" for what, name in named if name)[:1]

    def use_callback_url(self, url: str) -> None:
        self._callbacks = url

    async def start(self, http: aiohttp.ClientSession) -> None:
        self._client = TwilioClient(self._settings, http)

    async def close(self) -> None:
        self._client = None

    def challenge(self, request: WebhookRequest) -> WebhookAnswer | None:
        """Twilio checks no address; a GET is its webhook by another method, whose content would lie in logs."""
        return None

    def verify(self, request: WebhookRequest) -> None:
        signature.verify(request, self._secrets)

    def parse(self, request: WebhookRequest) -> list[InboundEvent]:
        return self._reader.read(request)

    def accepted(self) -> WebhookAnswer:
        return WebhookAnswer(200, NO_REPLY, "text/xml")

    def segments(self, text: str) -> int:
        """Return the parts of a text message; WhatsApp has none."""
        return 1 if self._settings.address == WHATSAPP else measure(text).count

    async def send(self, message: OutboundMessage) -> Sent:
        form = message_form(message, self._settings, self._callbacks)
        return read_sent(await self._started().post_message(form))

    async def missed(self, cursor: str | None, since_ms: int) -> Missed:
        return await self._history().missed(cursor, since_ms)

    async def find_sent(self, message: OutboundMessage, since_ms: int) -> tuple[Sent, ...]:
        return await self._history().find_sent(message, since_ms)

    def _history(self) -> History:
        return History(self._settings, self._started(), self._reader)

    def _started(self) -> TwilioClient:
        if self._client is None:
            raise RetryableError("not_started", "The channel is not running.")
        return self._client


def _bytes_of(*secrets: Secret | None) -> tuple[bytes, ...]:
    return tuple(secret.reveal().encode() for secret in secrets if secret is not None)
