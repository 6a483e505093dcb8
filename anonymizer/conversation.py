"""What only the conversation shows: bare answers, numbers split over messages, names told later."""

from __future__ import annotations

import re
from collections.abc import Callable

from anonymizer import cues
from anonymizer.answers import announced, asked_for, find_answers
from anonymizer.budget import Budget
from anonymizer.conflicts import resolve
from anonymizer.context import ConversationMemory, Recent
from anonymizer.entities import Entity
from anonymizer.known import find_known
from anonymizer.lexicon import is_ordinary
from anonymizer.recognizers.number_words import spoken_digits
from anonymizer.view import WORD, View

__all__ = ["find_answers", "read"]

Finder = Callable[[View, ConversationMemory], list[Entity]]

_PATIENCE = 4
_THAT = re.compile(
    r"\b(?:that'?s|thats|that|those|these|this|it'?s|above|das|dies|diese|war|c'est|ça|ca|voila|voilà|eso|ese|esos|este|esto|isso|esse|essa|questo|quello|era"
    r"|è|dat|dit|dat's|to|tamto|это|вот|bu|şu|هذا|هذه|ये|यह|वो|itu|ini|tadi)\b|これ|それ|这|那|上面|이게|그게"
)
_GROWING = {
    cues.PHONE: "PHONE_NUMBER",
    cues.NUMBER: "PHONE_NUMBER",
    cues.CARD: "CREDIT_CARD",
    cues.ACCOUNT: "BANK_ACCOUNT",
    cues.ID: "NATIONAL_ID",
    cues.PASSPORT: "PASSPORT",
    cues.LICENCE: "DRIVER_LICENSE",
    cues.SECRET: "SECRET",
    cues.PASSWORD: "SECRET",
    cues.CODE: "SECRET",
    cues.EMAIL: "EMAIL_ADDRESS",
    cues.NAME: "PERSON",
    cues.ADDRESS: "ADDRESS",
    cues.HANDLE: "HANDLE",
}
_FRAGMENT_DIGITS = 9
_LONGEST_FRAGMENT = 60
_ENOUGH_DIGITS = 7


def read(
    find: Finder, view: View, memory: ConversationMemory, author: str
) -> tuple[list[Entity], dict[int, list[Entity]]]:
    """Entities of a message and of earlier ones whose masking grows; ``memory`` learns from both."""
    text = view.original
    entities = find(view, memory)
    fresh_names = memory.learn_names(_name_words(text, entities))
    earlier: dict[int, list[Entity]] = {}
    if author == "customer":
        entities = resolve(entities + _join_fragments(view, memory, earlier))
        _mask_announced(view, memory, earlier)
        _join_email(view, memory, earlier)
        memory.answered()
        if not entities and (promised := announced(view)):
            memory.expect(promised, _PATIENCE)
    else:
        categories = asked_for(view)
        if categories or "?" in text:  # another question ends the wait for the last answer
            memory.expect(categories, _PATIENCE)
    if fresh_names:
        _mask_names(view, memory, earlier)
    memory.remember(author, text, entities)
    return entities, earlier


def _name_words(text: str, entities: list[Entity]) -> list[str]:
    words = [
        word for entity in entities if entity.type == "PERSON" for word in WORD.findall(text[entity.start : entity.end])
    ]
    return [word for word in words if len(word) > 2 or (ord(word[0]) >= 0x2E80 and len(word) > 1)]


def _grow(memory: ConversationMemory, back: int, added: list[Entity], earlier: dict[int, list[Entity]]) -> None:
    """Add entities to the message ``back`` messages ago; note it in ``earlier`` when more is covered than was."""
    recent = memory.recent[-back]
    before = recent.entities
    after = resolve(before + added)
    if _covered(after) > _covered(before):
        recent.entities = after
        earlier[back] = after


def _covered(entities: list[Entity]) -> int:
    return sum(entity.end - entity.start for entity in entities)


def _mask_names(view: View, memory: ConversationMemory, earlier: dict[int, list[Entity]]) -> None:
    names = ConversationMemory()
    names.learn_names(memory.name_words)
    for back, recent in enumerate(reversed(memory.recent), start=1):
        if recent.text:
            older = View(recent.text, view.budget, view.regions)
            _grow(memory, back, [e for e in find_known(older, names) if e.type == "PERSON"], earlier)


def _fragment(view: View) -> list[tuple[int, int, str]] | None:
    """Digit spans of a message that holds little else: ``(start, end, digits)``; ``None`` for other messages."""
    if len(view.text) > _LONGEST_FRAGMENT:
        return None
    spans = [(m.start(), m.end(), m.group()) for m in re.finditer(r"\d+", view.text)]
    spans += spoken_digits(view)
    if not spans:
        return None
    letters = sum(len(word) for word in WORD.findall(view.text)) - sum(
        end - start for start, end, digits in spans if not view.text[start:end].isdigit()
    )
    digits = sum(len(digits) for _, _, digits in spans)
    return sorted(spans) if 1 <= digits <= _FRAGMENT_DIGITS and letters <= 24 else None


