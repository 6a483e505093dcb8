"""The local WhatsApp, as the connector and a webhook receiver see it."""

import asyncio
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from connectors.base import OutboundMessage
from connectors.errors import AccountError, InvalidSignature, OutcomeUnknown, PermanentError, WindowClosed
from connectors.events import (
    IdentityChanged,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    Rank,
    ReceiptReceived,
    Text,
)
from connectors.ids import ChannelId, Identity
from connectors.request import WebhookRequest
from connectors.sandbox.whatsapp import WhatsAppSandbox
from connectors.settings import Secret
from connectors.whatsapp.config import WhatsAppSettings
from connectors.whatsapp.connector import WhatsAppConnector

MIA = "491700000001"


@dataclass
class World:
    """A sandbox, a connector that speaks to it, and what a receiver of webhooks understood."""

    sandbox: WhatsAppSandbox
    connector: WhatsAppConnector
    http: aiohttp.ClientSession
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

    async def send(self, text="Hello", *customer, **keys):
        customer = customer or (Identity("wa_id", MIA),)
        return await self.connector.send(OutboundMessage(tag="t-1", customer=customer, text=text, **keys))


def settings_for(sandbox, **changes):
    return WhatsAppSettings(
        **{
            "phone_number_id": sandbox.phone_number_id,
            "business_account_id": None,
            "app_secret": Secret("app secret"),
            "app_secret_previous": None,
            "verify_token": Secret("verify token"),
            "access_token": Secret("access token"),
            "graph_url": sandbox.url,
            "api_version": "v25.0",
            "send_appsecret_proof": True,
            **changes,
        }
    )


@pytest.fixture
async def world():
    secrets = {"app_secret": "app secret", "access_token": "access token", "verify_token": "verify token"}
    made = None

    async def receive(request):
        return await made.receive(request)

    app = web.Application()
    app.router.add_route("*", "/hook", receive)
    # the receiver closes last: closing under a webhook that is just arriving takes aiohttp a while
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with WhatsAppSandbox(**secrets, retries=(0.01, 0.02, 5.0)) as sandbox, aiohttp.ClientSession() as http:
        connector = WhatsAppConnector(ChannelId("acme/wa"), settings_for(sandbox))
        await connector.start(http)
        made = World(sandbox, connector, http)
        sandbox.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield made
    await runner.cleanup()


async def test_subscription_is_confirmed_only_with_the_right_token(world):
    assert await world.sandbox.subscribe()
    assert not await world.sandbox.subscribe(challenge="<b>")
    world.sandbox.verify_token = "another"
    assert not await world.sandbox.subscribe()


async def test_text_goes_in_and_reply_comes_out_with_receipts(world):
    mia = world.sandbox.customer("Mia Müller", MIA, user_id="DE.1", username="mia")
    mia.write("Grüße 😀 / „so“")
    await world.sandbox.settled()
    (received,) = world.events
    assert received.content == Text("Grüße 😀 / „so“")
    assert received.customer == (Identity("bsuid", "DE.1"), Identity("wa_id", MIA))
    assert world.sandbox.deliveries[0].body.isascii()

    sent = await world.send("Hello Mia", *received.customer, reply_to=received.message_id)
    reply = await mia.wait_for_reply()
    assert (reply.text, reply.tag, reply.reply_to) == ("Hello Mia", "t-1", received.message_id)
    await world.sandbox.settled()
    receipts = world.of(ReceiptReceived)
    assert [receipt.rank for receipt in receipts] == [Rank.SENT, Rank.DELIVERED, Rank.READ]
    assert {(receipt.tag, receipt.message_id) for receipt in receipts} == {("t-1", sent.message_id)}
    assert [call.tag for call in world.sandbox.sends] == ["t-1"]


async def test_customer_without_a_number_is_reached_by_id(world):
    mia = world.sandbox.customer("Mia", MIA, user_id="DE.1", hides_number=True)
    mia.write("Hi")
    await world.sandbox.settled()
    (received,) = world.events
    assert received.customer == (Identity("bsuid", "DE.1"),)
    sent = await world.send("Hello", *received.customer)
    assert sent.learned == (Identity("bsuid", "DE.1"),)
    assert world.sandbox.sends[0].body["recipient"] == "DE.1"


async def test_other_spelling_of_a_number_is_learned(world):
    world.sandbox.customer("João", "5511987654321", aliases=("551187654321",)).write("Oi")
    sent = await world.send("Olá", Identity("wa_id", "551187654321"))
    assert sent.learned == (Identity("wa_id", "5511987654321"),)


