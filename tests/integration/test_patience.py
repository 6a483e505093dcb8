"""Patience, notices, hand-over and leaving, on the real store with a clock that the test moves."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.support.client import SocketClient
from tests.support.clock import ManualClock
from tests.support.house import House, house

MINUTE_MS = 60_000


@contextlib.asynccontextmanager
async def patient_house(folder: Path) -> AsyncIterator[tuple[House, ManualClock]]:
    clock = ManualClock()
    async with house(
        folder, gateway_options={"clock": clock}, continuity="patience_s = 1800\nnotice_after_s = 60"
    ) as here:
        yield here, clock


async def _accept(client: SocketClient, conversation: str) -> int:
    accepted = await client.command("case.accept", {"conversation": conversation})
    assert accepted["ok"], accepted
    token: int = accepted["conversation"]["case"]["token"]
    return token


async def _reply(client: SocketClient, conversation: str, token: int, text: str) -> dict[str, object]:
    return await client.command(
        "message.send",
        {"conversation": conversation, "token": token, "client_id": text.replace(" ", "-"), "parts": [text]},
    )


async def test_customer_is_told_once_that_the_holder_is_away(tmp_path: Path) -> None:
    async with patient_house(tmp_path) as (here, clock):
        maria = here.sandbox.customer("Maria", "491701234567")
        ana = await here.expert("Ana")
        maria.write("my parcel is lost")
        offer = await ana.wait_for("offer.made")
        token = await _accept(ana, offer["conversation"])
        await _reply(ana, offer["conversation"], token, "let me look")
        await maria.wait_for_reply()
        await ana.close()
        clock.advance_ms(5 * MINUTE_MS)
        maria.write("are you there?")
        await here.sandbox.settled()
        clock.advance_ms(2 * MINUTE_MS)
        notice = await maria.wait_for_reply()
        assert "Ana" in notice.text
        assert "28 minutes" in notice.text
        maria.write("hello?")
        await here.sandbox.settled()
        clock.advance_ms(10 * MINUTE_MS)
        await here.agenda_is_quiet()
        assert [message.text for message in maria.received if "Ana" in message.text] == [notice.text]


async def test_case_is_offered_to_others_when_patience_ends_and_whoever_takes_it_holds_it(tmp_path: Path) -> None:
    async with patient_house(tmp_path) as (here, clock):
        maria = here.sandbox.customer("Maria", "491701234567")
        ana, ben = await here.expert("Ana"), await here.expert("Ben")
        maria.write("my parcel is lost")
        offer = await ana.wait_for("offer.made")
        conversation = offer["conversation"]
        token = await _accept(ana, conversation)
        await ben.wait_for("offer.withdrawn", lambda event: event["reason"] == "taken")
        clock.advance_ms(29 * MINUTE_MS)
        await here.agenda_is_quiet()
        assert len([event for event, _ in ben.events if event == "offer.made"]) == 1
        clock.advance_ms(2 * MINUTE_MS)
        again = await ben.wait_for("offer.made", lambda event: event["why"] == "handed_over")
        assert again["conversation"] == conversation
        assert again["preview"] == ["my parcel is lost"]
        new_token = await _accept(ben, conversation)
        assert new_token > token
        refused = await _reply(ana, conversation, token, "here I am")
        assert not refused["ok"]
        assert (await _reply(ben, conversation, new_token, "I found it"))["ok"]
        await maria.wait_until(lambda: maria.received[-1].text == "I found it")
        shares = await ben.command("case.shares", {"conversation": conversation})
        assert [share["percent"] for share in shares["shares"] if share["expert"]["me"]] == [100]
        await ana.close()
        await ben.close()


async def test_holder_who_answers_first_keeps_the_case_after_patience(tmp_path: Path) -> None:
    async with patient_house(tmp_path) as (here, clock):
        maria = here.sandbox.customer("Maria", "491701234567")
        ana, ben = await here.expert("Ana"), await here.expert("Ben")
        maria.write("my parcel is lost")
        conversation = (await ana.wait_for("offer.made"))["conversation"]
        token = await _accept(ana, conversation)
        clock.advance_ms(31 * MINUTE_MS)
        await ben.wait_for("offer.made", lambda event: event["why"] == "handed_over")
        assert (await _reply(ana, conversation, token, "back again"))["ok"]
        await ben.wait_for("offer.withdrawn", lambda event: event["conversation"] == conversation)
        taken = await ben.command("case.accept", {"conversation": conversation})
        assert taken["error"]["code"] == "taken"
        await ana.close()
        await ben.close()


async def test_expert_who_leaves_keeps_their_points_and_the_note_reaches_the_next(tmp_path: Path) -> None:
    async with patient_house(tmp_path) as (here, _):
        maria = here.sandbox.customer("Maria Lopez", "491701234567")
        ana, ben = await here.expert("Ana"), await here.expert("Ben")
        maria.write("my parcel is lost")
        conversation = (await ana.wait_for("offer.made"))["conversation"]
        token = await _accept(ana, conversation)
        await _reply(ana, conversation, token, "which one?")
        await maria.wait_for_reply()
        left = await ana.command(
            "case.leave", {"conversation": conversation, "token": token, "note": "Maria Lopez lost a parcel"}
        )
        assert left["ok"], left
        again = await ana.command("case.leave", {"conversation": conversation, "token": token})
        assert again["ok"], "the first acknowledgement may have been lost"
        offer = await ben.wait_for("offer.made", lambda event: event["why"] == "left")
        assert offer["preview"] == ["my parcel is lost"]
        new_token = await _accept(ben, offer["conversation"])
        page = await ben.command("conversation.open", {"conversation": conversation})
        note = next(m["event"]["note"] for m in page["messages"] if m.get("event", {}).get("code") == "left")
        assert {"entity": "PERSON", "n": 1} in note
        maria.write("the blue one")
        await here.sandbox.settled()
        await _reply(ben, conversation, new_token, "found it")
        resolved = await ben.command("case.resolve", {"conversation": conversation, "token": new_token})
        assert resolved["ok"], resolved
        shares = await ben.command("case.shares", {"conversation": conversation})
        by_name = {share["expert"]["name"]: share["percent"] for share in shares["shares"]}
        assert by_name == {"Ana": 33, "Ben": 67}
        await ana.close()
        await ben.close()
