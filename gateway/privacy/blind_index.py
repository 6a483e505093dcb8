"""Equality without sight: keyed hashes, per brand, so that nothing links two brands and nothing can be guessed."""

from __future__ import annotations

import base64
import hmac

from gateway.privacy.envelope import place


def blind(index_key: bytes, label: str, *values: str) -> bytes:
    """Hash ``values`` for one purpose (``label``): 16 bytes."""
    return hmac.digest(index_key, place(label, *values), "sha256")[:16]


def mark(index_key: bytes, channel: str, key: str) -> bytes:
    """Hash a platform's message id (which may hold a phone number) to the 8 bytes that dedupe and logs carry."""
    data = channel.encode() + b"\0" + key.encode("utf-8", "surrogatepass")
    return hmac.digest(index_key, data, "sha256")[:8]


def name_of(digest: bytes) -> str:
    """Write 16 bytes as the 26 characters of a conversation id."""
    return base64.b32encode(digest).decode().rstrip("=").lower()