async def test_edit_revoke_and_new_number_arrive(world):
    mia = world.sandbox.customer("Mia", MIA)
    first = mia.write("Helo")
    mia.edit(first, "Hello")
    mia.revoke(first)
    mia.change_number("491700000002")
    await world.sandbox.settled()
    assert world.of(MessageEdited)[0].content == Text("Hello")
    assert world.of(MessageRevoked)[0].target == first
    assert world.of(IdentityChanged)[0].now == (Identity("wa_id", "491700000002"),)
    assert world.sandbox.find(MIA) is None
    with pytest.raises(ValueError, match="not a message"):
        mia.edit("wamid.none", "x")


async def test_read_mark_and_typing_are_seen_by_the_customer(world):
    mia = world.sandbox.customer("Mia", MIA)
    first, second = mia.write("one"), mia.write("two")
    assert [message.state for message in mia.messages] == ["accepted", "accepted"]
    await world.sandbox.settled()
    await world.connector.mark_read((Identity("wa_id", MIA),), first)
    assert [message.state for message in mia.messages] == ["read", "delivered"]
    await world.connector.show_typing((Identity("wa_id", MIA),), second)
    assert mia.typing_until_s > world.sandbox.now_s()
    with pytest.raises(PermanentError):
        await world.connector.mark_read((), "wamid.none")


async def test_window_closes_after_a_day_and_opens_again(world):
    mia = world.sandbox.customer("Mia", MIA)
    with pytest.raises(WindowClosed):
        await world.send()
    mia.write("Hi")
    await world.send()
    world.sandbox.advance(24 * 3600)
    with pytest.raises(WindowClosed):
        await world.send()
    mia.write("Hi again")
    await world.send()
    assert len(mia.received) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"access_token": Secret("expired")}, "190"),
        ({"app_secret": Secret("other app")}, "100"),
        ({"phone_number_id": "999999"}, "100/33"),
    ],
)
async def test_caller_is_checked(world, changes, code):
    world.sandbox.customer("Mia", MIA).write("Hi")
    stranger = WhatsAppConnector(ChannelId("acme/x"), settings_for(world.sandbox, **changes))
    await stranger.start(world.http)
    message = OutboundMessage(tag="t", customer=(Identity("wa_id", MIA),), text="Hello")
    with pytest.raises((AccountError, PermanentError)) as refused:
        await stranger.send(message)
    assert refused.value.code == code
    assert world.sandbox.sends == []


async def test_unknown_number_is_undeliverable(world):
    with pytest.raises(PermanentError) as refused:
        await world.send("Hello", Identity("wa_id", "4900000"))
    assert refused.value.code == "131026"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 10_000,
        b'{"messaging_product":"whatsapp"}',
        b'{"messaging_product":"whatsapp","to":"491700000001"}',
        b'{"messaging_product":"whatsapp","to":"491700000001","text":{"body":""}}',
        b'{"messaging_product":"whatsapp","to":"491700000001","type":"text","text":"x"}',
        b'{"messaging_product":"whatsapp","to":"491700000001","type":"hologram","hologram":{}}',
        b'{"messaging_product":"whatsapp","to":"491700000001","type":"reaction","reaction":{}}',
        b'{"messaging_product":"whatsapp","status":"read","message_id":7}',
        b'{"messaging_product":"whatsapp","to":"491700000001","type":"text","text":{"body":"%s"}}' % (b"x" * 4097),
        b'{"messaging_product":"whatsapp","to":"491700000001","biz_opaque_callback_data":7,"text":{"body":"x"}}',
    ],
)
async def test_bad_request_is_refused_in_the_platforms_words(world, body):
    world.sandbox.customer("Mia", MIA).write("Hi")
    url = f"{world.sandbox.url}/v25.0/{world.sandbox.phone_number_id}/messages"
    async with world.http.post(url, data=body, headers={"Authorization": "Bearer access token"}) as response:
        answer = await response.json()
    assert response.status == 400
    assert {"message", "type", "code", "fbtrace_id"} <= set(answer["error"])
    assert world.sandbox.sends == []


async def test_webhook_is_repeated_until_it_is_accepted(world):
    world.answers += [500, 503, 404]
    world.sandbox.customer("Mia", MIA).write("Hi")
    await world.sandbox.settled()
    assert [event.content for event in world.events] == [Text("Hi")]
    (delivery,) = world.sandbox.deliveries
    assert delivery.answers == [500, 503, 404, 200]


async def test_webhook_waits_for_a_receiver(world):
    address, world.sandbox.webhook_url = world.sandbox.webhook_url, None
    world.sandbox.customer("Mia", MIA).write("Hi")
    await world.sandbox.wait_until(lambda: bool(world.sandbox.deliveries and world.sandbox.deliveries[0].answers))
    world.sandbox.webhook_url = address
    await world.sandbox.settled()
    assert len(world.of(MessageReceived)) == 1


