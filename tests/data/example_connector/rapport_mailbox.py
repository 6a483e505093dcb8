"""
The kind ``mailbox``: a relay of the brand's turns e-mail into calls to us, and our calls into e-mail.

    [brands.acme.channels.post]
    kind = "mailbox"
    relay_url = "https://relay.example/send"
    secret = { env = "ACME_MAILBOX_SECRET" }

In: ``{"id": "...", "from": "mia@example.org", "text": "..."}``, with the hex HMAC-SHA256 of the body in
``x-mailbox-signature``. Out: ``{"to", "text", "tag"}``, signed alike, answered with ``{"id": "..."}``.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, ClassVar, Self

import aiohttp

from connectors.base import OutboundMessage, Sent
from connectors.capabilities import Capabilities
from connectors.errors import (
    AccountError,
    InvalidSignature,
    MalformedPayload,
    OutcomeUnknown,
    PermanentError,
    RetryableError,
    UnsupportedContent,
)
from connectors.events import InboundEvent, MessageReceived, NotUnderstood, ProfileFact, Text
from connectors.http import post
from connectors.ids import ChannelId, Identity, PlatformMessageId
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.settings import SettingsReader
from connectors.signature import hmac_sha256_hex, signed_by_any

SIGNATURE = "x-mailbox-signature"
ADDRESS = "email"


class MailboxConnector:
    """Implements ``Connector`` and ``SupportsWebhooks``."""

    kind: ClassVar[str] = "mailbox"
    capabilities = Capabilities(text_limit=20_000, max_body_bytes=256 * 1024)

    def __init__(self, channel: ChannelId, relay_url: str, secret: bytes) -> None:
        self.channel = channel
        self._relay_url = relay_url
        self._secret = secret
        self._http: aiohttp.ClientSession | None = None

    @classmethod
    def from_settings(cls, channel: ChannelId, settings: SettingsReader) -> Self:
        relay_url = settings.url("relay_url")
        secret = settings.secret("secret")
        settings.finish()
        return cls(channel, relay_url, secret.reveal().encode() if secret else b"")

    def unique_claims(self) -> tuple[str, ...]:
        return ()

    async def start(self, http: aiohttp.ClientSession) -> None:
        self._http = http

    async def close(self) -> None:
        self._http = None

    # The way in. All of it is pure: the gateway stores what parse() returns, and answers only then.

    def challenge(self, request: WebhookRequest) -> WebhookAnswer | None:
        return None

    def verify(self, request: WebhookRequest) -> None:
        if not self._secret or not signed_by_any([self._secret], request.body, request.headers.get(SIGNATURE, "")):
            raise InvalidSignature

    def parse(self, request: WebhookRequest) -> list[InboundEvent]:
        try:
            mail: Any = json.loads(request.body.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise MalformedPayload("not JSON") from error
        if not isinstance(mail, dict):
            raise MalformedPayload("not an object")
        number, sender, text = (mail.get(key) for key in ("id", "from", "text"))
        if not (isinstance(number, str) and number and isinstance(sender, str) and sender and isinstance(text, str)):
            # signed, but not what was agreed: kept for people to look at, never lost
            return [
                NotUnderstood(
                    key=f"x:{sha256(request.body).hexdigest()}", raw=request.body, problem="no id, from or text"
                )
            ]
        message = MessageReceived(
            key=f"m:{number}",
            customer=(Identity(ADDRESS, sender.lower()),),
            message_id=PlatformMessageId(number),
            content=Text(text),
            profile=(ProfileFact("EMAIL_ADDRESS", sender),),
        )
        return [message]

    def accepted(self) -> WebhookAnswer:
        return WebhookAnswer()

    # The way out. Say exactly what is known: only OutcomeUnknown when the message may have been taken.

    async def send(self, message: OutboundMessage) -> Sent:
        if self._http is None:
            raise RetryableError("not_started")
        if not 0 < len(message.text.strip()) <= len(message.text) <= self.capabilities.text_limit:
            raise UnsupportedContent("text_length")
        to = next((identity.value for identity in message.customer if identity.kind == ADDRESS), None)
        if to is None:
            raise PermanentError("no_recipient")
        body = json.dumps({"to": to, "text": message.text, "tag": message.tag}).encode()
        # post() raises RetryableError (not sent) or OutcomeUnknown by itself; what is left are answers below 500
        answer = await post(
            self._http, self._relay_url, body=body, headers={SIGNATURE: hmac_sha256_hex(self._secret, body)}
        )
        if answer.status in (401, 403, 404):
            raise AccountError(str(answer.status))
        if answer.status >= 300:
            raise PermanentError(str(answer.status))
        try:
            return Sent(message_id=PlatformMessageId(json.loads(answer.body)["id"]))
        except (ValueError, LookupError, TypeError) as error:
            raise OutcomeUnknown("no_message_id") from error
