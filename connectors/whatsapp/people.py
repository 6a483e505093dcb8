"""Who is meant: identities and profile facts out of the several places where WhatsApp names a customer."""

from __future__ import annotations

from functools import partial

from connectors.events import ProfileFact
from connectors.ids import Identity
from connectors.reading import Item, child, children, text

WA_ID = "wa_id"
BSUID = "bsuid"
PARENT_BSUID = "parent_bsuid"


# a named tuple's own constructor takes three times as long, and this runs for every message
_fact = partial(tuple.__new__, ProfileFact)


def identities(bsuid: str | None, parent_bsuid: str | None, wa_id: str | None) -> tuple[Identity, ...]:
    """
    Put what is known into the order of how long it lasts.

    A phone number is given up sooner or later and may pass to somebody else; the business-scoped ids do not pass on.
    """
    if not parent_bsuid:
        if not bsuid:
            return (Identity(WA_ID, wa_id),) if wa_id else ()
        return (Identity(BSUID, bsuid), Identity(WA_ID, wa_id)) if wa_id else (Identity(BSUID, bsuid),)
    known = ((BSUID, bsuid), (PARENT_BSUID, parent_bsuid), (WA_ID, wa_id))
    return tuple(Identity(kind, value) for kind, value in known if value)


def profile_facts(name: str | None, username: str | None, wa_id: str | None) -> tuple[ProfileFact, ...]:
    """List what the platform tells of the customer: personal data, to be masked wherever it turns up."""
    facts: list[ProfileFact] = []
    if name:
        facts.append(_fact(("PERSON", name)))
    if username and username != "@":
        facts.append(_fact(("HANDLE", username.removeprefix("@"))))
    if wa_id:
        facts.append(_fact(("PHONE_NUMBER", wa_id if wa_id.startswith("+") else f"+{wa_id}")))
    return tuple(facts)


def contact_of(value: Item, wa_id: str | None, bsuid: str | None) -> Item:
    """
    Find the contact that belongs to a message: by its ids, never by its place.

    A message that names nobody belongs to the only contact there is, if there is only one.
    """
    contacts = children(value, "contacts")
    for contact in contacts:
        if (wa_id and text(contact, "wa_id") == wa_id) or (bsuid and text(contact, "user_id") == bsuid):
            return contact
    if len(contacts) == 1 and not wa_id and not bsuid:
        return contacts[0]
    return {}


class Sender:
    """The customer of one message, with everything that message and contact tell."""

    __slots__ = ("customer", "profile")

    def __init__(self, message: Item, value: Item) -> None:
        wa_id, bsuid = text(message, "from"), text(message, "from_user_id")
        contact = contact_of(value, wa_id, bsuid)
        profile = child(contact, "profile")
        wa_id = wa_id or text(contact, "wa_id")
        parent = text(message, "from_parent_user_id") or text(contact, "parent_user_id")
        self.customer = identities(bsuid or text(contact, "user_id"), parent, wa_id)
        self.profile = profile_facts(text(profile, "name"), text(profile, "username"), wa_id)
