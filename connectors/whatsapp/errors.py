"""What each error code of the Cloud API means for a text we send."""

from __future__ import annotations

from collections.abc import Mapping

from connectors._meta.graph import COMMON_MEANINGS, GraphFailure, Meaning, Reaction, to_error
from connectors.errors import SendError
from connectors.http import PlatformAnswer

_WHATSAPP: Mapping[int, Meaning] = {
    130429: Meaning(Reaction.CHANNEL_RATE),
    131000: Meaning(Reaction.UNSURE),
    131016: Meaning(Reaction.RETRY),
    131056: Meaning(Reaction.PAIR_RATE, "Too many messages to this customer in a short time.", 6.0),
    131057: Meaning(Reaction.RETRY, "The number is being upgraded.", 60.0),
    133004: Meaning(Reaction.RETRY),
    131047: Meaning(Reaction.WINDOW, "More than 24 hours have passed since the customer last wrote."),
    131049: Meaning(Reaction.REFUSED, "WhatsApp held this message back to limit marketing; not before 24 hours."),
    131050: Meaning(Reaction.REFUSED, "The customer does not want marketing messages."),
    130472: Meaning(Reaction.REFUSED, "WhatsApp does not deliver this kind of message to this customer now."),
    132015: Meaning(Reaction.REFUSED, "The template is paused."),
    132069: Meaning(Reaction.REFUSED, "The form is being throttled."),
    131021: Meaning(Reaction.REFUSED, "A number cannot write to itself."),
    131026: Meaning(Reaction.REFUSED, "This customer cannot receive the message on WhatsApp."),
    131030: Meaning(Reaction.REFUSED, "A test number may only write to the numbers on its list."),
    131062: Meaning(Reaction.REFUSED, "This kind of message needs the customer's phone number."),
    137000: Meaning(Reaction.REFUSED, "The customer's identity has changed."),
    131051: Meaning(Reaction.UNSUPPORTED),
    131052: Meaning(Reaction.UNSUPPORTED, "WhatsApp could not fetch the file."),
    131053: Meaning(Reaction.UNSUPPORTED, "WhatsApp does not take this file."),
    131048: Meaning(Reaction.ACCOUNT, "WhatsApp limits this number because of its quality."),
    131064: Meaning(Reaction.ACCOUNT, "WhatsApp limits this account because of its quality."),
}
_ACCOUNT = (131005, 131031, 131037, 131042, 131044, 131045, *range(133000, 133016))

MEANINGS: Mapping[int, Meaning] = {
    **COMMON_MEANINGS,
    **{code: Meaning(Reaction.ACCOUNT) for code in _ACCOUNT},
    **_WHATSAPP,
}


def meaning_of(failure: GraphFailure) -> Meaning | None:
    """Look a code up; ``None`` means that nobody has documented it."""
    return MEANINGS.get(failure.code)


def error_for(answer: PlatformAnswer) -> SendError:
    """Turn an answer that is not a success into one of our errors."""
    return to_error(answer, meaning_of)


def stops_account(code: int) -> bool:
    """Tell whether a code means that the whole number does not work."""
    meaning = MEANINGS.get(code)
    return meaning is not None and meaning.reaction is Reaction.ACCOUNT
