"""Puts the real gateway and the sandboxes together and serves the page that shows them side by side."""

from __future__ import annotations

import os
import secrets
from collections.abc import Awaitable, Callable
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from connectors.sandbox.webchat.shop import create_shop
from connectors.sandbox.whatsapp import WhatsAppSandbox
from gateway.app import Gateway, serving
from gateway.config import load_settings
from gateway.config_model import Settings
from gateway.errors import StartRefused
from gateway.logs import set_up_logs
from gateway.store.experts import Experts

SECRETS = ("ACME_WA_APP_SECRET", "ACME_WA_VERIFY_TOKEN", "ACME_WA_ACCESS_TOKEN")
EXPERT = "Ana"
PEOPLE = (
    ("Maria Lopez", "491701234567", "DE.1000000000000000001"),
    ("James Okafor", "447911123456", "GB.1000000000000000002"),
)
_FILES = {"": "text/html", "playground.css": "text/css", "playground.js": "text/javascript"}


def make_secrets() -> None:
    """Give the sandbox's secrets values, unless the environment has some."""
    for name in SECRETS:
        os.environ.setdefault(name, secrets.token_urlsafe(32))


def find_channels(settings: Settings) -> tuple[str, str]:
    """
    Find one WhatsApp and one web chat channel to show: their ids.

    Raises
    ------
    StartRefused
        The configuration has none.
    """
    found: dict[str, str] = {}
    for brand in settings.brands.values():
        for channel in brand.channels.values():
            found.setdefault(channel.kind, channel.id)
    if "whatsapp" not in found or "webchat" not in found:
        raise StartRefused("the playground needs a channel of kind whatsapp and one of kind webchat in config.toml")
    return found["whatsapp"], found["webchat"]


class Playground:
    """The page and what it shows."""

    def __init__(self, gateway: Gateway, settings: Settings, port: int) -> None:
        self._gateway = gateway
        self._settings = settings
        whatsapp, webchat = find_channels(settings)
        self._webchat = webchat
        self._brand = settings.brands[whatsapp.split("/")[0]]
        public = settings.server.public_url
        self._sandbox = WhatsAppSandbox(
            app_secret=os.environ[SECRETS[0]],
            verify_token=os.environ[SECRETS[1]],
            access_token=os.environ[SECRETS[2]],
            webhook_url=f"http://127.0.0.1:{settings.server.port}/webhooks/{whatsapp}",
            pace_s=0.4,
        )
        for name, number, user_id in PEOPLE:
            self._sandbox.customer(name, number, user_id=user_id)
        self._public = public
        self._origin = f"http://localhost:{port}"

    def create_app(self) -> web.Application:
        app = web.Application()
        app.add_subapp("/whatsapp/", self._sandbox.create_app())
        loader = f"{self._public}/widget/{self._webchat}/loader.js"
        app.add_subapp("/shop/", create_shop(loader, brand=self._brand.display_name))
        app.router.add_get("/expert", self._expert)
        for name in _FILES:
            app.router.add_get(f"/{name}", self._file)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        name = request.path.lstrip("/")
        data = (resources.files("playground") / "page" / (name or "index.html")).read_bytes()
        parts = urlsplit(self._public)
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
            f"frame-src 'self' {parts.scheme}://{parts.netloc}; frame-ancestors 'none'"
        )
        headers = {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return web.Response(body=data, content_type=_FILES[name], charset="utf-8", headers=headers)

    async def _expert(self, request: web.Request) -> web.Response:
        """Send the expert's frame to a fresh invite; a browser that is signed in goes straight on."""
        experts: Experts = self._gateway.experts
        known = [expert for expert in await experts.all() if expert.name == EXPERT]
        expert = known[0] if known else await experts.add(EXPERT, [self._brand.id])
        token = await experts.invite(expert.id)
        raise web.HTTPSeeOther(f"{self._public}/invite/{token}")


async def run_playground(
    config: Path, port: int, until_stopped: Callable[[], Awaitable[None]], say: Callable[[str], None]
) -> None:
    """
    Run everything until stopped.

    Raises
    ------
    StartRefused
        The configuration or a port does not allow it; the message says what to change.
    """
    make_secrets()
    settings = load_settings(config)
    set_up_logs(settings.server.log_level, settings.server.log_format)
    gateway = Gateway(settings)
    async with serving(gateway):
        page = Playground(gateway, settings, port)
        runner = web.AppRunner(page.create_app(), access_log=None, handle_signals=False, shutdown_timeout=1)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, "localhost", port).start()
            except OSError as error:
                reason = os.strerror(error.errno or 0)
                raise StartRefused(f"cannot listen on port {port}: {reason}. Use rapport playground --port.") from None
            say(f"\n  Open http://localhost:{port}\n\n  Ctrl-C stops everything.\n")
            await until_stopped()
            say("stopping")
        finally:
            await runner.cleanup()
