"""What the local Messenger and Instagram refuse, and how their webhooks go wrong when told to."""

import asyncio

import msgspec
import pytest

from connectors.base import OutboundMessage
from connectors.errors import (
    AccountError,
    PermanentError,
)
from connectors.events import (
    Text,
)
from connectors.ids import Identity
from connectors.settings import Secret
from tests.unit.connectors.messenger.messaging_world import MIA, make_messenger, only_messenger


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
