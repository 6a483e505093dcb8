"""Whose webhooks are read, and who is who in one event of them."""

from __future__ import annotations

import msgspec

from connectors.ids import Identity, PlatformMessageId
from connectors.reading import Item, Unreadable, child, fingerprint, text, time_ms

TEST_ENTRY_ID = "0"
"""What the dashboard's test button gives instead of the id of an account."""

_PART = "#"
_MADE_UP = "~"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """
    One page or one Instagram account, as its webhooks name it.

    ``object`` stands on top of every body, ``mark`` begins every key, ``identity`` is the kind of a customer's id.
    ``app_id`` is our own app; ``inbox_apps`` are the platform's own inboxes, where people of the brand may answer.
    """

    object: str
    mark: str
    identity: str
    account_id: str
    app_id: str
    inbox_apps: frozenset[str]


class Happening:
    """
    One member of ``messaging`` or ``standby``.

    The customer is the one who is not the account: what a body says of itself (``is_echo``) only counts where
    neither side is known. ``outgoing`` tells that the account's side did it.
    """

    __slots__ = ("account", "at_ms", "customer_id", "entry", "item", "outgoing", "standby")

    def __init__(self, item: Item, entry: Item, account: Account, *, standby: bool) -> None:
        self.item = item
        self.entry = entry
        self.account = account
        self.standby = standby
        self.at_ms = time_ms(item, "timestamp")
        self.customer_id, self.outgoing = self._parties()

    def _parties(self) -> tuple[str | None, bool]:
        ours = (self.account.account_id, text(self.entry, "id"))
        sender, recipient = text(child(self.item, "sender"), "id"), text(child(self.item, "recipient"), "id")
        if sender is not None and sender in ours:
            return (None if recipient in ours else recipient), True
        if sender is None or recipient in ours:
            return sender, False
        echo = child(self.item, "message").get("is_echo") is True
        return (recipient, True) if echo else (sender, False)

    @property
    def customer(self) -> tuple[Identity, ...]:
        return (Identity(self.account.identity, self.customer_id),) if self.customer_id else ()

    def need_customer(self) -> tuple[Identity, ...]:
        if self.customer_id is None:
            raise Unreadable("nobody but the account is named")
        return self.customer

    def key(self, *parts: object) -> str:
        entry_id = text(self.entry, "id") or self.account.account_id
        return ":".join(map(str, (self.account.mark, entry_id, *parts)))

    def made_up_id(self, what: str) -> PlatformMessageId:
        """Make an id for what the platform gave none: equal when the same thing is delivered again."""
        moment = self.at_ms if self.at_ms is not None else time_ms(self.entry, "time")
        return PlatformMessageId(_MADE_UP + fingerprint(self.customer_id, moment, self.item.get(what)))

    @property
    def has_time(self) -> bool:
        return self.at_ms is not None or time_ms(self.entry, "time") is not None


def part_id(message_id: str, number: int) -> PlatformMessageId:
    """Name one part of a message that has several; the first has the message's own id."""
    return PlatformMessageId(message_id if number == 1 else f"{message_id}{_PART}{number}")


def wire_id(message_id: str) -> str | None:
    """Return the platform's own id behind one of ours; ``None`` where it never gave one."""
    return None if message_id.startswith(_MADE_UP) else message_id.partition(_PART)[0]
