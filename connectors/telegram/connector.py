"""The Telegram kind: one channel is one bot."""

from __future__ import annotations

from typing import ClassVar, Self

import aiohttp

from connectors.base import Missed, OutboundMessage, Sent
from connectors.capabilities import Capabilities
from connectors.errors import AccountError, InvalidSignature, RetryableError
from connectors.events import InboundEvent
from connectors.ids import ChannelId, Identity, PlatformMessageId
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.settings import SettingsReader
from connectors.signature import hmac_sha256_hex, same_text
from connectors.telegram import inbound
from connectors.telegram.capabilities import CAPABILITIES
from connectors.telegram.client import BotClient
from connectors.telegram.config import TelegramSettings, read_settings
from connectors.telegram.history import read_updates, read_webhook_info, updates_body
from connectors.telegram.outbound import encode, need_chat, read_sent, text_body, typing_body

SECRET_HEADER = "x-telegram-bot-api-secret-token"


class TelegramConnector:
    """
    Implements ``Connector``, ``SupportsWebhooks``, ``SupportsTyping``, ``NeedsSecret``, ``NeedsCallbackUrl``,
    ``SupportsSubscription`` and ``SupportsRepair``.
    """

    kind: ClassVar[str] = "telegram"
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, channel: ChannelId, settings: TelegramSettings) -> None:
        self.channel = channel
        self._settings = settings
        secrets = (settings.webhook_secret, settings.webhook_secret_previous)
        self._secrets = [secret.reveal() for secret in secrets if secret is not None]
        self._callbacks: str | None = None
        self._client: BotClient | None = None

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        return cls(channel, read_settings(settings))

    def unique_claims(self) -> tuple[str, ...]:
        return (f"telegram bot {self._settings.bot_id}",)

    def use_secret(self, key: bytes) -> None:
        """Make a secret for the webhook where the brand gave none."""
        if self._settings.webhook_secret is None:
            self._secrets.insert(0, hmac_sha256_hex(key, b"telegram webhook"))

    def use_callback_url(self, url: str) -> None:
        self._callbacks = url

    async def start(self, http: aiohttp.ClientSession) -> None:
        self._client = BotClient(self._settings, http)

    async def close(self) -> None:
        self._client = None

    async def subscribe(self) -> None:
        """Set the webhook; what waits at Telegram stays there, and comes by it."""
        if self._callbacks is None or not self._secrets:
            raise AccountError("no_callback_url", "Nobody said where Telegram shall deliver.")
        body = {
            "url": self._callbacks,
            "secret_token": self._secrets[0],
            "allowed_updates": list(inbound.KINDS),
        }
        await self._started().call("setWebhook", encode(body))

    async def missed(self, cursor: str | None, since_ms: int) -> Missed:
        """
        Fetch what waits while no webhook is set; Telegram keeps it for a day.

        With one set it delivers all by itself, for as long, and refuses to be asked: then its troubles are told.
        """
        client = self._started()
        trouble = read_webhook_info(await client.call("getWebhookInfo", b"{}"), self._callbacks)
        if trouble is not None:
            return Missed(events=trouble, cursor=cursor or "0")
        return read_updates(await client.call("getUpdates", updates_body(cursor)), cursor)

    def challenge(self, request: WebhookRequest) -> WebhookAnswer | None:
        """Telegram checks no address."""
        return None

    def verify(self, request: WebhookRequest) -> None:
        """Compare the secret that comes with every call; there is no signature over the body."""
        given = request.headers.get(SECRET_HEADER, "")
        matched = False
        for secret in self._secrets:
            matched |= same_text(secret, given)
        if request.method != "POST" or not given or not matched:
            raise InvalidSignature

    def parse(self, request: WebhookRequest) -> list[InboundEvent]:
        return inbound.read(request.body)

    def accepted(self) -> WebhookAnswer:
        return WebhookAnswer()

    async def send(self, message: OutboundMessage) -> Sent:
        body = text_body(message)
        answer = await self._started().call("sendMessage", body)
        return read_sent(answer, need_chat(message.customer))

    async def show_typing(self, customer: tuple[Identity, ...], last_inbound: PlatformMessageId | None) -> None:
        await self._started().call("sendChatAction", typing_body(customer))

    def _started(self) -> BotClient:
        if self._client is None:
            raise RetryableError("not_started", "The channel is not running.")
        return self._client
