"""The local Telegram, as the connector and a webhook receiver see it."""

from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from connectors.base import (
    NeedsCallbackUrl,
    NeedsSecret,
    OutboundMessage,
    SupportsRepair,
    SupportsSubscription,
    SupportsTyping,
)
from connectors.errors import AccountError, InvalidSignature, OptedOut, OutcomeUnknown, PermanentError, RateLimited
from connectors.events import (
    AccountNotice,
    Choice,
    Location,
    MessageEdited,
    MessageReceived,
    OptOutChanged,
    ReactionChanged,
    Text,
)
from connectors.ids import Identity
from connectors.request import WebhookRequest
from connectors.sandbox.telegram import TelegramSandbox
from connectors.settings import Secret
from connectors.telegram.connector import TelegramConnector
from connectors.telegram.history import MOST
from tests.unit.connectors.telegram.telegram_support import CUSTOMER, MIA, TOKEN, make_connector


@dataclass
class World:
    """A sandbox, a connector that speaks to it, and what a receiver of webhooks understood."""

    sandbox: TelegramSandbox
    connector: TelegramConnector
    http: aiohttp.ClientSession
    events: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    async def receive(self, request):
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = WebhookRequest(method=request.method, url=str(request.url), headers=headers, body=await request.read())
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

    async def send(self, text="Hello", **keys):
        return await self.connector.send(OutboundMessage(tag="t-1", customer=CUSTOMER, text=text, **keys))

    async def call(self, method, **body):
        async with self.http.post(f"{self.sandbox.url}/bot{TOKEN}/{method}", json=body) as response:
            return response.status, await response.json()


@pytest.fixture
async def world():
    made = None

    async def receive(request):
        return await made.receive(request)

    app = web.Application()
    app.router.add_route("*", "/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with (
        TelegramSandbox(bot_token=TOKEN, retries=(0.01, 0.02, 5.0)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        connector = make_connector(api_url=sandbox.url, webhook_secret=None)
        connector.use_secret(b"k" * 32)
        connector.use_callback_url(f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
        await connector.start(http)
        made = World(sandbox, connector, http)
        yield made
    await runner.cleanup()


def test_connector_offers_what_it_says():
    for protocol in (NeedsCallbackUrl, NeedsSecret, SupportsRepair, SupportsSubscription, SupportsTyping):
        assert isinstance(make_connector(), protocol)
    assert make_connector().unique_claims() == ("telegram bot 200000001",)


async def test_what_waited_comes_after_the_subscription(world):
    mia = world.sandbox.customer(MIA, "Mia", "Müller", username="mia")
    mia.write("Grüße 😀")
    assert world.sandbox.deliveries == []
    await world.connector.subscribe()
    await world.connector.subscribe()
    mia.write("two")
    await world.sandbox.settled()
    assert [event.content for event in world.of(MessageReceived)] == [Text("Grüße 😀"), Text("two")]
    assert [fact.value for fact in world.events[0].profile] == ["Mia Müller", "mia"]
    assert world.sandbox.pending == {}


async def test_subscription_needs_an_address_and_the_right_token(world):
    nowhere = make_connector(api_url=world.sandbox.url)
    await nowhere.start(world.http)
    with pytest.raises(AccountError):
        await nowhere.subscribe()
    nowhere.use_callback_url("http://rapport.example/hook")
    with pytest.raises(PermanentError):
        await nowhere.subscribe()
    stranger = make_connector(api_url=world.sandbox.url, bot_token=Secret(TOKEN[:-1] + "9"))
    stranger.use_callback_url("https://rapport.example/hook")
    await stranger.start(world.http)
    with pytest.raises(AccountError):
        await stranger.subscribe()


async def test_reply_quotes_and_typing_shows(world):
    await world.connector.subscribe()
    mia = world.sandbox.customer(MIA, "Mia")
    mia.write("Hi")
    await world.sandbox.settled()
    (received,) = world.events
    await world.connector.show_typing(received.customer, received.message_id)
    assert mia.typing_until_s > world.sandbox.now_s()
    sent = await world.send("Hello Mia", reply_to=received.message_id)
    (reply,) = await mia.wait_for_count(1)
    assert (reply.text, reply.reply_to, sent.message_id) == ("Hello Mia", 1, f"{MIA}:{reply.number}")
    mia.write("Thanks", reply_to=reply.number)
    await world.sandbox.settled()
    assert world.events[-1].reply_to == sent.message_id
    await world.send("still there?", reply_to=f"{MIA}:999")
    assert [call.status for call in world.sandbox.sends] == [200, 200]


async def test_edit_reaction_button_and_place_arrive(world):
    await world.connector.subscribe()
    mia = world.sandbox.customer(MIA, "Mia")
    first = mia.write("Helo")
    mia.edit(first, "Hello")
    sent = await world.send("Sure?")
    number = mia.received[0].number
    mia.react(number, "👍")
    mia.react(number, None)
    mia.press(number, "y", "Yes")
    mia.send({"location": {"latitude": 1.5, "longitude": 2.5}})
    await world.sandbox.settled()
    assert [(event.target, event.content) for event in world.of(MessageEdited)] == [(f"{MIA}:{first}", Text("Hello"))]
    assert [(event.target, event.emoji) for event in world.of(ReactionChanged)] == [
        (sent.message_id, "👍"),
        (sent.message_id, None),
    ]
    contents = [event.content for event in world.of(MessageReceived)]
    assert contents[1:] == [Choice(source="button", title="Yes", id="y"), Location(latitude=1.5, longitude=2.5)]
    assert len({event.key for event in world.events}) == len(world.events)


async def test_blocked_bot_is_told_and_cannot_write(world):
    await world.connector.subscribe()
    mia = world.sandbox.customer(MIA, "Mia")
    mia.write("Hi")
    mia.block()
    with pytest.raises(OptedOut):
        await world.send()
    mia.block(False)
    await world.send()
    await world.sandbox.settled()
    assert [event.opted_out for event in world.of(OptOutChanged)] == [True, False]


async def test_stranger_cannot_be_written_to(world):
    world.sandbox.customer(MIA, "Mia")
    with pytest.raises(PermanentError) as refused:
        await world.send()
    assert refused.value.code == "400_chat_not_found"
    with pytest.raises(PermanentError):
        await world.connector.show_typing((Identity("chat_id", "5"),), None)


async def test_update_is_repeated_until_it_is_taken_and_only_with_the_secret(world):
    await world.connector.subscribe()
    world.answers += [500, 404]
    mia = world.sandbox.customer(MIA, "Mia")
    mia.write("Hi")
    await world.sandbox.settled()
    assert world.sandbox.deliveries[0].answers == [500, 404, 200]
    world.sandbox.order("bad_signature")
    mia.write("again")
    await world.sandbox.settled()
    assert world.sandbox.deliveries[1].answers == [401, 200]
    world.sandbox.order("duplicate")
    mia.write("twice")
    await world.sandbox.settled()
    assert [event.content.text for event in world.of(MessageReceived)] == ["Hi", "again", "twice", "twice"]
    assert len({event.key for event in world.events}) == 3


async def test_faults_have_their_errors(world):
    world.sandbox.customer(MIA, "Mia").write("Hi")
    world.sandbox.order("rate_limit")
    with pytest.raises(RateLimited) as limited:
        await world.send()
    assert limited.value.retry_after_s == 5
    world.sandbox.order("drop_response")
    with pytest.raises(OutcomeUnknown):
        await world.send()
    assert len(world.sandbox.sends) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"chat_id": MIA},
        {"chat_id": MIA, "text": " "},
        {"chat_id": MIA, "text": "😀" * 2049},
        {"chat_id": "@mia", "text": "x"},
        {"chat_id": MIA, "text": "x", "reply_parameters": {"message_id": 99}},
    ],
)
async def test_bad_request_is_refused_in_the_platforms_words(world, body):
    world.sandbox.customer(MIA, "Mia").write("Hi")
    status, answer = await world.call("sendMessage", **body)
    assert (status, answer["ok"], answer["error_code"]) == (400, False, 400)
    assert answer["description"].startswith("Bad Request: ")
    assert world.sandbox.sends == []


