"""
How Twilio names people and senders.

``+15555550100`` is a phone number by SMS, ``whatsapp:+15555550100`` the same by WhatsApp, and ``whatsapp:US.1349...``
a person whose number the brand does not get to know. Short codes and names of senders (``62345``, ``ACME``) are no
numbers: they are kept as they are, and nobody can be answered there.
"""

from __future__ import annotations

import re

from connectors.ids import Identity

PHONE = "phone"
BSUID = "bsuid"
PARENT_BSUID = "parent_bsuid"
SENDER = "sender"

SMS = "sms"
WHATSAPP = "whatsapp"

_NUMBER = re.compile(r"\+[1-9][0-9]{1,14}")
_DIGITS = re.compile(r"[1-9][0-9]{1,14}")
_PARENT = re.compile(r"[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}")
_PERSON = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
_PREFIX = re.compile(r"([a-z]{2,20}):(.*)", re.DOTALL)


def split(address: str) -> tuple[str, str]:
    """Return by what an address is reached (``sms`` when it does not say) and the rest of it."""
    matched = _PREFIX.fullmatch(address)
    return (matched[1], matched[2]) if matched else (SMS, address)


def join(by: str, name: str) -> str:
    """Write an address as Twilio wants it."""
    return name if by == SMS else f"{by}:{name}"


def identity_of(name: str | None) -> Identity | None:
    """Tell what the part of an address behind its prefix is; ``None`` for nothing."""
    name = (name or "").strip()
    if not name:
        return None
    if _NUMBER.fullmatch(name):
        return Identity(PHONE, name)
    if _PARENT.fullmatch(name):
        return Identity(PARENT_BSUID, name)
    if _PERSON.fullmatch(name):
        return Identity(BSUID, name)
    return Identity(SENDER, name)


def number_of(wa_id: str | None) -> Identity | None:
    """Read the digits WhatsApp uses as an id; they are a number without its plus."""
    return Identity(PHONE, f"+{wa_id}") if wa_id and _DIGITS.fullmatch(wa_id) else None


def in_order(*found: Identity | None) -> tuple[Identity, ...]:
    """Put what is known into the order of how long it lasts: a number may pass to somebody else, the ids do not."""
    known = dict.fromkeys(identity for identity in found if identity is not None)
    return tuple(sorted(known, key=lambda identity: _LASTING.index(identity.kind)))


_LASTING = (BSUID, PARENT_BSUID, PHONE, SENDER)


def recipient(customer: tuple[Identity, ...], by: str) -> str | None:
    """Choose where to write: the number as the platform spelled it, an id only by WhatsApp and without a number."""
    for kind in (PHONE,) if by == SMS else (PHONE, BSUID, PARENT_BSUID):
        for identity in customer:
            if identity.kind == kind and identity.value:
                return join(by, identity.value)
    return None
