"""Webhook bodies of WhatsApp, signed or not, and posting them as the platform or as a stranger would."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

from connectors.sandbox.whatsapp.bodies import new_message_id
from connectors.sandbox.whatsapp.sandbox import BUSINESS_ACCOUNT_ID, DISPLAY_PHONE_NUMBER, PHONE_NUMBER_ID
from connectors.signature import hmac_sha256_hex
from tests.support.house import APP_SECRET, House

PATH = "/webhooks/acme/wa-main"
Json = dict[str, Any]


def text_message(text: str, /, wa_id: str = "491701234567", **more: Any) -> Json:
    """One message of ``messages``, with a fresh id."""
    message = {"from": wa_id, "id": new_message_id(wa_id), "timestamp": "1750000000", "type": "text"}
    return {**message, "text": {"body": text}} | more


def body_of(*messages: Any, **value: Any) -> Json:
    """A whole body with one change for each message."""
    metadata = {"display_phone_number": DISPLAY_PHONE_NUMBER, "phone_number_id": PHONE_NUMBER_ID}
    shared = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    changes = [{"value": {**shared, "messages": [message]}, "field": "messages"} for message in messages]
    return {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS_ACCOUNT_ID, "changes": changes}]}


def encode(body: Any) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()


def sign(body: bytes) -> str:
    return "sha256=" + hmac_sha256_hex(APP_SECRET.encode(), body)


async def post(house: House, body: bytes, headers: dict[str, str] | None = None, path: str = PATH) -> int:
    """Post a body, by default properly signed; returns the status."""
    given = {"X-Hub-Signature-256": sign(body)} if headers is None else headers
    async with house.http.post(house.url + path, data=io.BytesIO(body), headers=given) as answer:
        await answer.read()
        return answer.status


async def post_raw(house: House, head: list[str], chunks: list[bytes], path: str = PATH) -> int:
    """Send a request byte by byte as given, stop as soon as the server answers, and return the status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(house.url.rpartition(":")[2]))
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", *head, "", ""]
    answered = asyncio.ensure_future(reader.readline())
    try:
        for chunk in ("\r\n".join(lines).encode(), *chunks):
            if answered.done():
                break
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(0)
        async with asyncio.timeout(15):
            return int((await answered).split()[1])
    finally:
        answered.cancel()
        writer.transport.abort()
