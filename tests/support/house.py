"""A whole gateway for a test: configuration, sandbox, store, keys, all in one temporary folder."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp

from connectors.sandbox.whatsapp import WhatsAppSandbox
from gateway.app import Gateway, serving
from gateway.config import load_settings
from gateway.config_model import Settings
from gateway.store import keys
from tests.support.client import SocketClient

SHOP = "https://shop.example"

CONFIG = """
[server]
port = {port}
public_url = "http://localhost:{port}"
{server}

[store]
folder = "store"
{store}

[privacy]
folder = "keys"
{privacy}

[brands.acme]
display_name = "Acme"

[brands.acme.sending]
{sending}

[brands.acme.continuity]
{continuity}

[brands.acme.channels.wa-main]
kind = "whatsapp"
phone_number_id = "100000000000001"
graph_url = "{graph_url}"
app_secret = {{ env = "TEST_WA_APP_SECRET" }}
verify_token = {{ env = "TEST_WA_VERIFY_TOKEN" }}
access_token = {{ env = "TEST_WA_ACCESS_TOKEN" }}

[brands.acme.channels.site]
kind = "webchat"
allowed_origins = ["{shop}"]
{more}
"""

APP_SECRET = "app secret of the test " + secrets.token_hex(8)
VERIFY_TOKEN = "verify token of the test " + secrets.token_hex(8)
ACCESS_TOKEN = "access token of the test " + secrets.token_hex(8)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def secrets_set() -> Iterator[None]:
    """Set the environment variables that the configuration names."""
    os.environ["TEST_WA_APP_SECRET"] = APP_SECRET
    os.environ["TEST_WA_VERIFY_TOKEN"] = VERIFY_TOKEN
    os.environ["TEST_WA_ACCESS_TOKEN"] = ACCESS_TOKEN
    try:
        yield
    finally:
        for name in ("TEST_WA_APP_SECRET", "TEST_WA_VERIFY_TOKEN", "TEST_WA_ACCESS_TOKEN"):
            os.environ.pop(name, None)


def write_config(folder: Path, graph_url: str, port: int, **sections: str) -> Path:
    """
    Write a ``config.toml``.

    ``sections`` adds lines to ``server``, ``store``, ``privacy``, ``sending``, ``continuity`` and ``more``; ``shop``
    replaces the origin that may carry the widget.
    """
    lines = {name: sections.get(name, "") for name in ("server", "store", "privacy", "sending", "continuity", "more")}
    shop = sections.get("shop", SHOP)
    file = folder / "config.toml"
    file.write_text(CONFIG.format(port=port, graph_url=graph_url, shop=shop, **lines))
    return file


def make_sandbox(**options: Any) -> WhatsAppSandbox:
    return WhatsAppSandbox(app_secret=APP_SECRET, verify_token=VERIFY_TOKEN, access_token=ACCESS_TOKEN, **options)


class House:
    """A running gateway with its sandbox, and the people in it."""

    def __init__(self, gateway: Gateway, settings: Settings, sandbox: WhatsAppSandbox, port: int, folder: Path) -> None:
        self.gateway = gateway
        self.app = gateway.application
        self.settings = settings
        self.sandbox = sandbox
        self.folder = folder
        self.url = f"http://localhost:{port}"
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def sign_in(self, name: str = "Ana", brands: tuple[str, ...] = ("acme",), tier: str = "qualified") -> str:
        """Add an expert and sign them in as a browser would; returns the cookie header."""
        expert = await self.gateway.experts.add(name, list(brands), tier)
        token = await self.gateway.experts.invite(expert.id)
        return await use_invite(self.http, self.url, token)

    async def expert(self, name: str = "Ana", cookie: str | None = None) -> SocketClient:
        """Connect an expert's client and wait for the beginning of the session."""
        client = SocketClient(self.http, self.url, headers={"Cookie": cookie or await self.sign_in(name)})
        await client.connect()
        await client.wait_for("session.started")
        return client

    async def agenda_is_quiet(self) -> None:
        """Wait until nothing that is due has been left undone."""
        async with asyncio.timeout(20):
            while True:
                now_ms = self.gateway.clock.now_ms()
                due = 0
                for shard in range(self.settings.store.shards):
                    self.gateway.agenda.nudge(shard)
                    key = keys.agenda(shard)
                    due += await self.gateway.storage.client.call(key, "ZCOUNT", key, "-inf", now_ms)
                if not due and not self.gateway.agenda.busy:
                    return
                await asyncio.sleep(0.01)

    async def visitor(self, token: str | None = None) -> tuple[SocketClient, str]:
        """Open a visitor's session and connect its socket; returns the client and the visitor's token."""
        url = f"{self.url}/widget/acme/site/session"
        async with self.http.post(url, json={"visitor": token} if token else {}, headers={"Origin": SHOP}) as answer:
            assert answer.status == 200, await answer.text()
            token = (await answer.json())["visitor"]
        auth = {"channel": "acme/site", "visitor": token, "protocol": 1}
        client = SocketClient(self.http, self.url, "/visitor", auth=auth, origin=SHOP)
        await client.connect()
        await client.wait_for("visitor.started")
        assert token is not None
        return client, token


async def use_invite(http: aiohttp.ClientSession, url: str, token: str) -> str:
    """Press the button of an invite's page; returns the cookie header."""
    async with http.post(f"{url}/invite/{token}", headers={"Origin": url}, allow_redirects=False) as answer:
        assert answer.status == 303, await answer.text()
        match = re.match(r"([^;]+);", answer.headers["Set-Cookie"])
        assert match is not None
        return match.group(1)


@contextlib.asynccontextmanager
async def house(
    folder: Path,
    *,
    sandbox_options: dict[str, Any] | None = None,
    gateway_options: dict[str, Any] | None = None,
    **sections: str,
) -> AsyncIterator[House]:
    """Run a gateway and its sandbox in this process; ``gateway_options`` go to ``Gateway`` (clock, make_anonymizer)."""
    async with make_sandbox(**(sandbox_options or {})) as sandbox:
        port = free_port()
        with secrets_set():
            settings = load_settings(write_config(folder, sandbox.url, port, **sections))
        gateway = Gateway(settings, **(gateway_options or {}))
        async with serving(gateway, port=port):
            sandbox.webhook_url = f"http://127.0.0.1:{port}/webhooks/acme/wa-main"
            here = House(gateway, settings, sandbox, port, folder)
            try:
                yield here
            finally:
                await here.http.close()
