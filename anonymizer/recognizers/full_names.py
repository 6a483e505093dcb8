"""Two listed names side by side: the one place where a list alone is evidence."""

from __future__ import annotations

from anonymizer.entities import Entity
from anonymizer.lexicon import is_ordinary, word_list
from anonymizer.normalize import plain
from anonymizer.recognizers.phrases import NOT_NAMES
from anonymizer.view import View

_LONGEST = 6
_INSIDE = frozenset("de da do dos del della di la le van von der den ter ten bin ibn al el abu af av".split())
_NOUNS_CAPITALISED = frozenset("der die das und ist ich nicht ein eine mit von sie wir den dem im zum zur bei".split())


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
        if len(word) > 2 and (word in given or word in family) and plain(word) not in NOT_NAMES:
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


def _joins(word: str, capital: bool, german: bool) -> bool:
    listed = word in word_list("given") or word in word_list("family")
    return (listed and (capital or not is_ordinary(word))) or (capital and not german and not is_ordinary(word))


def _is_name(view: View, members: list[int], cased: bool) -> bool:
    if len(members) < 2:
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
