"""
Standard Webhooks, version 1 with a shared secret: who called, and when.

Signed are the id of the call, its time in Unix seconds and the untouched body, joined by dots. The header holds any
number of signatures, so that a secret can be changed without a gap; those of other versions are passed over.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from connectors.errors import InvalidSignature
from connectors.request import WebhookRequest
from connectors.signature import hmac_sha256_hex, same_text

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

SECRET_PREFIX = "whsec_"
LEAST_SECRET_BYTES = 24
TOLERANCE_S = 5 * 60
MOST_SIGNATURES = 32

# without a dot, so that what is signed can be taken apart in one way only
_ID = re.compile(r"[!-\-/-~]{1,256}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def read_secret(text: str) -> bytes | None:
    """Return the key inside ``whsec_...``; ``None`` when it is no such secret, or too short."""
    if not text.startswith(SECRET_PREFIX):
        return None
    encoded = text.removeprefix(SECRET_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) >= LEAST_SECRET_BYTES else None


def id_for(tag: str) -> str:
    """Make the id of a call of ours: the tag, without the dots that the standard keeps for itself."""
    return tag.replace(".", "_")


def sign(key: bytes, call_id: str, timestamp_s: int, body: bytes) -> str:
    """Make one signature, ``v1,<base64>``; an empty key is a ``ValueError``."""
    digest = hmac_sha256_hex(key, f"{call_id}.{timestamp_s}.".encode("ascii") + body)
    return "v1," + base64.b64encode(bytes.fromhex(digest)).decode("ascii")


def headers_for(keys: Sequence[bytes], call_id: str, timestamp_s: int, body: bytes) -> dict[str, str]:
    """Make the headers of a call of ours, signed with every key."""
    return {
        ID_HEADER: call_id,
        TIMESTAMP_HEADER: str(timestamp_s),
        SIGNATURE_HEADER: " ".join(sign(key, call_id, timestamp_s, body) for key in keys),
    }


def verify(request: WebhookRequest, keys: Sequence[bytes], now_s: float) -> None:
    """
    Check one call. Every key is tried on every signature, also after a match, so that the time tells nothing.

    Raises
    ------
    InvalidSignature
        Not a POST, a header is missing or of another form, too old or from the future, or signed by nobody known.
    """
    if request.method != "POST":
        raise InvalidSignature("only POST is taken")
    call_id = request.headers.get(ID_HEADER, "")
    timestamp = request.headers.get(TIMESTAMP_HEADER, "")
    given = request.headers.get(SIGNATURE_HEADER, "").split(" ")
    if not _ID.fullmatch(call_id) or not _TIMESTAMP.fullmatch(timestamp) or len(given) > MOST_SIGNATURES:
        raise InvalidSignature("a header is missing or of another form")
    # signed is the time as it was written: with zeros before it, it is another text
    if str(int(timestamp)) != timestamp or abs(now_s - int(timestamp)) > TOLERANCE_S:
        raise InvalidSignature("too old, or from the future")
    matched = False
    for key in keys:
        expected = sign(key, call_id, int(timestamp), request.body)
        for signature in given:
            matched |= same_text(expected, signature)
    if not matched:
        raise InvalidSignature
