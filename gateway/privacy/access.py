"""Who may do what: every event of a client and every route asks here, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from connectors.ids import ChannelId, Identity
from gateway.domain import Case, CaseState
from gateway.errors import Refused


class ExpertPrincipal(msgspec.Struct, frozen=True):
    """A signed-in expert and their tier per brand."""

    id: str
    name: str
    tiers: Mapping[str, str]


class VisitorPrincipal(msgspec.Struct, frozen=True):
    """A browser that proved to be one customer of one webchat channel."""

    channel: ChannelId
    identity: Identity


class Anonymous(msgspec.Struct, frozen=True):
    """Nobody we know."""


Principal = ExpertPrincipal | VisitorPrincipal | Anonymous


class ConversationObject(msgspec.Struct, frozen=True):
    """A conversation as far as access goes."""

    brand: str
    case: Case


def authorize(principal: Principal, action: str, target: ConversationObject | None = None) -> None:
    """
    Let ``principal`` do ``action``, or refuse.

    Actions of experts: ``session``, ``offer.see``, ``case.accept`` (their brands), ``conversation.read`` and
    ``conversation.write`` (held by them). Actions of visitors: ``visitor``. What is not named is refused.

    Raises
    ------
    Refused
        ``forbidden``, with the same words whether the object exists or not.
    """
    if isinstance(principal, ExpertPrincipal):
        if action == "session":
            return
        if target is not None and target.brand in principal.tiers:
            if action in ("offer.see", "case.accept"):
                return
            held = target.case.holder == principal.id
            if action == "conversation.read" and held and target.case.state is not CaseState.OFFERED:
                return
            if action == "conversation.write" and held:
                return
    if isinstance(principal, VisitorPrincipal) and action == "visitor":
        return
    raise Refused("forbidden", "this is not yours to see or do")
