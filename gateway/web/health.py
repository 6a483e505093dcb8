"""Health, readiness and metrics."""

from __future__ import annotations

import hmac
import ipaddress

from aiohttp import web
from prometheus_client import generate_latest

from connectors.settings import Secret
from gateway.errors import RapportError
from gateway.metrics import REGISTRY
from gateway.store import keys
from gateway.store.client import StoreClient


class Health:
    """``/healthz``: the process runs. ``/readyz``: the store takes writes. ``/metrics``: for Prometheus."""

    def __init__(self, client: StoreClient, metrics_token: Secret | None) -> None:
        self._client = client
        self._token = metrics_token
        self.going_away = False

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/healthz", self._healthy)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)

    async def _healthy(self, request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, request: web.Request) -> web.Response:
        if self.going_away:
            return web.Response(status=503, text="going away\n")
        try:
            name = keys.INSTALLATION
            await self._client.call(name, "HSET", name, "checked", "1")
        except RapportError as error:
            return web.Response(status=503, text=f"the store does not take writes: {error.code}\n")
        return web.Response(text="ready\n")

    async def _metrics(self, request: web.Request) -> web.Response:
        if self._token is not None:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._token.reveal().encode()):
                raise web.HTTPForbidden(text="the metrics need server.metrics_token as a bearer token")
        elif request.headers.get("X-Forwarded-For") or not _is_local(request.remote):
            raise web.HTTPForbidden(text="without server.metrics_token, metrics are served to this machine only")
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": "text/plain; version=0.0.4"})


def _is_local(address: str | None) -> bool:
    try:
        return address is not None and ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
