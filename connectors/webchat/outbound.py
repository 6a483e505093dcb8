"""Messages to a visitor."""

from __future__ import annotations

from connectors.base import OutboundMessage, Sent
from connectors.ids import PlatformMessageId


def send(message: OutboundMessage) -> Sent:
    """
    Call the message sent, under our own tag.

    There is no platform to hand it to: the visitor's socket reads the conversation's log, where the message already
    stands, and reads it again after every reconnect. So nothing is in flight that could be lost or doubled, and
    "sent" is true the moment the message is in the log. Delivery and reading are reported by the widget.
    """
    return Sent(message_id=PlatformMessageId(message.tag))
