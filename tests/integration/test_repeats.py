"""What a client repeats or resumes after a lost acknowledgement or connection is neither doubled nor missed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.support.client import SocketClient
from tests.support.clock import ManualClock
from tests.support.house import House, house

WINDOW_S = 3600
CONTINUITY = f"reopen_window_s = {WINDOW_S}"


async def accept(client: SocketClient, conversation: str) -> dict[str, Any]:
    answer = await client.command("case.accept", {"conversation": conversation})
    assert answer["ok"], answer
    case: dict[str, Any] = answer["conversation"]["case"]
    return case


async def send(client: SocketClient, conversation: str, token: int, text: str, client_id: str) -> dict[str, Any]:
    payload = {"conversation": conversation, "token": token, "client_id": client_id, "parts": [text]}
    return await client.command("message.send", payload)


async def resolve(client: SocketClient, conversation: str, token: int) -> None:
    answer = await client.command("case.resolve", {"conversation": conversation, "token": token})
    assert answer["ok"], answer


async def offer_for(client: SocketClient) -> dict[str, Any]:
    started = await client.wait_for("session.started")
    offers: list[dict[str, Any]] = started["offers"] or [await client.wait_for("offer.made")]
    return offers[0]


async def test_reply_repeated_with_its_client_id_is_one_reply_whatever_happened_since(tmp_path: Path) -> None:
    clock = ManualClock()
    async with house(tmp_path, gateway_options={"clock": clock}, continuity=CONTINUITY) as here:
        maria = here.sandbox.customer("Maria", "491701234567")
        cookie = await here.sign_in("Ana")
        ana, ben = await here.expert(cookie=cookie), await here.expert("Ben")
        maria.write("my parcel is lost")
        conversation = (await ana.wait_for("offer.made"))["conversation"]
        token = (await accept(ana, conversation))["token"]
        both = await asyncio.gather(*(send(ana, conversation, token, "on its way", "r-1") for _ in range(4)))
        assert {answer["seq"] for answer in both} == {both[0]["seq"]}

        async def repeat(client: SocketClient) -> None:
            answer = await send(client, conversation, token, "on its way", "r-1")
            assert answer["seq"] == both[0]["seq"], answer
            assert answer["message"]["content"]["text"] == ["on its way"]

        await ana.close()
        ana = await here.expert(cookie=cookie)
        await repeat(ana)
        await resolve(ana, conversation, token)
        await repeat(ana)
        clock.advance_ms((WINDOW_S + 60) * 1000)
        await here.agenda_is_quiet()
        await repeat(ana)
        maria.write("and another thing")
        await accept(ben, (await ben.wait_for("offer.made", lambda offer: offer["why"] == "returned"))["conversation"])
        await repeat(ana)
        foreign = await send(ben, conversation, token, "on its way", "r-1")
        assert foreign["error"]["code"] == "stale", "an id of another expert says nothing"
        await here.sandbox.settled()
        assert [message.text for message in await maria.wait_for_count(1)] == ["on its way"]
        await ana.close()
        await ben.close()


@pytest.mark.parametrize("limit", [1, 3, 200])
async def test_resume_by_cursor_gives_exactly_the_missing_entries(acme: House, limit: int) -> None:
    maria = acme.sandbox.customer("Maria", "491701234567")
    cookie = await acme.sign_in("Ana")
    ana = await acme.expert(cookie=cookie)
    maria.write("my parcel is lost")
    conversation = (await offer_for(ana))["conversation"]
    token = (await accept(ana, conversation))["token"]
    await send(ana, conversation, token, "which one?", "r-1")
    page = await ana.command("conversation.open", {"conversation": conversation})
    cursor = page["messages"][-1]["seq"]
    await ana.close()
    for text in ("the blue one", "with the red bow", "from my aunt", "thank you"):
        maria.write(text)
        await acme.sandbox.settled()
    ana = await acme.expert(cookie=cookie)
    missing: list[dict[str, Any]] = []
    more = True
    while more:
        after = missing[-1]["seq"] if missing else cursor
        page = await ana.command("conversation.open", {"conversation": conversation, "after": after, "limit": limit})
        missing += page["messages"]
        more = page["more"]
    assert [message["seq"] for message in missing] == list(range(cursor + 1, cursor + 5))
    assert [message["content"]["text"] for message in missing] == [
        ["the blue one"], ["with the red bow"], ["from my aunt"], ["thank you"],
    ]  # fmt: skip
    page = await ana.command("conversation.open", {"conversation": conversation, "after": cursor + 4})
    assert (page["messages"], page["more"]) == ([], False)
    maria.write("one more")
    live = await ana.wait_for("message.received")
    assert live["message"]["seq"] == cursor + 5
    await ana.close()
