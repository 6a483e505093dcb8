"""Opaque ids. Only the connector that made one may parse it."""

from __future__ import annotations

from typing import NewType

import msgspec

ChannelId = NewType("ChannelId", str)
"""``brand/name``, for instance ``acme/wa-main``: unique in one installation."""

PlatformMessageId = NewType("PlatformMessageId", str)
"""A platform's own id of a message (``wamid...``). It may contain a phone number: treat it as personal data."""


class Identity(msgspec.Struct, frozen=True, array_like=True):
    """
    One way a platform names a customer.

    ``kind`` is the platform's word (``wa_id``, ``bsuid``, ``parent_bsuid``, ``visitor``); ``value`` is opaque,
    case-sensitive and personal data. It is unique within one channel and kind.
    """

    kind: str
    value: str
