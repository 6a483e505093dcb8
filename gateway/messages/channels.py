"""A channel at work: its connector, its brand's keys and policies."""

from __future__ import annotations

import hmac

from connectors.base import Connector
from connectors.ids import ChannelId
from gateway.domain import ContinuityPolicy, SendingPolicy, Seq
from gateway.messages.masking import Masking
from gateway.privacy.envelope import place
from gateway.privacy.keys import BrandKeys
from gateway.store.keys import ConversationId, shard_of

_VERSION = "r1"


class Channel:
    """
    One configured account of a kind.

    ``paused_until_ms`` holds back sends after an error of the account itself; in this process only, since every
    process finds out for itself.
    """

    def __init__(
        self,
        channel: ChannelId,
        connector: Connector,
        keys: BrandKeys,
        masking: Masking,
        continuity: ContinuityPolicy,
        sending: SendingPolicy,
    ) -> None:
        self.id = channel
        self.brand = keys.brand
        self.connector = connector
        self.keys = keys
        self.masking = masking
        self.continuity = continuity
        self.sending = sending
        self.paused_until_ms = 0
        self.pauses = 0
        self._tag_key = keys.secret(f"tag of {channel}")

    def tag(self, conversation: ConversationId, seq: Seq) -> str:
        """
        Make what we hand to the platform with a message and get back with its receipts.

        It names conversation and entry and is authenticated, so that a foreign or forged one counts for nothing.
        """
        said = f"{_VERSION}.{conversation}.{seq}"
        return f"{said}.{self._proof(said)}"

    def read_tag(self, tag: str) -> tuple[ConversationId, Seq] | None:
        """Read a tag of ours; ``None`` for any other text."""
        parts = tag.split(".")
        if len(parts) != 4 or parts[0] != _VERSION or not tag.isascii() or not parts[2].isdigit():
            return None
        said = ".".join(parts[:3])
        if not hmac.compare_digest(parts[3], self._proof(said)):
            return None
        try:
            shard_of(parts[1])
        except ValueError:
            return None
        return ConversationId(parts[1]), int(parts[2])

    def _proof(self, said: str) -> str:
        return hmac.digest(self._tag_key, place(self.id, said), "sha256")[:12].hex()
