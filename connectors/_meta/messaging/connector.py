"""What the connectors of both kinds do alike."""

from __future__ import annotations

import abc
import time
from collections.abc import Callable, Iterable
from typing import ClassVar

import aiohttp

from connectors._meta import webhooks
from connectors._meta.client import MessagesClient
from connectors._meta.messaging.inbound import Reader
from connectors._meta.messaging.sending import action_body, read_sent
from connectors.base import OutboundMessage, Sent
from connectors.capabilities import Capabilities
from connectors.errors import RetryableError
from connectors.events import InboundEvent
from connectors.ids import ChannelId, Identity, PlatformMessageId
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.settings import Secret


class MessagingConnector(abc.ABC):
    """
    One page or one Instagram account.

    ``identity`` is the kind of a customer's id. ``clock`` gives Unix seconds; it only decides how late an answer is.
    """

    identity: ClassVar[str]

    def __init__(
        self,
        channel: ChannelId,
        capabilities: Capabilities,
        reader: Reader,
        app_secrets: Iterable[Secret | None],
        verify_token: Secret,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.channel = channel
        self.capabilities = capabilities
        self._reader = reader
        self._app_secrets = tuple(secret.reveal().encode() for secret in app_secrets if secret is not None)
        self._verify_token = verify_token.reveal()
        self._clock = clock
        self._client: MessagesClient | None = None

    @abc.abstractmethod
    def _make_client(self, http: aiohttp.ClientSession) -> MessagesClient: ...

    @abc.abstractmethod
    def _text_body(self, message: OutboundMessage, now_ms: int) -> bytes: ...

    async def start(self, http: aiohttp.ClientSession) -> None:
        self._client = self._make_client(http)

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
        body = self._text_body(message, int(self._clock() * 1000))
        return read_sent(await self._started().post_message(body), self.identity)

    async def mark_read(self, customer: tuple[Identity, ...], message_id: PlatformMessageId) -> None:
        """The platform marks all that has arrived; a single message cannot be named."""
        await self._started().post_message(action_body(customer, self.identity, "mark_seen"))

    async def show_typing(self, customer: tuple[Identity, ...], last_inbound: PlatformMessageId | None) -> None:
        await self._started().post_message(action_body(customer, self.identity, "typing_on"))

    def _started(self) -> MessagesClient:
        if self._client is None:
            raise RetryableError("not_started", "The channel is not running.")
        return self._client
