"""A local Messenger and a local Instagram: the Send API, and customers who write and read. Nothing to look at."""

from connectors.sandbox.messenger.graph import RecordedCall
from connectors.sandbox.messenger.people import ChatMessage, Customer
from connectors.sandbox.messenger.platform import INBOX_APP_ID
from connectors.sandbox.messenger.sandbox import InstagramSandbox, MessagingSandbox, MessengerSandbox

__all__ = [
    "INBOX_APP_ID",
    "ChatMessage",
    "Customer",
    "InstagramSandbox",
    "MessagingSandbox",
    "MessengerSandbox",
    "RecordedCall",
]
