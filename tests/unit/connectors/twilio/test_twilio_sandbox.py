"""The local Twilio, as the connector and a webhook receiver see it."""

import base64
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web

from connectors.base import CountsSegments, NeedsCallbackUrl, OutboundMessage, SupportsWebhooks
from connectors.errors import AccountError, InvalidSignature, OptedOut, OutcomeUnknown, PermanentError, RateLimited
from connectors.events import Media, MessageReceived, OptOutChanged, Rank, ReceiptReceived, Text
from connectors.ids import ChannelId, Identity
from connectors.request import WebhookRequest
from connectors.sandbox.twilio import TwilioSandbox
from connectors.settings import Secret
from connectors.twilio.connector import TwilioConnector
from tests.unit.connectors.twilio.twilio_support import BSUID, MIA, make_settings


@dataclass
class World:
    """A sandbox, a connector that speaks to it, and what a receiver of webhooks understood."""

    sandbox: TwilioSandbox
    connector: TwilioConnector
    http: aiohttp.ClientSession
    events: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    async def receive(self, request):
        headers = {name.lower(): value for name, value in request.headers.items()}
        origin = f"{request.scheme}://{request.host}"
        call = WebhookRequest(
            method=request.method,
            url=origin + request.raw_path,
            headers=headers,
            query=tuple(request.query.items()),
            body=await request.read(),
        )
        if self.answers:
            return web.Response(status=self.answers.pop(0))
        try:
            self.connector.verify(call)
        except InvalidSignature:
            return web.Response(status=401)
        self.events += self.connector.parse(call)
        answer = self.connector.accepted()
        return web.Response(text=answer.body, content_type=answer.content_type)

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    async def send(self, text="Hello", *customer):
        customer = customer or (Identity("phone", MIA),)
        return await self.connector.send(OutboundMessage(tag="t-1", customer=customer, text=text))


@pytest.fixture(params=["sms"])
def address(request):
    return request.param


