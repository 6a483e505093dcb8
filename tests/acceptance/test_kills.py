"""Kill any process at any instant: nothing acknowledged is lost, nothing is sent twice, nothing changes its order."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from connectors.sandbox.whatsapp import WhatsAppSandbox
from connectors.sandbox.whatsapp.people import Customer
from gateway import failpoints
from tests.support.child import gateway_process
from tests.support.house import free_port, make_sandbox, write_config
from tests.support.people import LastingExpert, write_acknowledged

SENDING = 'on_ambiguous = "resend"\nevidence_wait_s = 5'
MESSAGES = 4
PASSES = (1, 3)

# A send that was interrupted waits for its lease to run out: those come first, so that the others fill the time.
_FIRST = ("send.after_sending_mark", "send.after_platform_answer", "reply.after_commit")
CASES = sorted(((name, k) for name in failpoints.NAMES for k in PASSES), key=lambda case: case[0] not in _FIRST)


class Story(msgspec.Struct):
    """What one customer and the expert said to each other, as each of them knows it."""

    name: str
    written: list[str] = []
    answered: list[str] = []
    exit_code: int | None = None
    log: list[str] = []
    received: list[str] = []
    failure: str = ""


async def _talk(sandbox: WhatsAppSandbox, customer: Customer, expert: LastingExpert, story: Story) -> str:
    """Let both talk to the end, whatever happens to the gateway; returns the conversation."""
    first = f"parcel of {story.name}: part 1"
    await write_acknowledged(sandbox, customer, first)
    story.written.append(first)
    conversation = await expert.take_offer_of(first)

    async def write() -> None:
        for part in range(2, MESSAGES + 1):
            text = f"parcel of {story.name}: part {part}"
            await write_acknowledged(sandbox, customer, text)
            story.written.append(text)

    async def answer() -> None:
        for part in range(1, MESSAGES + 1):
            text = f"answer to {story.name}: part {part}"
            await expert.reply(conversation, f"{story.name}-{part}", text)
            story.answered.append(text)

    async with asyncio.TaskGroup() as both:
        both.create_task(write())
        both.create_task(answer())
    return conversation


async def _look(expert: LastingExpert, customer: Customer, conversation: str, story: Story) -> None:
    """Wait until every reply has arrived, then read the log as the expert reads it."""
    await customer.wait_for_count(MESSAGES, 90)
    messages = (await expert.open(conversation, limit=200))["messages"]
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
    story.log = [m["content"]["text"][0] for m in messages if m["kind"] == "customer"]
    story.received = [message.text for message in customer.received]


async def _end(talk: asyncio.Task[str], expert: LastingExpert, customer: Customer, story: Story) -> None:
    """Bring one story to its end; what goes wrong with it is its own affair."""
    try:
        await _look(expert, customer, await talk, story)
    except* Exception as failures:
        story.failure = "; ".join(f"{type(error).__name__}: {error}" for error in failures.exceptions)


async def _sweep(folder: Path) -> dict[str, Story]:
    """
    Run one gateway after the other on one folder and port, each with its own fail point, the last one with none.

    Every story begins under the gateway that will be killed and goes on under its successors.
    """
    stories = {f"{name}:{k}": Story(f"case {index + 1}") for index, (name, k) in enumerate(CASES)}
    async with make_sandbox(retries=(0.1, 0.5, 600.0)) as sandbox:
        port = free_port()
        sandbox.webhook_url = f"http://127.0.0.1:{port}/webhooks/acme/wa-main"
        config = write_config(folder, sandbox.url, port, sending=SENDING)
        async with gateway_process(config) as child, asyncio.TaskGroup() as endings:
            await child.start()
            expert = LastingExpert(f"http://localhost:{port}", await child.sign_in())
            assert await child.stop() == 0
            talks = []
            for number, (point, story) in enumerate(stories.items()):
                customer = sandbox.customer(f"Customer {number}", f"49170000{number:04}")
                await child.start(point)
                talks.append((asyncio.create_task(_talk(sandbox, customer, expert, story)), customer, story))
                try:
                    story.exit_code = await child.ended()
                except TimeoutError:  # it was never reached: that is this story's failure, not the next one's
                    await child.kill()
            await child.start()
            for talk, customer, story in talks:
                endings.create_task(_end(talk, expert, customer, story))
        await expert.close()
    return stories


@pytest.fixture(scope="module")
def stories() -> Iterator[dict[str, Story]]:
    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(_sweep(Path(folder)))


@pytest.mark.timeout(400)
@pytest.mark.parametrize("point", [f"{name}:{k}" for name, k in CASES])
def test_kill_at_fail_point_loses_nothing_and_sends_nothing_twice(stories: dict[str, Story], point: str) -> None:
    story = stories[point]
    assert story.exit_code == -signal.SIGKILL, "the fail point was not reached"
    assert story.failure == ""
    assert len(story.written) == len(story.answered) == MESSAGES
    assert story.log == story.written
    assert story.received == story.answered
