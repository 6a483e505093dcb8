"""The customers of the sandbox, and what happened in their chats with the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from connectors.sandbox.stand_in import Happening

if TYPE_CHECKING:
    from connectors.sandbox.telegram.sandbox import TelegramSandbox

Body = dict[str, Any]


class Message(msgspec.Struct, kw_only=True):
    """One bubble. ``reactions`` maps who reacted (``customer``) to the emoji."""

    number: int
    by: Literal["customer", "business"]
    text: str
    at_s: int
    reply_to: int | None = None
    edited: bool = False
    reactions: dict[str, str] = msgspec.field(default_factory=dict)


class Customer(Happening):
    """One person with Telegram, in a private chat with the bot, which has the same id."""

    def __init__(self, sandbox: TelegramSandbox, user_id: int, first_name: str, last_name: str, username: str) -> None:
        super().__init__()
        self.user_id = user_id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.started = False
        self.blocked = False
        self.messages: list[Message] = []
        self.typing_until_s = 0.0
        self._sandbox = sandbox
        self._numbers = 0

    @property
    def names(self) -> tuple[str, ...]:
        return (str(self.user_id),)

    @property
    def received(self) -> list[Message]:
        """What the bot sent and this customer got, oldest first."""
        return [message for message in self.messages if message.by == "business"]

    def user(self) -> Body:
        """Build this person as Telegram shows them."""
        optional = {"last_name": self.last_name, "username": self.username}
        shown = {key: value for key, value in optional.items() if value}
        return {"id": self.user_id, "is_bot": False, "first_name": self.first_name, **shown, "language_code": "en"}

    def chat(self) -> Body:
        user = self.user()
        return {key: user[key] for key in ("id", "first_name", "last_name", "username") if key in user} | {
            "type": "private"
        }

    def add(self, by: Literal["customer", "business"], text: str, reply_to: int | None = None) -> Message:
        self._numbers += 1
        made = Message(number=self._numbers, by=by, text=text, at_s=int(self._sandbox.now_s()), reply_to=reply_to)
        self.messages.append(made)
        self.touch()
        return made

    def shown(self, message: Message, content: Body | None = None) -> Body:
        """Build a message as Telegram shows it, without the message it may answer."""
        author = self.user() if message.by == "customer" else self._sandbox.bot()
        body = {"message_id": message.number, "from": author, "chat": self.chat(), "date": message.at_s}
        return {**body, **({"text": message.text} if content is None else content)}

    def write(self, text: str, *, reply_to: int | None = None) -> int:
        """Write a text; returns its number in the chat. The update is on its way when this returns."""
        return self.send({"text": text}, text=text, reply_to=reply_to)

    def send(self, content: Body, *, text: str = "", reply_to: int | None = None) -> int:
        """Send any content in the form of an update's message (``photo``, ``location``, ...)."""
        self.started = True
        message = self.add("customer", text, reply_to)
        body = self.shown(message, content)
        answered = next((one for one in self.messages if one.number == reply_to), None)
        if answered is not None:
            body["reply_to_message"] = self.shown(answered)
        self._sandbox.tell("message", body, self)
        return message.number

    def edit(self, number: int, text: str) -> None:
        """Change an own message."""
        message = next(one for one in self.messages if one.number == number and one.by == "customer")
        message.text, message.edited = text, True
        body = {**self.shown(message), "edit_date": int(self._sandbox.now_s())}
        self._sandbox.tell("edited_message", body, self)

    def react(self, number: int, emoji: str | None) -> None:
        """React to a message; ``None`` takes the reaction back."""
        message = next(one for one in self.messages if one.number == number)
        before = message.reactions.pop("customer", None)
        if emoji:
            message.reactions["customer"] = emoji
        change = {"chat": self.chat(), "message_id": number, "user": self.user(), "date": int(self._sandbox.now_s())}
        change |= {"old_reaction": _reactions(before), "new_reaction": _reactions(emoji)}
        self._sandbox.tell("message_reaction", change, self)

    def press(self, number: int, data: str, title: str) -> None:
        """Press a button below a message of the bot."""
        message = next(one for one in self.messages if one.number == number)
        keyboard = {"inline_keyboard": [[{"text": title, "callback_data": data}]]}
        shown = {**self.shown(message), "reply_markup": keyboard}
        query = {"id": self._sandbox.new_query_id(), "from": self.user(), "message": shown, "data": data}
        self._sandbox.tell("callback_query", {**query, "chat_instance": "1"}, self)

    def block(self, blocked: bool = True) -> None:
        """Block the bot, or let it write again."""
        words = ("member", "kicked") if blocked else ("kicked", "member")
        self.blocked = blocked
        old, new = ({"user": self._sandbox.bot(), "status": word} for word in words)
        change = {"chat": self.chat(), "from": self.user(), "date": int(self._sandbox.now_s())}
        self._sandbox.tell("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new}, self)

    async def wait_for_count(self, count: int, timeout: float = 10.0) -> list[Message]:
        """Wait until the bot has sent that many messages in all."""
        await self.wait_until(lambda: len(self.received) >= count, timeout)
        return self.received


def _reactions(emoji: str | None) -> list[Body]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []
