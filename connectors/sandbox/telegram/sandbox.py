"""The sandbox as a whole: one bot, its customers, and the updates in between."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from aiohttp import web

from connectors.sandbox.courier import Delivery, Update
from connectors.sandbox.stand_in import StandIn
from connectors.sandbox.telegram.api import BotApi, RecordedCall
from connectors.sandbox.telegram.courier import Courier
from connectors.sandbox.telegram.faults import FAULTS
from connectors.sandbox.telegram.people import Body, Customer

BOT_TOKEN = "100000001:sandbox-sandbox-sandbox-sandbox-000"
# without a word about them these do not come
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class TelegramSandbox(StandIn):
    """
    A local Bot API with people behind it.

    Updates wait until somebody sets a webhook or asks for them. ``retries`` are the first wait, the longest wait and
    the limit in seconds.
    """

    courier: Courier

    def __init__(
        self,
        *,
        bot_token: str = BOT_TOKEN,
        clock: Callable[[], float] = time.time,
        retries: tuple[float, float, float] = (0.1, 5.0, 600.0),
    ) -> None:
        super().__init__(FAULTS, clock)
        self.bot_token = bot_token
        self.customers: dict[int, Customer] = {}
        self.calls: list[RecordedCall] = []
        self.pending: dict[int, Body] = {}
        self.allowed_updates: frozenset[str] = frozenset()
        self.courier = Courier(self.faults, retries=retries, attempted=self.touch)
        self._updates = itertools.count(700_000_001)
        self._queries = itertools.count(4_000_000_000_001)

    def add_routes(self, app: web.Application) -> None:
        BotApi(self).add_routes(app)

    @property
    def webhook_url(self) -> str | None:
        return self.courier.url

    @property
    def sends(self) -> list[RecordedCall]:
        """Every text of the bot that was accepted, also where the answer was lost."""
        return [call for call in self.calls if call.number is not None]

    def bot(self) -> Body:
        bot_id = int(self.bot_token.partition(":")[0])
        return {"id": bot_id, "is_bot": True, "first_name": "Sandbox", "username": "sandbox_bot"}

    def customer(self, user_id: int, first_name: str, last_name: str = "", *, username: str = "") -> Customer:
        """Add a person; they can be written to once they have written."""
        if user_id in self.customers:
            raise ValueError("this id is taken")
        self.customers[user_id] = made = Customer(self, user_id, first_name, last_name, username)
        return made

    def new_query_id(self) -> str:
        return str(next(self._queries))

    def tell(self, kind: str, content: Body, person: Customer) -> None:
        """Make an update of something that happened, if anybody wants to know of such."""
        wanted = kind in self.allowed_updates if self.allowed_updates else kind not in NOT_BY_DEFAULT
        if wanted:
            number = next(self._updates)
            self.pending[number] = {"update_id": number, kind: content}
            if self.courier.url is not None:
                self._post(number, person.names)
        person.touch()

    def set_webhook(self, url: str | None, secret: str | None, allowed: list[str] | None) -> None:
        """Begin to deliver there, with what has been waiting; ``None`` ends it."""
        fresh = self.courier.url is None
        self.courier.url, self.courier.secret = url, secret
        if allowed is not None:
            self.allowed_updates = frozenset(allowed)
        if url is not None and fresh:
            for number in list(self.pending):
                self._post(number, ())

    def _post(self, number: int, names: tuple[str, ...]) -> None:
        def taken() -> None:
            self.pending.pop(number, None)

        self.courier.post(Update(self.pending[number], "updates", names, taken))

    def record(self, call: RecordedCall) -> None:
        self.calls.append(call)
        self.touch()

    def failed(self) -> list[Delivery]:
        """List the webhooks that nobody has taken so far."""
        return [delivery for delivery in self.deliveries if not delivery.accepted and delivery.answers]
