"""Who wrote: identities and profile facts out of the several fields that name a customer."""

from __future__ import annotations

import json

from connectors.events import ProfileFact
from connectors.ids import Identity
from connectors.twilio.addresses import PHONE, identity_of, in_order, number_of, split
from connectors.twilio.contents import Fields

# the second name came up in an announcement of Twilio's for one of its other products
_EXTERNAL_IDS = ("ExternalUserId", "ExternalUserIdentifier")


def sender_of(fields: Fields) -> tuple[Identity, ...]:
    """
    List the sender's identities.

    A person without a visible number comes as an id in ``From`` already; everybody else has it beside the number.
    """
    external = (identity_of(split(fields.get(name, ""))[1]) for name in _EXTERNAL_IDS)
    wa_id = fields.get("WaId") or _context(fields).get("WaId")
    written = identity_of(split(fields.get("From", ""))[1])
    # the address in From is the spelling that answers reach; WaId helps only where there is no number in it
    number = number_of(wa_id) if written is None or written.kind != PHONE else None
    return in_order(written, *external, number)


def addressee_of(fields: Fields) -> tuple[Identity, ...]:
    """List the identities of whom a message of ours went to; a callback may leave them out."""
    return in_order(identity_of(split(fields.get("To", ""))[1]))


def profile_of(fields: Fields, customer: tuple[Identity, ...]) -> tuple[ProfileFact, ...]:
    facts = []
    name = fields.get("ProfileName") or _context(fields).get("ProfileName")
    if name and name.strip():
        facts.append(ProfileFact("PERSON", name.strip()))
    facts += [ProfileFact("PHONE_NUMBER", identity.value) for identity in customer if identity.kind == PHONE]
    return tuple(facts)


def _context(fields: Fields) -> dict[str, str]:
    """Read ``data.context`` of the JSON in ``ChannelMetadata``: texts only; whatever is odd counts as absent."""
    try:
        context = json.loads(fields.get("ChannelMetadata") or "{}")["data"]["context"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return {}
    if not isinstance(context, dict):
        return {}
    return {name: value for name, value in context.items() if isinstance(name, str) and isinstance(value, str)}
