"""
``X-Twilio-Signature``: what Twilio signs, and how to check it.

Signed are the public address with its query exactly as Twilio has it and, for a form, every field's name and value,
sorted, each value once. For any other body the address carries the body's SHA-256 in ``bodySHA256``, and only the
address is signed. Whether the default port belongs to the address is not the same everywhere, so both are tried.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlsplit

from connectors.errors import InvalidSignature, MalformedPayload
from connectors.request import WebhookRequest
from connectors.signature import same_text
from connectors.twilio.form import Pair, read_pairs

SIGNATURE_HEADER = "x-twilio-signature"
SETTINGS_HEADER = "x-twilio-webhooks-signature-settings"
BODY_HASH = "bodySHA256"
SHA1 = "HMAC_SHA1"
SHA256 = "HMAC_SHA256"

_DEFAULT_PORTS = {"https": ":443", "http": ":80"}
_DIGESTS = {SHA1: "sha1", SHA256: "sha256"}


def sign(secret: bytes, url: str, pairs: Iterable[Pair] = (), algorithm: str = SHA1) -> str:
    """Make a signature; an empty secret is a ``ValueError``, since anybody could sign with it."""
    if not secret:
        raise ValueError("a signature needs a secret")
    message = url.encode("utf-8", "replace") + b"".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.digest(secret, message, _DIGESTS[algorithm])).decode("ascii")


def verify(request: WebhookRequest, secrets: Mapping[str, Iterable[bytes]]) -> None:
    """
    Check a request against the secrets of the algorithm that it names; without a name that is SHA-1.

    Every spelling and secret is tried, also after a match, so that the time tells nothing.

    Raises
    ------
    InvalidSignature
        Not a POST, or not signed with any of the secrets.
    """
    if request.method != "POST":
        raise InvalidSignature("only POST is taken")
    given = request.headers.get(SIGNATURE_HEADER, "")
    algorithm = _algorithm(request.headers.get(SETTINGS_HEADER, ""))
    if not given or algorithm not in _DIGESTS:
        raise InvalidSignature("no signature of a known form")
    pairs, intact = _signed_part(request)
    matched = False
    for url in spellings(request.url):
        for secret in secrets.get(algorithm, ()):
            matched |= same_text(sign(secret, url, pairs, algorithm), given)
    if not (matched and intact):
        raise InvalidSignature


def spellings(url: str) -> tuple[str, ...]:
    """Return an address with and without the default port of its scheme; with another port it stands alone."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return (url,)
    port, host = _DEFAULT_PORTS.get(parts.scheme), parts.netloc
    if port is None or not host:
        return (url,)
    if host.endswith(port):
        other = host.removesuffix(port)
    elif ":" in host.rpartition("@")[2].rpartition("]")[2]:
        return (url,)
    else:
        other = host + port
    return (url, url.replace(f"//{host}", f"//{other}", 1))


def _signed_part(request: WebhookRequest) -> tuple[list[Pair], bool]:
    """Return the fields that are signed, and whether the body is the one whose hash is signed."""
    try:
        query = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        hashes = [value for name, value in query if name == BODY_HASH]
        if not hashes:
            return read_pairs(request.body), True
    except (ValueError, MalformedPayload) as odd:
        raise InvalidSignature("an address or a form that cannot be read") from odd
    digest = hashlib.sha256(request.body).hexdigest()
    return [], len(hashes) == 1 and same_text(digest, hashes[0])


def _algorithm(settings: str) -> str:
    for part in settings.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "algorithm" and value.strip():
            return value.strip().upper()
    return SHA1
