"""What one inbound message costs, counted: commands to the store and writes to its socket. No clock is asked."""

from __future__ import annotations

import pytest

from gateway.store.client import Lane
from tests.support.counting import quiet_lane
from tests.support.house import House
from tests.support.webhooks import Json, body_of, encode, post, text_message

CONTACT = {"profile": {"name": "Maria Lopez"}, "wa_id": "491701234567", "user_id": "DE.10000000000001"}


def message(text: str = "where is my parcel?") -> Json:
    return text_message(text, from_user_id=CONTACT["user_id"])


async def deliver(acme: House, *messages: Json) -> None:
    assert await post(acme, encode(body_of(*messages, contacts=[CONTACT]))) == 200


async def warm_lane(acme: House) -> Lane:
    """Make the customer known to the process, and return the connection to count on."""
    for _ in range(3):
        await deliver(acme, message())
    return await quiet_lane(acme)


@pytest.mark.parametrize("text", ["and now?", "write to maria.lopez77@example.org or call +49 171 2345678"])
async def test_warm_message_costs_one_command_in_one_write(acme: House, text: str) -> None:
    lane = await warm_lane(acme)
    commands, writes = lane.commands, lane.writes
    await deliver(acme, message(text))
    assert (lane.commands - commands, lane.writes - writes) == (1, 1)


async def test_message_delivered_again_costs_one_command(acme: House) -> None:
    lane = await warm_lane(acme)
    again = message()
    await deliver(acme, again)
    commands = lane.commands
    await deliver(acme, again)
    assert lane.commands - commands == 1


async def test_messages_of_two_customers_in_one_call_share_a_write(acme: House) -> None:
    lane = await warm_lane(acme)
    other = text_message("hello", wa_id="491709999999")
    await deliver(acme, message(), other)  # the other customer is known from now on
    commands, writes = lane.commands, lane.writes
    other["id"] += "2"
    await deliver(acme, message(), other)
    assert (lane.commands - commands, lane.writes - writes) == (2, 1)
