"""Two gateway processes on one store: it does not matter which of them anybody is connected to."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.sandbox.whatsapp import WhatsAppSandbox
from gateway.app import Gateway, serving
from gateway.config import load_settings
from gateway.store.embedded import EmbeddedStore
from tests.support.client import SocketClient
from tests.support.house import House, free_port, make_sandbox, secrets_set, write_config
from tests.support.webhooks import body_of, encode, post, text_message


class Pair:
    """Two houses that share a store and a platform; the platform's webhooks go to the second."""

    def __init__(self, first: House, second: House, sandbox: WhatsAppSandbox) -> None:
        self.first = first
        self.second = second
        self.sandbox = sandbox


@contextlib.asynccontextmanager
async def _join(folder: Path, sandbox: WhatsAppSandbox, store: EmbeddedStore, key: Path) -> AsyncIterator[House]:
    port = free_port()
    privacy = f'root_key = {{ file = "{key}" }}'
    with secrets_set():
        config = write_config(folder, sandbox.url, port, store=f'url = "{store.url}"', privacy=privacy)
        settings = load_settings(config)
    gateway = Gateway(settings)
    async with serving(gateway, port=port):
        here = House(gateway, settings, sandbox, port, folder)
        try:
            yield here
        finally:
            await here.http.close()


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    key = tmp_path / "root.key"
    key.write_text(base64.b64encode(os.urandom(32)).decode())
    store = EmbeddedStore(tmp_path / "store")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    await store.start()
    try:
        async with (
            make_sandbox() as sandbox,
            _join(tmp_path / "a", sandbox, store, key) as first,
            _join(tmp_path / "b", sandbox, store, key) as second,
        ):
            sandbox.webhook_url = f"{second.url}/webhooks/acme/wa-main"
            yield Pair(first, second, sandbox)
    finally:
        await store.stop()


async def accept(client: SocketClient, conversation: str) -> int:
    answer = await client.command("case.accept", {"conversation": conversation})
    assert answer["ok"], answer
    token: int = answer["conversation"]["case"]["token"]
    return token


async def test_expert_at_one_gateway_serves_a_customer_who_arrives_at_the_other(pair: Pair) -> None:
    ana, ben = await pair.first.expert("Ana"), await pair.second.expert("Ben")
    maria = pair.sandbox.customer("Maria Lopez", "491701234567")
    maria.write("my parcel is lost")
    offer = await ana.wait_for("offer.made")
    assert offer["preview"] == ["my parcel is lost"]
    await ben.wait_for("offer.made")
    token = await accept(ana, offer["conversation"])
    assert (await ben.wait_for("offer.withdrawn"))["reason"] == "taken"
    for text in ("the blue one", "with the red bow"):
        maria.write(text)
        await ana.wait_for("message.received", lambda e, t=text: e["message"]["content"].get("text") == [t])
    payload = {"conversation": offer["conversation"], "token": token, "client_id": "r-1", "parts": ["found it"]}
    sent = await ana.command("message.send", payload)
    assert sent["ok"], sent
    assert [message.text for message in await maria.wait_for_count(1)] == ["found it"]
    await ana.wait_for("receipt.received", lambda e: e["seq"] == sent["seq"] and e["delivery"] == "read")
    assert not [frame for frame in ben.frames if "blue one" in frame]
    await ana.close()
    await ben.close()


async def test_experts_at_both_gateways_race_and_exactly_one_wins(pair: Pair) -> None:
    ana, ben = await pair.first.expert("Ana"), await pair.second.expert("Ben")
    for number in range(5):
        pair.sandbox.customer(f"Customer {number}", f"4917012345{number:02}").write("my parcel is lost")
        made = [(await client.wait_for("offer.made"))["conversation"] for client in (ana, ben)]
        assert made[0] == made[1]
        answers = await asyncio.gather(*(c.command("case.accept", {"conversation": made[0]}) for c in (ana, ben)))
        assert sorted(answer["ok"] for answer in answers) == [False, True]
        assert [answer["error"]["code"] for answer in answers if not answer["ok"]] == ["taken"]
        for client in (ana, ben):
            await client.wait_for("offer.withdrawn", lambda e, c=made[0]: e["conversation"] == c)
            client.events.clear()
    await ana.close()
    await ben.close()


async def test_messages_at_both_gateways_at_once_make_one_dense_log_that_every_client_follows(pair: Pair) -> None:
    ana = await pair.first.expert("Ana")
    words = [f"{a}{b}" for a in "kmpt" for b in "aeiou"]
    assert await post(pair.second, encode(body_of(text_message("my parcel is lost")))) == 200
    conversation = (await ana.wait_for("offer.made"))["conversation"]
    await accept(ana, conversation)
    bodies = [encode(body_of(text_message(f"word {word}"))) for word in words]
    houses = (pair.first, pair.second)
    # Every body goes to both, as a platform's second attempt may.
    answers = await asyncio.gather(*(post(house, body) for body in bodies for house in houses))
    while 503 in answers:  # both gateways kept getting in each other's way: the platform delivers again
        answers = await asyncio.gather(*(post(house, body) for body in bodies for house in houses))
    assert set(answers) == {200}
    page = await ana.command("conversation.open", {"conversation": conversation, "limit": 200})
    texts = [m["content"]["text"][0] for m in page["messages"] if m["kind"] == "customer"]
    assert sorted(texts[1:]) == sorted(f"word {word}" for word in words)
    last = page["messages"][-1]["seq"]
    assert [m["seq"] for m in page["messages"]] == list(range(1, last + 1))
    assert await post(pair.second, encode(body_of(text_message("the end")))) == 200
    await ana.wait_for("message.received", lambda e: e["message"]["content"].get("text") == ["the end"])
    told = [payload["message"]["seq"] for name, payload in ana.events if name == "message.received"]
    assert told == sorted(set(told)), "nothing twice, nothing out of order"
    await ana.close()


async def test_expert_revoked_at_one_gateway_is_put_out_at_the_other(pair: Pair) -> None:
    cookie = await pair.second.sign_in("Ana")
    ana = await pair.first.expert(cookie=cookie)
    headers = {"Cookie": cookie, "Origin": pair.second.url}
    async with pair.second.http.post(f"{pair.second.url}/sign-out", headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
    await ana.wait_for("session.ended", timeout=2.0)
    assert pair.first.gateway.desk.sockets == {}
    await ana.close()


async def test_visitor_sees_the_same_conversation_at_both_gateways(pair: Pair) -> None:
    here, token = await pair.first.visitor()
    there, same = await pair.second.visitor(token)
    assert same == token
    payload = {"client_id": "8d7f4c1e-0000-4000-8000-000000000001", "text": "is it here yet?"}
    assert (await there.command("message.send", payload))["ok"]
    shown = await here.wait_for("message.received")
    assert shown["message"]["text"] == "is it here yet?"
    again = await here.command("message.send", payload)
    assert again["seq"] == shown["message"]["seq"]
    await here.close()
    await there.close()
