"""Bad input on the sockets: a coded error or a closed socket for whoever sent it, and nothing at all for the others."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from connectors.webchat.capabilities import TEXT_LIMIT
from gateway.realtime import protocol
from gateway.realtime.sockets import MAX_FRAME_BYTES
from gateway.realtime.visitors import BURST
from tests.support.canaries import Canary
from tests.support.client import SocketClient
from tests.support.house import SHOP, House, house
from tests.support.logs import Logs, logs

__all__ = ["logs"]

SECRET = "Canary Birdsong lives here"
CANARIES = [Canary("text", SECRET)]


class Scene:
    """A conversation in Ana's hands, and her client."""

    def __init__(self, here: House, ana: SocketClient, conversation: str, token: int) -> None:
        self.here = here
        self.ana = ana
        self.conversation = conversation
        self.token = token

    def reply(self, *parts: Any, client_id: str = "r-1", **more: Any) -> dict[str, Any]:
        payload = {"conversation": self.conversation, "token": self.token, "client_id": client_id}
        return {**payload, "parts": list(parts) or ["hello"], **more}


@pytest.fixture
async def scene(acme: House) -> AsyncIterator[Scene]:
    acme.sandbox.customer("Maria Lopez", "491701234567").write("my parcel is lost")
    ana = await acme.expert("Ana")
    started = await ana.wait_for("session.started")
    offer = (started["offers"] or [await ana.wait_for("offer.made")])[0]
    accepted = await ana.command("case.accept", {"conversation": offer["conversation"]})
    yield Scene(acme, ana, offer["conversation"], accepted["conversation"]["case"]["token"])
    await ana.close()


# Who may do what ----------------------------------------------------------------------------------------------------

# What each command answers: to the holder, to a colleague of the same brand, to an expert of another brand.
COMMANDS: dict[str, tuple[str, str, str]] = {
    protocol.CONVERSATION_OPEN: ("ok", "forbidden", "forbidden"),
    protocol.CONVERSATION_READ: ("ok", "forbidden", "forbidden"),
    protocol.CASE_ACCEPT: ("ok", "taken", "forbidden"),
    protocol.CASE_SHARES: ("ok", "forbidden", "forbidden"),
    protocol.MESSAGE_SEND: ("ok", "stale", "stale"),
    protocol.VALUE_REVEAL: ("forbidden", "forbidden", "forbidden"),
    protocol.TYPING: ("ok", "forbidden", "forbidden"),
    protocol.CASE_RESOLVE: ("ok", "forbidden", "forbidden"),
    protocol.CASE_LEAVE: ("stale", "forbidden", "forbidden"),
}


def code_of(answer: dict[str, Any]) -> str:
    return "ok" if answer["ok"] else str(answer["error"]["code"])


async def test_every_command_has_a_row_and_answers_each_expert_as_it_says(scene: Scene) -> None:
    handlers = set(scene.here.gateway.sockets.handlers[protocol.EXPERT_NAMESPACE]) - {"connect", "disconnect"}
    assert handlers == set(COMMANDS)
    ben = await scene.here.expert("Ben")
    eve = await scene.here.expert(cookie=await scene.here.sign_in("Eve", brands=("fern",)))
    whole = scene.reply(seq=1, entity="PERSON", n=1, reason="to call back")
    for event, (_, colleague, stranger) in COMMANDS.items():
        assert code_of(await ben.command(event, whole)) == colleague, event
        assert code_of(await eve.command(event, whole)) == stranger, event
    for event, (holder, _, _) in COMMANDS.items():
        assert code_of(await scene.ana.command(event, whole)) == holder, event
    for other in (ben, eve):
        assert not [frame for frame in other.frames if "parcel" in frame and "offer" not in frame]
        await other.close()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "c00-" + "a" * 26,
        "c99-" + "a" * 26,
        "c٠٠-" + "a" * 26,
        "c00",
        "{s00}:agenda",
        "*",
        "\0",
        None,
        5,
        [],
        {"$ne": ""},
    ],
)
async def test_conversation_that_is_none_is_forbidden_like_one_of_others(scene: Scene, name: Any) -> None:
    for event in COMMANDS:
        answer = await scene.ana.command(
            event, scene.reply(seq=1, entity="X", n=1, reason="r") | {"conversation": name}
        )
        assert code_of(answer) == ("stale" if event == protocol.MESSAGE_SEND else "forbidden"), event


