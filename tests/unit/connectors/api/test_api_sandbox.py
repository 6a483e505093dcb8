"""The local brand's system, as the connector and a webhook receiver see it."""

import asyncio
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from connectors.api.connector import ApiConnector
from connectors.base import OutboundMessage, SupportsWebhooks
from connectors.errors import AccountError, InvalidSignature, OptedOut, OutcomeUnknown, PermanentError, RateLimited
from connectors.events import (
    EchoReceived,
    IdentityChanged,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    OptOutChanged,
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Text,
)
from connectors.ids import Identity
from connectors.request import WebhookRequest
from connectors.sandbox.api import ApiSandbox
from connectors.settings import Secret
from tests.unit.connectors.api.api_support import CUSTOMER, OTHER_SECRET, SECRET, make_connector


@dataclass
class World:
    """A sandbox, a connector that speaks to it, and what a receiver of webhooks understood."""

    sandbox: ApiSandbox
    connector: ApiConnector
    events: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    calls: list = field(default_factory=list)

    async def receive(self, request):
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = WebhookRequest(method="POST", url=str(request.url), headers=headers, body=await request.read())
        self.calls.append(call)
        if self.answers:
            return web.Response(status=self.answers.pop(0))
        try:
            self.connector.verify(call)
        except InvalidSignature:
            return web.Response(status=401)
        self.events += self.connector.parse(call)
        return web.Response(status=self.connector.accepted().status)

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    async def send(self, text="Hello", tag="t.1", **more):
        return await self.connector.send(OutboundMessage(tag=tag, customer=CUSTOMER, text=text, **more))


