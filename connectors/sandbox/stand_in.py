"""What every local platform is made of: an address, a clock, orders for faults, and ways to wait for what happens."""

from __future__ import annotations

import abc
import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from connectors.sandbox.answers import Answers
from connectors.sandbox.courier import Courier, Delivery
from connectors.sandbox.faults import FaultBook, FaultOrder


class Happening:
    """Wakes who waits for a condition; it is looked at after every ``touch``."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def touch(self) -> None:
        self._event.set()

    async def wait_until(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        async with asyncio.timeout(timeout):
            while not condition():
                self._event.clear()
                await self._event.wait()


class StandIn(Happening, abc.ABC):
    """
    A local platform.

    ``async with`` serves it alone on a free port of this machine (``url``); ``create_app`` gives it as an
    application to mount elsewhere. ``courier`` carries its webhooks.
    """

    courier: Courier

    def __init__(self, faults: Mapping[str, str], clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.faults = FaultBook(faults)
        self.answers = Answers()
        self.url = ""
        self._clock = clock
        self._shift_s = 0.0
        self._runner: web.AppRunner | None = None

    @abc.abstractmethod
    def add_routes(self, app: web.Application) -> None:
        """Add the platform's API."""

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.create_app(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
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
        """Make the application; mounted below a prefix, the prefix is the ``api_url`` of the channel."""
        app = web.Application(client_max_size=1024 * 1024)
        app.cleanup_ctx.append(self._running)
        app.on_shutdown.append(self._stop_waiting)
        self.add_routes(app)
        return app

    async def _running(self, app: web.Application) -> AsyncIterator[None]:
        await self.courier.start()
        yield
        await self.courier.close()

    async def _stop_waiting(self, app: web.Application) -> None:
        self.answers.stop()

    @property
    def deliveries(self) -> list[Delivery]:
        """Every webhook so far, oldest first."""
        return self.courier.deliveries

    def now_s(self) -> float:
        return self._clock() + self._shift_s

    def advance(self, seconds: float) -> None:
        """Let time pass for everything here."""
        self._shift_s += seconds

    def order(
        self,
        kind: str,
        *,
        times: int | None = 1,
        customer: str | None = None,
        seconds: float | None = None,
        size: int = 2,
    ) -> FaultOrder:
        """Order a fault; by default for the next occasion, whoever it is for."""
        return self.faults.order(kind, times=times, customer=customer, seconds=seconds, size=size)

    async def settled(self, timeout: float = 10.0) -> None:
        """Wait until every webhook was accepted or given up."""
        await self.courier.settled(timeout)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        self.courier.spawn(work)
