"""WhatsApp calls ready to send: whole HTTP requests, signed beforehand, each with a message id of its own."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable

from bench.texts import name_of, text_of

PATH = "/webhooks/acme/wa-main"
PHONE_NUMBER_ID = "100000000000001"
APP_SECRET = "the app secret of the benchmark"
_BODY = (
    '{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"value":{{'
    '"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550783881","phone_number_id":"{phone}"}},'
    '"contacts":[{{"profile":{{"name":"{name}"}},"wa_id":"{wa_id}","user_id":"US.{user}"}}],'
    '"messages":[{{"from":"{wa_id}","from_user_id":"US.{user}","id":"wamid.{message}","timestamp":"{at}",'
    '"text":{{"body":{text}}},"type":"text"}}]}},"field":"messages"}}]}}]}}'
)
_HEAD = (
    "POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nUser-Agent: facebookexternalua\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\nX-Hub-Signature-256: sha256={signature}\r\n\r\n"
)


class Bodies:
    """
    Makes requests for a population of ``conversations``; no two have the same message id.

    Message ``n`` belongs to conversation ``n % conversations``; ``text`` makes its text from customer and turn.
    """

    def __init__(self, conversations: int, at_s: int, text: Callable[[int, int], str] = text_of) -> None:
        self._conversations = conversations
        self._at_s = at_s
        self._text = text
        self._made = 0

    def body(self) -> bytes:
        """Make the next body."""
        index = self._made
        self._made += 1
        customer = index % self._conversations
        text = self._text(customer, index // self._conversations)
        message = base64.b64encode(b"HBgLMTY1MDM4Nzk0MzkVAgASGBQz" + index.to_bytes(8, "big")).decode()
        body = _BODY.format(
            phone=PHONE_NUMBER_ID, name=f"{name_of(customer).capitalize()} Tester", message=message,
            wa_id=16_500_000_000 + customer, user=10_000_000_000_000 + customer, at=self._at_s, text=json.dumps(text),
        )  # fmt: skip
        return body.encode()

    def requests(self, count: int) -> list[bytes]:
        """Make the next ``count`` requests."""
        return [request_of(self.body()) for _ in range(count)]


def request_of(body: bytes) -> bytes:
    """Wrap a body into a signed HTTP request."""
    signature = hmac.digest(APP_SECRET.encode(), body, "sha256").hex()
    return _HEAD.format(path=PATH, length=len(body), signature=signature).encode() + body