@pytest.fixture
async def world():
    made = None

    async def receive(request):
        return await made.receive(request)

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with (
        ApiSandbox(secret=SECRET, receipts=("delivered",), retries=(0.01, 0.02, 1.0)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        sandbox.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        changes = {"deliver_url": sandbox.deliver_url, "allow_private": True, "secret_previous": Secret(OTHER_SECRET)}
        connector = make_connector(clock=sandbox.now_s, **changes)
        await connector.start(http)
        made = World(sandbox, connector)
        yield made
        await connector.close()
    await runner.cleanup()


class TestTalk:
    async def test_customer_writes_edits_revokes_reacts_and_moves(self, world):
        mia = world.sandbox.customer("4711", "Mia Muster")
        first = mia.write("Hello")
        mia.write("Anybody?", reply_to=first)
        mia.edit(first, "Good morning")
        mia.revoke(first)
        sent = await world.send("Yes")
        mia.react(sent.message_id, "👍")
        mia.react(sent.message_id, None)
        mia.answered_elsewhere("We wrote you a letter")
        mia.opt_out()
        mia.move("4712")
        await world.sandbox.settled()
        assert isinstance(world.connector, SupportsWebhooks)
        assert [event.content for event in world.of(MessageReceived)] == [Text("Hello"), Text("Anybody?")]
        assert world.of(MessageReceived)[1].reply_to == first == world.of(MessageEdited)[0].target
        assert world.of(MessageReceived)[0].profile[0].value == "Mia Muster"
        assert world.of(MessageRevoked)[0].target == first
        assert [event.emoji for event in world.of(ReactionChanged)] == ["👍", None]
        assert world.of(EchoReceived)[0].content == Text("We wrote you a letter")
        assert world.of(OptOutChanged)[0].opted_out
        changed = world.of(IdentityChanged)[0]
        assert (changed.customer, changed.now) == (CUSTOMER, (Identity("account", "4712"),))

    async def test_message_arrives_and_its_receipts_come_back_with_the_tag(self, world):
        mia = world.sandbox.customer("4711")
        sent = await world.send("Grüße 😀", reply_to="m-9", automated=True)
        (message,) = await mia.wait_for_count(1)
        assert (message.text, message.reply_to, message.automated) == ("Grüße 😀", "m-9", True)
        assert (message.id, message.tag, message.call_id) == (sent.message_id, "t.1", "t_1")
        assert sent.learned == CUSTOMER
        mia.read()
        mia.read()
        await world.sandbox.settled()
        assert [(event.rank, event.tag) for event in world.of(ReceiptReceived)] == [
            (Rank.DELIVERED, "t.1"),
            (Rank.READ, "t.1"),
        ]

    async def test_same_message_again_is_one_message_with_the_same_id(self, world):
        mia = world.sandbox.customer("4711")
        world.sandbox.order("drop_response")
        with pytest.raises(OutcomeUnknown):
            await world.send()
        again = await world.send()
        assert world.connector.capabilities.idempotent_sends
        assert [message.id for message in mia.received] == [again.message_id]
        assert [call.status for call in world.sandbox.calls][1:] == [409]
        other = await world.send(tag="t.2")
        assert other.message_id != again.message_id

    async def test_send_at_the_same_moment_is_one_message(self, world):
        mia = world.sandbox.customer("4711")
        sent = await asyncio.gather(*(world.send() for _ in range(8)))
        assert len({one.message_id for one in sent}) == 1 == len(mia.received)

    async def test_stranger_and_who_wants_nothing_are_refused(self, world):
        with pytest.raises(PermanentError):
            await world.send()
        world.sandbox.customer("4711").opt_out()
        with pytest.raises(OptedOut):
            await world.send()

    async def test_rotation_needs_no_pause(self, world):
        mia = world.sandbox.customer("4711")
        for secrets in ([SECRET], [SECRET, OTHER_SECRET], [OTHER_SECRET]):
            world.sandbox.courier.secrets = secrets
            mia.write("Hello")
            await world.sandbox.settled()
            await world.send(tag=f"t.{len(mia.messages)}")
        assert len(world.of(MessageReceived)) == 3 == len(mia.received)
        world.sandbox.courier.secrets = ["whsec_" + "A" * 32]
        with pytest.raises(AccountError):
            await world.send(tag="t.9")

    async def test_clock_that_is_off_is_refused(self, world):
        world.sandbox.customer("4711")
        world.connector._client._clock = lambda: world.sandbox.now_s() - 400
        with pytest.raises(AccountError):
            await world.send()


class TestFaults:
    async def test_two_customers_in_one_call(self, world):
        world.sandbox.order("batch", size=3)
        mia, jon = world.sandbox.customer("4711"), world.sandbox.customer("4712")
        mia.write("one")
        jon.write("two")
        mia.write("three")
        await world.sandbox.settled()
        assert [event.content.text for event in world.of(MessageReceived)] == ["one", "two", "three"]
        assert len(world.calls) == 1

    async def test_call_is_repeated_until_it_is_taken_under_the_same_id(self, world):
        world.answers = [503, 500]
        world.sandbox.customer("4711").write("Hello")
        await world.sandbox.settled()
        assert len({call.headers["webhook-id"] for call in world.calls}) == 1 < len(world.calls)
        assert len(world.of(MessageReceived)) == 1

    async def test_duplicate_has_the_same_key(self, world):
        world.sandbox.order("duplicate")
        world.sandbox.customer("4711").write("Hello")
        await world.sandbox.settled()
        first, again = world.of(MessageReceived)
        assert first == again

    async def test_forged_call_is_refused_and_the_true_one_taken(self, world):
        world.sandbox.order("bad_signature")
        world.sandbox.customer("4711").write("Hello")
        await world.sandbox.settled()
        assert world.sandbox.deliveries[0].answers == [401, 200]

    async def test_fault_for_one_customer_spares_the_others(self, world):
        world.sandbox.customer("4711")
        world.sandbox.order("rate_limit", customer="4799", times=None)
        await world.send()
        world.sandbox.order("customer_rate", customer="4711")
        with pytest.raises(RateLimited) as limited:
            await world.send(tag="t.2")
        assert (limited.value.scope, limited.value.retry_after_s) == ("pair", 5.0)

    async def test_unknown_fault_and_taken_account_are_mistakes(self, world):
        with pytest.raises(ValueError, match="no fault"):
            world.sandbox.order("earthquake")
        world.sandbox.customer("4711")
        with pytest.raises(ValueError, match="taken"):
            world.sandbox.customer("4711")
