"""The sandbox as a whole: one phone number of a business, its customers, and the way in between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from connectors.sandbox.courier import Delivery, Update
from connectors.sandbox.faults import FaultBook, FaultOrder
from connectors.sandbox.meta import Body
from connectors.sandbox.whatsapp.courier import Courier
from connectors.sandbox.whatsapp.faults import FAULTS
from connectors.sandbox.whatsapp.graph import GraphApi, RecordedCall
from connectors.sandbox.whatsapp.people import RANKS, ChatMessage, Customer
from connectors.sandbox.whatsapp.phone import Phone

PHONE_NUMBER_ID = "100000000000001"
BUSINESS_ACCOUNT_ID = "100000000000002"
DISPLAY_PHONE_NUMBER = "15550100001"
WINDOW_S = 24 * 60 * 60


class WhatsAppSandbox:
    """
    A local Cloud API with people behind it.

    ``async with`` serves it alone on a free port of this machine (``url``); ``create_app`` gives it as an
    application to mount elsewhere. ``webhook_url`` may be set later; until then deliveries are repeated in vain.
    ``retries`` are the first wait, the longest wait and the limit in seconds; ``pace_s`` is the time from one status
    of a message to the next.
    """

    def __init__(
        self,
        *,
        app_secret: str,
        access_token: str,
        verify_token: str,
        phone_number_id: str = PHONE_NUMBER_ID,
        business_account_id: str = BUSINESS_ACCOUNT_ID,
        display_phone_number: str = DISPLAY_PHONE_NUMBER,
        webhook_url: str | None = None,
        clock: Callable[[], float] = time.time,
        retries: tuple[float, float, float] = (0.1, 5.0, 600.0),
        pace_s: float = 0.0,
        frame_ancestors: str = "'self'",
    ) -> None:
        self.app_secret = app_secret
        self.access_token = access_token
        self.verify_token = verify_token
        self.phone_number_id = phone_number_id
        self.display_phone_number = display_phone_number
        self.customers: dict[str, Customer] = {}
        self.calls: list[RecordedCall] = []
        self.faults = FaultBook(FAULTS, self._orders_changed)
        self.url = ""
        self.pace_s = pace_s
        self._clock = clock
        self._shift_s = 0.0
        self._happened = asyncio.Event()
        self._courier = Courier(
            app_secret, business_account_id, self.faults, retries=retries, attempted=self._happened.set
        )
        self._courier.url = webhook_url
        self._graph = GraphApi(self)
        self._phone = Phone(self, frame_ancestors)
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
        """
        Make the application: Graph API, control API and page.

        Mounted below a prefix, the prefix is the ``graph_url`` of the channel, and the page is at ``prefix/``.
        """
        app = web.Application(client_max_size=1024 * 1024)
        app.cleanup_ctx.append(self._running)
        app.on_shutdown.append(self._stop_waiting)
        self._graph.add_routes(app)
        self._phone.add_routes(app)
        return app

    async def _running(self, app: web.Application) -> AsyncIterator[None]:
        await self._courier.start()
        yield
        await self._courier.close()

    async def _stop_waiting(self, app: web.Application) -> None:
        self._graph.stop()
        self._phone.stop()

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
        """Every message of the business that was accepted, also where the answer was lost."""
        return [call for call in self.calls if call.message_id is not None]

    def sends_tagged(self, tag: str) -> list[RecordedCall]:
        return [call for call in self.sends if call.tag == tag]

    def now_s(self) -> float:
        return self._clock() + self._shift_s

    def advance(self, seconds: float) -> None:
        """Let time pass for everything here: windows close."""
        self._shift_s += seconds

    def customer(
        self,
        name: str,
        wa_id: str,
        *,
        user_id: str | None = None,
        username: str | None = None,
        hides_number: bool = False,
        reads: bool = True,
        aliases: tuple[str, ...] = (),
    ) -> Customer:
        """Add a person. ``aliases`` are other spellings of the number that reach them too."""
        if self.find(wa_id) is not None:
            raise ValueError("this number is taken")
        made = Customer(self, name, wa_id, user_id=user_id, username=username)
        made.hides_number, made.reads, made.aliases = hides_number, reads, aliases
        self.customers[wa_id] = made
        self.phone_changed(made)
        return made

    def add_sample_customers(self) -> None:
        """Add three people to try things with; what arrives is read when their chat is open on the page."""
        self.customer("Mia Schneider", "491700000001", user_id="DE.8017342256631", username="mia.s", reads=False)
        self.customer("João Pereira", "5511987654321", user_id="BR.4410923377120", reads=False)
        self.customer("Aisha Khan", "447700900123", user_id="GB.6620014573398", reads=False)

    def find(self, name: str) -> Customer | None:
        """Find a person by number, other spelling or user id."""
        return next((person for person in self.customers.values() if name in person.names), None)

    def message(self, message_id: str) -> ChatMessage | None:
        for person in self.customers.values():
            for message in person.messages:
                if message.id == message_id:
                    return message
        return None

    def renumber(self, person: Customer, wa_id: str) -> None:
        """Give a person another number."""
        del self.customers[person.wa_id]
        person.wa_id = wa_id
        self.customers[wa_id] = person
        person.touch()

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

    def window_open(self, person: Customer) -> bool:
        return person.last_wrote_s is not None and self.now_s() - person.last_wrote_s < WINDOW_S

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
        self, person: Customer, part: Body, *, lane: str, taken: Callable[[], None] | None = None
    ) -> asyncio.Task[None] | None:
        """Send a part of ``value`` (messages, statuses, ...) by webhook; ``taken`` is called when it is accepted."""
        metadata = {"display_phone_number": self.display_phone_number, "phone_number_id": self.phone_number_id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **part}
        return self._courier.post(Update({"value": value, "field": "messages"}, lane, person.names, taken))

    def report_change(self, field: str, value: Body) -> asyncio.Task[None] | None:
        """Send any other field by webhook, just as it is given."""
        return self._courier.post(Update({"value": value, "field": field}, f"field:{field}", ()))

    def report_status(
        self, person: Customer, message: ChatMessage, word: str, failure: tuple[int, str] | None = None
    ) -> asyncio.Task[None] | None:
        """Move a message of the business on, and tell."""
        if word == "failed" or RANKS.index(word) > (RANKS.index(message.state) if message.state in RANKS else -1):
            message.state = word
        part: Body = {"statuses": [person.status_body(message, word, failure)]}
        if failure is None:
            part = {"contacts": [person.contact()], **part}
        task = self.report(person, part, lane=f"out:{person.wa_id}")
        person.touch()
        return task

    async def report_progress(self, person: Customer, message: ChatMessage) -> None:
        """Let a message be sent, delivered and, by those who read at once, read."""
        for word in ("sent", "delivered", *(("read",) if person.reads else ())):
            if self.pace_s:
                await asyncio.sleep(self.pace_s)
            self.report_status(person, message, word)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        self._courier.spawn(work)

    def phone_changed(self, person: Customer) -> None:
        self._phone.chat_changed(person)

    def _orders_changed(self) -> None:
        self._phone.orders_changed()
