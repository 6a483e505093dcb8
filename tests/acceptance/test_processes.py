"""The processes of one gateway: either may be killed, both may be, and none outlives what it must not."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from connectors.sandbox.whatsapp import WhatsAppSandbox
from tests.support.canaries import Canary, find_canaries
from tests.support.child import GatewayProcess, gateway_process, gone
from tests.support.house import free_port, make_sandbox, write_config
from tests.support.people import LastingExpert, write_acknowledged

SENDING = 'on_ambiguous = "resend"\nevidence_wait_s = 5'
MESSAGES = 6
Fault = Callable[[], Awaitable[None]]


class Place:
    """One gateway process, one sandbox, one signed-in expert."""

    def __init__(self, child: GatewayProcess, sandbox: WhatsAppSandbox, expert: LastingExpert) -> None:
        self.child = child
        self.sandbox = sandbox
        self.expert = expert

    async def talk_through(self, fault: Fault) -> None:
        """Let a customer and the expert talk, with ``fault`` in the middle, and check that all of it arrived."""
        customer = self.sandbox.customer("Maria Lopez", "491701234567")
        questions = [f"parcel: part {part}" for part in range(1, MESSAGES + 1)]
        answers = [f"answer: part {part}" for part in range(1, MESSAGES + 1)]
        await write_acknowledged(self.sandbox, customer, questions[0])
        conversation = await self.expert.take_offer_of(questions[0])
        await self.expert.reply(conversation, "answer-0", answers[0])
        async with asyncio.TaskGroup() as all_of_it:
            all_of_it.create_task(_each(questions[1:], lambda _, q: write_acknowledged(self.sandbox, customer, q)))
            all_of_it.create_task(
                _each(answers[1:], lambda i, a: self.expert.reply(conversation, f"answer-{i + 1}", a))
            )
            all_of_it.create_task(_run(fault))
        await customer.wait_for_count(MESSAGES, 60)
        messages = (await self.expert.open(conversation, limit=200))["messages"]
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        assert [m["content"]["text"][0] for m in messages if m["kind"] == "customer"] == questions
        assert [message.text for message in customer.received] == answers


async def _each(texts: list[str], say: Callable[[int, str], Awaitable[object]]) -> None:
    for index, text in enumerate(texts):
        await say(index, text)


async def _run(fault: Fault) -> None:
    await fault()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with make_sandbox(retries=(0.1, 0.5, 600.0)) as sandbox:
        port = free_port()
        sandbox.webhook_url = f"http://127.0.0.1:{port}/webhooks/acme/wa-main"
        config = write_config(tmp_path, sandbox.url, port, sending=SENDING)
        async with gateway_process(config) as child:
            await child.start()
            expert = LastingExpert(f"http://localhost:{port}", await child.sign_in())
            try:
                yield Place(child, sandbox, expert)
            finally:
                await expert.close()


async def test_store_killed_alone_comes_back_and_nothing_is_lost(place: Place) -> None:
    first = place.child.store_pid()

    async def kill_store() -> None:
        os.kill(first, signal.SIGKILL)
        await gone(first)

    await place.talk_through(kill_store)
    assert place.child.process.returncode is None, "the gateway must outlive its store"
    assert place.child.store_pid() != first


async def test_gateway_and_store_killed_together_lose_nothing(place: Place) -> None:
    async def kill_both() -> None:
        store = place.child.store_pid()
        os.kill(store, signal.SIGKILL)
        await place.child.kill()
        await gone(store)
        await place.child.start()

    await place.talk_through(kill_both)


async def test_store_of_a_killed_gateway_ends_with_it(place: Place) -> None:
    store = place.child.store_pid()
    await place.child.kill()
    await gone(store)


async def test_terminated_gateway_ends_cleanly_and_in_time_and_loses_nothing(place: Place) -> None:
    async def restart() -> None:
        store = place.child.store_pid()
        began = time.monotonic()
        assert await place.child.stop() == 0
        assert time.monotonic() - began < 15
        await gone(store)
        await place.child.start()

    await place.talk_through(restart)
    canaries = [Canary("name", "Maria Lopez"), Canary("number", "491701234567"), Canary("text", "parcel: part 1")]
    assert find_canaries(place.child.log.read_bytes(), canaries) == []


async def test_gateway_terminated_while_it_starts_ends_cleanly(place: Place) -> None:
    assert await place.child.stop() == 0
    await place.child.launch()
    log = place.child.config.parent / "store" / "store.log"
    size = log.stat().st_size
    while log.stat().st_size == size:  # noqa: ASYNC110  # a file that another process writes gives no event
        await asyncio.sleep(0.01)
    assert await place.child.stop() == 0


async def test_second_gateway_on_one_folder_refuses_and_says_why(place: Place) -> None:
    async with gateway_process(place.child.config) as second:
        second.log = place.child.config.with_name("second.log")
        await second.launch()
        assert await second.ended() == 1
        said = second.log.read_text()
    assert "is in use by another gateway" in said
    assert "store.folder" in said
    await place.talk_through(_nothing)


async def _nothing() -> None:
    pass
