"""Street addresses made whole: house numbers, units, postcodes and towns that belong to one already found."""

from __future__ import annotations

import re

from anonymizer.entities import Entity
from anonymizer.view import View
from anonymizer.words import words

_CITY = r"(?: (?:[A-ZÀ-ÖØ-Þ][\w'.-]{1,24}|am|an|der|de|la|sur|del|di|do|da|upon|cedex|\d{1,2}))"
_POSTCODE = (
    r"(?:\d{4,6}(?:[ -]?\d{3,4})?|[A-Za-z]{1,2}\d[A-Za-z\d]?[ ]?\d[A-Za-z]{2}|\d{4}[ ]?[A-Za-z]{2}"
    r"|[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d|[A-Za-z]\d[\dWw] ?[A-Za-z\d]{4}|\d{2}-\d{3}|\d{3}[ ]\d{2})"
)
_AFTER = re.compile(
    rf"[,;.\s·/-]{{0,3}}(?:(?:邮编|邮政编码|〒|zip|plz|cep|c\.?p\.?|индекс|pin ?code|pincode|posta kodu|kode pos"
    rf"|ال?رمز البريدي)[:：\s]{{0,2}})?(?<![\d]){_POSTCODE}(?![\w])"
    rf"{_CITY}{{0,4}}"
)
_UNIT = re.compile(
    r"[,;\s/-]{1,3}(?:apt|apartment|flat|unit|suite|ste|#|piso|apto|apart|dpto|int|interior|ap|кв|квартира"
    r"|подъезд|эт|этаж|корп|к|стр|d|daire|kat|no|nº|n\.?º|whg|wohnung"
    r"|stock|etage|og|scala|bât|bat|appt|m|lok|mieszkanie|rt|rw|blok|blk|block|fundos|bloco|casa|esq|dto|bus"
    r"|bis|ter|شقة|الدور|الطابق|दूसरी मंज़िल|floor|fl|door|room|rm)"
    r"\.?[\s:]{0,2}[\dA-Za-zА-я]{1,5}(?![\w])"
)
_ORDINAL_UNIT = re.compile(
    r"[,;\s]{1,3}\d{1,3}\s?[º°ª.]{1,2}\s?(?:[A-Za-z]|izq|dcha|esq|dto|stock|og|étage|piso|floor)?(?![\w])"
)
_TOWN = re.compile(
    r",\s(?:[A-ZÀ-ÖØ-Þ][\w'.-]{2,24})(?:[ -][A-ZÀ-ÖØ-Þ][\w'.-]{1,24}){0,2}(?:,? [A-Z]{2})?(?: "
    r"\d{4,6}(?:-\d{3,4})?)?(?![\w])"
)
_NUMBER_BEFORE = re.compile(
    r"(?<![\w.,:/-])(?:#|no\.? ?|nr\.? ?|n° ?)?\d{1,5}[a-zA-Z]?(?:[-/]\d{1,4})?(?: ?(?:bis|ter|quater))?,?\s$"
)
_JOINT = re.compile(r"[\s,;.:/()·-]{1,4}(?:[^\W\d_]{1,6}[\s,.:]{1,2})?")
_WIDEST_GAP = 14


# The two ways round of writing a street whose first word says that it is one.
_NUMBER_FIRST = re.compile(
    r"(?<![\w/-])\d{1,4}(?: ?(?:bis|ter|[a-d]))?,? (?:rue|avenue|av\.?|place|chemin|boulevard|bd"
    r"|impasse|allée|allee|quai|route)"
    r" (?:(?:de|du|des|la|le|les|aux?|saint|sainte)[ -]|l'|d'){0,3}[^\W\d_]+(?:[ '-][^\W\d_]+){0,2}?(?=[,.;\n]|$| \d)"
)
_STREET_FIRST = re.compile(
    r"(?<![^\W\d_])(?:calle|avenida|avda\.?|paseo|carrera|viale|corso|vicolo|rua|travessa|alameda|praça|ulica|ul\.|aleja"
    r"|улица|ул\.?|проспект|пр-т|переулок|пер\.|вул\.|jalan|jln\.?|jl\.?)\s?(?:[^\W\d_][\w'.-]{0,24}[ ,]{1,2}){1,4}?"
    r"(?:n[.º°o]{0,2} ?|no\.?:? ?|nr\.? ?|д\.? ?|дом ?"
    r"|№ ?)?\d{1,5}(?:[ ]?[a-z](?!\w))?(?:[/-]\d{1,4})?(?![\w:%€$]|[.,]\d)"
)
_STREETS = words(
    "rue avenue av place chemin boulevard bd impasse allée allee quai route calle avenida avda "
    "paseo carrera viale corso vicolo"
    " rua travessa alameda praça ulica ul aleja улица ул проспект пр переулок пер вул jalan jln jl"
)


def find(view: View) -> list[Entity]:
    """Streets by the word for street, with a house number."""
    if _STREETS.isdisjoint(view.tokens.words):
        return []
    return [
        Entity(match.start(), match.end(), "ADDRESS", 0.6)
        for pattern in (_NUMBER_FIRST, _STREET_FIRST)
        for match in pattern.finditer(view.lower)
    ]


def grow(view: View, entities: list[Entity]) -> list[Entity]:
    """The same entities, addresses among them merged with close neighbours and grown to their natural ends."""
    merged: list[Entity] = []
    for entity in sorted(entities):
        if merged and entity.type == merged[-1].type == "ADDRESS":
            gap = view.text[merged[-1].end : entity.start]
            if len(gap) <= _WIDEST_GAP and _JOINT.fullmatch(gap) and "\n\n" not in gap:
                merged[-1] = merged[-1]._replace(end=entity.end)
                continue
        merged.append(entity)
    return [_grown(view, entity) if entity.type == "ADDRESS" else entity for entity in merged]


def _grown(view: View, entity: Entity) -> Entity:
    text = view.text
    start, end = entity.start, entity.end
    before = _NUMBER_BEFORE.search(text[max(0, start - 16) : start])
    if before is not None and text[start : start + 1].isalpha():
        start -= len(before.group())
    for _ in range(5):
        for pattern in (_UNIT, _ORDINAL_UNIT, _AFTER, _TOWN):
            match = pattern.match(text, end)
            if match is not None and match.end() > end:
                end = match.end()
                break
        else:
            break
    return entity._replace(start=start, end=end)