async def test_messages_of_one_customer_arrive_in_order(world):
    mia = world.sandbox.customer("Mia", MIA)
    for number in range(20):
        mia.write(str(number))
    await world.sandbox.settled()
    assert [event.content.text for event in world.events] == [str(number) for number in range(20)]


async def test_duplicate_is_the_same_body_twice(world):
    world.sandbox.order("duplicate")
    world.sandbox.customer("Mia", MIA).write("Hi")
    await world.sandbox.settled()
    assert len(world.events) == 2
    assert len({event.key for event in world.events}) == 1


async def test_batch_and_reorder_gather_updates(world):
    mia = world.sandbox.customer("Mia", MIA)
    world.sandbox.order("batch", size=3)
    world.sandbox.order("reorder", size=2)
    for number in range(5):
        mia.write(str(number))
    await world.sandbox.settled()
    assert sorted(event.content.text for event in world.events) == ["0", "1", "2", "3", "4"]
    assert len(world.sandbox.deliveries) == 3
    order = [event.content.text for event in world.events]
    assert order.index("4") < order.index("3")


async def test_incomplete_batch_is_sent_off_when_asked(world):
    world.sandbox.order("batch", size=10)
    world.sandbox.customer("Mia", MIA).write("Hi")
    await world.sandbox.settled()
    assert len(world.events) == 1


async def test_bad_signature_is_followed_by_a_good_one(world):
    world.sandbox.order("bad_signature")
    world.sandbox.customer("Mia", MIA).write("Hi")
    await world.sandbox.settled()
    assert world.sandbox.deliveries[0].answers == [401, 200]


async def test_status_may_come_before_the_answer(world):
    world.sandbox.customer("Mia", MIA).write("Hi")
    world.sandbox.order("status_first")
    sent = await world.send()
    assert [event.message_id for event in world.of(ReceiptReceived)] == [sent.message_id] * 3


async def test_failed_status_comes_with_its_code(world):
    world.sandbox.customer("Mia", MIA).write("Hi")
    world.sandbox.order("failed_status")
    await world.send()
    await world.sandbox.settled()
    (receipt,) = world.of(ReceiptReceived)
    assert (receipt.rank, receipt.error_code, receipt.tag) == (Rank.FAILED, "131047", "t-1")


async def test_lost_answer_leaves_one_message_and_its_tag(world):
    mia = world.sandbox.customer("Mia", MIA)
    mia.write("Hi")
    world.sandbox.order("drop_response")
    with pytest.raises(OutcomeUnknown):
        await world.send()
    await world.sandbox.settled()
    assert len(mia.received) == 1
    assert len(world.sandbox.sends_tagged("t-1")) == 1
    assert world.of(ReceiptReceived)[0].tag == "t-1"


async def test_fault_for_one_customer_spares_the_others(world):
    world.sandbox.customer("Mia", MIA).write("Hi")
    world.sandbox.customer("Ben", "491700000009").write("Hi")
    world.sandbox.order("undeliverable", customer=MIA, times=None)
    await world.send("Hello", Identity("wa_id", "491700000009"))
    for _ in range(2):
        with pytest.raises(PermanentError):
            await world.send()
    world.sandbox.faults.cancel()
    await world.send()


async def test_hanging_call_is_let_go_when_the_sandbox_closes():
    secrets = {"app_secret": "app secret", "access_token": "access token", "verify_token": "verify token"}
    async with aiohttp.ClientSession() as http:
        async with WhatsAppSandbox(**secrets) as sandbox:
            connector = WhatsAppConnector(ChannelId("acme/wa"), settings_for(sandbox))
            await connector.start(http)
            sandbox.customer("Mia", MIA).write("Hi")
            sandbox.order("hang")
            message = OutboundMessage(tag="t", customer=(Identity("wa_id", MIA),), text="Hello")
            sending = asyncio.ensure_future(connector.send(message))
            await sandbox.wait_for_call()
            assert not sending.done()
        await asyncio.wait([sending])
        sending.exception()


def test_order_that_cannot_be_carried_out_is_an_error():
    sandbox = WhatsAppSandbox(app_secret="a", access_token="b", verify_token="c")
    for kind, options in (("no such", {}), ("batch", {"size": 1}), ("slow", {"seconds": -1}), ("slow", {"times": 0})):
        with pytest.raises(ValueError, match=r"fault|times"):
            sandbox.order(kind, **options)
