"""
The kinds that the contract suite runs on.

A later kind adds one ``Kind`` to ``KINDS``: how to make a connector, and its platform with one customer.
"""

import base64
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import aiohttp

from connectors.base import Connector
from connectors.ids import ChannelId, Identity
from connectors.registry import load_kind
from connectors.sandbox.api import ApiSandbox
from connectors.sandbox.messenger import InstagramSandbox, MessengerSandbox
from connectors.sandbox.telegram import TelegramSandbox
from connectors.sandbox.twilio import TwilioSandbox
from connectors.sandbox.whatsapp import WhatsAppSandbox
from connectors.settings import SettingsReader

SECRETS = {"APP_SECRET": "app secret", "ACCESS_TOKEN": "access token", "VERIFY_TOKEN": "verify token"}
SECRETS |= {"AUTH_TOKEN": "auth token"}
SECRETS |= {"BOT_TOKEN": "200000001:AAtest-test-test-test-test-test-0", "WEBHOOK_SECRET": "webhook_secret-0123456789"}
SECRETS |= {"WEBHOOK_KEY": "whsec_" + base64.b64encode(b"32 bytes that sign in both ways..").decode()}


@dataclass
class Place:
    """A started connector, one customer who can be written to, and what the platform accepted: (tag, text)."""

    connector: Any
    customer: tuple[Identity, ...]
    accepted: Callable[[], list[tuple[str | None, str]]]
    order_fault: Callable[[str], Any]


@dataclass
class Kind:
    """
    ``table`` is a complete and correct table of ``config.toml``; ``signed`` signs a body as the platform does.

    ``uncertain`` and ``certain`` name faults of the sandbox that leave the outcome open, or that rule it out.
    """

    name: str
    table: dict[str, Any]
    place: Callable[[], AbstractAsyncContextManager[Place]]
    uncertain: tuple[str, ...] = ()
    certain: tuple[str, ...] = ()


def make_connector(name: str, table: dict[str, Any]) -> tuple[Connector, list[Any]]:
    """Read a table as the gateway does; also returns the mistakes found."""
    problems: list[Any] = []
    with mock.patch.dict(os.environ, SECRETS):
        connector = load_kind(name).from_settings(ChannelId("acme/main"), SettingsReader(table, "channel", problems))
    return connector, problems


WHATSAPP_TABLE = {
    "phone_number_id": "200000000000001",
    "app_secret": {"env": "APP_SECRET"},
    "access_token": {"env": "ACCESS_TOKEN"},
    "verify_token": {"env": "VERIFY_TOKEN"},
}


