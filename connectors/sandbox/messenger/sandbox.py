"""The sandbox as a whole: one page or one Instagram account, its customers, and the way in between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from types import TracebackType
from typing import Any, ClassVar, Self

from aiohttp import web

from connectors.sandbox.courier import Delivery, Update
from connectors.sandbox.faults import FaultBook, FaultOrder
from connectors.sandbox.messenger.courier import Courier
from connectors.sandbox.messenger.faults import FAULTS
from connectors.sandbox.messenger.graph import GraphApi, RecordedCall
from connectors.sandbox.messenger.people import ChatMessage, Customer
from connectors.sandbox.messenger.platform import (
    ACCOUNT_ID,
    APP_ID,
    INBOX_APP_ID,
    INSTAGRAM,
    MESSENGER,
    PAGE_ID,
    Platform,
)
from connectors.sandbox.meta import Body

WINDOW_S = 24 * 60 * 60
HUMAN_WINDOW_S = 7 * 24 * 60 * 60
STATES = ("accepted", "sent", "delivered", "read")


class MessagingSandbox:
    """
    A local Send API with people behind it.

    ``async with`` serves it alone on a free port of this machine (``url``); ``create_app`` gives it as an
    application to mount elsewhere. ``webhook_url`` may be set later; until then deliveries are repeated in vain.
    ``sender_id`` is the node that sends: the page, or the account itself. ``human_agent`` is the app's permission.
    ``retries`` are the first wait, the longest wait and the limit in seconds; ``pace_s`` is the time from one receipt
    of a message to the next.
    """

    platform: ClassVar[Platform]

    def __init__(
        self,
        *,
        app_secret: str,
        access_token: str,
        verify_token: str,
        account_id: str,
        sender_id: str | None = None,
        app_id: str = APP_ID,
        human_agent: bool = True,
        webhook_url: str | None = None,
        clock: Callable[[], float] = time.time,
        retries: tuple[float, float, float] = (0.1, 5.0, 600.0),
        pace_s: float = 0.0,
    ) -> None:
        self.app_secret = app_secret
        self.access_token = access_token
        self.verify_token = verify_token
        self.account_id = account_id
        self.sender_id = sender_id or account_id
        self.app_id = app_id
        self.human_agent = human_agent
        self.customers: dict[str, Customer] = {}
        self.calls: list[RecordedCall] = []
        self.faults = FaultBook(FAULTS)
        self.url = ""
        self.pace_s = pace_s
        self._clock = clock
        self._shift_s = 0.0
        self._owners: dict[str, str] = {}
        self._happened = asyncio.Event()
        self._courier = Courier(self, self.faults, retries=retries, attempted=self._happened.set)
        self._courier.url = webhook_url
        self._graph = GraphApi(self)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.create_app(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def create_app(self) -> web.Application:
        """Make the application. Mounted below a prefix, the prefix is the ``graph_url`` of the channel."""
        app = web.Application(client_max_size=1024 * 1024)
        app.cleanup_ctx.append(self._running)
        app.on_shutdown.append(self._stop_waiting)
        self._graph.add_routes(app)
        return app

    async def _running(self, app: web.Application) -> AsyncIterator[None]:
        await self._courier.start()
        yield
        await self._courier.close()

    async def _stop_waiting(self, app: web.Application) -> None:
        self._graph.stop()

    @property
    def webhook_url(self) -> str | None:
        return self._courier.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self._courier.url = url

    @property
    def deliveries(self) -> list[Delivery]:
        """Every webhook so far, oldest first."""
        return self._courier.deliveries

    @property
    def sends(self) -> list[RecordedCall]:
        """Every message of ours that was accepted, also where the answer was lost."""
        return [call for call in self.calls if call.message_id is not None]

    def sends_tagged(self, tag: str) -> list[RecordedCall]:
        return [call for call in self.sends if call.tag == tag]

    def now_s(self) -> float:
        return self._clock() + self._shift_s

    def now_ms(self) -> int:
        return int(self.now_s() * 1000)

    def advance(self, seconds: float) -> None:
        """Let time pass for everything here: windows close."""
        self._shift_s += seconds

    def customer(self, name: str, customer_id: str, *, reads: bool = True) -> Customer:
        """Add a person."""
        if customer_id in self.customers:
            raise ValueError("this id is taken")
        made = self.customers[customer_id] = Customer(self, name, customer_id, reads=reads)
        return made

    def find(self, name: str) -> Customer | None:
        return self.customers.get(name)

    def order(
        self,
        kind: str,
        *,
        times: int | None = 1,
        customer: str | None = None,
        seconds: float | None = None,
        size: int = 2,
    ) -> FaultOrder:
        """Order a fault, see ``faults.FAULTS``; by default for the next occasion, whoever it is for."""
        return self.faults.order(kind, times=times, customer=customer, seconds=seconds, size=size)

    def window_open(self, person: Customer, *, late: bool = False) -> bool:
        """Tell whether a message may be sent; ``late`` ones, by a person's hand, have a week."""
        limit = HUMAN_WINDOW_S if late else WINDOW_S
        return person.last_acted_s is not None and self.now_s() - person.last_acted_s < limit

    def in_control(self, person: Customer) -> bool:
        return self._owners.get(person.id, self.app_id) == self.app_id

    async def subscribe(self, challenge: str = "1158201444") -> bool:
        """Make the subscription check against ``webhook_url``."""
        return await self._courier.subscribe(self.verify_token, challenge)

    async def settled(self, timeout: float = 10.0) -> None:
        """Wait until every webhook was answered with 200 or given up."""
        await self._courier.settled(timeout)

    async def wait_for_call(self, count: int = 1, timeout: float = 10.0) -> RecordedCall:
        """Wait until that many calls to ``messages`` have come in; returns the last of them."""
        await self.wait_until(lambda: len(self.calls) >= count, timeout)
        return self.calls[count - 1]

    async def wait_until(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait for a condition; it is looked at after every call and every attempt at a webhook."""
        async with asyncio.timeout(timeout):
            while not condition():
                self._happened.clear()
                await self._happened.wait()

    def record(self, call: RecordedCall) -> None:
        self.calls.append(call)
        self._happened.set()

    def report(
        self, person: Customer, event: Body, *, lane: str = "in", taken: Callable[[], None] | None = None
    ) -> asyncio.Task[None] | None:
        """Tell what a customer did; ``taken`` is called when it is accepted."""
        item = {"sender": {"id": person.id}, "recipient": {"id": self.account_id}, "timestamp": self.now_ms(), **event}
        return self._post(person, item, lane, taken)

    def report_echo(self, person: Customer, message: ChatMessage) -> asyncio.Task[None] | None:
        """Tell what was said to a customer, whoever of the business said it."""
        content: Body = {"mid": message.id, "is_echo": True, "text": message.text}
        if message.app_id is not None:
            content["app_id"] = int(message.app_id)
        if message.tag is not None:
            content["metadata"] = message.tag
        item = {"sender": {"id": self.account_id}, "recipient": {"id": person.id}, "timestamp": message.at_ms}
        self._raise(message, "sent")
        return self._post(person, {**item, "message": content}, "out")

    def report_delivery(self, person: Customer, messages: list[ChatMessage]) -> asyncio.Task[None] | None:
        """Tell that messages arrived. The event has no time of its own."""
        for message in messages:
            self._raise(message, "delivered")
        watermark = max(message.at_ms for message in messages)
        delivery = {"mids": [message.id for message in messages], "watermark": watermark}
        sides = {"sender": {"id": person.id}, "recipient": {"id": self.account_id}}
        return self._post(person, {**sides, "delivery": delivery}, "out")

    def report_read(self, person: Customer, messages: list[ChatMessage]) -> asyncio.Task[None] | None:
        """Tell that messages were seen: up to a time, or on Instagram the last of them by its id."""
        for message in messages:
            self._raise(message, "read")
        last = max(messages, key=lambda message: message.at_ms)
        person.touch()
        seen: Body = {"mid": last.id} if self.platform.read_names else {"watermark": last.at_ms}
        return self.report(person, {"read": seen}, lane="out")

    def report_entry(self, name: str, item: Body) -> asyncio.Task[None] | None:
        """Send any event by webhook, just as it is given, in a list of this name."""
        return self._courier.post(Update((name, item), "entry", ()))

    async def report_progress(self, person: Customer, message: ChatMessage) -> None:
        """Let a message be echoed, delivered and, by those who read at once, read."""
        steps: list[Callable[[], Any]] = [lambda: self.report_echo(person, message)]
        if not self.platform.read_names:
            steps.append(lambda: self.report_delivery(person, [message]))
        if person.reads:
            steps.append(lambda: self.report_read(person, [message]))
        for step in steps:
            if self.pace_s:
                await asyncio.sleep(self.pace_s)
            step()
            person.touch()

    def answer_elsewhere(self, person: Customer, text: str, app_id: str | None = INBOX_APP_ID) -> ChatMessage:
        """Let somebody of the business write in the platform's own inbox, or by another app."""
        message = person.take(text, tag=None, reply_to=None, app_id=app_id)
        self.report_echo(person, message)
        return message

    def move_control(self, person: Customer, app_id: str, action: str = "pass") -> None:
        """Give the conversation to an app (``pass``, ``take``). What another one holds is only overheard."""
        if action not in ("pass", "take"):
            raise ValueError("control is passed or taken")
        before = self._owners.get(person.id, self.app_id)
        self._owners[person.id] = app_id
        moved = {f"{action}_thread_control": {"previous_owner_app_id": before, "new_owner_app_id": app_id}}
        item = {"sender": {"id": person.id}, "recipient": {"id": self.account_id}, "timestamp": self.now_ms(), **moved}
        self._courier.post(Update(("messaging", item), f"in:{person.id}", person.names))

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        self._courier.spawn(work)

    def _post(
        self, person: Customer, item: Body, lane: str, taken: Callable[[], None] | None = None
    ) -> asyncio.Task[None] | None:
        name = "messaging" if self.in_control(person) else "standby"
        return self._courier.post(Update((name, item), f"{lane}:{person.id}", person.names, taken))

    def _raise(self, message: ChatMessage, state: str) -> None:
        if STATES.index(state) > STATES.index(message.state):
            message.state = state


class MessengerSandbox(MessagingSandbox):
    """A local Messenger with one page."""

    platform: ClassVar[Platform] = MESSENGER

    def __init__(self, *, account_id: str = PAGE_ID, **options: Any) -> None:
        super().__init__(account_id=account_id, **options)


class InstagramSandbox(MessagingSandbox):
    """A local Instagram with one account. With ``sender_id`` it is connected by a page."""

    platform: ClassVar[Platform] = INSTAGRAM

    def __init__(self, *, account_id: str = ACCOUNT_ID, **options: Any) -> None:
        super().__init__(account_id=account_id, **options)
