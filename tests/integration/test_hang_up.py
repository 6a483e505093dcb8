"""A platform that hangs up while its call is being made durable cancels nothing."""

from __future__ import annotations

import asyncio

from gateway.metrics import REGISTRY
from tests.support.counting import quiet_lane
from tests.support.house import House
from tests.support.webhooks import PATH, body_of, encode, post, sign, text_message


def counted(name: str) -> float:
    return REGISTRY.get_sample_value(f"rapport_{name}_total", {"channel": "acme/wa-main"}) or 0.0


async def test_message_of_a_caller_who_hung_up_is_kept(acme: House) -> None:
    assert await post(acme, encode(body_of(text_message("hello")))) == 200  # the customer is known from now on
    body = encode(body_of(text_message("and bye")))
    lines = (
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        f"Content-Length: {len(body)}",
        f"X-Hub-Signature-256: {sign(body)}",
    )
    lane = await quiet_lane(acme)
    _, writer = await asyncio.open_connection("127.0.0.1", int(acme.url.rpartition(":")[2]))
    commands = lane.commands
    taken, duplicates = counted("inbound_messages"), counted("inbound_duplicates")
    writer.write("\r\n".join((*lines, "", "")).encode() + body)
    while lane.commands == commands:  # noqa: ASYNC110  # until it is on its way to the store
        await asyncio.sleep(0)
    writer.transport.abort()
    assert await post(acme, body) == 200
    assert counted("inbound_messages") == taken + 1  # to its end: experts were told as well
    assert counted("inbound_duplicates") == duplicates + 1
