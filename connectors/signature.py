"""Constant-time HMAC helpers that several kinds verify and sign with."""

from __future__ import annotations

import hmac
from collections.abc import Iterable


def hmac_sha256_hex(secret: bytes, message: bytes) -> str:
    """Return the lower-case hex HMAC-SHA256; an empty secret is a ``ValueError``, since anybody could sign with it."""
    if not secret:
        raise ValueError("a signature needs a secret")
    return hmac.digest(secret, message, "sha256").hex()


def same_text(expected: str, given: str) -> bool:
    """Compare without telling by time where they differ. Any text may come in ``given``, also a non-ASCII one."""
    return hmac.compare_digest(expected.encode("utf-8", "replace"), given.encode("utf-8", "replace"))


def signed_by_any(secrets: Iterable[bytes], message: bytes, signature_hex: str) -> bool:
    """
    Tell whether one of the secrets signed the message.

    Every secret is tried, also after a match, so that the time tells nothing. The hex must be lower-case.
    """
    matched = False
    for secret in secrets:
        matched |= same_text(hmac_sha256_hex(secret, message), signature_hex)
    return matched
