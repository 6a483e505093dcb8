"""Whole objects of the protocol, put together from what privacy lets the reader see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.domain import NEVER_KEPT, CaseState, Entry, EntryKind, TierPolicy
from gateway.messages.channels import Channel
from gateway.privacy.access import ExpertPrincipal
from gateway.privacy.conversations import Conversation
from gateway.privacy.reveal import CERTIFIED
from gateway.privacy.views import NO_GRANTS, Grants, may_read, show_case, show_customer, show_parts

PREVIEW_CHARACTERS = 160


class Directory:
    """Display names of brands and experts, and channels by id: what a view needs beside the conversation."""

    def __init__(
        self,
        brand_names: Mapping[str, str],
        channels: Mapping[str, Channel],
        tier_policies: Mapping[str, TierPolicy],
    ) -> None:
        self.brand_names = brand_names
        self.channels = channels
        self.tier_policies = tier_policies
        self.expert_names: dict[str, str] = {}

    def grants(self, expert: ExpertPrincipal, brand: str) -> Grants:
        """What an expert may see of a brand's customers as it is."""
        policy = self.tier_policies.get(brand)
        certified = expert.tiers.get(brand) == CERTIFIED
        return Grants(policy.sees, policy.reveal) if certified and policy else NO_GRANTS

    def name_of(self, expert: str) -> str:
        """The name that customers see."""
        return self.expert_names.get(expert, "an expert")

    def window_ends_ms(self, conversation: Conversation) -> int | None:
        """When the channel stops taking free text, if it does."""
        channel = self.channels.get(conversation.channel)
        window = channel.connector.capabilities.window if channel else None
        if window is None or not conversation.case.inbound_ms:
            return None
        return conversation.case.inbound_ms + (window.human_s or window.standard_s) * 1000


def brand_of(directory: Directory, conversation: Conversation) -> dict[str, str]:
    return {"id": conversation.brand, "name": directory.brand_names.get(conversation.brand, conversation.brand)}


def channel_of(directory: Directory, conversation: Conversation) -> dict[str, str]:
    channel = directory.channels.get(conversation.channel)
    return {"id": conversation.channel, "kind": channel.connector.kind if channel else "unknown"}


def show_conversation(
    directory: Directory,
    conversation: Conversation,
    reader: str,
    grants: Grants,
    last: Entry | None,
    reopen_until_ms: int | None = None,
    patience_ends_ms: int | None = None,
) -> dict[str, Any]:
    """Show a conversation to the expert who holds it (the shape ``Conversation`` of the protocol)."""
    case = conversation.case
    channel = directory.channels.get(conversation.channel)
    shown: dict[str, Any] = {
        "conversation": conversation.id,
        "brand": brand_of(directory, conversation),
        "channel": channel_of(directory, conversation),
        "case": show_case(case, reader, directory.expert_names),
        "high_water": conversation.length,
        "read": case.read,
        "shared": case.shared_ms > 0,
        "customer": show_customer(conversation.vault, grants) if may_read(case, reader) else [],
        "placeholders": [
            {
                "entity": entity,
                "n": n,
                "sendable": entity not in NEVER_KEPT,
                "revealable": entity in grants.reveal and entity not in NEVER_KEPT,
            }
            for entity, n, _ in conversation.vault.listing()
        ],
    }
    if channel:
        able = channel.connector.capabilities
        shown["capabilities"] = {
            "text_limit": able.text_limit,
            "text_unit": able.text_unit,
            "receipts": list(able.receipts),
            "typing": able.typing,
        }
    if case.waiting_ms:
        shown["waiting_since_ms"] = case.waiting_ms
    if patience_ends_ms is not None:
        shown["patience_ends_ms"] = patience_ends_ms
    if (window := directory.window_ends_ms(conversation)) is not None:
        shown["window_ends_ms"] = window
    if case.state is CaseState.RESOLVED and reopen_until_ms:
        shown["reopen_until_ms"] = reopen_until_ms
    if last is not None and is_message(last):
        shown["last"] = {
            "seq": last.seq,
            "kind": last.kind.name.lower(),
            "at_ms": last.at_ms,
            "preview": preview(last, conversation, grants),
        }
    return shown


def is_message(entry: Entry) -> bool:
    """Whether people said it: neither an event nor a notice that the gateway sent by itself."""
    by_itself = entry.kind is EntryKind.BUSINESS and "code" in (entry.body.data or {})
    return entry.kind is not EntryKind.EVENT and not by_itself


def preview(entry: Entry, conversation: Conversation, grants: Grants) -> list[Any]:
    """Show the beginning of an entry, for a list."""
    if entry.body.withheld is not None or entry.body.revoked:
        return []
    shown: list[Any] = []
    left = PREVIEW_CHARACTERS
    for part in show_parts(entry.body.preview(), conversation.vault, grants):
        if isinstance(part, str):
            part = part[:left]
            left -= len(part)
        shown.append(part)
        if left <= 0:
            break
    return shown


def show_offer(
    directory: Directory, conversation: Conversation, grants: Grants, newest: Entry | None
) -> dict[str, Any]:
    """Show an offered case to an expert of its brand (the shape ``Offer`` of the protocol)."""
    case = conversation.case
    offer: dict[str, Any] = {
        "conversation": conversation.id,
        "brand": brand_of(directory, conversation),
        "channel": channel_of(directory, conversation),
        "case_number": case.number,
        "offered_at_ms": case.offered_ms,
        "waiting_since_ms": case.waiting_ms or case.offered_ms,
        "messages": case.messages,
        "preview": preview(newest, conversation, grants) if newest else [],
        "customer": show_customer(conversation.vault, grants),
        "first_look": False,
        "why": case.why,
    }
    if (window := directory.window_ends_ms(conversation)) is not None:
        offer["window_ends_ms"] = window
    return offer
