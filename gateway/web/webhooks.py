"""Where platforms call us: verify the raw bytes, parse, make durable, and only then answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog
from aiohttp import web

from connectors.base import SupportsWebhooks
from connectors.errors import InvalidSignature, MalformedPayload
from connectors.request import WebhookRequest
from gateway import failpoints
from gateway.errors import DecryptionFailed, RapportError
from gateway.messages.channels import Channel
from gateway.messages.ingest import Ingest
from gateway.metrics import METRICS
from gateway.privacy.quarantine import Quarantine

log = structlog.get_logger()

BODY_DEADLINE_S = 10.0


class BodyTooLarge(Exception):
    """The body is over the channel's limit."""


class Webhooks:
    """The two routes of every channel that its platform calls."""

    def __init__(
        self, channels: Mapping[str, Channel], ingest: Ingest, quarantine: Quarantine, public_url: str
    ) -> None:
        # asked once: a runtime check of a protocol costs more than the signature
        self._found = {
            name: (channel, channel.connector)
            for name, channel in channels.items()
            if isinstance(channel.connector, SupportsWebhooks)
        }
        self._ingest = ingest
        self._quarantine = quarantine
        self._public_url = public_url

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/webhooks/{brand}/{channel}", self.challenge)
        app.router.add_post("/webhooks/{brand}/{channel}", self.receive)

    def _channel(self, request: web.Request) -> tuple[Channel, SupportsWebhooks] | None:
        info = request.match_info
        return self._found.get(f"{info['brand']}/{info['channel']}")

    def _request(self, request: web.Request, body: bytes) -> WebhookRequest:
        return WebhookRequest(
            method=request.method,
            url=self._public_url + request.raw_path,
            headers={name.lower(): value for name, value in request.headers.items()},
            query=tuple(request.query.items()) if "?" in request.raw_path else (),
            body=body,
        )

    async def challenge(self, request: web.Request) -> web.Response:
        """Answer a platform's subscription check."""
        found = self._channel(request)
        if found is None:
            return web.Response(status=404, text="no such channel")
        answer = found[1].challenge(self._request(request, b""))
        if answer is None:
            METRICS.webhook_refusals.labels(found[0].id, "challenge").inc()
            return web.Response(status=403, text="wrong token")
        return web.Response(status=answer.status, text=answer.body, content_type=answer.content_type)

    async def receive(self, request: web.Request) -> web.Response:
        """
        Take one call of a platform.

        200 only when all of it is durable; 503 when the store cannot take it, so that the platform tries again;
        401, 413, 415 for what is not the platform's or not acceptable, with nothing stored and no body logged.
        """
        found = self._channel(request)
        if found is None:
            return web.Response(status=404, text="no such channel")
        channel, connector = found
        if "Content-Encoding" in request.headers:  # before a byte of it is read: it may unpack to anything
            return self._refused(channel, "encoding", 415)
        try:
            body = await self._read(request, channel.connector.capabilities.max_body_bytes)
        except BodyTooLarge:
            METRICS.webhook_oversize.labels(channel.id).inc()
            log.error("a webhook body is over the limit: a message may be lost", channel=channel.id)
            return web.Response(status=413, text="too large")
        except (TimeoutError, ConnectionError, web.RequestPayloadError):
            return self._refused(channel, "slow", 408)
        call = self._request(request, body)
        try:
            connector.verify(call)
        except InvalidSignature:
            return self._refused(channel, "signature", 401)
        # A platform that hangs up does not cancel what is being made durable: the server lets handlers finish.
        return await self._take(channel, connector, call)

    async def _take(self, channel: Channel, connector: SupportsWebhooks, call: WebhookRequest) -> web.Response:
        try:
            problem = await self._make_durable(channel, connector, call)
            if problem is not None:
                await self._quarantine.put(channel.brand, channel.id, call.body, problem)
        except RapportError as error:
            METRICS.webhook_refusals.labels(channel.id, error.code).inc()
            log.warning("a webhook could not be made durable; the platform will try again", channel=channel.id)
            return web.Response(status=503, text="try again", headers={"Retry-After": "5"})
        failpoints.reach("inbound.before_answer")
        answer = connector.accepted()
        return web.Response(status=answer.status, text=answer.body, content_type=answer.content_type)

    async def _make_durable(self, channel: Channel, connector: SupportsWebhooks, call: WebhookRequest) -> str | None:
        """Store what the call says; or say why the whole body must be kept, since delivering it again helps nobody."""
        try:
            await self._ingest.receive(channel, connector.parse(call))
        except MalformedPayload as malformed:
            return str(malformed)
        except DecryptionFailed:
            log.error("a conversation cannot be decrypted; the body is kept in quarantine", channel=channel.id)
            return "its conversation cannot be decrypted"
        except RapportError:
            raise
        except Exception as error:
            log.exception("a body met a mistake of ours and is kept in quarantine", channel=channel.id)
            return f"a mistake of ours: {type(error).__name__}"
        return None

    def _refused(self, channel: Channel, reason: str, status: int) -> web.Response:
        METRICS.webhook_refusals.labels(channel.id, reason).inc()
        log.warning("a webhook call was refused", channel=channel.id, reason=reason)
        return web.Response(status=status, text="refused")

    async def _read(self, request: web.Request, limit: int) -> bytes:
        """Read the body; what says it is too large is not read at all."""
        if request.content_length is not None and request.content_length > limit:
            raise BodyTooLarge
        content = request.content
        if request.content_length is not None and content.is_eof():
            return content.read_nowait()  # it came with the head: nothing to wait for
        async with asyncio.timeout(BODY_DEADLINE_S):
            if request.content_length is not None:
                return await content.read(-1)
            body = bytearray()
            async for chunk in content.iter_chunked(64 * 1024):
                body += chunk
                if len(body) > limit:
                    raise BodyTooLarge
            return bytes(body)
