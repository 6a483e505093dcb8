"""The local Messenger and the local Instagram, as their customers and the connectors see them."""

import pytest

from connectors.errors import (
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
from connectors.sandbox.messenger import INBOX_APP_ID
from tests.unit.connectors.messenger.messaging_world import DAY_S, MIA, only_instagram, only_messenger


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
