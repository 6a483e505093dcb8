"""Delivers webhooks as the platform does: signed, again and again until 200, and with the faults that were ordered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import msgspec

from connectors.sandbox.whatsapp.bodies import Body, encode
from connectors.sandbox.whatsapp.faults import WEBHOOK_FAULTS, FaultBook, FaultOrder
from connectors.signature import hmac_sha256_hex

ANSWER_TIMEOUT_S = 10.0
GATHER_TIMEOUT_S = 1.5


class Delivery(msgspec.Struct, kw_only=True):
    """One webhook: its bytes, whom to tell when it is accepted, and what each attempt was answered (0: not at all)."""

    body: bytes
    taken: list[Callable[[], None]]
    answers: list[int] = msgspec.field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return 200 in self.answers


class Update(msgspec.Struct):
    """One change of the account, before it is put into a webhook. ``lane`` keeps first attempts in order."""

    change: Body
    lane: str
    names: tuple[str, ...]
    taken: Callable[[], None] | None = None


class Courier:
    """
    Sends updates to ``url``.

    Attempts repeat after ``first_s``, doubling up to ``most_s``, and end after ``limit_s`` in all. First attempts of
    one lane are made one after the other; whatever has to be repeated no longer holds anybody up.
    """

    def __init__(
        self,
        app_secret: str,
        account_id: str,
        faults: FaultBook,
        *,
        retries: tuple[float, float, float],
        attempted: Callable[[], None],
    ) -> None:
        self.url: str | None = None
        self.deliveries: list[Delivery] = []
        self._secret = app_secret.encode()
        self._account_id = account_id
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
        body = encode({"object": "whatsapp_business_account", "entry": self._entries(updates)})
        kind = order.kind if order is not None else ""
        lane = self._lanes.setdefault(updates[0].lane, asyncio.Lock())
        if order is not None and kind == "delay":
            await asyncio.sleep(order.seconds)
        delivery = Delivery(body=body, taken=[update.taken for update in updates if update.taken is not None])
        self.deliveries.append(delivery)
        async with lane:
            if kind == "bad_signature":
                await self._attempt(delivery, b"another secret")
            first = await self._attempt(delivery, self._secret)
        if kind == "duplicate":
            await self._attempt(delivery, self._secret)
        if first != 200:
            await self._repeat(delivery)

    async def _repeat(self, delivery: Delivery) -> None:
        waited, wait = 0.0, self._first_s
        while waited < self._limit_s:
            await asyncio.sleep(wait)
            waited, wait = waited + wait, min(wait * 2, self._most_s)
            if await self._attempt(delivery, self._secret) == 200:
                return

    async def _attempt(self, delivery: Delivery, secret: bytes) -> int:
        answer = await self._post(delivery.body, secret)
        delivery.answers.append(answer)
        if answer == 200:
            for tell in delivery.taken:
                tell()
        self._attempted()
        return answer

    async def _post(self, body: bytes, secret: bytes) -> int:
        if self._session is None or self.url is None:
            return 0
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": "sha256=" + hmac_sha256_hex(secret, body),
        }
        try:
            async with self._session.post(self.url, data=body, headers=headers, allow_redirects=False) as response:
                await response.content.read(1024)
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0

    async def subscribe(self, verify_token: str, challenge: str) -> bool:
        """Make the GET check of a callback address."""
        if self._session is None or self.url is None:
            return False
        query = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        try:
            async with self._session.get(self.url, params=query, allow_redirects=False) as response:
                return response.status == 200 and await response.text() == challenge
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    def _entries(self, updates: list[Update]) -> list[Body]:
        return [{"id": self._account_id, "changes": [update.change]} for update in updates]
