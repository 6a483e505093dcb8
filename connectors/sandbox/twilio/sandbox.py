"""The sandbox as a whole: one sender of an account, its customers, and the way in between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from aiohttp import web

from connectors.sandbox.courier import Update
from connectors.sandbox.stand_in import StandIn
from connectors.sandbox.twilio.api import MessagesApi, RecordedCall
from connectors.sandbox.twilio.courier import Courier
from connectors.sandbox.twilio.faults import FAULTS
from connectors.sandbox.twilio.people import API_VERSION, Customer, Text

ACCOUNT_SID = "AC" + "0" * 32
NUMBER = "+15550100002"
WINDOW_S = 24 * 60 * 60


class TwilioSandbox(StandIn):
    """
    A local Twilio with people behind it.

    ``webhook_url`` is where messages go; the status of each goes where its sender asked. ``retries`` begin with the
    wait before a repetition in seconds; ``pace_s`` is the time from one status of a message to the next.
    """

    courier: Courier

    def __init__(
        self,
        *,
        auth_token: str,
        account_sid: str = ACCOUNT_SID,
        number: str = NUMBER,
        whatsapp: bool = False,
        messaging_service_sid: str | None = None,
        webhook_url: str | None = None,
        clock: Callable[[], float] = time.time,
        retries: tuple[float, float, float] = (0.1, 5.0, 600.0),
        pace_s: float = 0.0,
    ) -> None:
        super().__init__(FAULTS, clock)
        self.auth_token = auth_token
        self.account_sid = account_sid
        self.number = number
        self.whatsapp = whatsapp
        self.messaging_service_sid = messaging_service_sid
        self.customers: dict[str, Customer] = {}
        self.texts: dict[str, Text] = {}
        self.calls: list[RecordedCall] = []
        self.pace_s = pace_s
        self.courier = Courier(auth_token, self.faults, retries=retries, attempted=self.touch)
        self.courier.url = webhook_url

    def add_routes(self, app: web.Application) -> None:
        MessagesApi(self).add_routes(app)

    @property
    def address(self) -> str:
        """The sender as Twilio writes it."""
        return f"whatsapp:{self.number}" if self.whatsapp else self.number

    @property
    def webhook_url(self) -> str | None:
        return self.courier.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self.courier.url = url

    @property
    def sends(self) -> list[RecordedCall]:
        """Every message of the business that was accepted, also where the answer was lost."""
        return [call for call in self.calls if call.sid is not None]

    def sends_tagged(self, tag: str) -> list[RecordedCall]:
        return [call for call in self.sends if call.tag == tag]

    def customer(
        self, name: str, number: str, *, user_id: str | None = None, hides_number: bool = False, reads: bool = True
    ) -> Customer:
        """Add a person."""
        if self.find(number) is not None:
            raise ValueError("this number is taken")
        made = Customer(self, name, number, user_id)
        made.hides_number, made.reads = hides_number, reads
        self.customers[number] = made
        return made

    def find(self, name: str) -> Customer | None:
        """Find a person by number or id, with the prefix of the channel or without."""
        bare = name.removeprefix("whatsapp:")
        return next((person for person in self.customers.values() if bare in person.names), None)

    def window_open(self, person: Customer) -> bool:
        """By SMS anybody may be written to at any time."""
        wrote_s = person.last_wrote_s
        return not self.whatsapp or (wrote_s is not None and self.now_s() - wrote_s < WINDOW_S)

    def record(self, call: RecordedCall) -> None:
        self.calls.append(call)
        self.touch()

    def report(self, person: Customer | None, text: Text, word: str, error_code: int | None = None) -> None:
        """Move a message of the business on, and tell whoever was to be told."""
        text.state, text.error_code = word, error_code
        if person is not None:
            person.touch()
        if text.status_callback is None:
            return
        fields = {"SmsSid": text.sid, "SmsStatus": word, "MessageSid": text.sid, "MessageStatus": word}
        fields |= {"AccountSid": self.account_sid, "ApiVersion": API_VERSION, "From": self.address}
        fields["To"] = text.address
        if error_code is not None:
            fields["ErrorCode"] = str(error_code)
        if self.whatsapp:
            fields |= {"ChannelPrefix": "whatsapp", "EventType": word.upper()}
        names = person.names if person is not None else ()
        self.courier.post(Update(list(fields.items()), f"out:{text.address}", names, None, text.status_callback))

    async def report_progress(self, person: Customer | None, text: Text) -> None:
        """Let a message be sent, delivered and, by those who read at once on WhatsApp, read; or fail."""
        if person is None:
            words: tuple[tuple[str, int | None], ...] = (("undelivered", 63024 if self.whatsapp else 30005),)
        elif not self.window_open(person):
            words = (("failed", 63016),)
        else:
            words = (("sent", None), ("delivered", None))
            words += (("read", None),) if self.whatsapp and person.reads else ()
        for word, code in words:
            if self.pace_s:
                await asyncio.sleep(self.pace_s)
            self.report(person, text, word, code)
