"""The Instagram kind: one channel is one professional account."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar, Self

import aiohttp

from connectors._meta.client import MessagesClient
from connectors._meta.messaging.connector import MessagingConnector
from connectors.base import OutboundMessage
from connectors.ids import ChannelId
from connectors.instagram.capabilities import capabilities_of
from connectors.instagram.client import make_client
from connectors.instagram.config import InstagramSettings, read_settings
from connectors.instagram.inbound import IGSID, make_reader
from connectors.instagram.outbound import text_body
from connectors.settings import SettingsReader


class InstagramConnector(MessagingConnector):
    """Implements ``Connector``, ``SupportsWebhooks``, ``SupportsReadMarks`` and ``SupportsTyping``."""

    kind: ClassVar[str] = "instagram"
    identity: ClassVar[str] = IGSID

    def __init__(self, channel: ChannelId, settings: InstagramSettings, clock: Callable[[], float] = time.time) -> None:
        super().__init__(
            channel,
            capabilities_of(text_limit=settings.text_limit, quoting=settings.quoting, human_agent=settings.human_agent),
            make_reader(settings),
            (settings.app_secret, settings.app_secret_previous, settings.parent_app_secret),
            settings.verify_token,
            clock,
        )
        self._settings = settings

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        return cls(channel, read_settings(settings))

    def unique_claims(self) -> tuple[str, ...]:
        return (f"instagram account id {self._settings.account_id}",)

    def _make_client(self, http: aiohttp.ClientSession) -> MessagesClient:
        return make_client(self._settings, http)

    def _text_body(self, message: OutboundMessage, now_ms: int) -> bytes:
        settings = self._settings
        return text_body(
            message,
            now_ms,
            text_limit=settings.text_limit,
            quoting=settings.quoting,
            human_agent=settings.human_agent,
        )
