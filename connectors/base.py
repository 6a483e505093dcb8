"""The contract of a connector: one small mandatory protocol, and optional ones found by ``isinstance`` at start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

import aiohttp
import msgspec

from connectors.capabilities import Capabilities
from connectors.events import InboundEvent, ProfileFact
from connectors.ids import ChannelId, Identity, PlatformMessageId
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.settings import SettingsReader


class OutboundMessage(msgspec.Struct, frozen=True, kw_only=True):
    """
    One message to one customer, with every placeholder already replaced.

    ``tag`` is ours: at most 200 ASCII characters, no personal data, equal for every attempt at this message. The
    connector hands it to the platform wherever the platform gives it back. ``customer`` holds the identities known
    so far, best first. ``last_inbound`` is the customer's newest message, if one is known, and ``last_inbound_ms``
    the platform's time of it in Unix milliseconds: some platforms must be told that a person writes late, and give
    ``automated`` texts, which no person wrote, less time.
    """

    tag: str
    customer: tuple[Identity, ...]
    text: str
    reply_to: PlatformMessageId | None = None
    last_inbound: PlatformMessageId | None = None
    last_inbound_ms: int | None = None
    automated: bool = False


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """
    The platform accepted the message; that is not yet delivery.

    ``learned`` are identities of this customer that the platform named in its answer.
    """

    message_id: PlatformMessageId
    learned: tuple[Identity, ...] = ()


class Connector(Protocol):
    """
    One configured channel of one kind.

    Made once at start by ``from_settings`` (no I/O), then ``start``, then any number of calls, then ``close``.
    """

    kind: ClassVar[str]
    channel: ChannelId
    capabilities: Capabilities

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        """Read the channel's table. Mistakes go to ``settings.problems``; with any, the result is thrown away."""
        ...

    def unique_claims(self) -> tuple[str, ...]:
        """Name what no two channels may share, for instance ``whatsapp phone number id 123``."""
        ...

    async def start(self, http: aiohttp.ClientSession) -> None:
        """Called once on the running loop, before any other call. ``http`` is shared and not ours to close."""
        ...

    async def close(self) -> None:
        """Idempotent."""
        ...

    async def send(self, message: OutboundMessage) -> Sent:
        """
        Send once; never retries by itself. May do I/O; calls for one customer never overlap.

        Raises
        ------
        SendError
            One of its subclasses; ``OutcomeUnknown`` whenever the platform may have taken the message.
        """
        ...


@runtime_checkable
class SupportsWebhooks(Protocol):
    """The platform calls us. All three are pure: no I/O, no waiting."""

    def challenge(self, request: WebhookRequest) -> WebhookAnswer | None:
        """Answer a subscription check (GET); ``None`` means that it is not one or that it is wrong: 403."""
        ...

    def verify(self, request: WebhookRequest) -> None:
        """Raise ``InvalidSignature`` unless the platform signed exactly these bytes."""
        ...

    def parse(self, request: WebhookRequest) -> list[InboundEvent]:
        """
        Read a verified request. One bad item becomes ``NotUnderstood`` and harms no other.

        Raises
        ------
        MalformedPayload
            Not even the envelope can be read; the caller keeps the whole body in quarantine.
        """
        ...

    def accepted(self) -> WebhookAnswer:
        """What to answer when every event is durable."""
        ...


@runtime_checkable
class SupportsReadMarks(Protocol):
    """The customer can be shown that their message was read."""

    async def mark_read(self, customer: tuple[Identity, ...], message_id: PlatformMessageId) -> None:
        """Best effort; raises ``SendError``. Marks this message and all before it."""
        ...


@runtime_checkable
class SupportsTyping(Protocol):
    """The customer can be shown that somebody writes."""

    async def show_typing(self, customer: tuple[Identity, ...], last_inbound: PlatformMessageId | None) -> None:
        """Best effort; raises ``SendError``. The platform takes it down by itself after some seconds."""
        ...


