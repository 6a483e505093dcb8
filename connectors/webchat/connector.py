"""The kind ``webchat``: customers who write from a page of the brand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self

import aiohttp

from connectors.base import OutboundMessage, Sent, VisitorSession
from connectors.capabilities import Capabilities
from connectors.events import MessageReceived, ProfileFact
from connectors.ids import ChannelId, Identity, PlatformMessageId
from connectors.settings import SettingsReader
from connectors.webchat import client, inbound, outbound
from connectors.webchat.capabilities import CAPABILITIES, TEXT_LIMIT
from connectors.webchat.config import WebchatSettings, read_settings
from connectors.webchat.tokens import VisitorTokens

KEY_BYTES: Final = 32


class WebchatConnector:
    """
    One widget of one brand.

    It opens no connection and holds no state but its key: the gateway serves the widget and its socket, and asks
    here who a visitor is.
    """

    kind: ClassVar[str] = "webchat"

    def __init__(self, channel: ChannelId, settings: WebchatSettings) -> None:
        self.channel = channel
        self.capabilities: Capabilities = CAPABILITIES
        self.allowed_origins = settings.allowed_origins
        self._settings = settings
        self._tokens: VisitorTokens | None = None
        if settings.secret is not None:
            self._tokens = VisitorTokens(settings.secret.reveal().encode(), channel)

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        return cls(channel, read_settings(channel, settings))

    def unique_claims(self) -> tuple[str, ...]:
        """Several channels may serve one page: nothing is claimed."""
        return ()

    def use_secret(self, key: bytes) -> None:
        """Sign tokens with this key. A ``secret`` in the configuration comes first; then the key is not used."""
        if len(key) < KEY_BYTES:
            raise ValueError(f"a key of at least {KEY_BYTES} bytes is needed")
        if self._tokens is None:
            self._tokens = VisitorTokens(key, self.channel)

    async def start(self, http: aiohttp.ClientSession) -> None:
        """Raises ``RuntimeError`` when there is neither a ``secret`` in the configuration nor a key of the gateway."""
        self._signing()
        client.widget_files()

    async def close(self) -> None:
        pass

    async def send(self, message: OutboundMessage) -> Sent:
        return outbound.send(message)

    def open_session(self, token: str | None) -> VisitorSession:
        visitor = self._signing().visitor(token)
        if visitor is not None and token is not None:
            return VisitorSession(token=token, identity=Identity(inbound.IDENTITY_KIND, visitor), new=False)
        visitor, token = self._signing().mint()
        return VisitorSession(token=token, identity=Identity(inbound.IDENTITY_KIND, visitor), new=True)

    def resume(self, token: str) -> Identity | None:
        visitor = self._signing().visitor(token)
        return None if visitor is None else Identity(inbound.IDENTITY_KIND, visitor)

    def widget_settings(self) -> Mapping[str, Any]:
        """
        Return what the widget may know.

        ``{title, colour, welcome: text | null, locale, position: "right" | "left", offset_px, text_limit}``
        """
        settings = self._settings
        return {
            "title": settings.title,
            "colour": settings.colour,
            "welcome": settings.welcome,
            "locale": settings.locale,
            "position": settings.position,
            "offset_px": settings.offset_px,
            "text_limit": TEXT_LIMIT,
        }

    def message(
        self, visitor: Identity, client_id: str, text: str, at_ms: int, profile: tuple[ProfileFact, ...] = ()
    ) -> MessageReceived:
        return inbound.read_message(visitor, client_id, text, at_ms, profile)

    def client_id_of(self, message_id: PlatformMessageId) -> str | None:
        return inbound.client_id_of(message_id)

    def widget_files(self) -> Mapping[str, tuple[str, bytes]]:
        return client.widget_files()

    def _signing(self) -> VisitorTokens:
        if self._tokens is None:
            raise RuntimeError(f"{self.channel}: neither a `secret` in the configuration nor a key from the gateway")
        return self._tokens