async def test_wrong_types_are_malformed_and_change_nothing(scene: Scene) -> None:
    for payload in (None, 5, "text", [], True):
        for event in COMMANDS:
            assert code_of(await scene.ana.command(event, payload)) == "malformed", (event, payload)
    bad: list[tuple[str, dict[str, Any]]] = [
        ("conversation.open", {"after": "1"}), ("conversation.open", {"after": -1}),
        ("conversation.open", {"before": 2**60}), ("conversation.open", {"limit": 1.5}),
        ("conversation.read", {"seq": True}), ("case.resolve", {"token": None}), ("case.resolve", {"token": "1"}),
        ("case.leave", {"note": 5}), ("value.reveal", {"n": "1"}),
        ("message.send", {"token": "1"}), ("message.send", {"token": True}), ("message.send", {"client_id": ""}),
        ("message.send", {"client_id": "x" * 65}), ("message.send", {"client_id": "é"}),
        ("message.send", {"client_id": 5}), ("message.send", {"parts": "text"}), ("message.send", {"parts": [5]}),
        ("message.send", {"parts": [None]}), ("message.send", {"parts": [["a"]]}),
        ("message.send", {"parts": [{"entity": "PERSON"}]}), ("message.send", {"parts": [{"entity": 1, "n": 1}]}),
        ("message.send", {"parts": [{"entity": "PERSON", "n": True}]}), ("message.send", {"parts": ["a"] * 500}),
    ]  # fmt: skip
    for event, fields in bad:
        answer = await scene.ana.command(event, {**scene.reply(entity="PERSON", reason="r", n=1), **fields})
        assert code_of(answer) == "malformed", (event, fields)
    page = await scene.ana.command("conversation.open", {"conversation": scene.conversation})
    assert [m["kind"] for m in page["messages"] if m["kind"] == "expert"] == []


async def test_reply_that_cannot_be_sent_is_refused_with_its_reason(scene: Scene) -> None:
    refusals: list[tuple[dict[str, Any], str]] = [
        (scene.reply("x" * 1024 * 1024), "too_long"),
        (scene.reply("x" * 4097), "too_long"),
        (scene.reply(*["x" * 3000] * 2), "too_long"),
        (scene.reply(" \n"), "empty"),
        (scene.reply() | {"parts": []}, "empty"),
        (scene.reply({"entity": "PHONE_NUMBER", "n": 7}), "unknown_placeholder"),
        (scene.reply({"entity": "PERSON", "n": -1}), "unknown_placeholder"),
        (scene.reply({"entity": "PERSON", "n": 2**80}), "unknown_placeholder"),
        (scene.reply("my card is 4111 1111 1111 1111"), "forbidden_content"),
        (scene.reply(token=scene.token + 1), "stale"),
        (scene.reply(token=0), "stale"),
    ]
    for payload, code in refusals:
        assert code_of(await scene.ana.command("message.send", payload)) == code
    fine = await scene.ana.command("message.send", scene.reply("it is on its way", unknown_field={"a": [1]}))
    assert fine["ok"], fine
    await scene.here.sandbox.wait_until(lambda: len(scene.here.sandbox.sends) == 1)


# Frames -------------------------------------------------------------------------------------------------------------

FAR = "42/expert," + "9" * 5_000 + '["typing",{}]'
DEEP = '42/expert,1["typing",' + "[" * 100_000 + "]" * 100_000 + "]"
LONG = '42/expert,1["typing",' + "1" * 5_000 + "]"
FRAMES = [
    "", "4", "9", "x", "42", "40", "41", "43", "44", "45", "46", "42/expert", "42/expert,", "42/expert,1",
    "42/expert,[", "42/expert,[]", "42/expert,{}", "42/expert,null", "42/expert,5", '42/expert,["case.accept"',
    '42/expert,["no.such.event",{"text":"%s"}]', '42/expert,7["no.such.event"]', '42/expert,["connect",{}]',
    '42/expert,["disconnect"]', '42/expert,[["list"]]', '42/expert,[{"a":1}]', "42/nowhere,[\"x\"]", '42["x"]',
    '42/visitor,["message.send",{"text":"%s","client_id":"1"}]', "40/visitor,", '40/visitor,{"visitor":5}',
    "40/expert,{}", "40/nowhere,", FAR, '42/expert,-1["typing",{}]',
    '42/expert,1["typing",{"conversation":NaN}]', '42/expert,1["typing",{"conversation":"\\ud800"}]',
    DEEP, LONG,
    '451-/expert,["typing",{"_placeholder":true,"num":0}]', '45999999-/expert,["typing"]', "45", "b4AAAA",
    '43/expert,1["%s"]', "3", "5", "6", "2probe", "\ud7ff" * 100,
]  # fmt: skip


