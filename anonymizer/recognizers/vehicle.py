"""Number plates and vehicle identification numbers."""

from __future__ import annotations

import re

from anonymizer import checksums, cues
from anonymizer.entities import Entity
from anonymizer.view import View
from anonymizer.words import words

PLATE = "VEHICLE_PLATE"
_VIN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NPR-Za-hj-npr-z0-9]{17}(?![A-Za-z0-9])")
# Forms that nothing else has, in capitals as plates are written.
_DISTINCT = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][· ]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"
    r"|(?<![А-Яа-яA-Za-z0-9])[АВЕКМНОРСТУХ]\s?[\dО]{3}\s?[АВЕКМНОРСТУХ]{2}\s?\d{2,3}(?![\w])"
    r"|[\u3041-\u9fff]{1,4} ?\d{2,3} ?[\u3041-\u3093] ?(?:\d{2}-\d{2}|[·.]{0,3}\d{1,4})(?!\d)"
    r"|(?<![A-Za-z0-9-])(?:[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}|[A-Z]{2}\d{2} [A-Z]{3}"
    r"|[A-Z]{2}-\d{3}-[A-Z]{2})(?![A-Za-z0-9-])"
)


# Forms that other numbers share: they need a word for plate or vehicle nearby.
def _shared(letter: str) -> re.Pattern[str]:
    """Forms that other numbers share; ``letter`` is the class of letters they may hold."""
    return re.compile(
        rf"(?<![^\W_])(?:{letter}{{1,3}}[ -]?{letter}{{0,2}}[ -]?\d{{1,5}}(?:[ -]?{letter}{{1,3}}(?:[ -]?\d{{1,4}})?)?"
        rf"|\d{{1,4}}[ -]?{letter}{{1,3}}(?:[ -]?\d{{1,4}})?|{letter}-\d{{3}}-{letter}{{2}}"
        rf"|(?:{letter} ){{1,3}}\d{{1,4}})(?![^\W_]|-\w)"
    )


# They need a word for plate or vehicle nearby; in capitals a vehicle is enough.
_CAPITALS = _shared("[A-ZÄÖÜА-Я]")
_ANY = _shared("[^\\W\\d_]")
_VEHICLES = words(
    "car cars van truck bike vehicle wagen auto fahrzeug pkw voiture véhicule coche carro "
    "veículo vehículo moto macchina veicolo"
    " samochód samochodu машина машину автомобиль автомобиля araba aracım araç mobil motor "
    "gaadi गाड़ी سيارة السيارة 车 車"
)
_REACH = 40


def find(view: View) -> list[Entity]:
    """Plates by form or by cue; VINs by cue, checksum or mixture."""
    if not any(char.isdigit() for char in view.text):
        return []
    found = [
        Entity(m.start(), m.end(), PLATE, 0.7) for m in _DISTINCT.finditer(view.text) if not _anti(view, m.start())
    ]
    for start, end, category in view.cues:
        if category == cues.PLATE:
            found += _near(view, start, end, _REACH, False)
    tokens = view.tokens
    if not _VEHICLES.isdisjoint(tokens.words):
        for start, end, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True):
            if word in _VEHICLES:
                found += _near(view, start, end, 30, True)
    found += [Entity(m.start(), m.end(), "VIN", 0.85) for m in _VIN.finditer(view.text) if _is_vin(view, m)]
    return found


def _near(view: View, start: int, end: int, reach: int, capitals: bool) -> list[Entity]:
    """The first thing after a cue that reads as a plate, or one that ends right before it."""
    patterns = (_CAPITALS,) if capitals else (_CAPITALS, _ANY)
    for pattern in patterns:
        for match in pattern.finditer(view.text, end, min(len(view.text), end + reach)):
            if _reads_as_plate(match.group(), pattern is _CAPITALS) and not _cut(view, match):
                return [Entity(match.start(), match.end(), PLATE, 0.6)]
    for match in _CAPITALS.finditer(view.text, max(0, start - 14), start):
        if match.end() >= start - 2 and _reads_as_plate(match.group(), True) and not _cut(view, match):
            return [Entity(match.start(), match.end(), PLATE, 0.6)]
    return []


def _cut(view: View, match: re.Match[str]) -> bool:
    """Whether the search window ended inside a word."""
    end = match.end()
    return end < len(view.text) and view.text[end].isalnum() and view.text[end - 1].isalnum()


def _reads_as_plate(value: str, capitals: bool) -> bool:
    letters = [char for char in value if char.isalpha()]
    digits = sum(char.isdigit() for char in value)
    if not letters or not 4 <= len(letters) + digits <= 10 or digits < 2:
        return False
    cased = [char for char in letters if char.upper() != char.lower()]
    upper = sum(char.isupper() for char in cased)
    if capitals and upper < len(cased):
        return False
    words = re.findall(r"[^\W\d_]+", value)
    # "is 4821": a small word is no part of a plate unless the letters are capitals or glued.
    return upper == len(cased) or (
        max(map(len, words)) <= 3 and not any(word in _SMALL for word in map(str.lower, words))
    )


_SMALL = words(
    "is my no nr im to of at in on der die das ist mit le la et de du un el es en il lo di da "
    "em do het een van na do to jest и на"
    " в с ve bu plaka ke ka ki hai ini itu no. the and or for by km kg am pm gb usd eur uhr"
)


def _anti(view: View, position: int) -> bool:
    before = view.cues_before(position, 20)
    return bool(before) and before[0][2] == cues.ANTI


def _is_vin(view: View, match: re.Match[str]) -> bool:
    value = match.group().upper()
    digits = sum(char.isdigit() for char in value)
    if not 3 <= digits <= 16:
        return False
    cued = any(category == cues.VIN for _, _, category in view.cues_before(match.start()))
    if cued or checksums.vin(value):
        return True
    return not _anti(view, match.start()) and digits >= 5 and value[-4:].isdigit() and value[0] not in "0"
