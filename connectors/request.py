"""A webhook call as a connector sees it: bytes and headers, no server object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec


class WebhookRequest(msgspec.Struct, frozen=True, kw_only=True):
    """
    One HTTP call of a platform.

    ``headers`` has lower-case names. ``query`` is decoded and keeps order and repetition. ``url`` is the public
    address with the query exactly as it was sent (signatures of some platforms cover it). ``body`` is untouched.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    query: Sequence[tuple[str, str]] = ()
    body: bytes = b""

    def parameter(self, name: str) -> str | None:
        """Return the first query parameter of that name, or ``None``."""
        for key, value in self.query:
            if key == name:
                return value
        return None


class WebhookAnswer(msgspec.Struct, frozen=True):
    """What the platform wants to hear."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
