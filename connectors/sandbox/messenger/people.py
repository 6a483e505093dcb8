"""The customers of the sandbox, and what happened in their chats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from connectors.sandbox.meta import Body

if TYPE_CHECKING:
    from connectors.sandbox.messenger.sandbox import MessagingSandbox


class ChatMessage(msgspec.Struct, kw_only=True):
    """
    One bubble.

    ``state`` is the delivery state of what the business sent (``accepted``, ``sent``, ``delivered``, ``read``); for
    what the customer wrote it is ``delivered`` once a webhook with it was accepted, and ``read`` once the business
    marked it so. ``app_id`` is the app that sent it.
    """

    id: str
    by: Literal["customer", "business"]
    text: str
    at_ms: int
    app_id: str | None = None
    tag: str | None = None
    reply_to: str | None = None
    state: str = "accepted"
    edits: int = 0
    unsent: bool = False
    reactions: dict[str, str] = msgspec.field(default_factory=dict)


class Customer:
    """One person. With ``reads`` what arrives is read at once; else ``read`` does it."""

    def __init__(self, sandbox: MessagingSandbox, name: str, customer_id: str, *, reads: bool) -> None:
        self.name = name
        self.id = customer_id
        self.reads = reads
        self.messages: list[ChatMessage] = []
        self.last_acted_s: float | None = None
        self.typing_until_s = 0.0
        self._sandbox = sandbox
        self._seen = 0
        self._changed = asyncio.Event()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.id,)

    @property
    def received(self) -> list[ChatMessage]:
        """What the business sent and this customer got, oldest first."""
        return [message for message in self.messages if message.by == "business"]

    def message(self, message_id: str) -> ChatMessage | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def write(self, text: str, *, reply_to: str | None = None) -> str:
        """Write a text; returns the id of the message. The webhook is on its way when this returns."""
        return self.send({"text": text}, text=text, reply_to=reply_to)

    def send(self, content: Body, *, text: str | None = None, reply_to: str | None = None) -> str:
        """Send any content, in the form of the object ``message`` of a webhook."""
        message_id = self._sandbox.platform.new_message_id()
        bubble = self._bubble(message_id, "customer", text if text is not None else "[message]")
        bubble.reply_to = reply_to
        quoted = {"reply_to": {"mid": reply_to}} if reply_to else {}
        self._act({"message": {"mid": message_id, **content, **quoted}}, taken=lambda: self._taken(bubble))
        return message_id

    def send_files(self, *urls: str, media: str = "image", text: str | None = None) -> str:
        """Send files in one message."""
        attachments = [{"type": media, "payload": {"url": url}} for url in urls]
        return self.send({**({"text": text} if text else {}), "attachments": attachments}, text=text or f"[{media}]")

    def press(self, title: str, payload: str) -> str:
        """Press a button."""
        message_id = self._sandbox.platform.new_message_id()
        self._bubble(message_id, "customer", title)
        self._act({"postback": {"mid": message_id, "title": title, "payload": payload}})
        return message_id

    def edit(self, message_id: str, text: str) -> None:
        """Change an own message, where the platform has that."""
        if not self._sandbox.platform.edits:
            raise ValueError("this platform has no edits")
        message = self._own(message_id)
        message.text, message.edits = text, message.edits + 1
        self._act({"message_edit": {"mid": message_id, "text": text, "num_edit": message.edits}})

    def unsend(self, message_id: str) -> None:
        """Take an own message back for everyone."""
        self._own(message_id).unsent = True
        self._act({"message": {"mid": message_id, "is_deleted": True}})

    def react(self, message_id: str, emoji: str | None) -> None:
        """React to a message; ``None`` takes the reaction back."""
        message = self.message(message_id)
        if message is not None and emoji:
            message.reactions["customer"] = emoji
        elif message is not None:
            message.reactions.pop("customer", None)
        named = {"action": "react", "reaction": "other", "emoji": emoji} if emoji else {"action": "unreact"}
        self._act({"reaction": {"mid": message_id, **named}})

    def read(self) -> None:
        """Read everything that has arrived."""
        arrived = [message for message in self.received if message.state in ("sent", "delivered")]
        if arrived:
            self._sandbox.report_read(self, arrived)

    def take(self, text: str, *, tag: str | None, reply_to: str | None, app_id: str | None) -> ChatMessage:
        """Get a message of the business."""
        message = self._bubble(self._sandbox.platform.new_message_id(), "business", text)
        message.tag, message.reply_to, message.app_id = tag, reply_to, app_id
        self.typing_until_s = 0.0
        self.touch()
        return message

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

    def _bubble(self, message_id: str, by: Literal["customer", "business"], text: str) -> ChatMessage:
        made = ChatMessage(id=message_id, by=by, text=text, at_ms=self._sandbox.now_ms())
        self.messages.append(made)
        return made

    def _own(self, message_id: str) -> ChatMessage:
        message = self.message(message_id)
        if message is None or message.by != "customer":
            raise ValueError("not a message of this customer")
        return message

    def _taken(self, bubble: ChatMessage) -> None:
        if bubble.state == "accepted":
            bubble.state = "delivered"
            self.touch()

    def _act(self, event: dict[str, Any], taken: Callable[[], None] | None = None) -> None:
        self.last_acted_s = self._sandbox.now_s()
        self._sandbox.report(self, event, taken=taken)
        self.touch()
