"""One holder, through races, restarts, returns and lost acknowledgements; on the real store."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from connectors.sandbox.whatsapp import Customer
from tests.support.client import SocketClient
from tests.support.clock import ManualClock
from tests.support.house import House, house

DAY_MS = 24 * 3600 * 1000


async def _accept(client: SocketClient, conversation: str) -> int:
    accepted = await client.command("case.accept", {"conversation": conversation})
    assert accepted["ok"], accepted
    token: int = accepted["conversation"]["case"]["token"]
    return token


def _message(conversation: str, token: int, text: str, client_id: str = "") -> dict[str, Any]:
    return {
        "conversation": conversation,
        "token": token,
        "client_id": client_id or text.replace(" ", "-"),
        "parts": [text],
    }


def _maria(here: House) -> Customer:
    return here.sandbox.customers.get("491701234567") or here.sandbox.customer("Maria", "491701234567")


async def _offer(here: House, *experts: SocketClient) -> str:
    _maria(here).write("my parcel is lost")
    offers = [await expert.wait_for("offer.made") for expert in experts]
    conversation: str = offers[0]["conversation"]
    return conversation


async def test_many_experts_race_and_exactly_one_wins(acme: House) -> None:
    experts = [await acme.expert(f"Expert {number}") for number in range(6)]
    conversation = await _offer(acme, *experts)
    answers = await asyncio.gather(
        *(expert.command("case.accept", {"conversation": conversation}) for expert in experts)
    )
    assert sorted(answer["ok"] for answer in answers) == [False] * 5 + [True]
    assert {answer["error"]["code"] for answer in answers if not answer["ok"]} == {"taken"}
    for expert, answer in zip(experts, answers, strict=True):
        withdrawn = await expert.wait_for("offer.withdrawn")
        assert withdrawn["reason"] == ("accepted" if answer["ok"] else "taken")
        await expert.close()


async def test_holder_keeps_the_case_over_disconnect_and_restart_of_the_gateway(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        cookie = await here.sign_in("Ana")
        ana = await here.expert(cookie=cookie)
        conversation = await _offer(here, ana)
        token = await _accept(ana, conversation)
        await ana.close()
        again = await here.expert(cookie=cookie)
        (mine,) = (await again.wait_for("session.started"))["mine"]
        assert (mine["conversation"], mine["case"]["token"]) == (conversation, token)
        await again.close()
    async with house(tmp_path) as here:
        ana = await here.expert(cookie=cookie)
        (mine,) = (await ana.wait_for("session.started"))["mine"]
        assert (mine["conversation"], mine["case"]["holder"]["me"]) == (conversation, True)
        _maria(here).write("any news?")
        await ana.wait_for("message.received", lambda event: event["conversation"] == conversation)
        sent = await ana.command("message.send", _message(conversation, token, "found it"))
        assert sent["ok"], sent
        await here.sandbox.wait_for_call()
        await ana.close()


async def test_only_the_holder_replies_resolves_and_reads(acme: House) -> None:
    ana, ben = await acme.expert("Ana"), await acme.expert("Ben")
    conversation = await _offer(acme, ana, ben)
    token = await _accept(ana, conversation)
    for command, payload, code in (
        ("message.send", _message(conversation, token, "hello"), "stale"),
        ("case.resolve", {"conversation": conversation, "token": token}, "forbidden"),
        ("case.leave", {"conversation": conversation, "token": token}, "forbidden"),
        ("conversation.open", {"conversation": conversation}, "forbidden"),
        ("conversation.read", {"conversation": conversation, "seq": 1}, "forbidden"),
    ):
        answer = await ben.command(command, payload)
        assert answer["error"]["code"] == code, command
    stale = await ana.command("message.send", _message(conversation, token - 1, "hello"))
    assert stale["error"]["code"] == "stale"
    await ana.close()
    await ben.close()


async def test_repeated_reply_is_one_message_with_one_answer(acme: House) -> None:
    ana = await acme.expert("Ana")
    conversation = await _offer(acme, ana)
    token = await _accept(ana, conversation)
    message = _message(conversation, token, "found it", "the-same-id")
    answers = await asyncio.gather(*(ana.command("message.send", message) for _ in range(5)))
    answers.append(await ana.command("message.send", message))
    assert {answer["seq"] for answer in answers} == {answers[0]["seq"]}
    maria = _maria(acme)
    await maria.wait_for_reply()
    await ana.command("case.resolve", {"conversation": conversation, "token": token})
    late = await ana.command("message.send", message)
    assert late["seq"] == answers[0]["seq"], "the first acknowledgement may have been lost"
    await acme.agenda_is_quiet()
    assert [reply.text for reply in maria.received] == ["found it"]
    await ana.close()


async def test_customer_who_returns_in_time_finds_the_same_expert_and_case(tmp_path: Path) -> None:
    clock = ManualClock()
    async with house(tmp_path, gateway_options={"clock": clock}, continuity="reopen_window_s = 259200") as here:
        ana, ben = await here.expert("Ana"), await here.expert("Ben")
        conversation = await _offer(here, ana, ben)
        token = await _accept(ana, conversation)
        resolved = await ana.command("case.resolve", {"conversation": conversation, "token": token})
        assert resolved["conversation"]["case"]["state"] == "resolved"
        clock.advance_ms(2 * DAY_MS)
        maria = _maria(here)
        maria.write("it broke again")
        await here.sandbox.settled()
        changed = (await ana.command("conversation.open", {"conversation": conversation}))["conversation"]
        assert changed["case"]["state"] == "held"
        assert (changed["case"]["number"], changed["case"]["token"]) == (1, token)
        again = await ana.command("case.resolve", {"conversation": conversation, "token": token})
        assert again["ok"], again
        clock.advance_ms(4 * DAY_MS)
        await here.agenda_is_quiet()
        await ana.wait_for("conversation.changed", lambda event: event["case"]["state"] == "settled")
        maria.write("one more thing")
        offer = await ben.wait_for("offer.made", lambda event: event["case_number"] == 2)
        assert offer["why"] == "returned"
        assert await _accept(ben, conversation) > token
        await ana.close()
        await ben.close()


async def test_resume_by_cursor_gives_exactly_what_was_missed(acme: House) -> None:
    cookie = await acme.sign_in("Ana")
    ana = await acme.expert(cookie=cookie)
    conversation = await _offer(acme, ana)
    await _accept(ana, conversation)
    page = await ana.command("conversation.open", {"conversation": conversation})
    seen = page["messages"][-1]["seq"]
    await ana.close()
    maria = _maria(acme)
    for number in range(5):
        maria.write(f"and {number}")
    await acme.sandbox.settled()
    again = await acme.expert(cookie=cookie)
    missed = await again.command("conversation.open", {"conversation": conversation, "after": seen})
    texts = ["".join(message["content"]["text"]) for message in missed["messages"]]
    assert texts == [f"and {number}" for number in range(5)]
    assert [message["seq"] for message in missed["messages"]] == list(range(seen + 1, seen + 6))
    assert missed["more"] is False
    first = await again.command("conversation.open", {"conversation": conversation, "after": seen, "limit": 2})
    assert (len(first["messages"]), first["more"]) == (2, True)
    await again.close()
