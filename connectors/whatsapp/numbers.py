"""
Spellings of one phone number that WhatsApp treats as the same person.

Numbers are digits only, with country code. Look up exactly first, by these alternates second, inside one channel
only; and send to the spelling that the platform itself gave.
"""

from __future__ import annotations


def alternates(number: str) -> tuple[str, ...]:
    """
    Return the other spellings under which this number may be known; mostly none.

    Brazil: mobiles with and without the 9 after the area code. Mexico: with and without the 1 after the country
    code. Argentina: a number with the 9 may be known without it, never the other way round, which is ambiguous.
    """
    if not (number.isascii() and number.isdigit()):
        return ()
    if number.startswith("55"):
        return _brazil(number)
    if number.startswith("52"):
        return _mexico(number)
    if number.startswith("549") and len(number) == 13:
        return ("54" + number[3:],)
    return ()


def _brazil(number: str) -> tuple[str, ...]:
    area, line = number[2:4], number[4:]
    if len(line) == 9 and line[0] == "9" and line[1] in "6789":
        return (f"55{area}{line[1:]}",)
    if len(line) == 8 and line[0] in "6789":
        return (f"55{area}9{line}",)
    return ()


def _mexico(number: str) -> tuple[str, ...]:
    if number.startswith("521") and len(number) == 13:
        return ("52" + number[3:],)
    if len(number) == 12:
        return ("521" + number[2:],)
    return ()
