"""A brand's own system on a real gateway: masked on the way in, whole on the way out, once whatever goes wrong."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.api import ApiSandbox, Customer
from tests.support.canaries import Canary, find_canaries
from tests.support.client import SocketClient
from tests.support.house import House, house

CHANNEL = """
[brands.acme.channels.desk]
kind = "api"
deliver_url = "{deliver_url}"
allow_private = true
secret = {{ env = "TEST_DESK_SECRET" }}
receipts = ["delivered", "read"]
"""
WORDS = "This is Maria Lopez, ring +49 171 2345678 or write to maria.lopez77@example.org"
CANARIES = [
    Canary("phone", "+49 171 2345678"),
    Canary("email", "maria.lopez77@example.org"),
    Canary("name", "Maria Lopez"),
    Canary("account", "K-47110815"),
]


class Desk:
    """The gateway, the brand's system beside it, and an expert."""

    def __init__(self, here: House, sandbox: ApiSandbox, expert: SocketClient) -> None:
        self.here = here
        self.sandbox = sandbox
        self.expert = expert
        self.conversation = ""

    async def take(self) -> None:
        """Let the expert take the case that is offered."""
        self.conversation = (await self.expert.wait_for("offer.made"))["conversation"]
        accepted = await self.expert.command("case.accept", {"conversation": self.conversation})
        assert accepted["ok"], accepted

    async def messages(self, kind: str = "customer") -> list[dict[str, Any]]:
        page = await self.expert.command("conversation.open", {"conversation": self.conversation})
        return [message for message in page["messages"] if message["kind"] == kind]

    async def reply(self, parts: list[Any], client_id: str = "reply-0001") -> None:
        page = await self.expert.command("conversation.open", {"conversation": self.conversation})
        message = {"conversation": self.conversation, "token": page["conversation"]["case"]["token"]}
        sent = await self.expert.command("message.send", {**message, "client_id": client_id, "parts": parts})
        assert sent["ok"], sent

    async def receipt(self, matches: Callable[[dict[str, Any]], bool]) -> None:
        await self.expert.wait_for("receipt.received", matches, 20)


@pytest.fixture
async def open_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    @contextlib.asynccontextmanager
    async def opened(**sections: str) -> AsyncIterator[tuple[Desk, Customer]]:
        async with ApiSandbox(receipts=("delivered",), retries=(0.05, 0.2, 20.0)) as sandbox:
            monkeypatch.setenv("TEST_DESK_SECRET", sandbox.courier.secrets[0])
            more = CHANNEL.format(deliver_url=sandbox.deliver_url)
            async with house(tmp_path, more=more, **sections) as here:
                sandbox.webhook_url = f"{here.url}/webhooks/acme/desk"
                expert = await here.expert()
                yield Desk(here, sandbox, expert), sandbox.customer("K-47110815", "Maria Lopez")
                await expert.close()

    yield opened


async def test_message_is_masked_and_the_reply_arrives_whole(open_desk: Any) -> None:
    async with open_desk() as (desk, maria):
        maria.write(WORDS)
        await desk.take()
        (message,) = await desk.messages()
        masked = {part["entity"]: part["n"] for part in message["content"]["text"] if isinstance(part, dict)}
        assert {"PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS"} <= set(masked)
        phone = {"entity": "PHONE_NUMBER", "n": masked["PHONE_NUMBER"]}
        await desk.reply(["We call you on ", phone, " today."])
        (received,) = await maria.wait_for_count(1)
        assert received.text == "We call you on +49 171 2345678 today."
        await desk.receipt(lambda receipt: receipt["delivery"] == "delivered")
        maria.read()
        await desk.receipt(lambda receipt: receipt["delivery"] == "read")
        assert find_canaries("\n".join(desk.expert.frames).encode(), CANARIES) == []
        for file in (desk.here.folder / "store").rglob("*"):
            assert not file.is_file() or find_canaries(file.read_bytes(), CANARIES) == [], file


async def test_edit_and_revocation_and_reaction_reach_the_expert(open_desk: Any) -> None:
    async with open_desk() as (desk, maria):
        first, second = maria.write("Where is my parcel"), maria.write("Forget it")
        await desk.sandbox.settled()
        await desk.take()
        maria.edit(first, "Where is my parcel, ring +49 171 2345678")
        maria.revoke(second)
        await desk.sandbox.settled()
        edited, revoked = await desk.messages()
        assert edited["edited"] and revoked["revoked"]
        assert any(isinstance(part, dict) for part in edited["content"]["text"])
        await desk.reply(["On its way"])
        (received,) = await maria.wait_for_count(1)
        await desk.receipt(lambda receipt: receipt["delivery"] == "delivered")
        maria.react(received.id, "👍")
        await desk.sandbox.settled()
        (answer,) = await desk.messages("expert")
        assert answer["reactions"]


async def test_customer_who_gets_another_account_keeps_the_conversation(open_desk: Any) -> None:
    async with open_desk() as (desk, maria):
        maria.write("Hello")
        await desk.sandbox.settled()
        await desk.take()
        maria.move("K-47110816")
        await desk.sandbox.settled()
        maria.write("Still me")
        await desk.sandbox.settled()
        assert [message["content"]["text"] for message in await desk.messages()] == [["Hello"], ["Still me"]]
        await desk.reply(["I know"])
        assert [message.text for message in await maria.wait_for_count(1)] == ["I know"]


@pytest.mark.parametrize("fault", ["duplicate", "reorder", "batch", "bad_signature"])
async def test_what_goes_wrong_on_the_way_in_costs_and_doubles_nothing(open_desk: Any, fault: str) -> None:
    async with open_desk() as (desk, maria):
        desk.sandbox.order(fault)
        texts = ["parcel one", "parcel two", "parcel three"]
        for text in texts:
            maria.write(text)
        await desk.sandbox.settled()
        await desk.take()
        assert sorted(message["content"]["text"][0] for message in await desk.messages()) == sorted(texts)


@pytest.mark.parametrize("fault", ["drop_response", "error_after_accept", "truncate", "ok_without_id"])
async def test_answer_that_is_lost_leaves_one_message(open_desk: Any, fault: str) -> None:
    async with open_desk(sending='on_ambiguous = "resend"\nevidence_wait_s = 5') as (desk, maria):
        desk.sandbox.receipts = ()  # no evidence: the brand's policy repeats the call
        maria.write("Hello")
        await desk.take()
        desk.sandbox.order(fault)
        await desk.reply(["Good morning"])
        await desk.sandbox.wait_until(lambda: [m.calls for m in maria.received] == [2], 30)
        await desk.receipt(lambda receipt: receipt["delivery"] in ("accepted", "sent"))
        assert [call.status for call in desk.sandbox.calls][-1] == 409


async def test_call_that_is_not_of_the_schema_is_kept_and_answered(open_desk: Any) -> None:
    async with open_desk() as (desk, maria):
        desk.sandbox.tell("no.such.event", {"customer": []}, maria)
        maria.write("Hello")
        await desk.sandbox.settled()
        assert all(delivery.accepted for delivery in desk.sandbox.deliveries)
        await desk.take()
        assert len(await desk.messages()) == 1
