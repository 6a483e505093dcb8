"""A customer and an expert who do not give up: whatever breaks in between, they try again."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from connectors.sandbox.whatsapp import WhatsAppSandbox
from connectors.sandbox.whatsapp.people import Customer
from tests.support.client import SocketClient

PATIENCE_S = 120.0


class LastingExpert:
    """
    An expert's client that connects again and repeats every command until it is answered.

    A refusal that says "try again" (``unavailable``) is no answer; every other one is.
    """

    def __init__(self, url: str, cookie: str) -> None:
        self._url = url
        self._cookie = cookie
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self._socket: SocketClient | None = None
        self._connecting = asyncio.Lock()
        self.repeats = 0

    async def socket(self) -> SocketClient:
        """Return a connected socket; waits for the gateway as long as it takes."""
        async with self._connecting, asyncio.timeout(PATIENCE_S):
            while self._socket is None or self._socket.closed.is_set():
                client = SocketClient(self._http, self._url, headers={"Cookie": self._cookie})
                try:
                    await client.connect()
                    await client.wait_for("session.started")
                except (OSError, TimeoutError, aiohttp.ClientError):
                    await client.close()
                    await asyncio.sleep(0.05)  # a client's pause between two attempts
                else:
                    self._socket = client
        return self._socket

    async def command(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                client = await self.socket()
                try:
                    answer = await client.command(name, payload, timeout=5)
                except (OSError, TimeoutError, aiohttp.ClientError):
                    await client.close()
                    self.repeats += 1
                    continue
                if answer["ok"] or answer["error"]["code"] != "unavailable":
                    return answer
                await asyncio.sleep(0.05)
                self.repeats += 1

    async def take_offer_of(self, preview: str) -> str:
        """Accept the offer whose newest message is ``preview``; returns the conversation."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                client = await self.socket()
                try:
                    conversation = await _offer_in(client, preview)
                except (OSError, TimeoutError):
                    await client.close()
                    continue
                answer = await self.command("case.accept", {"conversation": conversation})
                assert answer["ok"], answer
                return conversation

    async def open(self, conversation: str, **cursor: int) -> dict[str, Any]:
        answer = await self.command("conversation.open", {"conversation": conversation, **cursor})
        assert answer["ok"], answer
        return answer

    async def reply(self, conversation: str, client_id: str, text: str) -> dict[str, Any]:
        """Send a reply until it is acknowledged."""
        token = (await self.open(conversation, limit=1))["conversation"]["case"]["token"]
        payload = {"conversation": conversation, "token": token, "client_id": client_id, "parts": [text]}
        answer = await self.command("message.send", payload)
        assert answer["ok"], answer
        return answer

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        await self._http.close()


async def _offer_in(client: SocketClient, preview: str) -> str:
    """Find the offer in what the session began with and in what came since."""
    started = await client.wait_for("session.started")
    for shown in [*started["offers"], *started["mine"]]:
        if (shown.get("preview") or shown.get("last", {}).get("preview")) == [preview]:
            return str(shown["conversation"])
    offer = await client.wait_for("offer.made", lambda made: made["preview"] == [preview], timeout=5)
    return str(offer["conversation"])


async def write_acknowledged(sandbox: WhatsAppSandbox, customer: Customer, text: str) -> None:
    """Write a message and wait until the gateway has acknowledged it, however often it must be delivered."""
    message_id = customer.write(text).encode().replace(b"/", b"\\/")
    await sandbox.wait_until(
        lambda: any(delivery.accepted and message_id in delivery.body for delivery in sandbox.deliveries), PATIENCE_S
    )