def _join_fragments(view: View, memory: ConversationMemory, earlier: dict[int, list[Entity]]) -> list[Entity]:
    """Mask the pieces of a number sent over several messages, once together they are long enough."""
    last = _fragment(view)
    if last is None or cues.ANTI in memory.expects or _is_harmless(view):
        return []
    total = sum(len(digits) for _, _, digits in last)
    pieces: list[tuple[int, list[tuple[int, int, str]]]] = []
    for back, recent in enumerate(reversed(memory.recent), start=1):
        older = View(recent.text, Budget(1.0))
        if recent.author != "customer":
            if "?" in older.text and not asked_for(older):
                break
            continue
        spans = _fragment(older)
        if spans is None:
            if WORD.search(older.text) and len(older.text) <= 30 and not re.search(r"\d", older.text) and pieces:
                continue  # "wait", "then" between two pieces
            break
        if _is_harmless(older):
            break
        pieces.append((back, spans))
        total += sum(len(digits) for _, _, digits in spans)
    if not pieces or total < _ENOUGH_DIGITS:
        return []
    for back, spans in pieces:
        _grow(memory, back, [Entity(s, e, "PHONE_NUMBER", 0.6) for s, e in _back(memory, back, spans)], earlier)
    return [view.back(Entity(start, end, "PHONE_NUMBER", 0.6)) for start, end, _ in last]


def _back(memory: ConversationMemory, back: int, spans: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    view = View(memory.recent[-back].text, Budget(1.0))
    entities = (view.back(Entity(start, end, "", 0.0)) for start, end, _ in spans)
    return [(entity.start, entity.end) for entity in entities]


_QUANTITY = re.compile(
    r"\d\s*(?:%|[$€£₹]|x\b|pcs|of|am|pm|uhr|h\b|min|hours?|days?|tage|jours|días|дн|:\d)|[$€£₹]\s*\d|:\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
)


def _is_harmless(view: View) -> bool:
    """Prices, amounts, times, dates, orders: digits that no piece of a phone number looks like."""
    return _QUANTITY.search(view.lower) is not None or any(category == cues.ANTI for _, _, category in view.cues)


_EMAIL_TAIL = re.compile(r"\s*(?:@|\(?at\)? |arroba |arobase |собака |chiocciola )\s?\S")


def _join_email(view: View, memory: ConversationMemory, earlier: dict[int, list[Entity]]) -> None:
    """ "anna.schmidt" and then "@gmail.com": the first half is personal too."""
    if _EMAIL_TAIL.match(view.lower) is None or len(view.text) > 40:
        return
    for back, recent in enumerate(reversed(memory.recent[-3:]), start=1):
        if recent.author != "customer" or not recent.text:
            continue
        match = re.search(r"\S{2,64}\s*$", recent.text)
        if match is not None and len(recent.text.split()) <= 4:
            end = match.start() + len(match.group().rstrip())
            _grow(memory, back, [Entity(match.start(), end, "EMAIL_ADDRESS", 0.6)], earlier)
        return


def _mask_announced(view: View, memory: ConversationMemory, earlier: dict[int, list[Entity]]) -> None:
    """ "thats my digits": what the customer sent just before is personal after all."""
    if re.search(r"\d", view.text) or _THAT.search(view.lower) is None or len(view.text) > 120:
        return
    named = [category for _, _, category in view.cues if category in _GROWING]
    if not named or "?" in view.text:
        return
    for back, recent in enumerate(reversed(memory.recent[-4:]), start=1):
        if recent.author != "customer" or not recent.text:
            continue
        added = _announced(recent, named)
        if added:
            _grow(memory, back, added, earlier)
            return


def _announced(recent: Recent, named: list[str]) -> list[Entity]:
    view = View(recent.text, Budget(1.0))
    kind = _GROWING[named[0]]
    if kind in ("PERSON", "ADDRESS", "HANDLE", "EMAIL_ADDRESS") and len(view.tokens.words) <= 8:
        if kind == "ADDRESS" and not re.search(r"\d", view.text):
            return []
        words = list(zip(view.tokens.starts, view.tokens.ends, view.tokens.words, strict=True))
        kept = [(s, e) for s, e, word in words if word[0].isalnum() and not is_ordinary(word)]
        if kind in ("ADDRESS", "EMAIL_ADDRESS") and kept:
            kept = [(kept[0][0], kept[-1][1])]
        return [view.back(Entity(start, end, kind, 0.6)) for start, end in kept]
    digits = [m.span() for m in re.finditer(r"\d(?:[\d .\-/()]{0,40}\d)?", view.text)]
    long_enough = [(s, e) for s, e in digits if sum(c.isdigit() for c in view.text[s:e]) >= 4]
    spoken = [(s, e) for s, e, value in spoken_digits(view) if len(value) >= 4]
    return [view.back(Entity(start, end, kind, 0.6)) for start, end in long_enough + spoken]
