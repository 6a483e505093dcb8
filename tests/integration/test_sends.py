"""What a platform may do to a send: each message goes out once, in order, or somebody is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.whatsapp.people import Customer
from tests.support.canaries import Canary, find_canaries
from tests.support.client import SocketClient
from tests.support.clock import ManualClock
from tests.support.house import House, house
from tests.support.logs import Logs, logs

__all__ = ["logs"]

EVIDENCE_MS = 120_000
NOWHERE = "http://127.0.0.1:9/"


class Desk:
    """Ana's side of Maria's conversation."""

    def __init__(
        self, here: House, clock: ManualClock, maria: Customer, ana: SocketClient, case: dict[str, Any]
    ) -> None:
        self.here = here
        self.clock = clock
        self.maria = maria
        self.ana = ana
        self.conversation: str = case["conversation"]
        self.token: int = case["case"]["token"]

    async def reply(self, text: str) -> int:
        payload = {"conversation": self.conversation, "token": self.token, "client_id": text.replace(" ", "-")}
        answer = await self.ana.command("message.send", {**payload, "parts": [text]})
        assert answer["ok"], answer
        seq: int = answer["seq"]
        return seq

    async def delivery(self, seq: int, word: str, **more: Any) -> None:
        """Wait until Ana was told that the message got that far."""
        await self.ana.wait_for(
            "receipt.received",
            lambda e: e["seq"] == seq and e["delivery"] == word and all(e.get(k) == v for k, v in more.items()),
            timeout=15,
        )

    async def shown(self, seq: int) -> tuple[str, str | None]:
        page = await self.ana.command("conversation.open", {"conversation": self.conversation, "limit": 200})
        (message,) = [m for m in page["messages"] if m["seq"] == seq]
        return message["delivery"], message.get("delivery_reason")

    def texts(self) -> list[str]:
        return [message.text for message in self.maria.received]


async def _sit_down(folder: Path, sending: str = "") -> AsyncIterator[Desk]:
    clock = ManualClock()
    options = {"retries": (0.05, 0.2, 2.0)}
    async with house(folder, sandbox_options=options, gateway_options={"clock": clock}, sending=sending) as here:
        maria = here.sandbox.customer("Maria Lopez", "491701234567")
        ana = await here.expert("Ana")
        maria.write("my parcel is lost")
        offer = await ana.wait_for("offer.made")
        accepted = await ana.command("case.accept", {"conversation": offer["conversation"]})
        yield Desk(here, clock, maria, ana, accepted["conversation"])
        await ana.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The default policy: a send of unknown outcome asks a human."""
    async for made in _sit_down(tmp_path):
        yield made


@pytest.fixture
async def bold_desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The other policy: it is sent again when no evidence came."""
    async for made in _sit_down(tmp_path, f'on_ambiguous = "resend"\nevidence_wait_s = {EVIDENCE_MS // 1000}'):
        yield made


@pytest.mark.parametrize(
    "fault",
    [
        "drop_response",
        "error_after_accept",
        "ok_without_id",
        "truncate",
        "huge_answer",
        "status_first",
        "compressed_bomb",
    ],
)
async def test_send_taken_without_a_proper_answer_is_settled_by_its_statuses(desk: Desk, fault: str) -> None:
    desk.here.sandbox.order(fault)
    seq = await desk.reply("it is on its way")
    await desk.delivery(seq, "read")
    second = await desk.reply("good bye")
    await desk.delivery(second, "read")
    assert desk.texts() == ["it is on its way", "good bye"]
    assert await desk.shown(seq) == ("read", None)


async def test_send_without_answer_or_status_is_shown_as_ambiguous_and_never_repeated(desk: Desk, logs: Logs) -> None:
    sandbox, url = desk.here.sandbox, desk.here.sandbox.webhook_url
    sandbox.webhook_url = NOWHERE
    sandbox.order("drop_response")
    seq = await desk.reply("it is on its way")
    second = await desk.reply("good bye")
    await desk.delivery(seq, "ambiguous")
    assert await desk.shown(seq) == ("ambiguous", None)
    assert desk.texts() == ["it is on its way"], "what comes after waits for the evidence"
    await sandbox.settled()
    sandbox.webhook_url = url
    desk.clock.advance_ms(EVIDENCE_MS + 1_000)
    await desk.delivery(second, "read")
    assert await desk.shown(seq) == ("ambiguous", "unproven")
    desk.clock.advance_ms(24 * 3600 * 1000)
    await desk.here.agenda_is_quiet()
    assert desk.texts() == ["it is on its way", "good bye"]
    # A word of the platform that comes late, even now, says what happened.
    task = sandbox.report_status(desk.maria, desk.maria.received[0], "delivered")
    assert task is not None
    await task
    await desk.delivery(seq, "delivered")
    assert await desk.shown(seq) == ("delivered", None)
    assert logs.leaks([Canary("name", "Maria Lopez"), Canary("text", "it is on its way")]) == []


async def test_send_that_was_lost_is_repeated_once_where_the_brand_wants_it(bold_desk: Desk) -> None:
    desk = bold_desk
    desk.here.sandbox.order("lost_request")
    seq = await desk.reply("it is on its way")
    await desk.delivery(seq, "ambiguous")
    assert desk.texts() == []
    desk.clock.advance_ms(EVIDENCE_MS + 1_000)
    await desk.delivery(seq, "read")
    assert desk.texts() == ["it is on its way"]


@pytest.mark.parametrize("fault", ["unavailable", "rate_limit", "pair_limit", "expired"])
async def test_send_that_was_certainly_not_taken_is_tried_again_and_order_is_kept(desk: Desk, fault: str) -> None:
    desk.here.sandbox.order(fault, times=2)
    texts = [f"part {letter}" for letter in "abcde"]
    seqs = [await desk.reply(text) for text in texts]
    for _ in range(3):
        desk.clock.advance_ms(10 * 60_000)
        await desk.here.agenda_is_quiet()
    await desk.delivery(seqs[-1], "read")
    assert desk.texts() == texts


@pytest.mark.parametrize(
    "fault, reason", [("window_closed", "window_closed"), ("undeliverable", "131026"), ("failed_status", "131047")]
)
async def test_send_refused_for_good_is_shown_as_failed_and_the_next_one_goes(
    desk: Desk, fault: str, reason: str
) -> None:
    desk.here.sandbox.order(fault)
    seq = await desk.reply("it is on its way")
    await desk.delivery(seq, "failed")
    second = await desk.reply("good bye")
    await desk.delivery(second, "read")
    assert await desk.shown(seq) == ("failed", reason)
    assert desk.texts()[-1] == "good bye"


async def test_statuses_of_others_change_nothing(desk: Desk) -> None:
    seq = await desk.reply("it is on its way")
    await desk.delivery(seq, "read")
    message = desk.maria.received[0]
    tag = message.tag
    assert tag is not None
    flipped = tag[:-1] + ("0" if tag[-1] != "0" else "1")
    other_entry = tag.replace(f".{seq}.", f".{seq + 1}.")
    desk.ana.events.clear()
    for forged in (None, "", "r1", "somebody else's", flipped, other_entry, "r1." + "x" * 300, "\ud800", "r1.c00.1.é"):
        message.tag = forged
        task = desk.here.sandbox.report_status(desk.maria, message, "failed", (131026, "Message undeliverable"))
        assert task is not None
        await task
    assert await desk.shown(seq) == ("read", None)
    assert [name for name, _ in desk.ana.events if name == "receipt.received"] == []
    assert find_canaries("\n".join(desk.ana.frames).encode(), [Canary("tag", tag)]) == []
