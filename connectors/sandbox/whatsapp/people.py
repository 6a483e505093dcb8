"""The customers of the sandbox, and what happened in their chats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from connectors.sandbox.meta import Body
from connectors.sandbox.whatsapp.bodies import new_message_id, status

if TYPE_CHECKING:
    from connectors.sandbox.whatsapp.sandbox import WhatsAppSandbox

RANKS = ("accepted", "sent", "delivered", "read")


class ChatMessage(msgspec.Struct, kw_only=True):
    """
    One bubble.

    ``state`` is the delivery state of what the business sent (``accepted``, ``sent``, ``delivered``, ``read``,
    ``failed``); for what the customer wrote it is ``delivered`` once a webhook with it was accepted, and ``read`` once
    the business marked it so. ``reactions`` maps who reacted (``customer``, ``business``) to the emoji.
    """

    id: str
    by: Literal["customer", "business"]
    text: str
    kind: str
    at_ms: int
    tag: str | None = None
    reply_to: str | None = None
    state: str = "accepted"
    edited: bool = False
    revoked: bool = False
    reactions: dict[str, str] = msgspec.field(default_factory=dict)


class Customer:
    """
    One person with WhatsApp.

    ``user_id`` is the business-scoped id. With ``hides_number`` the platform leaves the number out of everything.
    With ``reads`` what arrives is read at once; else ``read`` does it.
    """

    def __init__(
        self, sandbox: WhatsAppSandbox, name: str, wa_id: str, *, user_id: str | None, username: str | None
    ) -> None:
        self.name = name
        self.wa_id = wa_id
        self.user_id = user_id
        self.username = username
        self.hides_number = False
        self.reads = True
        self.aliases: tuple[str, ...] = ()
        self.messages: list[ChatMessage] = []
        self.last_wrote_s: float | None = None
        self.typing_until_s = 0.0
        self._sandbox = sandbox
        self._seen = 0
        self._changed = asyncio.Event()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.wa_id, *self.aliases, *((self.user_id,) if self.user_id else ()))

    @property
    def received(self) -> list[ChatMessage]:
        """What the business sent and this customer got, oldest first."""
        return [message for message in self.messages if message.by == "business"]

    def write(self, text: str, *, reply_to: str | None = None) -> str:
        """Write a text; returns the id of the message. The webhook is on its way when this returns."""
        return self.send({"type": "text", "text": {"body": text}}, text=text, reply_to=reply_to)

    def send(self, content: Body, *, text: str | None = None, reply_to: str | None = None) -> str:
        """Send any content in the form of a webhook message (``type`` and the object named by it)."""
        message_id = new_message_id(self.wa_id)
        now_s = self._sandbox.now_s()
        self.last_wrote_s = now_s
        shown = text if text is not None else f"[{content.get('type', 'message')}]"
        bubble = ChatMessage(
            id=message_id, by="customer", text=shown, kind=str(content.get("type")), at_ms=int(now_s * 1000)
        )
        bubble.reply_to = reply_to
        self.messages.append(bubble)
        context = {"context": {"from": self._sandbox.display_phone_number, "id": reply_to}} if reply_to else {}
        self._report({**context, **content}, message_id, taken=lambda: self._taken(bubble))
        return message_id

    def _taken(self, bubble: ChatMessage) -> None:
        if bubble.state == "accepted":
            bubble.state = "delivered"
            self.touch()

    def react(self, message_id: str, emoji: str | None) -> str:
        """React to a message; ``None`` takes the reaction back."""
        message = self._sandbox.message(message_id)
        if message is not None and emoji:
            message.reactions["customer"] = emoji
        elif message is not None:
            message.reactions.pop("customer", None)
        reaction = {"message_id": message_id, **({"emoji": emoji} if emoji else {})}
        return self._report({"type": "reaction", "reaction": reaction})

    def edit(self, message_id: str, text: str) -> str:
        """Change an own message."""
        message = self._own(message_id)
        message.text, message.edited = text, True
        inner = {"type": "text", "text": {"body": text}}
        return self._report({"type": "edit", "edit": {"original_message_id": message_id, "message": inner}})

    def revoke(self, message_id: str) -> str:
        """Take an own message back for everyone."""
        self._own(message_id).revoked = True
        return self._report({"type": "revoke", "revoke": {"original_message_id": message_id}})

    def change_number(self, wa_id: str) -> str:
        """Move to another number, as people do; the webhook names the old one as sender."""
        system = {"body": f"{self.name} changed their number", "wa_id": wa_id, "type": "user_changed_number"}
        message_id = self._report({"type": "system", "system": system}, contacts=False)
        self._sandbox.renumber(self, wa_id)
        return message_id

    def read(self) -> None:
        """Read everything that has arrived."""
        for message in self.received:
            if message.state == "delivered":
                self._sandbox.report_status(self, message, "read")

    async def wait_for_reply(self, timeout: float = 10.0) -> ChatMessage:
        """Return the next message of the business that no earlier call returned."""
        await self.wait_for_count(self._seen + 1, timeout)
        self._seen += 1
        return self.received[self._seen - 1]

    async def wait_for_count(self, count: int, timeout: float = 10.0) -> list[ChatMessage]:
        """Wait until the business has sent that many messages in all."""
        await self.wait_until(lambda: len(self.received) >= count, timeout)
        return self.received

    async def wait_until(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait for a condition on this chat; it is looked at after every change."""
        async with asyncio.timeout(timeout):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def touch(self) -> None:
        """Wake whoever waits for a change of this chat."""
        self._changed.set()
        self._sandbox.phone_changed(self)

    def contact(self) -> Body:
        """Build this person's member of ``contacts``."""
        profile: Body = {"name": self.name}
        if self.username:
            profile["username"] = self.username
        number = {} if self.hides_number else {"wa_id": self.wa_id}
        return {"profile": profile, **number, **({"user_id": self.user_id} if self.user_id else {})}

    def status_body(self, message: ChatMessage, word: str, failure: tuple[int, str] | None = None) -> Body:
        wa_id = None if self.hides_number else self.wa_id
        at_s = int(self._sandbox.now_s())
        return status(message.id, word, at_s, wa_id=wa_id, user_id=self.user_id, tag=message.tag, failure=failure)

    def _own(self, message_id: str) -> ChatMessage:
        for message in self.messages:
            if message.id == message_id and message.by == "customer":
                return message
        raise ValueError("not a message of this customer")

    def _report(
        self,
        content: Body,
        message_id: str | None = None,
        *,
        contacts: bool = True,
        taken: Callable[[], None] | None = None,
    ) -> str:
        message_id = message_id or new_message_id(self.wa_id)
        message: dict[str, Any] = {} if self.hides_number else {"from": self.wa_id}
        if self.user_id:
            message["from_user_id"] = self.user_id
        message |= {"id": message_id, "timestamp": str(int(self._sandbox.now_s())), **content}
        value: Body = {"contacts": [self.contact()]} if contacts else {}
        self._sandbox.report(self, {**value, "messages": [message]}, lane=f"in:{self.wa_id}", taken=taken)
        self.touch()
        return message_id