@contextlib.asynccontextmanager
async def whatsapp_place() -> AsyncIterator[Place]:
    secrets = {name.lower(): SECRETS[name] for name in ("APP_SECRET", "ACCESS_TOKEN", "VERIFY_TOKEN")}
    number = WHATSAPP_TABLE["phone_number_id"]
    async with (
        WhatsAppSandbox(**secrets, phone_number_id=number, retries=(0.01, 0.01, 0.0)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        connector, problems = make_connector("whatsapp", {**WHATSAPP_TABLE, "graph_url": sandbox.url})
        assert problems == []
        await connector.start(http)
        mia = sandbox.customer("Mia Muster", "491700000001")
        mia.write("Hello")
        yield Place(
            connector,
            (Identity("wa_id", mia.wa_id),),
            lambda: [(message.tag, message.text) for message in mia.received],
            sandbox.order,
        )
        await connector.close()


TWILIO_TABLE = {
    "account_sid": "AC" + "1" * 32,
    "auth_token": {"env": "AUTH_TOKEN"},
    "address": "sms",
    "from": "+15550100002",
}


@contextlib.asynccontextmanager
async def twilio_place() -> AsyncIterator[Place]:
    async with (
        TwilioSandbox(
            auth_token=SECRETS["AUTH_TOKEN"], account_sid=TWILIO_TABLE["account_sid"], retries=(0.01, 0.01, 0.0)
        ) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        connector, problems = make_connector("twilio", {**TWILIO_TABLE, "api_url": sandbox.url})
        assert problems == []
        connector.use_callback_url(f"{sandbox.url}/nobody-listens-here")
        await connector.start(http)
        mia = sandbox.customer("Mia Muster", "+491700000001")
        yield Place(
            connector,
            (Identity("phone", mia.number),),
            lambda: [(text.tag, text.text) for text in mia.received],
            sandbox.order,
        )
        await connector.close()


TELEGRAM_TABLE = {"bot_token": {"env": "BOT_TOKEN"}, "webhook_secret": {"env": "WEBHOOK_SECRET"}}
# Telegram carries no tag: the one that the suite sends with stands in for it
UNTAGGED = "t-1"


@contextlib.asynccontextmanager
async def telegram_place() -> AsyncIterator[Place]:
    async with (
        TelegramSandbox(bot_token=SECRETS["BOT_TOKEN"], retries=(0.01, 0.01, 0.0)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        connector, problems = make_connector("telegram", {**TELEGRAM_TABLE, "api_url": sandbox.url})
        assert problems == []
        await connector.start(http)
        mia = sandbox.customer(491700000001, "Mia", "Muster")
        mia.write("Hello")
        yield Place(
            connector,
            (Identity("chat_id", str(mia.user_id)),),
            lambda: [(UNTAGGED, message.text) for message in mia.received],
            sandbox.order,
        )
        await connector.close()


META_SECRETS = {name: {"env": name.upper()} for name in ("app_secret", "access_token", "verify_token")}
MESSENGER_TABLE = {"page_id": "200000000000003", "app_id": "200000000000005", **META_SECRETS}
INSTAGRAM_TABLE = {
    "account_id": "200000000000004",
    "page_id": "200000000000003",
    "app_id": "200000000000005",
    **META_SECRETS,
}


@contextlib.asynccontextmanager
async def messaging_place(kind: str, table: dict[str, Any], identity: str, sandbox: Any) -> AsyncIterator[Place]:
    async with sandbox, aiohttp.ClientSession() as http:
        connector, problems = make_connector(kind, {**table, "graph_url": sandbox.url})
        assert problems == []
        await connector.start(http)
        mia = sandbox.customer("Mia Muster", "7000000000000001")
        mia.write("Hello")
        yield Place(
            connector,
            (Identity(identity, mia.id),),
            lambda: [(message.tag, message.text) for message in mia.received],
            sandbox.order,
        )
        await connector.close()


def messenger_place() -> AbstractAsyncContextManager[Place]:
    sandbox = MessengerSandbox(
        **{name: SECRETS[name.upper()] for name in META_SECRETS},
        account_id=MESSENGER_TABLE["page_id"],
        retries=(0.01, 0.01, 0.0),
    )
    return messaging_place("messenger", MESSENGER_TABLE, "psid", sandbox)


def instagram_place() -> AbstractAsyncContextManager[Place]:
    sandbox = InstagramSandbox(
        **{name: SECRETS[name.upper()] for name in META_SECRETS},
        account_id=INSTAGRAM_TABLE["account_id"],
        sender_id=INSTAGRAM_TABLE["page_id"],
        retries=(0.01, 0.01, 0.0),
    )
    return messaging_place("instagram", INSTAGRAM_TABLE, "igsid", sandbox)


API_TABLE = {"deliver_url": "https://desk.example/rapport", "secret": {"env": "WEBHOOK_KEY"}}


@contextlib.asynccontextmanager
async def api_place() -> AsyncIterator[Place]:
    async with (
        ApiSandbox(secret=SECRETS["WEBHOOK_KEY"], retries=(0.01, 0.01, 0.0)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        table = {**API_TABLE, "deliver_url": sandbox.deliver_url, "allow_private": True}
        connector, problems = make_connector("api", table)
        assert problems == []
        await connector.start(http)
        mia = sandbox.customer("4711", "Mia Muster")
        yield Place(
            connector,
            (Identity("account", mia.account),),
            lambda: [(message.tag, message.text) for message in mia.received],
            sandbox.order,
        )
        await connector.close()


MESSAGING_UNCERTAIN = (
    "lost_request",
    "drop_response",
    "error_after_accept",
    "sent_anyway",
    "ok_without_id",
    "ok_with_error",
    "truncate",
    "huge_answer",
    "compressed_bomb",
    "redirect",
    "server_error",
)
MESSAGING_CERTAIN = ("rate_limit", "unavailable", "expired", "window_closed", "undeliverable", "not_in_control")


KINDS = [
    Kind(
        "api",
        API_TABLE,
        api_place,
        uncertain=(
            "lost_request",
            "drop_response",
            "server_error",
            "bad_gateway",
            "error_after_accept",
            "ok_without_id",
            "truncate",
            "huge_answer",
            "compressed_bomb",
        ),
        certain=(
            "rate_limit",
            "customer_rate",
            "unavailable",
            "revoked",
            "gone",
            "window_closed",
            "opted_out",
            "not_in_control",
            "unsupported",
            "unknown_customer",
            "bad_request",
            "redirect",
        ),
    ),
    Kind("messenger", MESSENGER_TABLE, messenger_place, uncertain=MESSAGING_UNCERTAIN, certain=MESSAGING_CERTAIN),
    Kind("instagram", INSTAGRAM_TABLE, instagram_place, uncertain=MESSAGING_UNCERTAIN, certain=MESSAGING_CERTAIN),
    Kind(
        "telegram",
        TELEGRAM_TABLE,
        telegram_place,
        uncertain=(
            "lost_request",
            "drop_response",
            "server_error",
            "bad_gateway",
            "error_after_accept",
            "ok_without_id",
            "ok_with_error",
            "truncate",
            "huge_answer",
            "compressed_bomb",
            "redirect",
        ),
        certain=("rate_limit", "revoked", "blocked", "deactivated", "chat_not_found"),
    ),
    Kind(
        "twilio",
        TWILIO_TABLE,
        twilio_place,
        uncertain=(
            "lost_request",
            "drop_response",
            "server_error",
            "unavailable",
            "error_after_accept",
            "ok_without_id",
            "ok_with_error",
            "truncate",
            "huge_answer",
            "compressed_bomb",
            "redirect",
        ),
        certain=("rate_limit", "queue_full", "expired", "bad_number", "opted_out", "window_closed"),
    ),
    Kind(
        "whatsapp",
        WHATSAPP_TABLE,
        whatsapp_place,
        uncertain=(
            "lost_request",
            "drop_response",
            "error_after_accept",
            "ok_without_id",
            "ok_with_error",
            "truncate",
            "huge_answer",
            "compressed_bomb",
            "redirect",
        ),
        certain=("rate_limit", "pair_limit", "unavailable", "expired", "window_closed", "undeliverable"),
    ),
]
