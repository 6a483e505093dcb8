"""
Reveal: a certified expert sees one value, for a reason, for a while, on the audit log.

The line is durable before the value leaves. Who reveals much or guesses is slowed down, and that is on the log too.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import structlog

from gateway.clock import Clock
from gateway.domain import NEVER_KEPT, TierPolicy
from gateway.errors import Refused
from gateway.metrics import METRICS
from gateway.privacy.access import ExpertPrincipal
from gateway.privacy.audit import Audit
from gateway.privacy.conversations import Conversation
from gateway.store import keys
from gateway.store.client import StoreClient

log = structlog.get_logger()

HOUR_MS = 3600 * 1000
REASON_LENGTH = (5, 300)
CERTIFIED = "certified"


class Revealed(msgspec.Struct, frozen=True):
    """One value, and when the client must have forgotten it (ms)."""

    value: str
    expires_ms: int


class Reveals:
    """Reveals values to those who may see them."""

    def __init__(self, client: StoreClient, audit: Audit, policies: Mapping[str, TierPolicy], clock: Clock) -> None:
        self._client = client
        self._audit = audit
        self._policies = policies
        self._clock = clock

    async def reveal(
        self, expert: ExpertPrincipal, conversation: Conversation, entity: str, n: int, reason: str
    ) -> Revealed:
        """
        Reveal one placeholder of a conversation that the expert holds.

        Raises
        ------
        Refused
            ``forbidden``: tier or entity type do not allow it, or there is no such placeholder, in the same words.
            ``malformed``: no reason. ``slow_down``: too many in an hour.
        StoreUnavailable, StoreRefused, Conflict
            Nothing was revealed.
        """
        least, most = REASON_LENGTH
        reason = " ".join(reason.split())
        if not least <= len(reason) <= most:
            raise Refused("malformed", f"a reason of {least} to {most} characters is needed")
        policy = self._policies[conversation.brand]
        allowed = expert.tiers.get(conversation.brand) == CERTIFIED and entity in policy.reveal
        reference = conversation.vault.find(entity, n) if allowed and entity not in NEVER_KEPT else None
        await self._spend(expert, conversation, policy)
        detail = f"{entity if len(entity) <= 40 else '?'} {n}"
        if reference is None:
            await self._audit.append(conversation.brand, expert.id, "reveal_refused", conversation.id, detail)
            raise Refused("forbidden", "this value cannot be revealed to you")
        await self._audit.append(conversation.brand, expert.id, "reveal", conversation.id, detail, reason)
        METRICS.reveals.labels(conversation.brand, entity).inc()
        return Revealed(conversation.vault.value(reference), self._clock.now_ms() + policy.reveal_ms)

    async def _spend(self, expert: ExpertPrincipal, conversation: Conversation, policy: TierPolicy) -> None:
        """Count attempts, refused ones too: guessing is as slow as revealing."""
        now_ms, name = self._clock.now_ms(), keys.reveals(expert.id)
        await self._client.call(name, "ZREMRANGEBYSCORE", name, "-inf", now_ms - HOUR_MS)
        count = int(await self._client.call(name, "ZCARD", name))
        if count >= policy.reveals_per_hour:
            METRICS.reveals_throttled.labels(conversation.brand).inc()
            log.warning("an expert reveals too much and is slowed down", expert=expert.id, brand=conversation.brand)
            await self._audit.append(conversation.brand, expert.id, "reveal_throttled", conversation.id)
            raise Refused("slow_down", "too many values were revealed in the last hour")
        await self._client.call(name, "ZADD", name, now_ms, f"{now_ms}:{conversation.id}:{count}")
        await self._client.call(name, "EXPIRE", name, HOUR_MS // 1000)
