"""A local Telegram: the Bot API, and people who write to the bot in private chats."""

from connectors.sandbox.telegram.api import RecordedCall
from connectors.sandbox.telegram.people import Customer, Message
from connectors.sandbox.telegram.sandbox import TelegramSandbox

__all__ = ["Customer", "Message", "RecordedCall", "TelegramSandbox"]