@runtime_checkable
class NeedsSecret(Protocol):
    """The kind signs something of its own and would rather not ask the brand for a secret."""

    def use_secret(self, key: bytes) -> None:
        """
        Take key material; called once, before ``start``.

        ``key`` is at least 32 bytes, derived by the gateway for this channel alone and the same after every restart.
        """
        ...


@runtime_checkable
class NeedsCallbackUrl(Protocol):
    """The kind tells its platform where to call us: once for all, or with every message."""

    def use_callback_url(self, url: str) -> None:
        """Take the public address of this channel's webhooks, without a query; called once, before ``start``."""
        ...


@runtime_checkable
class SupportsSubscription(Protocol):
    """The platform can be told by a call of ours where, and of what, it shall tell us."""

    async def subscribe(self) -> None:
        """Tell it; may be repeated at any time, changes nothing then. Raises ``SendError``."""
        ...


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a platform holds that we may not have.

    ``cursor`` is the connector's own word for how far this reached; with ``more`` there is more to ask for at once.
    """

    events: tuple[InboundEvent, ...]
    cursor: str
    more: bool = False


@runtime_checkable
class SupportsRepair(Protocol):
    """The platform can be asked for what it could not deliver."""

    async def missed(self, cursor: str | None, since_ms: int) -> Missed:
        """
        Ask once. May do I/O; may be repeated after any error.

        The same message has the same ``message_id`` as by webhook, but some kinds tell less of it here. Make the
        events durable before ``cursor`` is kept: asking with it may tell the platform that all before has arrived.
        Without a cursor it looks back to ``since_ms``, Unix milliseconds, or as far as the platform keeps things.

        Raises
        ------
        SendError
            One of its subclasses; nothing is lost by any of them.
        """
        ...


@runtime_checkable
class SupportsSearch(Protocol):
    """The platform can be asked whether it took a message whose outcome is unknown."""

    async def find_sent(self, message: OutboundMessage, since_ms: int) -> tuple[Sent, ...]:
        """
        List what the platform has of ours that looks like this message, oldest first. May do I/O.

        Equal messages look alike: only what no other send of ours is bound to is this one. Finding nothing proves
        nothing. Raises ``SendError``.
        """
        ...


@runtime_checkable
class CountsSegments(Protocol):
    """The platform charges a text by its parts."""

    def segments(self, text: str) -> int:
        """Return how many parts a text takes: pure, at least 1, for the composer to show."""
        ...


class VisitorSession(msgspec.Struct, frozen=True, kw_only=True):
    """
    A browser's right to one conversation.

    ``token`` is what the browser keeps: opaque, unguessable, bound to the channel. ``new`` is true when the browser
    brought none, or one that is not ours.
    """

    token: str
    identity: Identity
    new: bool


@runtime_checkable
class SupportsVisitors(Protocol):
    """Customers connect to the gateway itself, from a page of the brand. All methods are pure."""

    allowed_origins: tuple[str, ...]

    def open_session(self, token: str | None) -> VisitorSession:
        """Take up the visitor's session again, or begin one. Never raises for a bad token."""
        ...

    def resume(self, token: str) -> Identity | None:
        """Return whose token this is; ``None`` when it is not ours. Constant time."""
        ...

    def widget_settings(self) -> Mapping[str, Any]:
        """What the widget may know before the first message: texts, colour, limits. JSON values only."""
        ...

    def message(
        self, visitor: Identity, client_id: str, text: str, at_ms: int, profile: tuple[ProfileFact, ...] = ()
    ) -> InboundEvent:
        """
        Make the event of one message. The same ``client_id`` of a visitor makes the same key.

        Raises
        ------
        MalformedPayload
            ``client_id`` or ``text`` cannot be taken (an id of another form, a blank or overlong text).
        """
        ...

    def client_id_of(self, message_id: PlatformMessageId) -> str | None:
        """Return the ``client_id`` inside a message's id, so that a widget knows its own message again."""
        ...

    def widget_files(self) -> Mapping[str, tuple[str, bytes]]:
        """
        The widget's files by relative path: content type and bytes.

        A path that begins with ``v-`` is named after its content and may be cached for ever; the others for minutes.
        """
        ...
