"""The web chat's files and the beginning of a visitor's session."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from connectors.base import SupportsVisitors
from gateway.messages.channels import Channel
from gateway.realtime import protocol
from gateway.web.client_files import packed, takes_gzip

_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_MINUTES = "public, max-age=300"
_BODY_LIMIT = 4096


class Widget:
    """Serves ``/widget/<brand>/<channel>/...``."""

    def __init__(self, channels: Mapping[str, Channel], public_url: str) -> None:
        self._channels = channels
        self._public_url = public_url
        self._packed: dict[bytes, bytes | None] = {}

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/widget/{brand}/{channel}/session", self._session)
        app.router.add_options("/widget/{brand}/{channel}/session", self._preflight)
        app.router.add_get("/widget/{brand}/{channel}/{path:.+}", self._file)

    def _connector(self, request: web.Request) -> SupportsVisitors:
        channel = self._channels.get(f"{request.match_info['brand']}/{request.match_info['channel']}")
        if channel is None or not isinstance(channel.connector, SupportsVisitors):
            raise web.HTTPNotFound(text="no such widget")
        return channel.connector

    async def _file(self, request: web.Request) -> web.Response:
        found = self._connector(request).widget_files().get(request.match_info["path"])
        if found is None:
            raise web.HTTPNotFound(text="no such file")
        kind, data = found
        headers = {
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": _FOR_EVER if request.match_info["path"].startswith("v-") else _FOR_MINUTES,
            "Content-Type": kind,
            "Vary": "Accept-Encoding",
        }
        if takes_gzip(request) and (smaller := self._pack(kind, data)):
            headers["Content-Encoding"] = "gzip"
            data = smaller
        return web.Response(body=data, headers=headers)

    def _pack(self, kind: str, data: bytes) -> bytes | None:
        """Compress each of the few files once."""
        if data not in self._packed:
            self._packed[data] = packed(data, kind.partition(";")[0])
        return self._packed[data]

    def _allow(self, request: web.Request) -> dict[str, str]:
        """Let pages of the brand read the answer, and no others; no cookies either way."""
        origin = request.headers.get("Origin", "")
        if origin not in self._connector(request).allowed_origins:
            raise web.HTTPForbidden(text="this page may not carry the widget: add its origin to allowed_origins")
        return {
            "Access-Control-Allow-Origin": origin,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Origin",
        }

    async def _preflight(self, request: web.Request) -> web.Response:
        headers = self._allow(request)
        headers |= {
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "content-type",
            "Access-Control-Max-Age": "600",
        }
        return web.Response(status=204, headers=headers)

    async def _session(self, request: web.Request) -> web.Response:
        headers = self._allow(request)
        connector = self._connector(request)
        if (request.content_length or 0) > _BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(_BODY_LIMIT, request.content_length or 0)
        try:
            claims = msgspec.json.decode(await request.content.read(_BODY_LIMIT) or b"{}")
        except (msgspec.DecodeError, RecursionError):
            claims = None
        if not isinstance(claims, dict):
            return web.json_response({"error": "malformed"}, status=400, headers=headers)
        token = claims.get("visitor")
        session = connector.open_session(token if isinstance(token, str) and len(token) <= 500 else None)
        parts = urlsplit(self._public_url)
        answer = {
            "visitor": session.token,
            "new": session.new,
            "settings": connector.widget_settings(),
            "socket": {
                "url": f"{parts.scheme}://{parts.netloc}",
                "path": f"/{protocol.SOCKET_PATH}",
                "namespace": protocol.VISITOR_NAMESPACE,
            },
        }
        return web.json_response(body=msgspec.json.encode(answer), headers=headers)
