"""Bodies of the form ``application/x-www-form-urlencoded``, byte by byte as they were sent."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from connectors.errors import MalformedPayload

MAX_FIELDS = 1000

Pair = tuple[bytes, bytes]


def read_pairs(body: bytes) -> list[Pair]:
    """
    Decode a body, blank values and repetitions included, in its order.

    Raises
    ------
    MalformedPayload
        More than ``MAX_FIELDS`` fields: nothing that Twilio sends, and slow to read.
    """
    if body.count(b"&") >= MAX_FIELDS:
        raise MalformedPayload("too many fields")
    pairs = []
    for piece in body.split(b"&"):
        if piece:
            name, _, value = piece.partition(b"=")
            pairs.append((_decode(name), _decode(value)))
    return pairs


def to_fields(pairs: Iterable[Pair]) -> dict[str, str]:
    """
    Make texts of a form; of a repeated name the first value counts.

    What is not UTF-8 becomes U+FFFD, and NUL characters are dropped, since later stages cannot carry them.
    """
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(_text(name), _text(value))
    return fields


def _decode(part: bytes) -> bytes:
    return unquote_to_bytes(part.replace(b"+", b" "))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\x00", "")
