"""Bad input at the webhooks: refused or kept, never a 5xx, never lost, never in the log."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from yarl import URL

from connectors.sandbox.whatsapp.graph import HUGE_BYTES
from connectors.whatsapp.capabilities import CAPABILITIES
from gateway.metrics import REGISTRY
from gateway.privacy.quarantine import QuarantinedBody
from gateway.store import keys
from tests.support.canaries import Canary, find_canaries
from tests.support.house import VERIFY_TOKEN, House
from tests.support.logs import Logs, logs
from tests.support.webhooks import PATH, body_of, encode, post, post_raw, sign, text_message

__all__ = ["logs"]

LIMIT = CAPABILITIES.max_body_bytes
SECRET_TEXT = "the parcel of Canary Birdsong 0171 5550199"
CANARIES = [Canary("text", SECRET_TEXT), Canary("number", "491701234567")]
OVERSIZE = "rapport_webhook_oversize_total"
STALL_S = 0.5
"""The goal is a tenth of a second on a machine of its own; here others work beside us."""


async def names(house: House) -> set[bytes]:
    """Every key of the store, but for the list of processes that live."""
    found = await house.gateway.storage.client.call("*", "KEYS", "*")
    return {name for name in found if name != keys.PROCESSES.encode()}


async def kept(house: House) -> list[tuple[QuarantinedBody, bytes]]:
    return await house.gateway.quarantine.read("acme")


async def texts_in(house: House, count: int) -> list[str]:
    """Accept the one offer there is and read what the customer wrote; waits for ``count`` messages."""
    expert = await house.expert()
    started = await expert.wait_for("session.started")
    offers = started["offers"] or [await expert.wait_for("offer.made")]
    conversation = {"conversation": offers[0]["conversation"]}
    assert (await expert.command("case.accept", conversation))["ok"]
    messages = (await expert.command("conversation.open", conversation))["messages"]
    await expert.close()
    texts = [message["content"]["text"][0] for message in messages if message["kind"] == "customer"]
    assert len(texts) == count
    return texts


@pytest.fixture
async def stalls() -> AsyncIterator[list[float]]:
    """How late the loop ran, as a list of the longest delays; the last one is what counts."""
    worst = [0.0]

    async def watch() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            worst[0] = max(worst[0], time.monotonic() - before - 0.01)

    task = asyncio.create_task(watch())
    yield worst
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


# Signatures ---------------------------------------------------------------------------------------------------------

BODY = encode(body_of(text_message(SECRET_TEXT)))
RIGHT = sign(BODY)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="missing"),
        pytest.param({"X-Hub-Signature-256": ""}, id="empty"),
        pytest.param({"X-Hub-Signature-256": sign(BODY + b" ")}, id="of_another_body"),
        pytest.param({"X-Hub-Signature-256": RIGHT[:-1]}, id="short"),
        pytest.param({"X-Hub-Signature-256": RIGHT + "0"}, id="long"),
        pytest.param({"X-Hub-Signature-256": RIGHT.removeprefix("sha256=")}, id="without_prefix"),
        pytest.param({"X-Hub-Signature-256": RIGHT.replace("sha256", "sha1")}, id="sha1_prefix"),
        pytest.param({"X-Hub-Signature": "sha1=" + "0" * 40}, id="sha1_header"),
        pytest.param({"X-Hub-Signature": RIGHT}, id="right_in_the_sha1_header"),
        pytest.param({"X-Hub-Signature-256": "sha256=" + "é" * 64}, id="not_ascii"),
    ],
)
async def test_webhook_without_its_signature_is_refused_and_leaves_no_trace(
    acme: House, logs: Logs, headers: dict[str, str]
) -> None:
    before = await names(acme)
    assert await post(acme, BODY, headers) == 401
    assert await names(acme) == before
    assert logs.leaks(CANARIES) == []


async def test_webhook_changed_in_any_byte_is_refused(acme: House) -> None:
    for place in range(0, len(BODY), 37):
        changed = bytes([*BODY[:place], BODY[place] ^ 1, *BODY[place + 1 :]])
        assert await post(acme, changed, {"X-Hub-Signature-256": RIGHT}) == 401


# Bodies that are too large, packed or slow --------------------------------------------------------------------------


async def test_declared_body_over_the_limit_is_refused_before_it_is_read(acme: House) -> None:
    before = REGISTRY.get_sample_value(OVERSIZE, {"channel": "acme/wa-main"}) or 0
    assert await post_raw(acme, [f"Content-Length: {LIMIT + 1}"], []) == 413
    assert REGISTRY.get_sample_value(OVERSIZE, {"channel": "acme/wa-main"}) == before + 1


async def test_chunked_body_over_the_limit_is_refused_with_an_alarm(acme: House, logs: Logs) -> None:
    before = REGISTRY.get_sample_value(OVERSIZE, {"channel": "acme/wa-main"}) or 0
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    assert await post_raw(acme, ["Transfer-Encoding: chunked"], [chunk] * (LIMIT // 0x10000 + 40)) == 413
    assert REGISTRY.get_sample_value(OVERSIZE, {"channel": "acme/wa-main"}) == before + 1
    assert '"level": "error"' in logs.text()


async def test_body_at_the_limit_is_taken(acme: House) -> None:
    body = BODY + b" " * (LIMIT - len(BODY))
    assert await post(acme, body) == 200
    assert len(await texts_in(acme, 1)) == 1


BOMB = gzip.compress(b" " * 32 * HUGE_BYTES, 1)


async def test_packed_body_is_refused_without_unpacking_it(acme: House, stalls: list[float]) -> None:
    headers = {"Content-Encoding": "gzip", "X-Hub-Signature-256": sign(BOMB)}
    stalls[0] = 0.0
    assert await post(acme, BOMB, headers) == 415
    assert stalls[0] < STALL_S
    assert await post(acme, b"no gzip", {**headers, "Content-Encoding": "br"}) == 415


# Authentic and not understood ---------------------------------------------------------------------------------------

_MESSAGE = encode(body_of(text_message("the very first")))

GARBAGE = {
    "empty": b"",
    "cut": _MESSAGE[:-5],
    "list": b"[]",
    "null": b"null",
    "not_utf8": _MESSAGE.replace(b"first", b"\xff\xfe"),
    "utf16": _MESSAGE.decode().encode("utf-16"),
    "byte_order_mark": b"\xef\xbb\xbf" + _MESSAGE,
    "nan": _MESSAGE.replace(b'"1750000000"', b"NaN"),
    "infinite": _MESSAGE.replace(b'"1750000000"', b"1e400"),
    "deep": _MESSAGE.replace(b'"the very first"', b"[" * 100_000 + b"]" * 100_000),
    "deep_and_open": b'{"a":' * 100_000,
    "repeated_key": _MESSAGE.replace(b'"type":"text"', b'"type":"text","type":"text"'),
    "long_number": _MESSAGE.replace(b'"1750000000"', b"1" * 5_000),
    "nul_bytes": b"\0" * 100,
    "another_product": b'{"object":"page","entry":[]}',
}


async def test_authentic_garbage_is_kept_encrypted_and_the_next_message_arrives(
    acme: House, logs: Logs, stalls: list[float]
) -> None:
    for body in GARBAGE.values():
        stalls[0] = 0.0
        assert await post(acme, body) == 200
        assert stalls[0] < STALL_S
    assert await post(acme, _MESSAGE) == 200
    assert await texts_in(acme, 1) == ["the very first"]
    opened = {body for _, body in await kept(acme)}
    for name, body in GARBAGE.items():
        assert body in opened or json.loads(body)["object"] == "page", name
    assert len(opened) == len(GARBAGE)
    canary = [Canary("text", "the very")]
    for file in (acme.folder / "store").rglob("*"):
        assert not file.is_file() or find_canaries(file.read_bytes(), canary) == []
    assert logs.leaks(canary) == []


@pytest.mark.parametrize(
    "text, shown",
    [
        pytest.param("a\ud800b", "a�b", id="lone_surrogate"),
        pytest.param("a\0b", "ab", id="nul"),
        pytest.param("\u202egpj.exe", "\u202egpj.exe", id="right_to_left"),
        pytest.param("a\r\nb", "a\r\nb", id="line_break"),
        pytest.param("👩‍👩‍👧‍👧", "👩‍👩‍👧‍👧", id="joined_emoji"),
    ],
)
async def test_strange_characters_arrive_as_text(acme: House, text: str, shown: str) -> None:
    assert await post(acme, encode(body_of(text_message(text)))) == 200
    assert await texts_in(acme, 1) == [shown]


BAD_MESSAGES: list[Any] = [
    5, None, [], "text", {}, {"id": "x"}, text_message("a", text=None), text_message("a", text={"body": 5}),
    text_message("a", type="location"), text_message("a", type="contacts", contacts=[5]),
    text_message("a", type="edit"), text_message("a", **{"from": "", "id": ""}),
]  # fmt: skip


async def test_bad_items_of_a_batch_are_kept_and_the_good_ones_arrive_in_order(acme: House) -> None:
    words = [f"part {letter}" for letter in "abcdefghijkl"]  # digits one by one would be masked as a number
    good = [text_message(word) for word in words]
    mixed = [message for pair in zip(good, BAD_MESSAGES, strict=True) for message in pair]
    assert await post(acme, encode(body_of(*mixed))) == 200
    assert await texts_in(acme, len(good)) == words
    assert len(await kept(acme)) == len(BAD_MESSAGES)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"timestamp": "9" * 23}, id="time_beyond_all"),
        pytest.param({"timestamp": "-5"}, id="negative_time"),
        pytest.param({"timestamp": 10**40}, id="time_as_huge_number"),
        pytest.param({"timestamp": None}, id="no_time"),
        pytest.param({"id": "x" * 100_000}, id="long_id"),
        pytest.param({"context": {"from": 5, "id": "wamid.nowhere"}}, id="quote_of_nothing"),
        pytest.param({"context": []}, id="quote_of_another_form"),
        pytest.param({"from_user_id": "\ud800"}, id="surrogate_in_the_sender"),
        pytest.param({"extra": {"deep": [[[[[{}]]]]]}}, id="unknown_fields"),
    ],
)
async def test_message_with_a_strange_envelope_arrives(acme: House, more: dict[str, Any]) -> None:
    assert await post(acme, encode(body_of(text_message("hello there", **more)))) == 200
    assert await texts_in(acme, 1) == ["hello there"]


async def test_message_of_thousands_of_values_is_stored_whole_and_shown_masked(
    acme: House, stalls: list[float]
) -> None:
    cards = [{"name": {"formatted_name": f"Person {n}"}, "phones": [{"phone": f"+4917{n:08}"}]} for n in range(5_000)]
    stalls[0] = 0.0
    message = text_message("", type="contacts", contacts=cards)
    assert await post(acme, encode(body_of(message))) == 200
    assert stalls[0] < 2 * STALL_S
    expert = await acme.expert()
    offer = (await expert.wait_for("session.started"))["offers"][0]
    conversation = {"conversation": offer["conversation"]}
    assert (await expert.command("case.accept", conversation))["ok"]
    shown = (await expert.command("conversation.open", conversation))["messages"][1]["content"]["fields"]
    assert shown["0.name"] == [{"entity": "PERSON", "n": 1}]
    assert shown["499.phone"] == [{"entity": "PHONE_NUMBER", "n": 500}]
    await expert.close()


async def test_event_that_meets_a_mistake_of_ours_is_kept_and_costs_no_other(
    acme: House, logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = acme.gateway.ingest.message

    async def stumble(channel: Any, event: Any) -> Any:
        if "stumble" in event.content.text:
            raise ValueError(SECRET_TEXT)
        return await whole(channel, event)

    monkeypatch.setattr(acme.gateway.ingest, "message", stumble)
    body = encode(body_of(text_message("before"), text_message("stumble"), text_message("after")))
    assert await post(acme, body) == 200
    assert await texts_in(acme, 2) == ["before", "after"]
    assert [raw for _, raw in await kept(acme)] == [body]
    assert "ValueError" in logs.text()
    assert logs.leaks([*CANARIES, Canary("word", "stumble and fall")]) == []


# The store does not take writes ---------------------------------------------------------------------------------------


async def test_silent_store_answers_503_within_about_a_second_and_recovers(acme: House, logs: Logs) -> None:
    assert await post(acme, _MESSAGE) == 200
    store = acme.gateway.storage.embedded
    assert store is not None and store.pid is not None
    body = encode(body_of(text_message("the second")))
    os.kill(store.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert await post(acme, body) == 503
        assert time.monotonic() - began < 2.0
        async with acme.http.get(f"{acme.url}/readyz") as ready, acme.http.get(f"{acme.url}/healthz") as healthy:
            assert (ready.status, healthy.status) == (503, 200)
    finally:
        os.kill(store.pid, signal.SIGCONT)
    await _until_taken(acme, body)
    assert await texts_in(acme, 2) == ["the very first", "the second"]


async def test_full_store_answers_503_still_lets_read_and_recovers(acme: House, logs: Logs) -> None:
    assert await post(acme, _MESSAGE) == 200
    body = encode(body_of(text_message("the second")))
    client = acme.gateway.storage.client
    expert = await acme.expert()
    offer = (await expert.wait_for("session.started"))["offers"][0]
    conversation = {"conversation": offer["conversation"]}
    assert (await expert.command("case.accept", conversation))["ok"]
    await client.call("", "CONFIG", "SET", "maxmemory", "1")
    try:
        began = time.monotonic()
        assert await post(acme, body) == 503
        assert time.monotonic() - began < 1.5
        acme.gateway.conversations.forget(offer["conversation"])
        assert (await expert.command("conversation.open", conversation))["ok"]
        reply = {**conversation, "token": 1, "client_id": "r-1", "parts": ["hello"]}
        assert (await expert.command("message.send", reply))["error"]["code"] == "unavailable"
    finally:
        await client.call("", "CONFIG", "SET", "maxmemory", "0")
    await _until_taken(acme, body)
    messages = (await expert.command("conversation.open", conversation))["messages"]
    assert [m["content"]["text"] for m in messages if m["kind"] == "customer"] == [["the very first"], ["the second"]]
    await expert.close()


async def _until_taken(house: House, body: bytes) -> None:
    """Deliver again and again, as the platform does."""
    async with asyncio.timeout(15):
        while (status := await post(house, body)) != 200:
            assert status == 503


# Addresses and the subscription check ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/webhooks/acme/nope", "/webhooks/other/wa-main", "/webhooks/acme/site"])
async def test_unknown_channel_answers_404(acme: House, path: str) -> None:
    assert await post(acme, BODY, path=path) == 404
    async with acme.http.get(acme.url + path, params={"hub.mode": "subscribe"}) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "token, challenge, status",
    [
        pytest.param(VERIFY_TOKEN, "1158201444", 200, id="right"),
        pytest.param(VERIFY_TOKEN + "x", "1158201444", 403, id="wrong"),
        pytest.param("", "1158201444", 403, id="empty"),
        pytest.param(None, "1158201444", 403, id="missing"),
        pytest.param("\udcff", "1158201444", 403, id="not_utf8"),
        pytest.param(VERIFY_TOKEN, "<script>alert(1)</script>", 403, id="challenge_of_markup"),
        pytest.param(VERIFY_TOKEN, None, 403, id="no_challenge"),
    ],
)
async def test_subscription_check_answers_only_the_right_token(
    acme: House, logs: Logs, token: str | None, challenge: str | None, status: int
) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": challenge}
    encoded = "&".join(
        f"{name}={''.join(f'%{byte:02X}' for byte in value.encode('utf-8', 'surrogateescape'))}"
        for name, value in query.items()
        if value is not None
    )
    async with acme.http.get(URL(f"{acme.url}{PATH}?{encoded}", encoded=True)) as answer:
        assert answer.status == status
        said = await answer.text()
        assert (said == challenge) if status == 200 else ("script" not in said and "1158201444" not in said)
        assert answer.content_type == "text/plain"
    assert logs.leaks([Canary("token", VERIFY_TOKEN)]) == []
