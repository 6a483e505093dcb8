"""One spelling for one value, so that the same value gets the same number in a conversation."""

from __future__ import annotations

import re

from anonymizer.normalize import fold, plain, squeeze

_NO_DIGIT = re.compile(r"[^0-9]")
_NO_ALNUM = re.compile(r"[\W_]+")
_EXTENSION = re.compile(r"(?i)\s*(?:ext(?:ension)?|x|durchwahl|#)[\s.:#]*(\d+)\W*$")
_DIGIT_TYPES = frozenset({"PHONE_NUMBER"})
_COMPACT_TYPES = frozenset(
    {
        "IBAN_CODE", "BANK_ACCOUNT", "NATIONAL_ID", "PASSPORT", "DRIVER_LICENSE", "IMEI", "VIN", "VEHICLE_PLATE",
        "MAC_ADDRESS",
    }
)  # fmt: skip
_AT = re.compile(r"\s*[(\[{<]?\s*(?:@|\b(?:at|arroba|arobase|chiocciola|собака|małpa)\b)\s*[)\]}>]?\s*")
_DOT = re.compile(
    r"\s*[(\[{<]?\s*(?:\.|\b(?:dot|punkt|punto|point|ponto|punt|kropka|точка|nokta|titik)\b)\s*[)\]}>]?\s*"
)


def canonical(entity_type: str, value: str) -> str:
    """
    The canonical spelling of ``value``; equal for spellings that mean the same value.

    Phones: digits without an international prefix ``00`` (``+49 171 …`` and ``0049171…`` are equal; a national
    ``0171 …`` is not resolved to a country), extension after ``x``. E-mails in lower case with "at" and "dot"
    read. Names and addresses without case, accents and punctuation. Numbers with letters in upper case without
    separators. A payment card keeps its last four digits only, so that nothing stored can rebuild it.
    """
    folded = squeeze(fold(value))[0]
    if entity_type == "CREDIT_CARD":
        return _NO_DIGIT.sub("", folded)[-4:]
    if entity_type in _DIGIT_TYPES:
        return _phone(folded)
    if entity_type == "EMAIL_ADDRESS":
        return _DOT.sub(".", _AT.sub("@", folded.lower().strip()))
    if entity_type in _COMPACT_TYPES:
        return _NO_ALNUM.sub("", folded).upper()
    if entity_type in ("PERSON", "ADDRESS"):
        return " ".join(_NO_ALNUM.sub(" ", plain(folded)).split())
    return folded.strip()


def _phone(folded: str) -> str:
    extension = _EXTENSION.search(folded)
    tail = ""
    if extension is not None:
        tail = "x" + extension.group(1)
        folded = folded[: extension.start()]
    digits = _NO_DIGIT.sub("", folded.replace("(0)", "") if "+" in folded else folded)
    if not digits:
        return " ".join(plain(folded).split())
    return (digits[2:] if digits.startswith("00") else digits) + tail
