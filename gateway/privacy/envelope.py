"""
Envelope encryption: root key, brand key, conversation key, value.

Every blob is ``format byte | nonce (12) | ciphertext and tag``. Format 1 is AES-256-GCM with a random nonce. The
associated data is the place of the value: a ciphertext moved to another brand, conversation or entry does not open.
A conversation key seals far fewer values than the 2**32 that random nonces allow for one key (NIST SP 800-38D).
"""

from __future__ import annotations

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.errors import DecryptionFailed

FORMAT_AES_256_GCM = b"\x01"
_NONCE = 12
_SHORTEST = 1 + _NONCE + 16


def place(*parts: str | bytes | int) -> bytes:
    """Join the parts of a place unambiguously: each with its length before it."""
    joined = b""
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        joined += len(raw).to_bytes(4, "big") + raw
    return joined


class Sealer:
    """Seals and opens with one 256-bit key."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("a key has 32 bytes")
        self._aead = AESGCM(key)

    def seal(self, value: bytes, where: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return FORMAT_AES_256_GCM + nonce + self._aead.encrypt(nonce, value, where)

    def open(self, blob: bytes, where: bytes) -> bytes:
        """
        Open a blob that was sealed for this place.

        Raises
        ------
        DecryptionFailed
            Unknown format, wrong key, wrong place, or damaged. Nothing more is said.
        """
        if len(blob) < _SHORTEST or blob[:1] != FORMAT_AES_256_GCM:
            raise DecryptionFailed
        try:
            return self._aead.decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], where)
        except InvalidTag:
            raise DecryptionFailed from None


def derive(key: bytes, purpose: str) -> bytes:
    """Make a 256-bit key for one purpose out of another key."""
    return hmac.digest(key, b"rapport/" + purpose.encode(), "sha256")


class ConversationKey:
    """
    The key of one conversation: seals its entries and vault, and names its placeholders.

    ``wrapped`` is what the store keeps: a commitment of 16 bytes, then the key sealed under the brand's key.
    """

    __slots__ = ("_names", "sealer", "wrapped")

    def __init__(self, key: bytes, wrapped: bytes) -> None:
        self.sealer = Sealer(key)
        self._names = derive(key, "placeholder")
        self.wrapped = wrapped

    @classmethod
    def new(cls, brand_sealer: Sealer, brand: str, conversation: str) -> ConversationKey:
        key = os.urandom(32)
        wrapped = _commitment(key) + brand_sealer.seal(key, place("conversation key", brand, conversation))
        return cls(key, wrapped)

    @classmethod
    def unwrap(cls, wrapped: bytes, brand_sealer: Sealer, brand: str, conversation: str) -> ConversationKey:
        """Open a wrapped key; raises ``DecryptionFailed``."""
        key = brand_sealer.open(wrapped[16:], place("conversation key", brand, conversation))
        if not hmac.compare_digest(_commitment(key), wrapped[:16]):
            raise DecryptionFailed
        return cls(key, wrapped)

    def name(self, entity: str, value: str) -> bytes:
        """Name a value within this conversation: 8 bytes that say nothing without the key."""
        data = entity.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
        return hmac.digest(self._names, data, "sha256")[:8]


def _commitment(key: bytes) -> bytes:
    """Ties a wrapped key to exactly one key: GCM alone does not."""
    return derive(key, "commitment")[:16]
