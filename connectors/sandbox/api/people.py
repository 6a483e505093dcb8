"""The customers of the brand's system, and what was said with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from connectors.sandbox.stand_in import Happening

if TYPE_CHECKING:
    from connectors.sandbox.api.sandbox import ApiSandbox

Body = dict[str, Any]


class Message(msgspec.Struct, kw_only=True):
    """One message. ``tag`` and ``call_id`` are of the gateway; ``calls`` counts how often it was asked to be sent."""

    id: str
    by: Literal["customer", "business"]
    text: str
    at_s: int
    reply_to: str | None = None
    tag: str | None = None
    call_id: str | None = None
    automated: bool = False
    calls: int = 1
    edited: bool = False
    revoked: bool = False
    reaction: str | None = None
    told: set[str] = msgspec.field(default_factory=set)


class Customer(Happening):
    """One customer, by the number of their account and by the names it had before."""

    def __init__(self, sandbox: ApiSandbox, account: str, name: str) -> None:
        super().__init__()
        self.accounts = [account]
        self.name = name
        self.opted_out = False
        self.messages: list[Message] = []
        self._sandbox = sandbox

    @property
    def account(self) -> str:
        return self.accounts[0]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.accounts)

    @property
    def received(self) -> list[Message]:
        """What this customer was sent, oldest first."""
        return [message for message in self.messages if message.by == "business"]

    def identities(self) -> list[Body]:
        return [{"kind": "account", "value": self.account}]

    def write(self, text: str, *, reply_to: str | None = None) -> str:
        """Write a text; returns its id. The call is on its way when this returns."""
        return self.send({"type": "text", "text": text}, text=text, reply_to=reply_to)

    def send(self, content: Body, *, text: str = "", reply_to: str | None = None) -> str:
        """Send any content of the schema."""
        message = self._add("customer", text, reply_to)
        event: Body = {"message_id": message.id, "content": content}
        if reply_to is not None:
            event["reply_to"] = reply_to
        if self.name:
            event["profile"] = [{"entity": "PERSON", "value": self.name}]
        self._tell("message.received", event)
        return message.id

    def edit(self, message_id: str, text: str) -> None:
        """Change an own message."""
        message = self.find(message_id)
        message.text, message.edited = text, True
        self._tell("message.edited", {"target": message_id, "content": {"type": "text", "text": text}})

    def revoke(self, message_id: str) -> None:
        """Take an own message back."""
        self.find(message_id).revoked = True
        self._tell("message.revoked", {"target": message_id})

    def react(self, message_id: str, emoji: str | None) -> None:
        """React to a message; ``None`` takes the reaction back."""
        self.find(message_id).reaction = emoji
        self._tell("reaction.changed", {"target": message_id, "emoji": emoji})

    def read(self) -> None:
        """Read everything that has come."""
        for message in self.received:
            self.tell_receipt(message, "read")

    def tell_receipt(self, message: Message, rank: str, error_code: str | None = None) -> None:
        """Say once how far a message of the gateway got."""
        if rank in message.told:
            return
        message.told.add(rank)
        event: Body = {"rank": rank, "message_id": message.id, "tag": message.tag}
        self._tell("receipt.received", event if error_code is None else {**event, "error_code": error_code})

    def move(self, account: str) -> None:
        """Get another account number; the old one still leads here."""
        before = self.identities()
        self.accounts.insert(0, account)
        self._sandbox.customers[account] = self
        self._tell("customer.changed", {"customer": before, "now": self.identities()})

    def opt_out(self, opted_out: bool = True) -> None:
        """Want no more messages, or take that back."""
        self.opted_out = opted_out
        self._tell("opt_out.changed", {"opted_out": opted_out})

    def answered_elsewhere(self, text: str) -> str:
        """Get an answer from somebody at the brand who does not use the gateway."""
        message = self._add("business", text, None)
        content = {"type": "text", "text": text}
        self._tell("message.echoed", {"message_id": message.id, "source": "elsewhere", "content": content})
        return message.id

    def deliver(self, call: Body, call_id: str) -> Message:
        """Get a message of the gateway."""
        message = self._add("business", call["text"], call["reply_to"])
        message.tag, message.call_id, message.automated = call["tag"], call_id, call["automated"]
        return message

    def find(self, message_id: str) -> Message:
        return next(message for message in self.messages if message.id == message_id)

    async def wait_for_count(self, count: int, timeout: float = 10.0) -> list[Message]:
        """Wait until that many messages have come in all."""
        await self.wait_until(lambda: len(self.received) >= count, timeout)
        return self.received

    def _add(self, by: Literal["customer", "business"], text: str, reply_to: str | None) -> Message:
        at_s = int(self._sandbox.now_s())
        message = Message(id=self._sandbox.new_id("m"), by=by, text=text, at_s=at_s, reply_to=reply_to)
        self.messages.append(message)
        self.touch()
        return message

    def _tell(self, kind: str, event: Body) -> None:
        self._sandbox.tell(kind, {"customer": self.identities(), **event}, self)
