"""Visitor tokens: who a browser is, without a cookie and without a lookup."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from typing import Final

from connectors.ids import ChannelId

_VERSION: Final = "v1"
_SHAPE: Final = re.compile(r"v1\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})", re.ASCII)
_PURPOSE: Final = b"rapport webchat visitor token v1\x00"


class VisitorTokens:
    """
    Mints and reads the tokens of one channel: ``v1.<visitor>.<mac>``.

    ``visitor`` is 128 random bits, ``mac`` an HMAC-SHA256 over channel and visitor, both in URL-safe base64 without
    padding. A token does not expire: it is the only way back into the conversation. Another secret, or another
    channel, makes every token foreign.
    """

    def __init__(self, secret: bytes, channel: ChannelId) -> None:
        # A key of its own per purpose and channel, so that one secret may serve several channels.
        self._key = hmac.digest(secret, _PURPOSE + channel.encode(), hashlib.sha256)

    def mint(self) -> tuple[str, str]:
        """Make a new visitor; returns the visitor's id and the token."""
        visitor = _base64(secrets.token_bytes(16))
        return visitor, f"{_VERSION}.{visitor}.{self._mac(visitor)}"

    def visitor(self, token: object) -> str | None:
        """Return the visitor's id, or ``None`` when the token is not ours. The MAC is compared in constant time."""
        shape = _SHAPE.fullmatch(token) if isinstance(token, str) else None
        if shape is None:
            return None
        visitor, mac = shape.groups()
        # The text of the id is signed, not its bytes: base64 has several spellings of some bytes.
        return visitor if hmac.compare_digest(mac.encode(), self._mac(visitor).encode()) else None

    def _mac(self, visitor: str) -> str:
        return _base64(hmac.digest(self._key, visitor.encode(), hashlib.sha256))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
