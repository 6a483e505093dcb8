"""The model file: weights of hashed features as small integers, compressed, with their own checksum."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple
from zlib import compress, decompress

from anonymizer.tagger.features import BITS

SCALE = 24
"""A weight of 1.0 in the trainer is this many steps in the file."""
SHIFT = 16
"""A packed score is ``name + (address << SHIFT)``; sums of a hundred weights fit."""
BIAS = 128 + (128 << SHIFT)
"""Added to each weight in memory, so that all are positive and a table can be filled without arithmetic."""
_MAGIC = b"RTG1"


class Model(NamedTuple):
    """``weights``: packed score of each slot plus ``BIAS``. ``moves[a][b]``: score of label ``b`` after ``a``."""

    weights: array[int]
    moves: tuple[tuple[int, ...], ...]


def pack(weights: Sequence[Sequence[int]], moves: Sequence[Sequence[int]]) -> bytes:
    """The file's bytes: magic, SHA-256 of the rest, nine transition scores, two planes of weights."""
    planes = b"".join(bytes(pair[label] + 128 for pair in weights) for label in range(2))
    flat = array("h", [value for row in moves for value in row])
    if sys.byteorder == "big":
        flat.byteswap()
    body = compress(flat.tobytes() + planes, 9)
    return _MAGIC + sha256(body).digest() + body


def unpack(data: bytes) -> Model:
    """Raise ``ValueError`` when the bytes are no model or were changed."""
    body = data[36:]
    if data[:4] != _MAGIC or sha256(body).digest() != data[4:36]:
        raise ValueError("the tagger's model file is damaged")
    raw = decompress(body)
    flat = array("h", raw[:18])
    if sys.byteorder == "big":
        flat.byteswap()
    table = bytearray(4 << BITS)
    low, high = (0, 2) if sys.byteorder == "little" else (3, 1)
    table[low::4] = raw[18 : 18 + (1 << BITS)]
    table[high::4] = raw[18 + (1 << BITS) :]
    weights = array("I")
    weights.frombytes(table)
    return Model(weights, tuple(tuple(flat[row * 3 : row * 3 + 3]) for row in range(3)))


def load() -> Model:
    """The shipped model."""
    return unpack((files("anonymizer") / "data" / "tagger.bin").read_bytes())
