"""What changes an earlier entry, or says who somebody is: edits, quotes, receipts, identities, later masking."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from anonymizer import Anonymizer, ConversationMemory, MaskingError
from connectors.sandbox.whatsapp.people import Customer
from tests.support.canaries import Canary, find_canaries
from tests.support.client import SocketClient
from tests.support.house import House, house
from tests.support.logs import Logs, logs

__all__ = ["logs"]


class Talk:
    """Maria and Ana, who holds her conversation."""

    def __init__(self, here: House, maria: Customer, ana: SocketClient, conversation: str, token: int) -> None:
        self.here = here
        self.maria = maria
        self.ana = ana
        self.conversation = conversation
        self.token = token

    async def reply(self, text: str) -> int:
        payload = {"conversation": self.conversation, "token": self.token, "client_id": text.replace(" ", "-")}
        answer = await self.ana.command("message.send", {**payload, "parts": [text]})
        assert answer["ok"], answer
        seq: int = answer["seq"]
        return seq

    async def open(self) -> list[dict[str, Any]]:
        page = await self.ana.command("conversation.open", {"conversation": self.conversation, "limit": 200})
        messages: list[dict[str, Any]] = page["messages"]
        return messages

    async def received(self, text: str) -> dict[str, Any]:
        """Wait until Ana was told of this message."""
        event = await self.ana.wait_for("message.received", lambda e: e["message"]["content"].get("text") == [text])
        message: dict[str, Any] = event["message"]
        return message

    async def changed(self, seq: int, **fields: Any) -> dict[str, Any]:
        """Wait until Ana was told that this entry has changed in that way."""
        event = await self.ana.wait_for(
            "message.changed",
            lambda e: e["message"]["seq"] == seq and all(e["message"].get(k) == v for k, v in fields.items()),
        )
        message: dict[str, Any] = event["message"]
        return message


async def begin(here: House, **about: Any) -> Talk:
    maria = here.sandbox.customer("Maria Lopez", "491701234567", **about)
    ana = await here.expert("Ana")
    maria.write("my parcel is lost")
    offer = await ana.wait_for("offer.made")
    accepted = await ana.command("case.accept", {"conversation": offer["conversation"]})
    return Talk(here, maria, ana, offer["conversation"], accepted["conversation"]["case"]["token"])


@pytest.fixture
async def talk(acme: House) -> AsyncIterator[Talk]:
    begun = await begin(acme)
    yield begun
    await begun.ana.close()


# Edits, revokes, reactions, quotes ------------------------------------------------------------------------------------


async def test_edited_message_is_shown_anew_and_masked(talk: Talk) -> None:
    message_id = talk.maria.write("the blue one")
    seq = (await talk.received("the blue one"))["seq"]
    talk.maria.edit(message_id, "the red one, write to maria77@example.org")
    shown = await talk.changed(seq, edited=True)
    assert shown["content"]["text"] == ["the red one, write to ", {"entity": "EMAIL_ADDRESS", "n": 1}]
    (event,) = [m["event"] for m in await talk.open() if m.get("event", {}).get("code") == "edited"]
    assert event["target"] == seq


async def test_revoked_message_shows_nothing_any_more(talk: Talk) -> None:
    message_id = talk.maria.write("forget this")
    seq = (await talk.received("forget this"))["seq"]
    talk.maria.revoke(message_id)
    assert (await talk.changed(seq, revoked=True))["content"] == {}
    assert [m["content"] for m in await talk.open() if m["seq"] == seq] == [{}]


async def test_reaction_comes_goes_and_finds_our_message(talk: Talk) -> None:
    seq = await talk.reply("we have found it")
    reply = await talk.maria.wait_for_reply()
    talk.maria.react(reply.id, "👍")
    await talk.changed(seq, reactions=["👍"])
    talk.maria.react(reply.id, None)
    await talk.here.sandbox.settled()
    assert [m.get("reactions") for m in await talk.open() if m["seq"] == seq] == [None]


async def test_quote_names_the_entry_it_means(talk: Talk) -> None:
    ours = await talk.reply("which one?")
    reply = await talk.maria.wait_for_reply()
    own_id = talk.maria.write("the blue one")
    own = (await talk.received("the blue one"))["seq"]
    talk.maria.write("this I mean", reply_to=reply.id)
    assert (await talk.received("this I mean"))["reply_to"] == ours
    talk.maria.write("or this", reply_to=own_id)
    assert (await talk.received("or this"))["reply_to"] == own
    talk.maria.write("or that", reply_to="wamid.NOWHERE")
    assert "reply_to" not in await talk.received("or that")


async def test_change_of_something_unknown_harms_nothing(talk: Talk) -> None:
    send = talk.maria.send
    send({"type": "revoke", "revoke": {"original_message_id": "wamid.NOWHERE"}})
    send({"type": "reaction", "reaction": {"message_id": "wamid.NOWHERE", "emoji": "👍"}})
    inner = {"type": "text", "text": {"body": "a better word"}}
    send({"type": "edit", "edit": {"original_message_id": "wamid.NOWHERE", "message": inner}})
    await talk.received("a better word")
    codes = [m["event"]["code"] for m in await talk.open() if m["kind"] == "event"]
    assert sorted(codes[-2:]) == ["reacted", "revoked"]


# Receipts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words, final",
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "delivered", "sent", "delivered"], "delivered"),
        (["failed", "sent", "failed"], "failed"),
        (["failed", "delivered"], "delivered"),
        (["read", "failed"], "read"),
    ],
)
async def test_receipts_in_any_order_end_with_the_greatest(acme: House, words: list[str], final: str) -> None:
    talk = await begin(acme)
    acme.sandbox.order("no_statuses")
    seq = await talk.reply("we have found it")
    message = await talk.maria.wait_for_reply()
    await talk.ana.wait_for("receipt.received", lambda e: e["seq"] == seq and e["delivery"] == "sent")
    for word in words:
        failure = (131026, "Message undeliverable") if word == "failed" else None
        task = acme.sandbox.report_status(talk.maria, message, word, failure)
        assert task is not None
        await task
    await talk.ana.wait_for("receipt.received", lambda e: e["seq"] == seq and e["delivery"] == final)
    assert [m["delivery"] for m in await talk.open() if m["seq"] == seq] == [final]
    ranks = [("sending", "sent", "failed", "delivered", "read").index(e["delivery"])
             for name, e in talk.ana.events if name == "receipt.received" and e["delivery"] != "queued"]  # fmt: skip
    assert ranks == sorted(ranks), "an expert never sees a delivery go back"
    await talk.ana.close()


# Who is who -----------------------------------------------------------------------------------------------------------


async def test_customer_keeps_the_conversation_when_the_number_disappears(acme: House) -> None:
    talk = await begin(acme, user_id="DE.10000000000001")
    talk.maria.hides_number = True
    talk.maria.write("it is me, without a number")
    await talk.received("it is me, without a number")
    await talk.reply("we know you")
    assert (await talk.maria.wait_for_reply()).text == "we know you"
    await talk.ana.close()


async def test_customer_keeps_the_conversation_when_an_id_joins_the_number_later(acme: House) -> None:
    talk = await begin(acme)
    talk.maria.user_id = "DE.10000000000001"
    talk.maria.write("now with an id")
    await talk.received("now with an id")
    talk.maria.hides_number = True
    talk.maria.write("now with nothing else")
    await talk.received("now with nothing else")
    await talk.ana.close()


async def test_customer_keeps_the_conversation_over_a_change_of_number(acme: House) -> None:
    talk = await begin(acme)
    talk.maria.change_number("4917099999999")
    await acme.sandbox.settled()
    talk.maria.write("my new number")
    await talk.received("my new number")
    await talk.reply("we know you")
    assert (await talk.maria.wait_for_reply()).text == "we know you"
    await talk.ana.close()


# Masking that fails, and masking after the fact -----------------------------------------------------------------------


class Moody(Anonymizer):
    """Fails whenever it is told to."""

    fails = False

    def read(self, text: str, memory: ConversationMemory, author: str = "customer") -> Any:
        if Moody.fails:
            raise MaskingError("as told")
        return super().read(text, memory, author)


async def test_withheld_message_is_never_shown_raw_blocks_nothing_and_is_masked_later(
    tmp_path: Path, logs: Logs
) -> None:
    canaries = [Canary("email", "maria77@example.org")]
    async with house(tmp_path, gateway_options={"make_anonymizer": Moody}) as here:
        talk = await begin(here)
        try:
            Moody.fails = True
            message_id = talk.maria.write("write to maria77@example.org")
            withheld = await talk.ana.wait_for("message.received", lambda e: e["message"]["withheld"])
            assert withheld["message"]["content"] == {}
            talk.maria.edit(message_id, "no, to maria77@example.org please")
            await talk.ana.wait_for("message.changed", lambda e: e["message"]["edited"])
        finally:
            Moody.fails = False
        talk.maria.write("are you there")
        await talk.received("are you there")
        shown = await talk.changed(withheld["message"]["seq"], withheld=False, edited=True)
        assert shown["content"]["text"] == ["no, to ", {"entity": "EMAIL_ADDRESS", "n": 1}, " please"]
        assert find_canaries("\n".join(talk.ana.frames).encode(), canaries) == []
        await talk.ana.close()
    for file in (tmp_path / "store").rglob("*"):
        assert not file.is_file() or find_canaries(file.read_bytes(), canaries) == []
    assert logs.leaks(canaries) == []


async def test_number_told_in_pieces_is_masked_where_it_began(talk: Talk) -> None:
    talk.maria.write("0171")
    first = (await talk.received("0171"))["seq"]
    talk.maria.write("2345678")
    shown = await talk.changed(first)
    assert [part for part in shown["content"]["text"] if isinstance(part, str)] == []
    messages = await talk.open()
    assert "0171" not in str([m["content"] for m in messages])
    assert "2345678" not in str([m["content"] for m in messages])
    gateway = talk.here.gateway
    found = await gateway.conversations.find(talk.conversation)
    assert found is not None
    entries = await gateway.conversations.entries(found, 1, found.length)
    texts = [part for entry in entries for _, parts in entry.body.fields for part in parts if isinstance(part, str)]
    assert not any(digits in text for digits in ("0171", "2345678") for text in texts)