@pytest.fixture
async def world(address):
    made = None

    async def receive(request):
        return await made.receive(request)

    app = web.Application()
    app.router.add_route("*", "/hook", receive)
    app.router.add_route("*", "/fallback", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    async with (
        TwilioSandbox(
            auth_token="auth token", whatsapp=address == "whatsapp", webhook_url=hook, retries=(0.01, 0.02, 5.0)
        ) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        settings = make_settings(
            account_sid=sandbox.account_sid,
            api_url=sandbox.url,
            address=address,
            sender=sandbox.number,
            opt_out_words=address == "sms",
        )
        connector = TwilioConnector(ChannelId("acme/sms"), settings)
        connector.use_callback_url(hook)
        await connector.start(http)
        made = World(sandbox, connector, http)
        yield made
    await runner.cleanup()


by_whatsapp = pytest.mark.parametrize("address", ["whatsapp"], indirect=True)


def test_connector_offers_what_it_says(world):
    for protocol in (SupportsWebhooks, NeedsCallbackUrl, CountsSegments):
        assert isinstance(world.connector, protocol)


async def test_text_goes_in_and_reply_comes_out_with_receipts(world):
    mia = world.sandbox.customer("Mia", MIA)
    mia.write("Grüße 😀 & a+b=c%")
    await world.sandbox.settled()
    (received,) = world.events
    assert received.content == Text("Grüße 😀 & a+b=c%")
    sent = await world.send("Hello Mia", *received.customer)
    (reply,) = await mia.wait_for_count(1)
    assert (reply.text, reply.tag, reply.sid) == ("Hello Mia", "t-1", sent.message_id)
    await world.sandbox.settled()
    receipts = world.of(ReceiptReceived)
    assert [receipt.rank for receipt in receipts] == [Rank.SENT, Rank.DELIVERED]
    assert {(receipt.tag, receipt.message_id) for receipt in receipts} == {("t-1", sent.message_id)}
    assert [call.tag for call in world.sandbox.sends_tagged("t-1")] == ["t-1"]
    assert sent.learned == received.customer


@by_whatsapp
async def test_whatsapp_knows_people_by_id_and_when_they_read(world):
    mia = world.sandbox.customer("Mia Muster", MIA, user_id=BSUID, hides_number=True)
    mia.write("Hi")
    await world.sandbox.settled()
    (received,) = world.events
    assert received.customer == (Identity("bsuid", BSUID),)
    assert received.profile[0].value == "Mia Muster"
    await world.send("Hello", *received.customer)
    await world.sandbox.settled()
    assert [receipt.rank for receipt in world.of(ReceiptReceived)] == [Rank.SENT, Rank.DELIVERED, Rank.READ]
    assert world.sandbox.sends[0].form["To"] == f"whatsapp:{BSUID}"


@by_whatsapp
async def test_window_closes_after_a_day_and_the_receipt_says_so(world):
    mia = world.sandbox.customer("Mia", MIA)
    mia.write("Hi")
    world.sandbox.advance(24 * 3600)
    await world.send()
    await world.sandbox.settled()
    (receipt,) = world.of(ReceiptReceived)
    assert (receipt.rank, receipt.error_code, receipt.tag) == (Rank.FAILED, "63016", "t-1")
    assert mia.received == []


async def test_files_arrive_one_by_one(world):
    files = [(f"https://api.twilio.com/media/ME{index}", "image/jpeg") for index in range(2)]
    world.sandbox.customer("Mia", MIA).send_media(*files, text="look")
    await world.sandbox.settled()
    assert [event.content for event in world.events] == [
        Media(media="image", reference=files[0][0], mime="image/jpeg", caption="look"),
        Media(media="image", reference=files[1][0], mime="image/jpeg"),
    ]


async def test_stop_silences_until_start(world):
    mia = world.sandbox.customer("Mia", MIA)
    mia.write("Stop")
    await world.sandbox.settled()
    assert [event.opted_out for event in world.of(OptOutChanged)] == [True]
    with pytest.raises(OptedOut) as refused:
        await world.send()
    assert refused.value.code == "21610"
    mia.write("START")
    await world.sandbox.settled()
    assert [event.opted_out for event in world.of(OptOutChanged)] == [True, False]
    await world.send()
    assert len(mia.received) == 1


async def test_number_nobody_has_fails_by_receipt(world):
    await world.send("Hello", Identity("phone", "+4930123456"))
    await world.sandbox.settled()
    (receipt,) = world.of(ReceiptReceived)
    assert (receipt.rank, receipt.error_code) == (Rank.FAILED, "30005")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"auth_token": Secret("expired")}, "20003"),
        ({"account_sid": "AC" + "9" * 32}, "20003"),
        ({"sender": "+15550100099"}, "21659"),
        ({"messaging_service_sid": "MG" + "9" * 32}, "21701"),
        ({"address": "whatsapp"}, "63007"),
    ],
)
async def test_caller_and_sender_are_checked(world, changes, code):
    world.sandbox.customer("Mia", MIA)
    settings = make_settings(
        **{
            "account_sid": world.sandbox.account_sid,
            "api_url": world.sandbox.url,
            "sender": world.sandbox.number,
            **changes,
        }
    )
    stranger = TwilioConnector(ChannelId("acme/x"), settings)
    await stranger.start(world.http)
    with pytest.raises((AccountError, PermanentError)) as refused:
        await stranger.send(OutboundMessage(tag="t", customer=(Identity("phone", MIA),), text="Hello"))
    assert refused.value.code == code
    assert world.sandbox.sends == []


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"\xff",
        b"Body=x",
        b"To=%2B491700000001",
        b"To=%2B491700000001&From=%2B15550100002",
        b"To=491700000001&From=%2B15550100002&Body=x",
        b"To=whatsapp:%2B491700000001&From=%2B15550100002&Body=x",
        b"To=%2B491700000001&From=%2B15550100002&Body=x&StatusCallback=nowhere",
        b"To=%2B491700000001&From=%2B15550100002&Body=" + b"x" * 1601,
    ],
)
async def test_bad_request_is_refused_in_the_platforms_words(world, form):
    world.sandbox.customer("Mia", MIA)
    url = f"{world.sandbox.url}/2010-04-01/Accounts/{world.sandbox.account_sid}/Messages.json"
    login = base64.b64encode(f"{world.sandbox.account_sid}:auth token".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/x-www-form-urlencoded"}
    async with world.http.post(url, data=form, headers=headers) as response:
        answer = await response.json()
    assert response.status == 400
    assert set(answer) == {"code", "message", "more_info", "status"}
    assert world.sandbox.sends == []


async def test_refused_webhook_is_not_repeated_but_goes_to_the_fallback(world):
    world.answers.append(503)
    world.sandbox.courier.fallback_url = world.sandbox.webhook_url.replace("/hook", "/fallback")
    world.sandbox.customer("Mia", MIA).write("Hi")
    await world.sandbox.settled()
    first, second = world.sandbox.deliveries
    assert (first.answers, second.answers) == ([503], [200])
    assert ("ErrorCode", "11200") in parse_qsl(second.body.decode())
    assert [event.content for event in world.of(MessageReceived)] == [Text("Hi")]


async def test_fragment_orders_more_attempts_and_is_not_signed(world):
    world.answers += [503, 500, 429]
    world.sandbox.webhook_url += "#rc=3&rp=all"
    world.sandbox.customer("Mia", MIA).write("Hi")
    await world.sandbox.settled()
    assert world.sandbox.deliveries[0].answers == [503, 500, 429, 200]
    assert len(world.of(MessageReceived)) == 1


async def test_receipts_are_repeated_as_the_connector_ordered(world):
    world.sandbox.customer("Mia", MIA)
    world.answers += [503, 503]
    await world.send()
    await world.sandbox.settled()
    assert {receipt.rank for receipt in world.of(ReceiptReceived)} == {Rank.SENT, Rank.DELIVERED}


async def test_duplicate_reordered_and_forged_webhooks(world):
    mia = world.sandbox.customer("Mia", MIA)
    world.sandbox.order("duplicate")
    mia.write("one")
    await world.sandbox.settled()
    assert len({event.key for event in world.events}) == 1
    assert len(world.events) == 2
    world.sandbox.order("bad_signature")
    mia.write("two")
    await world.sandbox.settled()
    assert world.sandbox.deliveries[-1].answers == [401, 200]
    world.sandbox.order("reorder")
    mia.write("three")
    mia.write("four")
    await world.sandbox.settled()
    assert [event.content.text for event in world.events[-2:]] == ["four", "three"]
    with pytest.raises(ValueError, match="no fault"):
        world.sandbox.order("batch")


async def test_status_before_the_answer_names_the_message(world):
    world.sandbox.customer("Mia", MIA)
    world.sandbox.order("status_first")
    sent = await world.send()
    assert {(event.tag, event.message_id) for event in world.of(ReceiptReceived)} == {("t-1", sent.message_id)}
    world.events.clear()
    world.sandbox.order("failed_status")
    await world.send()
    await world.sandbox.settled()
    assert [event.error_code for event in world.of(ReceiptReceived)] == ["30003"]


async def test_lost_answer_is_settled_by_the_tag_of_a_receipt(world):
    world.sandbox.customer("Mia", MIA)
    world.sandbox.order("drop_response")
    with pytest.raises(OutcomeUnknown):
        await world.send()
    await world.sandbox.settled()
    assert {event.tag for event in world.of(ReceiptReceived)} == {"t-1"}
    world.sandbox.order("rate_limit")
    with pytest.raises(RateLimited) as limited:
        await world.send()
    assert limited.value.retry_after_s == 1


async def test_connector_without_a_public_address_asks_for_no_receipts(world):
    world.sandbox.customer("Mia", MIA)
    settings = make_settings(
        account_sid=world.sandbox.account_sid, api_url=world.sandbox.url, sender=world.sandbox.number
    )
    quiet = TwilioConnector(ChannelId("acme/x"), settings)
    await quiet.start(world.http)
    await quiet.send(OutboundMessage(tag="t", customer=(Identity("phone", MIA),), text="Hello"))
    await world.sandbox.settled()
    assert (world.events, world.sandbox.deliveries) == ([], [])