async def test_updates_can_be_asked_for_only_without_a_webhook(world):
    mia = world.sandbox.customer(MIA, "Mia")
    for text in ("one", "two", "three"):
        mia.write(text)
    _, answer = await world.call("getUpdates", limit=2)
    assert [update["message"]["text"] for update in answer["result"]] == ["one", "two"]
    _, answer = await world.call("getUpdates", offset=answer["result"][-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in answer["result"]] == ["three"]
    world.answers += [500] * 3
    await world.connector.subscribe()
    assert (await world.call("getUpdates"))[0] == 409
    await world.sandbox.wait_until(lambda: len(world.sandbox.deliveries) == 1 and not world.answers)
    await world.sandbox.settled()
    assert [event.content.text for event in world.of(MessageReceived)] == ["three"]
    _, info = await world.call("getWebhookInfo")
    assert (info["result"]["url"], info["result"]["pending_update_count"]) == (world.sandbox.webhook_url, 0)
    await world.call("deleteWebhook")
    assert (await world.call("getMe"))[1]["result"]["is_bot"] is True
    assert (await world.call("noSuchMethod"))[0] == 404


async def test_what_waits_is_fetched_while_no_webhook_is_set(world):
    mia = world.sandbox.customer(MIA, "Mia")
    for index in range(MOST + 2):
        mia.write(str(index))
    first = await world.connector.missed(None, 0)
    assert (first.more, len(first.events)) == (True, MOST)
    again = await world.connector.missed(None, 0)
    assert again == first
    second = await world.connector.missed(first.cursor, 0)
    assert [event.content.text for event in second.events] == ["25", "26"]
    assert not second.more
    third = await world.connector.missed(second.cursor, 0)
    assert (third.events, third.cursor, world.sandbox.pending) == ((), second.cursor, {})
    mia.react(1, "👍")
    mia.write("x" * 4096)
    fourth = await world.connector.missed("odd", 0)
    assert [type(event) for event in fourth.events] == [ReactionChanged, MessageReceived]
    await world.connector.subscribe()
    await world.sandbox.settled()
    assert world.of(MessageReceived)[0].key == fourth.events[1].key


async def test_troubles_of_the_webhook_are_told(world):
    await world.connector.subscribe()
    assert (await world.connector.missed("7", 0)).events == ()
    world.answers += [500] * 1000
    world.sandbox.customer(MIA, "Mia").write("Hi")
    await world.sandbox.wait_until(lambda: len(world.answers) < 999)
    told = await world.connector.missed("7", 0)
    (notice,) = told.events
    assert isinstance(notice, AccountNotice)
    assert (notice.code, notice.severe, told.cursor) == ("undelivered", True, "7")
    world.answers.clear()
    await world.sandbox.settled()
    await world.call("setWebhook", url="https://elsewhere.example/hook")
    (notice,) = (await world.connector.missed("7", 0)).events
    assert notice.code == "foreign_webhook"
