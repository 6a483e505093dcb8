"""The sandbox as a whole: a brand's system, its customers, and the calls in both directions."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

from connectors.sandbox.api.courier import Courier, new_secret
from connectors.sandbox.api.endpoint import PATH, Endpoint, RecordedCall
from connectors.sandbox.api.faults import FAULTS
from connectors.sandbox.api.people import Body, Customer, Message
from connectors.sandbox.courier import Update
from connectors.sandbox.stand_in import StandIn

SECRET = new_secret("sandbox")


class ApiSandbox(StandIn):
    """
    A local brand's system with people behind it.

    ``webhook_url`` is where it delivers; until it is set, events go nowhere and are tried again. ``receipts`` are the
    ranks that it tells of every message as soon as it took it. ``retries`` are the first wait, the longest wait and
    the limit in seconds.
    """

    courier: Courier

    def __init__(
        self,
        *,
        secret: str = SECRET,
        secret_previous: str | None = None,
        receipts: tuple[str, ...] = (),
        clock: Callable[[], float] = time.time,
        retries: tuple[float, float, float] = (0.1, 5.0, 600.0),
    ) -> None:
        super().__init__(FAULTS, clock)
        self.receipts = receipts
        self.customers: dict[str, Customer] = {}
        self.calls: list[RecordedCall] = []
        self.taken: dict[str, Message] = {}
        secrets = [secret] if secret_previous is None else [secret, secret_previous]
        self.courier = Courier(secrets, self.faults, clock=self.now_s, retries=retries, attempted=self.touch)
        self._numbers = itertools.count(1)

    def add_routes(self, app: web.Application) -> None:
        Endpoint(self).add_routes(app)

    @property
    def deliver_url(self) -> str:
        """What the channel's table must say."""
        return self.url + PATH

    @property
    def webhook_url(self) -> str | None:
        return self.courier.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self.courier.url = url

    def customer(self, account: str, name: str = "") -> Customer:
        """Add a customer."""
        if account in self.customers:
            raise ValueError("this account is taken")
        self.customers[account] = made = Customer(self, account, name)
        return made

    def new_id(self, prefix: str) -> str:
        return f"{prefix}-{next(self._numbers)}"

    def tell(self, kind: str, event: Body, person: Customer) -> None:
        """Tell the gateway that something happened."""
        at = datetime.fromtimestamp(int(self.now_s()), UTC).isoformat()
        change = {"type": kind, "id": self.new_id("e"), "at": at, **event}
        self.courier.post(Update(change, person.accounts[-1], person.names))
        person.touch()
