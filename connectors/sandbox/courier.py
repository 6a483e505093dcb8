"""Delivers webhooks: in order, again where the platform would, and with the faults that were ordered."""

from __future__ import annotations

import abc
import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import aiohttp
import msgspec

from connectors.sandbox.faults import FaultBook, FaultOrder

ANSWER_TIMEOUT_S = 10.0
GATHER_TIMEOUT_S = 1.5

WEBHOOK_FAULTS: Mapping[str, str] = {
    "duplicate": "the same webhook twice",
    "reorder": "the next webhooks in reverse order",
    "batch": "the next updates in one webhook",
    "delay": "the next webhook late",
    "bad_signature": "the next webhook signed with another secret, then properly again",
}


class Update(msgspec.Struct):
    """
    One piece of news, before it is put into a webhook.

    ``lane`` keeps first attempts in order; ``names`` are those of the customer. ``url`` is where it goes when that
    is not where everything goes.
    """

    change: Any
    lane: str
    names: tuple[str, ...]
    taken: Callable[[], None] | None = None
    url: str | None = None


class Delivery(msgspec.Struct, kw_only=True):
    """One webhook: its bytes, whom to tell when it is accepted, and what each attempt was answered (0: not at all)."""

    body: bytes
    taken: list[Callable[[], None]]
    answers: list[int] = msgspec.field(default_factory=list)
    url: str | None = None

    @property
    def accepted(self) -> bool:
        return any(200 <= answer < 300 for answer in self.answers)


class Courier(abc.ABC):
    """
    Sends updates to ``url``, or to where they say.

    Attempts repeat after ``first_s``, doubling up to ``most_s``, and end after ``limit_s`` in all. First attempts of
    one lane are made one after the other; whatever has to be repeated no longer holds anybody up.
    """

    def __init__(
        self, faults: FaultBook, *, retries: tuple[float, float, float], attempted: Callable[[], None]
    ) -> None:
        self.url: str | None = None
        self.deliveries: list[Delivery] = []
        self._faults = faults
        self._attempted = attempted
        self._first_s, self._most_s, self._limit_s = retries
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._lanes: dict[str, asyncio.Lock] = {}
        self._gathered: list[Update] = []
        self._gathering: FaultOrder | None = None
        self._gather_timer: asyncio.TimerHandle | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    @abc.abstractmethod
    def pack(self, updates: list[Update]) -> bytes:
        """Make the body of a webhook."""

    @abc.abstractmethod
    def headers(self, delivery: Delivery, *, forged: bool) -> dict[str, str]:
        """Make the headers, by which the platform proves who it is; ``forged`` ones prove nothing."""

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_TIMEOUT_S))

    async def close(self) -> None:
        """Give up whatever is still to be delivered."""
        if self._gather_timer is not None:
            self._gather_timer.cancel()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def settled(self, timeout_s: float = 10.0) -> None:
        """Wait until nothing is under way; what is gathered for a batch is sent off first."""
        self.flush()
        async with asyncio.timeout(timeout_s):
            await self._idle.wait()

    def post(self, update: Update) -> asyncio.Task[None] | None:
        """Take one update; the task ends when it is delivered or given up. Gathered updates have none."""
        if self._gathering is None:
            order = self._faults.take(WEBHOOK_FAULTS, update.names)
            if order is None or order.kind not in ("batch", "reorder"):
                return self.spawn(self._carry([update], order))
            self._gathering = order
            self._idle.clear()
            self._gather_timer = asyncio.get_running_loop().call_later(GATHER_TIMEOUT_S, self.flush)
        self._gathered.append(update)
        if len(self._gathered) >= self._gathering.size:
            self.flush()
        return None

    def flush(self) -> None:
        """Send off what was gathered for a batch or a reordering, even if it is not complete."""
        order, updates = self._gathering, self._gathered
        if order is None:
            return
        if self._gather_timer is not None:
            self._gather_timer.cancel()
        self._gathering, self._gathered, self._gather_timer = None, [], None
        if order.kind == "batch":
            self.spawn(self._carry(updates, None))
        else:
            self.spawn(self._in_order(updates[::-1]))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something that must be over before the sandbox counts as settled."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        self._idle.clear()
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not self._tasks and self._gathering is None:
            self._idle.set()

    async def _in_order(self, updates: list[Update]) -> None:
        for update in updates:
            await self._carry([update], None)

    async def _carry(self, updates: list[Update], order: FaultOrder | None) -> None:
        kind = order.kind if order is not None else ""
        lane = self._lanes.setdefault(updates[0].lane, asyncio.Lock())
        taken = [update.taken for update in updates if update.taken is not None]
        delivery = Delivery(body=self.pack(updates), taken=taken, url=updates[0].url)
        if order is not None and kind == "delay":
            await asyncio.sleep(order.seconds)
        self.deliveries.append(delivery)
        async with lane:
            if kind == "bad_signature":
                await self.attempt(delivery, forged=True)
            first = await self.attempt(delivery)
        if kind == "duplicate":
            await self.attempt(delivery)
        if not 200 <= first < 300:
            await self.repeat(delivery)

    async def repeat(self, delivery: Delivery) -> None:
        """Try again what was not accepted at once."""
        waited, wait = 0.0, self._first_s
        while waited < self._limit_s:
            await asyncio.sleep(wait)
            waited, wait = waited + wait, min(wait * 2, self._most_s)
            if 200 <= await self.attempt(delivery) < 300:
                return

    async def attempt(self, delivery: Delivery, *, forged: bool = False) -> int:
        """Deliver once; returns the answer."""
        answer = await self._post(delivery, forged)
        delivery.answers.append(answer)
        if 200 <= answer < 300:
            for tell in delivery.taken:
                tell()
        self._attempted()
        return answer

    async def _post(self, delivery: Delivery, forged: bool) -> int:
        url = delivery.url or self.url
        if self._session is None or url is None:
            return 0
        headers = self.headers(delivery, forged=forged)
        try:
            async with self._session.post(url, data=delivery.body, headers=headers, allow_redirects=False) as response:
                await response.content.read(1024)
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0
