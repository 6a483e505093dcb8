"""
JSON as strictly as a signed webhook body deserves.

UTF-8 without a byte-order mark, no duplicate keys, no NaN or infinity, at most ``MAX_DEPTH`` levels. Lone
surrogates become U+FFFD and NUL characters are dropped, since later stages cannot carry them.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from connectors.errors import MalformedPayload

MAX_DEPTH = 32

# possessive, and content with an unterminated string too, so that no input makes it look at a byte twice
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_TO_SQUARE = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_UNCLEAN = re.compile("[\x00\ud800-\udfff]")


def loads(body: bytes) -> Any:
    """
    Decode one body.

    Raises
    ------
    MalformedPayload
        The message names the kind of mistake and nothing of the content.
    """
    if not well_nested(body):
        raise MalformedPayload(f"nested deeper than {MAX_DEPTH} levels, or unbalanced")
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite
        )
    except MalformedPayload:
        raise
    except UnicodeDecodeError as error:
        raise MalformedPayload("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise MalformedPayload("not JSON") from error
    # every unclean character comes as one of these escapes: raw NUL is no JSON, raw surrogates are no UTF-8
    if b"\\u0000" in body or b"\\ud" in body or b"\\uD" in body:
        return _clean(value)
    return value


def dumps(value: Any) -> bytes:
    """Encode a fragment for keeping; anything that ``loads`` returned can be encoded."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def well_nested(body: bytes, levels: int = MAX_DEPTH) -> bool:
    """Tell by a scan without recursion whether brackets outside of strings pair up and nest at most ``levels`` deep."""
    if body.count(b"[") + body.count(b"{") <= levels:
        return True
    brackets = _STRING.sub(b"", body).translate(_TO_SQUARE, _NOT_BRACKETS)
    for _ in range(levels):
        if not brackets:
            return True
        # each round takes the innermost level away
        brackets = brackets.replace(b"[]", b"")
    return not brackets


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise MalformedPayload("an object with a repeated key")
    return read


def _no_constant(_: str) -> Any:
    raise MalformedPayload("a number that is none")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedPayload("a number out of range")
    return number


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNCLEAN.sub(lambda found: "" if found.group() == "\x00" else "\ufffd", value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return _object([(_clean(key), _clean(item)) for key, item in value.items()])
    return value
