"""The customers of the sandbox, and what happened on their phones."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Literal

import msgspec

from connectors.sandbox.courier import Update
from connectors.sandbox.stand_in import Happening

if TYPE_CHECKING:
    from connectors.sandbox.twilio.sandbox import TwilioSandbox

API_VERSION = "2010-04-01"
STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})


class Text(msgspec.Struct, kw_only=True):
    """One message, in either direction. ``state`` is Twilio's word for how far it got."""

    sid: str
    by: Literal["customer", "business"]
    address: str
    text: str
    at_s: float
    tag: str | None = None
    state: str = "queued"
    error_code: int | None = None
    status_callback: str | None = None
    media: list[tuple[str, str]] = msgspec.field(default_factory=list)


def new_sid(prefix: str = "SM") -> str:
    return prefix + secrets.token_hex(16)


class Customer(Happening):
    """
    One person with a phone.

    By WhatsApp they may have a ``user_id`` (a BSUID), and with ``hides_number`` be known by that alone. With
    ``reads`` what arrives is read at once.
    """

    def __init__(self, sandbox: TwilioSandbox, name: str, number: str, user_id: str | None = None) -> None:
        super().__init__()
        self.name = name
        self.number = number
        self.user_id = user_id
        self.hides_number = False
        self.reads = True
        self.opted_out = False
        self.texts: list[Text] = []
        self.last_wrote_s: float | None = None
        self._sandbox = sandbox

    @property
    def names(self) -> tuple[str, ...]:
        return (self.number, *((self.user_id,) if self.user_id else ()))

    @property
    def address(self) -> str:
        """The value of ``From``."""
        if not self._sandbox.whatsapp:
            return self.number
        return f"whatsapp:{self.user_id if self.hides_number and self.user_id else self.number}"

    @property
    def received(self) -> list[Text]:
        """What the business sent and this customer got, oldest first."""
        return [text for text in self.texts if text.by == "business"]

    def write(self, text: str) -> str:
        """Write a text; returns the id of the message. The webhook is on its way when this returns."""
        word = text.strip().upper()
        asked = "STOP" if word in STOP_WORDS else "START" if word in START_WORDS else None
        if asked and not self._sandbox.whatsapp:
            self.opted_out = asked == "STOP"
        told = {"OptOutType": asked} if asked and self._sandbox.messaging_service_sid else {}
        return self.send({"Body": text, "NumMedia": "0", **told}, text=text)

    def send_media(self, *files: tuple[str, str], text: str = "") -> str:
        """Send files, each an address and a mime type, with a text or without."""
        fields = {"NumMedia": str(len(files)), **({"Body": text} if text else {})}
        for index, (url, mime) in enumerate(files):
            fields |= {f"MediaUrl{index}": url, f"MediaContentType{index}": mime}
        return self.send(fields, text=text, media=list(files), prefix="MM")

    def send(
        self,
        fields: dict[str, str],
        *,
        text: str = "",
        media: list[tuple[str, str]] | None = None,
        prefix: str = "SM",
        lost: bool = False,
    ) -> str:
        """Send anything that webhooks know fields for; ``lost`` messages are at Twilio but no webhook tells of them."""
        sandbox, sid = self._sandbox, new_sid(prefix)
        self.last_wrote_s = sandbox.now_s()
        made = Text(sid=sid, by="customer", address=self.address, text=text, at_s=self.last_wrote_s, state="received")
        made.media = media or []
        self.texts.append(made)
        sandbox.texts[sid] = made
        if not lost:
            pairs = [*self._envelope(sid).items(), *fields.items()]
            sandbox.courier.post(Update(pairs, f"in:{self.number}", self.names))
        self.touch()
        return sid

    def _envelope(self, sid: str) -> dict[str, str]:
        sandbox = self._sandbox
        fields = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sid)
        fields |= {"AccountSid": sandbox.account_sid, "ApiVersion": API_VERSION, "SmsStatus": "received"}
        fields |= {"From": self.address, "To": sandbox.address, "NumSegments": "1"}
        if sandbox.messaging_service_sid:
            fields["MessagingServiceSid"] = sandbox.messaging_service_sid
        if not sandbox.whatsapp:
            return {**fields, "FromCountry": "US", "FromCity": "", "FromState": "", "FromZip": ""}
        fields |= {"ProfileName": self.name, "MessageType": "text", "ReferralNumMedia": "0"}
        context = {"ProfileName": self.name}
        if not self.hides_number:
            fields["WaId"] = context["WaId"] = self.number.removeprefix("+")
        if self.user_id:
            fields["ExternalUserId"] = f"whatsapp:{self.user_id}"
        fields["ChannelMetadata"] = json.dumps({"type": "whatsapp", "data": {"context": context}})
        return fields

    async def wait_for_count(self, count: int, timeout: float = 10.0) -> list[Text]:
        """Wait until the business has sent that many messages in all."""
        await self.wait_until(lambda: len(self.received) >= count, timeout)
        return self.received
