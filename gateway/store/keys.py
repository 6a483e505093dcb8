"""
Every key of the store is made here and nowhere else.

A conversation id is ``c<shard>-<26 characters>``: it carries its shard. All keys of a conversation, its shard's
agenda, offers and lists of held cases carry the tag ``{s<shard>}``, so one function moves them together and a
cluster spreads the shards. Names hold no personal data: the 26 characters are a keyed hash.
"""

from __future__ import annotations

import re
from typing import NewType

ConversationId = NewType("ConversationId", str)
"""Opaque outside of this module: ``c07-k3v9...``."""

_CONVERSATION = re.compile(r"c(\d{2,4})-([a-z2-7]{26})\Z")

SEEN_EPOCH_MS = 14 * 24 * 3600 * 1000
"""Ids of inbound messages are remembered for one to two epochs: 14 to 28 days. Meta redelivers for seven."""
SEEN_TTL_S = 2 * SEEN_EPOCH_MS // 1000

INSTALLATION = "installation"
"""Hash: ``shards``, ``created_ms``, ``schema``."""


def conversation_id(shard: int, name: str) -> ConversationId:
    """Make an id from a shard number and 26 characters of base32."""
    return ConversationId(f"c{shard:02d}-{name}")


def shard_of(conversation: str) -> int:
    """
    Read the shard out of a conversation id.

    Raises
    ------
    ValueError
        This is not a conversation id. Ids from clients must pass here before they become keys.
    """
    match = _CONVERSATION.match(conversation)
    if match is None:
        raise ValueError("not a conversation id")
    return int(match.group(1))


def tag(shard: int) -> str:
    return f"{{s{shard:02d}}}"


class ConversationKeys:
    """The keys of one conversation and of its shard."""

    __slots__ = ("_name", "_tag", "agenda", "bell", "log", "outbox", "receipts", "state", "vault")

    def __init__(self, conversation: ConversationId) -> None:
        shard, name = conversation[1:].split("-", 1)
        self._tag = prefix = f"{{s{shard}}}"
        self._name = name
        self.state = f"{prefix}:c:{name}"
        self.log = f"{prefix}:l:{name}"
        self.vault = f"{prefix}:v:{name}"
        self.outbox = f"{prefix}:o:{name}"
        self.receipts = f"{prefix}:r:{name}"
        self.agenda = f"{prefix}:agenda"
        self.bell = f"{prefix}:bell"

    def seen(self, now_ms: int) -> tuple[str, str]:
        """The set of ids seen in this epoch, and that of the epoch before."""
        epoch = now_ms // SEEN_EPOCH_MS
        return f"{self._tag}:d:{self._name}:{epoch}", f"{self._tag}:d:{self._name}:{epoch - 1}"

    def offers(self, brand: str) -> str:
        return f"{self._tag}:offers:{brand}"

    def held(self, expert: str) -> str:
        return f"{self._tag}:held:{expert}"


def agenda(shard: int) -> str:
    return f"{tag(shard)}:agenda"


def offers(shard: int, brand: str) -> str:
    """Sorted set of conversation ids on offer; score: offered at, in milliseconds."""
    return f"{tag(shard)}:offers:{brand}"


def held(shard: int, expert: str) -> str:
    """Sorted set of conversation ids that the expert holds or lately resolved; score: since, in milliseconds."""
    return f"{tag(shard)}:held:{expert}"


def dead_letters(shard: int) -> str:
    """List of msgpack dead letters."""
    return f"{tag(shard)}:dead"


def quarantine(shard: int) -> str:
    """List of encrypted bodies that were authentic but not understood."""
    return f"{tag(shard)}:quarantine"


def bell(shard: int) -> str:
    """Pub/sub channel."""
    return f"{tag(shard)}:bell"


def alias(shard: int, blind: str) -> str:
    """String: the conversation id of a customer's further identity. The shard is that of the identity itself."""
    return f"{tag(shard)}:a:{blind}"


def brand_keys(brand: str) -> str:
    """Hash: the brand's wrapped keys."""
    return f"keys:{brand}"


def expert(expert_id: str) -> str:
    """Hash: one expert."""
    return f"expert:{expert_id}"


EXPERTS = "experts"
"""Set of all expert ids."""


def invite(digest: str) -> str:
    """String with expiry: the expert id that a single-use invite signs in. Named by the hash of its token."""
    return f"invite:{digest}"


def session(digest: str) -> str:
    """Hash with expiry: one signed-in browser. Named by the hash of its token."""
    return f"session:{digest}"


def sessions(expert_id: str) -> str:
    """Set of the session digests of one expert."""
    return f"sessions:{expert_id}"


PROCESSES = "processes"
"""Sorted set of gateway process ids; score: last heartbeat in milliseconds."""

EXPERT_BELL = "bell:experts"
"""Pub/sub channel: an expert's rights changed."""

PRESENCE = "presence"
"""Sorted set of expert ids; score: last seen with a live socket, in milliseconds."""


def audit(brand: str) -> str:
    """List of msgpack lines: what was done with a brand's personal data, each chained to the one before."""
    return f"{{audit:{brand}}}:lines"


def audit_head(brand: str) -> str:
    """String: the hash of the last line."""
    return f"{{audit:{brand}}}:head"


def reveals(expert: str) -> str:
    """Sorted set of an expert's reveals of the last hour; score: when, in milliseconds."""
    return f"reveals:{expert}"
