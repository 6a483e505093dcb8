"""Two listed names side by side: the one place where a list alone is evidence."""

from __future__ import annotations

from bisect import bisect_right

from anonymizer.entities import Entity
from anonymizer.lexicon import is_ordinary, word_list
from anonymizer.normalize import plain
from anonymizer.recognizers.phrases import KINSHIP, NOT_LAST, NOT_NAMES, TITLES
from anonymizer.view import View
from anonymizer.words import words

_LONGEST = 6
_NO_START = NOT_NAMES | TITLES | KINSHIP
_INSIDE = words("de da do dos del della di la le van von der den ter ten bin ibn al el abu af av")
_NOUNS_CAPITALISED = words("der die das und ist ich nicht ein eine mit von sie wir den dem im zum zur bei")


def find(view: View) -> list[Entity]:
    """
    A given name beside a family name, in either order.

    Both listed and neither an everyday word, or both capitalised and one of them no everyday word. A
    capitalised word from no list may follow a capitalised given name.
    """
    given, family = word_list("given"), word_list("family")
    tokens = view.tokens
    found = []
    index = 0
    while index < len(tokens.words) - 1:
        word = tokens.words[index]
        listed = len(word) > 2 and (word in given or word in family)
        if listed and plain(word) not in _NO_START:
            last = _reach(view, index)
            if last > index:
                found.append(Entity(tokens.starts[index], tokens.ends[last], "PERSON", 0.6))
                index = last
        index += 1
    return found


def _reach(view: View, index: int) -> int:
    """Last token of the name that starts at ``index``; ``index`` itself when there is none."""
    tokens, text = view.tokens, view.text
    words = tokens.words
    cased = not view.all_caps and text != view.lower
    german = cased and not _NOUNS_CAPITALISED.isdisjoint(words[max(0, index - 12) : index + 12])
    members = [index]
    following = index + 1
    while following < min(len(words), index + _LONGEST):
        gap = text[tokens.ends[following - 1] : tokens.starts[following]]
        word = words[following]
        if gap not in ("", " ") or not (word[0].isalpha() or word in ("-", ".")):
            break
        if word in ("-", ".") or word in _INSIDE:
            if (word == "." and len(words[following - 1]) > 1) or (word == "-" and following == index + 1):
                break
            following += 1
            continue
        capital = cased and text[tokens.starts[following]].isupper()
        if plain(word) in NOT_NAMES or not _joins(word, capital, german):
            break
        members.append(following)
        following += 1
    return members[-1] if _is_name(view, members, cased) else index


def widen(view: View, entities: list[Entity]) -> list[Entity]:
    """The same names with the capitalised neighbours that belong to them: "Bronisława" before "Chmielewska"."""
    tokens, text = view.tokens, view.text
    cased = text != view.lower and not view.all_caps
    widened = []
    for entity in entities:
        if entity.type != "PERSON" or entity.start >= len(text):
            widened.append(entity)
            continue
        first = bisect_right(tokens.starts, entity.start) - 1
        last = bisect_right(tokens.starts, entity.end - 1) - 1
        capital = cased and text[tokens.starts[first]].isupper()
        german = capital and not _NOUNS_CAPITALISED.isdisjoint(tokens.words[max(0, first - 12) : first + 12])
        first = _walk(view, first, -1, capital, german)
        last = _walk(view, last, 1, capital, german)
        start, end = min(entity.start, tokens.starts[first]), max(entity.end, tokens.ends[last])
        widened.append(entity._replace(start=start, end=end))
    return widened


def _walk(view: View, index: int, step: int, capital: bool, german: bool) -> int:
    """The farthest token in one direction that continues a name; hyphens and particles are stepped over."""
    tokens, text = view.tokens, view.text
    reached = index
    for _ in range(4):
        following = index + step
        while 0 <= following < len(tokens.words) and (
            tokens.words[following] == "-" or tokens.words[following] in _INSIDE
        ):
            following += step
        if not 0 <= following < len(tokens.words) or abs(following - index) > 3:
            break
        low, high = min(index, following), max(index, following)
        gap = text[tokens.ends[low] : tokens.starts[high]]
        word = tokens.words[following]
        if "\n" in gap or " - " in gap or not word[0].isalpha() or (len(word) == 1 and ord(word) < 0x2E80):
            break
        if low + 1 == high and gap not in (" ", ""):
            break
        if plain(word) in NOT_NAMES or plain(word) in TITLES or word in NOT_LAST or ord(word[0]) >= 0x2E80:
            break
        if not _continues(view, following, capital, german, hyphen="-" in gap):
            break
        index = reached = following
    return reached


def _continues(view: View, index: int, capital: bool, german: bool, hyphen: bool) -> bool:
    word = view.tokens.words[index]
    listed = word in word_list("given") or word in word_list("family")
    if not capital:
        return listed and not is_ordinary(word)
    start, end = view.tokens.starts[index], view.tokens.ends[index]
    written = view.text[start:end]
    if not written[0].isupper() or (written.isupper() and len(written) > 1):
        return False
    if index == 0 or view.tokens.words[index - 1][0] in ".!?:\n":
        return listed and not is_ordinary(word)  # the first word of a sentence has its capital anyway
    if hyphen or (listed and not is_ordinary(word)):
        return True
    return not german and (not is_ordinary(word) or listed)


def _joins(word: str, capital: bool, german: bool) -> bool:
    listed = word in word_list("given") or word in word_list("family")
    return (listed and (capital or not is_ordinary(word))) or (capital and not german and not is_ordinary(word))


def _is_name(view: View, members: list[int], cased: bool) -> bool:
    if len(members) < 2 or view.tokens.words[members[-1]] in NOT_LAST:
        return False
    given, family = word_list("given"), word_list("family")
    tokens = view.tokens
    words = [tokens.words[member] for member in members]
    plain_words = [is_ordinary(word) for word in words]
    capitals = cased and all(view.text[tokens.starts[member]].isupper() for member in members)
    pair = any(word in given for word in words) and any(
        word in family or word in given for word in words[1:] + words[:1]
    )
    listed = [word in given or word in family for word in words]
    if not capitals:
        return pair and all(listed) and not any(plain_words) and any(word in family for word in words)
    first, last = words[0], words[-1]
    if first in given and not plain_words[0]:
        return True
    if first in given and last in family and not plain_words[-1]:
        return True
    return first in family and last in given and not (plain_words[0] or plain_words[-1])
