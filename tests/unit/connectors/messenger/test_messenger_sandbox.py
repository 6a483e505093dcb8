"""The local Messenger and the local Instagram, as the connectors and a webhook receiver see them."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web

from connectors.base import OutboundMessage
from connectors.errors import (
    AccountError,
    InvalidSignature,
    NotInControl,
    OutcomeUnknown,
    PermanentError,
    WindowClosed,
)
from connectors.events import (
    Choice,
    ControlChanged,
    EchoReceived,
    Media,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    Rank,
    ReactionChanged,
    ReceiptReceived,
    Text,
    WatermarkReceived,
)
from connectors.ids import Identity
from connectors.request import WebhookRequest
from connectors.sandbox.messenger import INBOX_APP_ID, InstagramSandbox, MessengerSandbox
from connectors.settings import Secret
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


@pytest.fixture(params=MAKERS)
async def world(request):
    made = None

    async def receive(call):
        return await made.receive(call)

    app = web.Application()
    app.router.add_route("*", "/hook", receive)
    # the receiver closes last: closing under a webhook that is just arriving takes aiohttp a while
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox, make_connector, identity = MAKERS[request.param]()
    async with sandbox, aiohttp.ClientSession() as http:
        connector = make_connector(graph_url=sandbox.url)
        await connector.start(http)
        made = World(sandbox, connector, http, identity)
        sandbox.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield made
    await runner.cleanup()


async def test_subscription_is_confirmed_only_with_the_right_token(world):
    assert await world.sandbox.subscribe()
    world.sandbox.verify_token = "another"
    assert not await world.sandbox.subscribe()


async def test_customer_writes_and_gets_an_answer(world):
    mia = world.mia
    mia.write("Grüße 😀 / „so“")
    await world.sandbox.settled()
    (received,) = world.events
    assert received.content == Text("Grüße 😀 / „so“")
    assert received.customer == (Identity(world.identity, MIA),)
    assert world.sandbox.deliveries[0].body.isascii()

    sent = await world.send("Hello Mia", reply_to=received.message_id)
    reply = await mia.wait_for_reply()
    assert (reply.text, reply.tag, reply.reply_to, reply.id) == (
        "Hello Mia",
        "t-1",
        received.message_id,
        sent.message_id,
    )
    await world.sandbox.settled()
    (echo,) = world.of(EchoReceived)
    assert (echo.source, echo.tag, echo.message_id) == ("own", "t-1", sent.message_id)
    assert reply.state == "read"
    assert [call.tag for call in world.sandbox.sends] == ["t-1"]


@only_messenger
async def test_messenger_tells_by_watermarks(world):
    world.mia.write("Hi")
    sent = await world.send()
    await world.sandbox.settled()
    assert [(r.rank, r.message_id) for r in world.of(ReceiptReceived)] == [
        (Rank.SENT, sent.message_id),
        (Rank.DELIVERED, sent.message_id),
    ]
    at_ms = world.mia.received[0].at_ms
    assert [(w.rank, w.at_ms) for w in world.of(WatermarkReceived)] == [(Rank.DELIVERED, at_ms), (Rank.READ, at_ms)]


@only_instagram
async def test_instagram_tells_by_name(world):
    world.mia.write("Hi")
    sent = await world.send()
    await world.sandbox.settled()
    assert [(r.rank, r.message_id) for r in world.of(ReceiptReceived)] == [
        (Rank.SENT, sent.message_id),
        (Rank.READ, sent.message_id),
    ]
    assert world.of(WatermarkReceived) == []
    with pytest.raises(ValueError, match="no edits"):
        world.mia.edit("m", "x")


async def test_message_is_read_when_the_customer_looks(world):
    mia = world.sandbox.customer("Mia", MIA, reads=False)
    mia.write("Hi")
    await world.send()
    await world.sandbox.settled()
    assert mia.received[0].state != "read"
    mia.read()
    await world.sandbox.settled()
    assert mia.received[0].state == "read"


async def test_all_that_customers_do_arrives(world):
    mia = world.mia
    first = mia.write("Helo")
    mia.send_files("https://cdn.example/1", "https://cdn.example/2", text="look")
    mia.press("Start", "GO")
    mia.react(first, "❤️")
    mia.react(first, None)
    mia.unsend(first)
    await world.sandbox.settled()
    received = world.of(MessageReceived)
    assert [type(event.content) for event in received] == [Text, Media, Media, Choice]
    assert received[1].content.caption == "look"
    assert received[2].part_of == received[1].message_id
    assert [event.emoji for event in world.of(ReactionChanged)] == ["❤️", None]
    assert [event.target for event in world.of(MessageRevoked)] == [first]
    with pytest.raises(ValueError, match="not a message"):
        mia.unsend("none")


@only_messenger
async def test_edit_arrives(world):
    first = world.mia.write("Helo")
    world.mia.edit(first, "Hello")
    await world.sandbox.settled()
    assert world.of(MessageEdited)[0].content == Text("Hello")


async def test_read_mark_and_typing_are_seen_by_the_customer(world):
    mia = world.mia
    mia.write("one")
    await world.sandbox.settled()
    customer = (Identity(world.identity, MIA),)
    await world.connector.mark_read(customer, mia.messages[0].id)
    assert mia.messages[0].state == "read"
    await world.connector.show_typing(customer, None)
    assert mia.typing_until_s > world.sandbox.now_s()
    assert [set(call.body) for call in world.sandbox.calls] == [{"recipient", "sender_action"}] * 2
    with pytest.raises(PermanentError):
        await world.connector.show_typing((Identity(world.identity, "1"),), None)


async def test_answers_of_others_are_told_apart(world):
    mia = world.mia
    world.sandbox.answer_elsewhere(mia, "by hand")
    world.sandbox.answer_elsewhere(mia, "by a bot", "424242")
    world.sandbox.answer_elsewhere(mia, "by somebody", None)
    await world.sandbox.settled()
    assert [(echo.source, echo.content.text) for echo in world.of(EchoReceived)] == [
        ("inbox", "by hand"),
        ("elsewhere", "by a bot"),
        ("elsewhere", "by somebody"),
    ]
    assert world.of(ReceiptReceived) == []


async def test_echo_may_come_before_the_answer(world):
    world.mia.write("Hi")
    world.sandbox.order("status_first")
    sent = await world.send()
    assert [echo.message_id for echo in world.of(EchoReceived)] == [sent.message_id]


async def test_lost_answer_leaves_one_message_and_an_echo_with_its_tag(world):
    world.mia.write("Hi")
    for fault in ("drop_response", "sent_anyway", "error_after_accept"):
        world.sandbox.order(fault)
        with pytest.raises(OutcomeUnknown):
            await world.send()
    await world.sandbox.settled()
    assert len(world.mia.received) == 3
    assert [echo.tag for echo in world.of(EchoReceived)] == ["t-1"] * 3


async def test_message_may_go_without_any_word(world):
    world.mia.write("Hi")
    world.sandbox.order("no_statuses")
    await world.send()
    await world.sandbox.settled()
    assert world.of(EchoReceived) == []


async def test_window_has_a_day_and_a_week_for_people(world):
    mia = world.mia
    with pytest.raises(WindowClosed):
        await world.send()
    mia.write("Hi")
    wrote_ms = mia.messages[0].at_ms
    await world.send()
    world.sandbox.advance(2 * DAY_S)
    with pytest.raises(WindowClosed):
        await world.send()
    await world.send(last_inbound_ms=wrote_ms - 2 * DAY_S * 1000)
    assert world.sandbox.sends[-1].body["tag"] == "HUMAN_AGENT"
    world.sandbox.advance(6 * DAY_S)
    with pytest.raises(WindowClosed):
        await world.send(last_inbound_ms=wrote_ms - 2 * DAY_S * 1000)
    mia.press("Still there", "YES")
    await world.send()
    assert len(mia.received) == 3


async def test_person_without_the_permission_is_refused(world):
    world.mia.write("Hi")
    world.sandbox.human_agent = False
    with pytest.raises(PermanentError):
        await world.send(last_inbound_ms=world.mia.messages[0].at_ms - 2 * DAY_S * 1000)


async def test_conversation_of_another_app_is_overheard_only(world):
    mia = world.mia
    world.sandbox.move_control(mia, INBOX_APP_ID, "take")
    mia.write("Is anybody there?")
    with pytest.raises(NotInControl):
        await world.send()
    world.sandbox.answer_elsewhere(mia, "Yes")
    world.sandbox.move_control(mia, world.sandbox.app_id)
    mia.write("And now?")
    await world.sandbox.settled()
    assert [(event.action, event.app) for event in world.of(ControlChanged)] == [
        ("take", INBOX_APP_ID),
        ("pass", world.sandbox.app_id),
    ]
    assert [event.standby for event in world.of(MessageReceived)] == [True, False]
    await world.send()
    with pytest.raises(ValueError, match="passed or taken"):
        world.sandbox.move_control(mia, "1", "steal")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"access_token": Secret("expired")}, "190"),
        ({"app_secret": Secret("other app")}, "100"),
        ({"page_id": "999999"}, "100/33"),
    ],
)
async def test_caller_is_checked(world, changes, code):
    world.mia.write("Hi")
    stranger = type(world.connector)("acme/x", msgspec.structs.replace(world.connector._settings, **changes))
    await stranger.start(world.http)
    with pytest.raises((AccountError, PermanentError)) as refused:
        await stranger.send(OutboundMessage(tag="t", customer=(Identity(world.identity, MIA),), text="Hello"))
    assert refused.value.code == code
    assert world.sandbox.sends == []


async def test_stranger_and_foreign_quote_are_refused(world):
    world.mia.write("Hi")
    with pytest.raises(PermanentError) as refused:
        await world.send(customer="1")
    assert refused.value.code == "100/2018001"
    with pytest.raises(PermanentError):
        await world.send(reply_to="m_of_somebody_else")


RIGHT = {"recipient": {"id": MIA}, "messaging_type": "RESPONSE", "message": {"text": "x"}}
BAD = {
    "nothing": b"",
    "no object": b"[]",
    "no recipient": {**RIGHT, "recipient": {}},
    "two recipients": {**RIGHT, "recipient": {"id": MIA, "user_ref": "x"}},
    "number as recipient": {**RIGHT, "recipient": {"id": 7}},
    "reference nobody knows": {**RIGHT, "recipient": {"user_ref": "x"}},
    "no type": {"recipient": {"id": MIA}, "message": {"text": "x"}},
    "tag without its type": {**RIGHT, "tag": "HUMAN_AGENT"},
    "type without tag": {**RIGHT, "messaging_type": "MESSAGE_TAG"},
    "no message": {"recipient": {"id": MIA}, "messaging_type": "RESPONSE"},
    "no content": {**RIGHT, "message": {"metadata": "x"}},
    "text and attachment": {**RIGHT, "message": {"text": "x", "attachment": {}}},
    "blank": {**RIGHT, "message": {"text": " "}},
    "long": {**RIGHT, "message": {"text": "x" * 2001}},
    "long metadata": {**RIGHT, "message": {"text": "x", "metadata": "x" * 1001}},
    "metadata of another type": {**RIGHT, "message": {"text": "x", "metadata": 7}},
    "attachment without a source": {**RIGHT, "message": {"attachment": {"type": "image", "payload": {}}}},
    "attachment of no type": {**RIGHT, "message": {"attachment": {"type": "hologram", "payload": {"url": "x"}}}},
    "too many quick replies": {**RIGHT, "message": {"text": "x", "quick_replies": [{"content_type": "text"}] * 14}},
    "quick reply without a type": {**RIGHT, "message": {"text": "x", "quick_replies": [{}]}},
    "long title": {**RIGHT, "message": {"text": "x", "quick_replies": [{"content_type": "text", "title": "x" * 21}]}},
    "bad quote": {**RIGHT, "reply_to": "m_1"},
    "action with a message": {**RIGHT, "sender_action": "typing_on"},
    "unknown action": {"recipient": {"id": MIA}, "sender_action": "wave"},
    "unknown key": {**RIGHT, "priority": "high"},
    **{
        f"removed tag {tag}": {**RIGHT, "messaging_type": "MESSAGE_TAG", "tag": tag}
        for tag in ("ACCOUNT_UPDATE", "CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE")
    },
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
@only_messenger
async def test_bad_request_is_refused_in_the_platforms_words(world, body):
    world.mia.write("Hi")
    proof = world.connector._client._query
    url = f"{world.sandbox.url}/v25.0/{world.sandbox.sender_id}/messages"
    sent = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with world.http.post(url, params={"access_token": "access token", **proof}, **sent) as response:
        answer = await response.json()
    assert response.status == 400
    assert answer["error"]["code"] == 100
    assert {"message", "type", "fbtrace_id"} <= set(answer["error"])
    assert world.sandbox.sends == []


async def test_call_without_a_proof_is_refused(world):
    url = f"{world.sandbox.url}/v25.0/me/messages"
    async with world.http.post(url, json=RIGHT, headers={"Authorization": "Bearer access token"}) as response:
        assert response.status == 400
        assert "appsecret_proof" in (await response.json())["error"]["message"]


async def test_account_can_be_looked_up(world):
    query = {"access_token": "access token", **world.connector._client._query}
    async with world.http.get(f"{world.sandbox.url}/v25.0/me", params=query) as response:
        assert (await response.json())["id"] == world.sandbox.sender_id
    async with world.http.get(f"{world.sandbox.url}/v25.0/me") as response:
        assert response.status == 401


async def test_webhook_is_repeated_until_it_is_accepted(world):
    world.answers += [500, 503, 404]
    world.mia.write("Hi")
    await world.sandbox.settled()
    assert [event.content for event in world.events] == [Text("Hi")]
    assert world.sandbox.deliveries[0].answers == [500, 503, 404, 200]
    assert world.mia.messages[0].state == "delivered"


async def test_duplicate_batch_and_reorder(world):
    mia = world.mia
    world.sandbox.order("duplicate")
    mia.write("0")
    await world.sandbox.settled()
    assert len({event.key for event in world.events}) == 1
    assert len(world.events) == 2
    world.sandbox.order("batch", size=3)
    world.sandbox.order("reorder", size=2)
    for number in range(1, 6):
        mia.write(str(number))
    await world.sandbox.settled()
    said = [event.content.text for event in world.events[2:]]
    assert sorted(said) == ["1", "2", "3", "4", "5"]
    assert said.index("5") < said.index("4")
    assert len(world.sandbox.deliveries) == 4


async def test_bad_signature_is_followed_by_a_good_one(world):
    world.sandbox.order("bad_signature")
    world.mia.write("Hi")
    await world.sandbox.settled()
    assert world.sandbox.deliveries[0].answers == [401, 200]


async def test_fault_for_one_customer_spares_the_others(world):
    world.mia.write("Hi")
    world.sandbox.customer("Ben", "7000000000000009").write("Hi")
    world.sandbox.order("undeliverable", customer=MIA, times=None)
    await world.send(customer="7000000000000009")
    with pytest.raises(PermanentError):
        await world.send()
    world.sandbox.faults.cancel()
    await world.send()


async def test_any_event_can_be_sent_as_it_is(world):
    policy = {"recipient": {"id": world.sandbox.account_id}, "policy_enforcement": {"action": "block", "reason": "x"}}
    world.sandbox.report_entry("messaging", policy)
    await world.sandbox.settled()
    assert world.events[0].code == "policy_block"


async def test_hanging_call_is_let_go_when_the_sandbox_closes(world):
    world.mia.write("Hi")
    world.sandbox.order("hang")
    sending = asyncio.ensure_future(world.send())
    await world.sandbox.wait_for_call()
    assert not sending.done()
    world.sandbox._graph.stop()
    await asyncio.wait([sending])
    assert sending.exception() is None


def test_id_is_taken_once():
    sandbox, _, _ = make_messenger()
    sandbox.customer("Mia", MIA)
    with pytest.raises(ValueError, match="taken"):
        sandbox.customer("Ben", MIA)
    with pytest.raises(ValueError, match="fault"):
        sandbox.order("no such")
