"""What each error code of the Send API means, mostly by its subcode."""

from __future__ import annotations

from collections.abc import Mapping

from connectors._meta.graph import COMMON_MEANINGS, GraphFailure, Meaning, Reaction, to_error
from connectors.errors import SendError
from connectors.http import PlatformAnswer

_RATE = Meaning(Reaction.CHANNEL_RATE)
_ACCOUNT = Meaning(Reaction.ACCOUNT)
_AWAY = Meaning(Reaction.REFUSED, "This person cannot be written to here.")
_WINDOW = Meaning(Reaction.WINDOW, "The platform takes no more messages until the customer writes again.")
_NO_FETCH = Meaning(Reaction.UNSUPPORTED, "The platform could not fetch the file.")
_NO_FILE = Meaning(Reaction.UNSUPPORTED, "The platform does not take this file.")
_HELD = Meaning(Reaction.CONTROL)

# most subcodes stand with one code each; some stand with several, or with codes that differ between the platforms
_BY_SUBCODE: Mapping[int, Meaning] = {
    1357046: Meaning(Reaction.TAKEN, "The platform reports a mistake of its own, though it mostly sent the message."),
    **dict.fromkeys((2018278, 2018065, 2534022), _WINDOW),
    **dict.fromkeys((1545041, 2018001, 2018108, 2534029, 1893063), _AWAY),
    2018008: _NO_FETCH,
    **dict.fromkeys((2018047, 2018109, 2018294, 2534013, 2534014, 2534015), _NO_FILE),
    **dict.fromkeys((2018300, 2018321, 2534037, 2534077), _HELD),
    **dict.fromkeys((2018354, 2018338, 2534040), _RATE),
    **dict.fromkeys((2018028, 2534041), _ACCOUNT),
}
_BY_CODE: Mapping[int, Meaning] = {
    **COMMON_MEANINGS,
    **dict.fromkeys((17, 32, 613, *range(80001, 80015)), _RATE),
    551: _AWAY,
    9000001: Meaning(Reaction.REFUSED, "This person has deleted their account."),
    2022: _ACCOUNT,
}


def meaning_of(failure: GraphFailure) -> Meaning | None:
    """
    Look a failure up; ``None`` means that nobody has documented it.

    What stops the whole account without a subcode may with one, that nobody knows, be about one person only.
    """
    if failure.subcode is not None:
        meaning = _BY_SUBCODE.get(failure.subcode)
        if meaning is not None:
            return meaning
        if failure.code == 10:
            return Meaning(Reaction.REFUSED)
    if (failure.code, failure.subcode) == (100, 33):  # the page does not exist for this token
        return _ACCOUNT
    return _BY_CODE.get(failure.code)


def error_for(answer: PlatformAnswer) -> SendError:
    """Turn an answer that is not a success into one of our errors."""
    return to_error(answer, meaning_of)
