"""Random interleavings of everything that moves a case, on the real store: what must hold, holds after every step."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from connectors.base import SupportsVisitors
from connectors.events import MessageReceived
from gateway.app import Gateway
from gateway.cases.continuity import Continuity
from gateway.cases.offers import Offers
from gateway.cases.resolution import Resolution
from gateway.config import load_settings
from gateway.domain import Case, CaseState
from gateway.errors import Refused
from gateway.messages.replies import Replies, Reply
from gateway.privacy.conversations import Conversation
from gateway.store import keys
from gateway.store.keys import ConversationKeys
from tests.support.clock import ManualClock
from tests.support.house import free_port, secrets_set, write_config

EXPERTS = ("ana", "ben", "eve")
WHO = ("the holder", "the holder", *EXPERTS)
WINDOW_MS = 60_000
PATIENCE_MS = 600_000
Result = TypeVar("Result")


class World:
    """A gateway without its web server, driven step by step."""

    def __init__(self, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.ids = itertools.count()
        with secrets_set():
            continuity = f"reopen_window_s = {WINDOW_MS // 1000}\npatience_s = {PATIENCE_MS // 1000}"
            file = write_config(folder, "http://127.0.0.1:9", free_port(), continuity=continuity)
            self.gateway = Gateway(load_settings(file), clock=self.clock)
        self.do(self._start())
        gateway, bus, agenda = self.gateway, self.gateway.bus, self.gateway.agenda
        policies = {brand.id: brand.continuity for brand in gateway.settings.brands.values()}
        self.replies = Replies(gateway.conversations, gateway.channels, agenda, bus, self.clock)
        self.offers = Offers(gateway.conversations, policies, bus, self.clock)
        self.resolution = Resolution(gateway.conversations, policies, agenda, bus, self.clock)
        self.continuity = Continuity(gateway.conversations, policies, lambda _, text: [text], agenda, bus, self.clock)
        self.channel = gateway.channels["acme/site"]

    def do(self, work: Awaitable[Result]) -> Result:
        async def run() -> Result:
            return await work

        return self.runner.run(run())

    async def _start(self) -> None:
        """Start it without its background: nothing moves between the steps of a test."""
        await self.gateway.start()
        for task in self.gateway._tasks:
            task.cancel()
        await asyncio.wait(self.gateway._tasks)

    async def quiet(self) -> None:
        """Let the agenda work until what is due has been done."""
        agenda = self.gateway.agenda
        working = asyncio.create_task(agenda.run())
        async with asyncio.timeout(20):
            while await self._due() or agenda.busy:  # noqa: ASYNC110  # as the house does
                await asyncio.sleep(0.005)
        working.cancel()
        await asyncio.wait([working])

    async def _due(self) -> int:
        due = 0
        for shard in range(self.gateway.settings.store.shards):
            self.gateway.agenda.nudge(shard)
            key = keys.agenda(shard)
            now_ms = self.clock.now_ms()
            due += await self.gateway.storage.client.call(key, "ZCOUNT", key, "-inf", now_ms)
        return due

    def close(self) -> None:
        self.do(self.gateway.close())
        self.runner.close()


WORLD: list[World] = []


@pytest.fixture(scope="module", autouse=True)
def world() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        WORLD.append(World(Path(folder)))
        yield
        WORLD.pop().close()


class CaseMachine(RuleBasedStateMachine):
    """One customer and three experts."""

    def __init__(self) -> None:
        super().__init__()
        self.world = WORLD[0]
        connector = self.world.channel.connector
        assert isinstance(connector, SupportsVisitors)
        self.visitor = connector.open_session(None).identity
        self.conversation: Conversation | None = None
        self.token = 0
        self.number = 0
        self.length = 0
        self.held: dict[int, str] = {}
        self.written: list[str] = []
        self.replies: dict[str, int] = {}

    @property
    def case(self) -> Case:
        assert self.conversation is not None
        return self.conversation.case

    def named(self, who: str) -> str:
        """Name whoever holds the case, or anybody when nobody does."""
        return (self.case.holder or EXPERTS[0]) if who == "the holder" else who

    def attempt(self, work: Awaitable[Any]) -> str:
        try:
            self.world.do(work)
        except Refused as refused:
            return refused.code
        return "ok"

    @initialize(expert=st.sampled_from(EXPERTS))
    def begin(self, expert: str) -> None:
        self.inbound(False)
        self.accept(expert)

    @rule(repeat=st.booleans())
    def inbound(self, repeat: bool) -> None:
        connector = self.world.channel.connector
        assert isinstance(connector, SupportsVisitors)
        known = repeat and self.written
        client_id = self.written[-1] if known else f"message-{next(self.world.ids):06}"
        event = connector.message(self.visitor, client_id, "my parcel is lost", self.world.clock.now_ms())
        assert isinstance(event, MessageReceived)
        received = self.world.do(self.world.gateway.ingest.message(self.world.channel, event))
        assert received.duplicate == bool(known)
        self.conversation = received.conversation
        if not known:
            self.written.append(client_id)

    @precondition(lambda self: self.conversation)
    @rule(expert=st.sampled_from(EXPERTS))
    def accept(self, expert: str) -> None:
        before = self.case
        assert self.conversation is not None
        code = self.attempt(self.world.offers.accept(self.conversation, expert))
        if before.state is CaseState.HELD and before.holder == expert:
            assert code == "ok"
        elif not before.on_offer:
            assert code == ("taken" if before.state is CaseState.HELD else "gone")
        else:
            assert code == "ok"
            assert (self.case.holder, self.case.token) == (expert, before.token + 1)

    @precondition(lambda self: self.conversation)
    @rule(experts=st.permutations(EXPERTS))
    def race(self, experts: list[str]) -> None:
        before = self.case
        conversation = self.conversation
        assert conversation is not None
        offers = self.world.offers

        async def all_at_once() -> list[Any]:
            return await asyncio.gather(*(offers.accept(conversation, e) for e in experts), return_exceptions=True)

        outcomes = self.world.do(all_at_once())
        if before.state is CaseState.OFFERED:
            assert [outcome for outcome in outcomes if outcome is None] == [None]

    @precondition(lambda self: self.conversation)
    @rule(expert=st.sampled_from(WHO), age=st.sampled_from([0, 0, 0, 1, 2]), repeat=st.booleans())
    def reply(self, expert: str, age: int, repeat: bool) -> None:
        before, expert = self.case, self.named(expert)
        assert self.conversation is not None
        mine = [name for name in self.replies if name.startswith(expert)]
        name = mine[-1] if repeat and mine else f"{expert}-{next(self.world.ids)}"
        reply = Reply(name, before.token - age, ("on its way",))
        allowed = before.state is CaseState.HELD and before.holder == expert and age == 0
        try:
            entry = self.world.do(self.world.replies.send(self.conversation, expert, reply))
        except Refused as refused:
            assert refused.code == "stale"
            assert not allowed and name not in self.replies
            return
        assert allowed or name in self.replies
        assert self.replies.setdefault(name, entry.seq) == entry.seq

    @precondition(lambda self: self.conversation)
    @rule(expert=st.sampled_from(WHO), age=st.sampled_from([0, 0, 1]))
    def resolve(self, expert: str, age: int) -> None:
        before, expert = self.case, self.named(expert)
        assert self.conversation is not None
        code = self.attempt(self.world.resolution.resolve(self.conversation, expert, before.token - age))
        open_ = before.state in (CaseState.HELD, CaseState.RESOLVED)
        assert code == ("ok" if open_ and before.holder == expert and age == 0 else "stale")

    @precondition(lambda self: self.conversation)
    @rule(expert=st.sampled_from((*EXPERTS, *EXPERTS, "the holder")))
    def leave(self, expert: str) -> None:
        before, expert = self.case, self.named(expert)
        assert self.conversation is not None
        code = self.attempt(self.world.continuity.leave(self.conversation, expert, before.token, "a note"))
        assert code == ("ok" if before.state is CaseState.HELD and before.holder == expert else "stale")

    @rule(ms=st.sampled_from([1_000, WINDOW_MS - 500, PATIENCE_MS + 1_000]))
    def time_passes_before_the_agenda_works(self, ms: int) -> None:
        self.world.clock.advance_ms(ms)

    @rule(ms=st.sampled_from([0, WINDOW_MS + 1_000, PATIENCE_MS + 1_000]))
    def agenda_works(self, ms: int) -> None:
        self.world.clock.advance_ms(ms)
        self.world.do(self.world.quiet())

    @precondition(lambda self: self.conversation)
    @rule()
    def process_forgets(self) -> None:
        assert self.conversation is not None
        self.world.gateway.conversations.forget(self.conversation.id)

    @invariant()
    def all_that_must_hold(self) -> None:
        if self.conversation is not None:
            self.world.do(self._check(self.conversation))

    async def _check(self, conversation: Conversation) -> None:
        gateway = self.world.gateway
        async with conversation.lock:
            conversation.fresh = False
            await gateway.conversations.load(conversation)
            stored = await gateway.stored.load(conversation.id)
            case = msgspec.msgpack.decode(stored.state[b"case"], type=Case)
            assert case == conversation.case
            length = int(stored.state[b"length"])
            assert stored.length == length >= self.length
            entries = await gateway.conversations.entries(conversation, 1, length)
            assert [entry.seq for entry in entries] == list(range(1, length + 1))
            names = ConversationKeys(conversation.id)
            offered = await self._listed(names.offers("acme"), conversation)
            holders = [expert for expert in EXPERTS if await self._listed(names.held(expert), conversation)]
        self._check_case(case)
        self.length = length
        assert offered == case.on_offer
        assert holders == ([case.holder] if case.state in (CaseState.HELD, CaseState.RESOLVED) else [])
        marks = [entry.mark for entry in entries if entry.mark]
        assert len(marks) == len(set(marks)) == len(self.written) + len(self.replies)

    async def _listed(self, index: str, conversation: Conversation) -> bool:
        return await self.world.gateway.storage.client.call(index, "ZSCORE", index, conversation.id) is not None

    def _check_case(self, case: Case) -> None:
        assert case.token >= self.token, "a fencing token never shrinks"
        assert case.number >= self.number
        if case.state is CaseState.HELD:
            assert case.holder
            assert self.held.setdefault(case.token, case.holder) == case.holder, "one token, two holders"
        if case.state is CaseState.OFFERED:
            assert not case.holder
        self.token, self.number = case.token, case.number


@pytest.mark.timeout(180)
def test_case_moved_at_random_keeps_every_promise() -> None:
    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=70,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=False,
            database=None,
        ),
    )