async def test_malformed_frame_harms_nobody_else_and_is_not_logged(scene: Scene, logs: Logs) -> None:
    cookie = await scene.here.sign_in("Mallory")
    for frame in FRAMES:
        mallory = await scene.here.expert(cookie=cookie)
        await mallory.send_raw(frame.replace("%s", SECRET))
        with contextlib.suppress(ConnectionError, aiohttp.ClientError):
            # Either the socket still answers, or it is closed: it must not hang.
            await mallory.command("conversation.open", {"conversation": "c00"}, timeout=5)
        assert (await scene.ana.command("typing", {"conversation": scene.conversation}))["ok"], frame[:60]
        await mallory.close()
    assert logs.leaks(CANARIES) == []
    assert "Traceback" not in logs.text()
    async with asyncio.timeout(5):
        while len(scene.here.gateway.desk.sockets) > 1:  # noqa: ASYNC110  # the server notices by itself, soon
            await asyncio.sleep(0.01)


async def test_socket_that_connects_many_times_is_one_socket_and_leaves_none_behind(scene: Scene) -> None:
    mallory = await scene.here.expert("Mallory")
    for _ in range(50):
        await mallory.send_raw("40/expert,{}")
    assert code_of(await mallory.command("conversation.open", {"conversation": "c00"})) == "forbidden"
    assert len(scene.here.gateway.desk.sockets) <= 2
    await mallory.close()
    assert (await scene.ana.command("typing", {"conversation": scene.conversation}))["ok"]
    async with asyncio.timeout(5):
        while len(scene.here.gateway.desk.sockets) > 1:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_frame_over_the_limit_closes_its_socket_alone(scene: Scene) -> None:
    mallory = await scene.here.expert("Mallory")
    await mallory.send_raw("42/expert,[" + '"a",' * (MAX_FRAME_BYTES // 4) + '"a"]')
    async with asyncio.timeout(10):
        await mallory.closed.wait()
    await mallory.close()
    assert (await scene.ana.command("typing", {"conversation": scene.conversation}))["ok"]


# Who gets in ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no_origin"),
        pytest.param({"Origin": "null"}, id="null_origin"),
        pytest.param({"Origin": "https://evil.example"}, id="evil_origin"),
        pytest.param({"Origin": SHOP}, id="origin_of_the_shop"),
        pytest.param({"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}, id="forwarded_host"),
    ],
)
async def test_expert_socket_of_another_page_hears_nothing(acme: House, headers: dict[str, str]) -> None:
    cookie = await acme.sign_in()
    url = f"{acme.url}/socket.io/?EIO=4&transport=websocket"
    try:
        socket = await acme.http.ws_connect(url, headers={"Cookie": cookie, **headers})
    except aiohttp.WSServerHandshakeError as refused:
        assert refused.status == 400
        return
    async with socket:
        await socket.receive()
        await socket.send_str("40/expert,{}")
        answer = await socket.receive(timeout=5)
        assert '44/expert,{"message":"not_signed_in"' in str(answer.data)


@pytest.mark.parametrize(
    "cookie",
    ["", "rapport_session=", "rapport_session=" + "x" * 5_000, "rapport_session=\udcff\udcfe", "=;=;\t", "a" * 8_000],
)
async def test_expert_socket_with_a_strange_cookie_is_refused(acme: House, logs: Logs, cookie: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(acme.url.rpartition(":")[2]))
    head = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n"
        f"Origin: {acme.url}\r\nCookie: {cookie}\r\n\r\n"
    )
    writer.write(head.encode("utf-8", "surrogateescape"))
    frame = b"40/expert,{}"
    writer.write(bytes([0x81, 0x80 | len(frame), 0, 0, 0, 0]) + frame)
    async with asyncio.timeout(5):
        assert b"not_signed_in" in await reader.readuntil(b"not_signed_in")
    writer.transport.abort()
    assert "Traceback" not in logs.text()


@pytest.mark.parametrize(
    "path", ["/invite/%FF%FE", "/invite/" + "x" * 4_000, "/invite/%00", "/client/..%2f..%2fapp.py"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_strange_path_is_refused_without_a_failure(acme: House, method: str, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(acme.url.rpartition(":")[2]))
    writer.write(
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: {acme.url}\r\nContent-Length: 0\r\n"
        "Cookie: rapport_session=".encode()
        + b"\xff\xfe\r\nAuthorization: Bearer \xff\r\n\r\n"
    )
    async with asyncio.timeout(5):
        status = int((await reader.readline()).split()[1])
    assert 400 <= status < 500
    writer.transport.abort()


# Visitors -----------------------------------------------------------------------------------------------------------

SECOND = f"""
[brands.acme.channels.second]
kind = "webchat"
allowed_origins = ["{SHOP}"]
"""


def visitor(here: House, auth: Any, origin: str = SHOP) -> SocketClient:
    return SocketClient(here.http, here.url, protocol.VISITOR_NAMESPACE, auth=auth, origin=origin)


async def refusal(client: SocketClient) -> str:
    with pytest.raises(ConnectionRefusedError) as refused:
        await client.connect()
    await client.close()
    return str(refused.value)


async def test_visitor_gets_in_only_with_the_token_and_the_page_of_this_channel(tmp_path: Path) -> None:
    async with house(tmp_path, more=SECOND) as here:
        client, token = await here.visitor()
        await client.close()
        right = {"channel": "acme/site", "visitor": token, "protocol": 1}
        changed = token[:-1] + ("A" if token[-1] != "A" else "B")
        for auth, word in [
            ({**right, "visitor": changed}, "unknown_visitor"),
            ({**right, "visitor": token + "A"}, "unknown_visitor"),
            ({**right, "visitor": "x" * 10_000}, "unknown_visitor"),
            ({**right, "channel": "acme/second"}, "unknown_visitor"),
            ({**right, "channel": "acme/wa-main"}, "unknown_channel"),
            ({**right, "channel": "acme/nope"}, "unknown_channel"),
            ({**right, "visitor": None}, "unknown_channel"),
            ({}, "unknown_channel"),
            ([], "unknown_channel"),
        ]:
            assert await refusal(visitor(here, auth)) == word, auth
        assert await refusal(visitor(here, right, origin=here.url)) == "origin_not_allowed"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await visitor(here, right, origin="https://evil.example").connect()


async def test_visitor_repeating_a_client_id_has_written_once(acme: House) -> None:
    client, token = await acme.visitor()
    payload = {"client_id": "8d7f4c1e-0000-4000-8000-000000000001", "text": "is it here yet?"}
    first = await client.command("message.send", payload)
    assert first["ok"], first
    again = await client.command("message.send", payload)
    assert again["seq"] == first["seq"]
    await client.close()
    back, _ = await acme.visitor(token)
    assert (await back.command("message.send", payload))["seq"] == first["seq"]
    messages = (await back.command("visitor.resume", {"after": 0}))["messages"]
    assert [message["text"] for message in messages] == ["is it here yet?"]
    await back.close()


async def test_visitor_who_writes_too_fast_is_slowed_down_on_every_socket(acme: House) -> None:
    client, token = await acme.visitor()
    answers = [
        await client.command("message.send", {"client_id": f"8d7f4c1e-0000-4000-8000-{n:012}", "text": "hello"})
        for n in range(BURST + 3)
    ]
    assert [code_of(answer) for answer in answers[:BURST]] == ["ok"] * BURST
    assert code_of(answers[-1]) == "slow_down"
    assert answers[-1]["error"]["retry_after_s"] > 0
    await client.close()
    again, _ = await acme.visitor(token)
    payload = {"client_id": "8d7f4c1e-0000-4000-8000-0000000000ff", "text": "hello"}
    assert code_of(await again.command("message.send", payload)) == "slow_down", "the allowance is the visitor's"
    await again.close()


async def test_visitor_sending_nonsense_gets_a_coded_error(acme: House, logs: Logs) -> None:
    client, _ = await acme.visitor()
    whole = {"client_id": "8d7f4c1e-0000-4000-8000-000000000001", "text": SECRET}
    for event, payload, code in [
        ("message.send", None, "malformed"), ("message.send", {**whole, "text": 5}, "malformed"),
        ("message.send", {**whole, "client_id": None}, "malformed"),
        ("message.send", {**whole, "client_id": "../../x" * 40}, "malformed"),
        ("message.send", {**whole, "text": " "}, "empty"),
        ("message.send", {**whole, "text": "x" * (TEXT_LIMIT + 1)}, "too_long"),
        ("message.send", {**whole, "text": "x" * 1024 * 1024}, "too_long"),
        ("visitor.read", {"seq": "1"}, "malformed"), ("visitor.read", {"seq": 2**70}, "ok"),
        ("visitor.read", {"seq": -5}, "ok"), ("visitor.resume", {"after": -1}, "malformed"),
        ("visitor.resume", {"after": 2**70}, "ok"), ("visitor.resume", {}, "malformed"),
    ]:  # fmt: skip
        answer = await client.command(event, payload)
        assert code_of(answer) == code, (event, answer)
    await client.close()
    assert logs.leaks(CANARIES) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"\xff", b"[" * 4_000, b'{"visitor":5}', b'{"visitor":"\\ud800"}']
)
async def test_session_of_a_visitor_begins_or_is_malformed_whatever_comes(acme: House, body: bytes) -> None:
    url = f"{acme.url}/widget/acme/site/session"
    async with acme.http.post(url, data=body, headers={"Origin": SHOP}) as answer:
        assert answer.status in (200, 400)
    async with acme.http.post(url, data=b" " * 5_000, headers={"Origin": SHOP}) as answer:
        assert answer.status == 413
    async with acme.http.post(url, data=body, headers={"Origin": "https://evil.example"}) as answer:
        assert answer.status == 403
