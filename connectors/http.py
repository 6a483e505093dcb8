"""
Calls to platforms: deadlines, a capped answer, and an exact word on what may have happened.

A request whose body was not begun to be written was certainly not taken. Whatever goes wrong after that leaves the
outcome unknown, unless the platform itself answers.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import aiohttp
import msgspec
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import BytesPayload

from connectors.errors import OutcomeUnknown, RetryableError

CONNECT_TIMEOUT_S = 3.0
TOTAL_TIMEOUT_S = 10.0
MAX_ANSWER_BYTES = 256 * 1024

NOT_REACHED_TEXT = "The platform could not be reached."
NO_ANSWER_TEXT = "The platform did not answer properly; the message may have been accepted."


class PlatformAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the platform answered: a complete answer below 500, redirects excluded.

    ``body`` is decompressed and at most ``MAX_ANSWER_BYTES`` long. Header names are case-insensitive.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class UnclearAnswer(OutcomeUnknown):
    """The platform answered with a failure of its own. The message may have been accepted."""

    def __init__(self, answer: PlatformAnswer) -> None:
        super().__init__(f"http_{answer.status}")
        self.answer = answer


class _WatchedBody(BytesPayload):
    """A request body that knows whether its writing was begun."""

    def __init__(self, value: bytes, content_type: str) -> None:
        super().__init__(value, content_type=content_type)
        self.begun = False

    async def write(self, writer: AbstractStreamWriter) -> None:
        self.begun = True
        await super().write(writer)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        self.begun = True
        await super().write_with_length(writer, content_length)


async def post(
    session: aiohttp.ClientSession,
    url: str,
    *,
    body: bytes,
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    total_s: float = TOTAL_TIMEOUT_S,
) -> PlatformAnswer:
    """
    POST once; never repeats and never follows a redirect.

    Connecting may take ``CONNECT_TIMEOUT_S``, everything together ``total_s``. Nothing here is logged.

    Raises
    ------
    RetryableError
        No connection (name, TCP or TLS): certainly not sent.
    OutcomeUnknown
        The body was begun, and then came a timeout, a lost connection, a redirect, a 5xx, or an answer that is cut
        off, too large or wrongly compressed. A readable 5xx is an ``UnclearAnswer``.
    """
    watched = _WatchedBody(body, content_type)
    try:
        async with session.post(
            url,
            data=watched,
            headers={"Accept-Encoding": "identity", **(headers or {})},
            params=query,
            timeout=aiohttp.ClientTimeout(total=total_s, connect=CONNECT_TIMEOUT_S),
            allow_redirects=False,
            auto_decompress=False,
        ) as response:
            answer = await _read(response)
    except (aiohttp.ClientError, OSError) as error:
        code = "timeout" if isinstance(error, TimeoutError) else "connection_lost"
        raise _failure(watched, code) from error
    if 300 <= answer.status < 400:
        raise OutcomeUnknown(f"http_{answer.status}", NO_ANSWER_TEXT)
    if answer.status >= 500:
        raise UnclearAnswer(answer)
    return answer


async def _read(response: aiohttp.ClientResponse) -> PlatformAnswer:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > MAX_ANSWER_BYTES:
            raise _too_large(response)
        chunks.append(chunk)
    body = b"".join(chunks)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding != "identity":
        body = _decompress(body, encoding, response)
    return PlatformAnswer(status=response.status, headers=response.headers, body=body)


def _decompress(body: bytes, encoding: str, response: aiohttp.ClientResponse) -> bytes:
    window_bits = {"gzip": 31, "x-gzip": 31, "deflate": 15}.get(encoding)
    if window_bits is None:
        response.close()
        raise OutcomeUnknown("encoded_answer", NO_ANSWER_TEXT)
    stream = zlib.decompressobj(window_bits)
    try:
        plain = stream.decompress(body, MAX_ANSWER_BYTES + 1)
    except zlib.error as error:
        raise OutcomeUnknown("encoded_answer", NO_ANSWER_TEXT) from error
    if len(plain) > MAX_ANSWER_BYTES:
        raise _too_large(response)
    if not stream.eof:
        raise OutcomeUnknown("truncated_answer", NO_ANSWER_TEXT)
    return plain


def _too_large(response: aiohttp.ClientResponse) -> OutcomeUnknown:
    # closing drops the connection: what the platform still wants to say is not read
    response.close()
    return OutcomeUnknown("answer_too_large", NO_ANSWER_TEXT)


def _failure(watched: _WatchedBody, code: str) -> RetryableError | OutcomeUnknown:
    if watched.begun:
        return OutcomeUnknown(code, NO_ANSWER_TEXT)
    return RetryableError("not_reached", NOT_REACHED_TEXT)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read ``Retry-After`` in whole seconds, at most a day; a date or nonsense counts as absent."""
    value = headers.get("Retry-After", "").strip()
    return float(min(int(value), 86_400)) if value.isascii() and value.isdigit() and len(value) <= 9 else None
