"""The Messenger kind: one channel is one Facebook page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar, Self

import aiohttp

from connectors._meta.client import MessagesClient
from connectors._meta.messaging.connector import MessagingConnector
from connectors.base import OutboundMessage
from connectors.ids import ChannelId
from connectors.messenger.capabilities import capabilities_of
from connectors.messenger.client import make_client
from connectors.messenger.config import MessengerSettings, read_settings
from connectors.messenger.inbound import PSID, make_reader
from connectors.messenger.outbound import text_body
from connectors.settings import SettingsReader


class MessengerConnector(MessagingConnector):
    """Implements ``Connector``, ``SupportsWebhooks``, ``SupportsReadMarks`` and ``SupportsTyping``."""

    kind: ClassVar[str] = "messenger"
    identity: ClassVar[str] = PSID

    def __init__(self, channel: ChannelId, settings: MessengerSettings, clock: Callable[[], float] = time.time) -> None:
        super().__init__(
            channel,
            capabilities_of(human_agent=settings.human_agent),
            make_reader(settings),
            (settings.app_secret, settings.app_secret_previous),
            settings.verify_token,
            clock,
        )
        self._settings = settings

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        return cls(channel, read_settings(settings))

    def unique_claims(self) -> tuple[str, ...]:
        return (f"messenger page id {self._settings.page_id}",)

    def _make_client(self, http: aiohttp.ClientSession) -> MessagesClient:
        return make_client(self._settings, http)

    def _text_body(self, message: OutboundMessage, now_ms: int) -> bytes:
        return text_body(message, now_ms, human_agent=self._settings.human_agent)
