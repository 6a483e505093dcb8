"""What is certain and what is not, after a call to a platform that behaves in any way it likes."""

import asyncio
import contextlib
import gzip
import socket
import zlib

import aiohttp
import pytest

from connectors.errors import OutcomeUnknown, RetryableError
from connectors.http import MAX_ANSWER_BYTES, UnclearAnswer, post, retry_after_s

JSON = b"Content-Type: application/json\r\n"


def answer(body, *headers, status=b"200 OK", length=None):
    lines = [*headers, b"Content-Length: %d" % (len(body) if length is None else length)]
    return b"HTTP/1.1 " + status + b"\r\n" + b"\r\n".join(lines) + b"\r\n\r\n" + body


@contextlib.asynccontextmanager
async def platform(reply, *, read=True, hold=False):
    """Serve one scripted reply to every request; gives the address and the requests seen."""
    seen = []
    released = asyncio.Event()

    async def serve(reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            if read:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
                )
                seen.append(head + await reader.readexactly(length))
            writer.write(reply)
            await writer.drain()
            if hold:
                await released.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/messages", seen
    finally:
        released.set()
        server.close()
        await server.wait_closed()


async def call(url, **options):
    async with aiohttp.ClientSession() as http:
        return await post(http, url, body=b'{"text":"hi"}', **options)


async def test_complete_answer_is_returned_whole():
    async with platform(answer(b'{"id":"1"}', b"Retry-After: 7")) as (url, seen):
        got = await call(url, headers={"Authorization": "Bearer t"}, query={"proof": "a b"})
    assert (got.status, got.body, got.headers["retry-after"]) == (200, b'{"id":"1"}', "7")
    assert seen[0].startswith(b"POST /messages?proof=a+b HTTP/1.1")
    assert seen[0].endswith(b'\r\n\r\n{"text":"hi"}')
    assert b"Authorization: Bearer t" in seen[0]


@pytest.mark.parametrize("status", [b"400 Bad Request", b"401 Unauthorized", b"429 Too Many Requests"])
async def test_refusal_is_an_answer(status):
    async with platform(answer(b"{}", status=status)) as (url, _):
        assert (await call(url)).status == int(status[:3])


async def test_compressed_answer_is_unpacked():
    for body, name in ((gzip.compress(b'{"id":1}'), b"gzip"), (zlib.compress(b'{"id":1}'), b"deflate")):
        async with platform(answer(body, b"Content-Encoding: " + name)) as (url, _):
            assert (await call(url)).body == b'{"id":1}'


async def test_answer_of_the_greatest_size_is_read():
    async with platform(answer(b"a" * MAX_ANSWER_BYTES)) as (url, _):
        assert len((await call(url)).body) == MAX_ANSWER_BYTES


UNKNOWN = {
    "nothing": b"",
    "no http": b"\x00\x01\x02\r\n\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "cut off": answer(b'{"id":', length=100),
    "too large": answer(b"a" * (MAX_ANSWER_BYTES + 1)),
    "claims to be huge": answer(b"a" * (MAX_ANSWER_BYTES + 1), length=10**12),
    "bomb": answer(gzip.compress(b" " * 50_000_000), b"Content-Encoding: gzip"),
    "half a gzip": answer(gzip.compress(b"abc" * 1000)[:-12], b"Content-Encoding: gzip"),
    "no gzip": answer(b"plain", b"Content-Encoding: gzip"),
    "strange encoding": answer(b"plain", b"Content-Encoding: br"),
    "redirect": answer(b"", b"Location: http://127.0.0.1:9/", status=b"307 Temporary Redirect"),
}


@pytest.mark.parametrize("reply", UNKNOWN.values(), ids=UNKNOWN.keys())
async def test_answer_that_is_none_leaves_the_outcome_unknown(reply):
    async with platform(reply) as (url, seen):
        with pytest.raises(OutcomeUnknown):
            await call(url)
    assert len(seen) == 1, "a POST is never repeated"


async def test_server_error_leaves_the_outcome_unknown_and_keeps_the_answer():
    async with platform(answer(b'{"error":{}}', status=b"503 Service Unavailable")) as (url, _):
        with pytest.raises(UnclearAnswer) as unclear:
            await call(url)
    assert (unclear.value.code, unclear.value.answer.body) == ("http_503", b'{"error":{}}')


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 200 OK\r\n", answer(b'{"id":', length=100)])
async def test_silence_after_the_request_is_a_timeout_with_unknown_outcome(reply):
    async with platform(reply, hold=True) as (url, _):
        with pytest.raises(OutcomeUnknown) as unknown:
            await call(url, total_s=0.2)
    assert unknown.value.code == "timeout"


async def test_refused_connection_is_certainly_not_sent():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(RetryableError):
            await call(f"http://127.0.0.1:{unused.getsockname()[1]}/")


async def test_unknown_host_is_certainly_not_sent():
    with pytest.raises(RetryableError):
        await call("http://nowhere.invalid/")


async def test_failed_tls_is_certainly_not_sent():
    async with platform(answer(b"{}"), read=False) as (url, _):
        with pytest.raises(RetryableError):
            await call(url.replace("http:", "https:"))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), ("0", 0.0), ("999999", 86_400.0), ("-1", None), ("soon", None), ("", None), ("٣", None)],
)
def test_retry_after_is_read_in_seconds(value, seconds):
    assert retry_after_s({"Retry-After": value}) == seconds
