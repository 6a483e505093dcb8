"""The local Messenger and the local Instagram, each with a connector and a receiver of webhooks."""

import contextlib
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from connectors.base import OutboundMessage
from connectors.errors import (
    InvalidSignature,
)
from connectors.ids import Identity
from connectors.request import WebhookRequest
from connectors.sandbox.messenger import InstagramSandbox, MessengerSandbox
from tests.unit.connectors.instagram import instagram_support
from tests.unit.connectors.messenger import messenger_support

MIA = "7000000000000001"
SECRETS = {"app_secret": "app secret", "access_token": "access token", "verify_token": "verify token"}
DAY_S = 24 * 3600


@dataclass
class World:
    """A sandbox, a connector that speaks to it, and what a receiver of webhooks understood."""

    sandbox: Any
    connector: Any
    http: aiohttp.ClientSession
    identity: str
    events: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    async def receive(self, request):
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        query = tuple(request.query.items())
        call = WebhookRequest(method=request.method, url=str(request.url), headers=headers, query=query, body=body)
        if request.method == "GET":
            answer = self.connector.challenge(call)
            return web.Response(status=403) if answer is None else web.Response(text=answer.body)
        if self.answers:
            return web.Response(status=self.answers.pop(0))
        try:
            self.connector.verify(call)
        except InvalidSignature:
            return web.Response(status=401)
        self.events += self.connector.parse(call)
        return web.Response()

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def mia(self):
        return self.sandbox.find(MIA) or self.sandbox.customer("Mia", MIA)

    async def send(self, text="Hello", customer=MIA, **keys):
        customers = (Identity(self.identity, customer),)
        return await self.connector.send(OutboundMessage(tag="t-1", customer=customers, text=text, **keys))


def make_messenger(**changes):
    sandbox = MessengerSandbox(
        **SECRETS, account_id=messenger_support.PAGE, app_id=messenger_support.APP, retries=(0.01, 0.02, 5.0), **changes
    )
    return sandbox, messenger_support.make_connector, "psid"


def make_instagram(**changes):
    sandbox = InstagramSandbox(
        **SECRETS,
        account_id=instagram_support.ACCOUNT,
        sender_id=instagram_support.PAGE,
        app_id=instagram_support.APP,
        retries=(0.01, 0.02, 5.0),
        **changes,
    )
    return sandbox, instagram_support.make_connector, "igsid"


MAKERS = {"messenger": make_messenger, "instagram": make_instagram}
only_messenger = pytest.mark.parametrize("world", ["messenger"], indirect=True)
only_instagram = pytest.mark.parametrize("world", ["instagram"], indirect=True)


@contextlib.asynccontextmanager
async def open_world(kind):
    made = None

    async def receive(call):
        return await made.receive(call)

    app = web.Application()
    app.router.add_route("*", "/hook", receive)
    # the receiver closes last: closing under a webhook that is just arriving takes aiohttp a while
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox, make_connector, identity = MAKERS[kind]()
    async with sandbox, aiohttp.ClientSession() as http:
        connector = make_connector(graph_url=sandbox.url)
        await connector.start(http)
        made = World(sandbox, connector, http, identity)
        sandbox.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield made
    await runner.cleanup()
