"""Names that the words around announce: "my name is", titles, thanks, spelled letters."""

from __future__ import annotations

import re
from collections.abc import Callable

from anonymizer.entities import Entity
from anonymizer.lexicon import is_name, is_ordinary, word_list
from anonymizer.normalize import plain
from anonymizer.recognizers import full_names
from anonymizer.recognizers.phrases import (
    AFTER_UNSPACED,
    BEFORE_UNSPACED,
    CERTAIN,
    INTRODUCTIONS,
    KINSHIP,
    NOT_NAMES,
    PARTICLES,
    POSTPOSITIONS,
    THANKS,
    TITLES,
)
from anonymizer.view import View
from anonymizer.words import words as words_of

TYPE = "PERSON"
_SPELLED = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]\s?[-.·_*,/]\s?){3,30}[^\W\d_](?![^\W_])"
    r"|(?<![^\W_])(?:[^\W\d_] {1,3}){3,40}[^\W\d_](?![^\W_])"
)
_LONGEST_NAME = 5
_FIRST_WORDS = {phrase[0] for phrase in INTRODUCTIONS}
_LONGEST_PHRASE = max(map(len, INTRODUCTIONS))
_UNSPACED_NAME = (
    r"([\u3400-\u9fff]{1,4}(?:·[\u3400-\u9fff]{1,6}){0,2}|[\u30a0-\u30ff]{2,12}(?:[ ·][\u30a0-\u30ff]{2,12})?"
    r"|[a-z]{2,15}(?: [a-z]{2,15}){0,2})"
)
_COMPOUND = re.compile(
    "(?:欧阳|歐陽|上官|司徒|端木|诸葛|諸葛|司马|司馬|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|宇文|长孙)[\u4e00-\u9fff]{1,2}"
    "|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}"
)
_BEFORE = re.compile(f"(?:{BEFORE_UNSPACED})[:：\\s]*{_UNSPACED_NAME}")
_AFTER = re.compile(f"{_UNSPACED_NAME}(?:{AFTER_UNSPACED})")


def find(view: View) -> list[Entity]:
    """Names after introductions and titles, before postpositions, after thanks, and letter by letter."""
    found: list[Entity] = []
    words = view.tokens.words
    for index, word in enumerate(words):
        finders = _FINDERS.get(word)
        if finders is None:
            finders = _finders(word)
        for finder in finders:
            found += finder(view, index)
    found += [Entity(m.start(), m.end(), TYPE, 0.7) for m in _SPELLED.finditer(view.text) if _is_spelled(m.group())]
    if view.has_han:
        found += _unspaced(view)
    return found + full_names.find(view)


def _phrase_at(words: list[str], index: int) -> int:
    """How many words of an introduction stand at ``index``; 0 for none."""
    for size in range(min(_LONGEST_PHRASE, len(words) - index), 0, -1):
        if tuple(plain(word) for word in words[index : index + size]) in INTRODUCTIONS:
            return size
    return 0


def _introduced(view: View, index: int) -> list[Entity]:
    words = view.tokens.words
    size = _phrase_at(words, index)
    if not size:
        return []
    begin = index + size
    colon = False
    while (
        begin < len(words) and words[begin] in (":", "=", "-", '"', "'", ",", "は", "->") and begin < index + size + 3
    ):
        colon = colon or words[begin] in (":", "=")
        begin += 1
    if index + 1 < len(words) and begin + 1 < len(words) and words[begin + 1] == ":":
        return []
    return _name_from(view, begin, bold=colon or size > 1 or words[index] in CERTAIN)


def _name_from(view: View, begin: int, bold: bool) -> list[Entity]:
    """
    Name words from ``begin`` on. ``bold`` takes an everyday word too when it comes first ("my name is Will").
    """
    tokens, text = view.tokens, view.text
    last = begin - 1
    index = begin
    while index < len(tokens.words) and index < begin + _LONGEST_NAME * 2:
        word = tokens.words[index]
        if (
            word in ("-", ".", "'", '"')
            and last >= begin
            and text[tokens.starts[index] - 1 : tokens.starts[index]] != " "
        ):
            nearby = tokens.words[last]
            if word == "." and len(nearby) > 1 and not _is_abbreviation(nearby):
                break
            index += 1
            continue
        if not word[0].isalpha() or not _takes(view, index, bold and last < begin):
            break
        if last >= begin and word not in PARTICLES and not _goes_on(view, begin, index):
            break
        if word not in PARTICLES:
            last = index
        index += 1
    if last < begin:
        return []
    return [Entity(tokens.starts[begin], tokens.ends[last], TYPE, 0.75)]


def _goes_on(view: View, begin: int, index: int) -> bool:
    """Whether a later word of a name is written like the first: a capital after a capital, else a listed name."""
    starts, text = view.tokens.starts, view.text
    word = view.tokens.words[index]
    if ord(word[0]) >= 0x2E80:
        return True
    if not view.all_caps and text[starts[begin]].isupper():
        return text[starts[index]].isupper()
    cased = text[starts[begin]].lower() != text[starts[begin]].upper()
    return is_name(word) or (not is_ordinary(word) and (index == begin + 1 or not cased))


def _is_abbreviation(word: str) -> bool:
    return word in ("jr", "sr", "st", "md", "ma")


def _takes(view: View, index: int, bold: bool) -> bool:
    word = view.tokens.words[index]
    start = view.tokens.starts[index]
    if plain(word) in NOT_NAMES:
        return False
    if len(word) == 1 and ord(word) < 0x2E80 and view.text[start + 1 : start + 2] != ".":
        return not bold and view.text[start].isupper()
    if word in PARTICLES:
        return not bold and index + 1 < len(view.tokens.words)
    capital = view.text[start].isupper() and not view.all_caps
    if not is_ordinary(word) or (len(word) == 1 and capital):
        return True
    return bold or capital or (is_name(word) and len(word) > 3)


def _titled(view: View, index: int) -> list[Entity]:
    words, text, tokens = view.tokens.words, view.text, view.tokens
    begin = index + 1
    if begin < len(words) and words[begin] == ".":
        begin += 1
    if begin >= len(words) or not words[begin][0].isalpha():
        return []
    if plain(words[begin]) in TITLES:
        return []
    word, start = words[begin], tokens.starts[begin]
    capital = text[start].isupper() and not view.all_caps
    if plain(word) in NOT_NAMES or (is_ordinary(word) and not capital and word not in word_list("family")):
        return []
    return _name_from(view, begin, bold=True)


def _related(view: View, index: int) -> list[Entity]:
    """ "my wife Carmen": a name after a word of kinship, when it is listed or written like one."""
    words, text, tokens = view.tokens.words, view.text, view.tokens
    begin = index + 1
    if begin >= len(words) or not words[begin][0].isalpha() or plain(words[begin]) in NOT_NAMES:
        return []
    word = words[begin]
    capital = text[tokens.starts[begin]].isupper() and not view.all_caps
    if is_ordinary(word) and not (capital and is_name(word)):
        return []
    return _name_from(view, begin, bold=True) if capital or word in word_list("given") else []


def _thanked(view: View, index: int) -> list[Entity]:
    """ "cheers will," and "danke, Joy!": one given name, then the clause ends."""
    words, tokens = view.tokens.words, view.tokens
    begin = index + 1
    while (
        begin < len(words)
        and begin < index + 4
        and (words[begin] in (",", "!", "so", "much", "very", "ya", "يا", "very") or plain(words[begin]) in THANKS)
    ):
        begin += 1
    if begin >= len(words) or begin == index:
        return []
    word = words[begin]
    ends = begin + 1 == len(words) or not words[begin + 1][0].isalnum()
    if not (ends and word in word_list("given") and plain(word) not in NOT_NAMES and len(word) > 2):
        return []
    return [Entity(tokens.starts[begin], tokens.ends[begin], TYPE, 0.6)]


def _called(view: View, index: int) -> list[Entity]:
    """ "this is Mark." and "im grace from accounts": a listed given name, then the clause ends or says where from."""
    words, tokens, text = view.tokens.words, view.tokens, view.text
    begin = index + 1
    if words[index] == "this" and begin < len(words) and words[begin] == "is":
        begin += 1
    elif words[index] == "i" and words[begin : begin + 2] == ["'", "m"]:
        begin += 2
    elif words[index] != "im":
        return []
    if begin >= len(words) or words[begin] not in word_list("given") or plain(words[begin]) in NOT_NAMES:
        return []
    word = words[begin]
    following = words[begin + 1] if begin + 1 < len(words) else "."
    ends = following in _AFTER_A_NAME or not following[0].isalnum()
    capital = text[tokens.starts[begin]].isupper() and not view.all_caps
    sure = not is_ordinary(word) or capital or following in _AFTER_A_NAME or words[index] == "this"
    return [Entity(tokens.starts[begin], tokens.ends[begin], TYPE, 0.6)] if ends and sure and len(word) > 2 else []


_AFTER_A_NAME = words_of("from here again calling speaking with at and")


def _possessive(view: View, index: int) -> list[Entity]:
    """ "John's checking account": a listed given name before 's and a small word; "Wendy's Diner" is a firm."""
    words, tokens, text = view.tokens.words, view.tokens, view.text
    if (
        index == 0
        or index + 2 >= len(words)
        or words[index + 1] != "s"
        or tokens.ends[index] != tokens.starts[index + 1]
    ):
        return []
    word, start = words[index - 1], tokens.starts[index - 1]
    if word not in word_list("given") or is_ordinary(word) or tokens.ends[index - 1] != tokens.starts[index]:
        return []
    if not text[start].isupper() or text[tokens.starts[index + 2]].isupper():
        return []
    return [Entity(start, tokens.ends[index - 1], TYPE, 0.6)]


def _before(view: View, index: int) -> list[Entity]:
    """Name words that end right before a postposition ("Ayşe Yılmaz adına")."""
    tokens = view.tokens
    first = index
    while first and index - first < 4:
        word = tokens.words[first - 1]
        if not word[0].isalpha() or plain(word) in NOT_NAMES or (is_ordinary(word) and not is_name(word)):
            break
        first -= 1
    return [Entity(tokens.starts[first], tokens.ends[index - 1], TYPE, 0.6)] if first < index else []


def _is_spelled(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(set(map(str.lower, letters))) > 2 and "".join(letters).lower() not in (
        "abcd",
        "abcde",
        "abcdef",
        "xyz",
        "wasd",
        "qwerty",
    )


def _unspaced(view: View) -> list[Entity]:
    found = [Entity(m.start(), m.end(), TYPE, 0.6) for m in _COMPOUND.finditer(view.text)]
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(view.lower):
            value = match.group(1)
            if value not in NOT_NAMES and not any(value.startswith(word) for word in _NOT_UNSPACED):
                found.append(Entity(match.start(1), match.end(1), TYPE, 0.65))
    return found


_NOT_UNSPACED = (
    "什么",
    "不",
    "的",
    "何",
    "私",
    "我",
    "他",
    "她",
    "你",
    "您",
    "这",
    "那",
    "客服",
    "一下",
    "人工",
    "お客",
    "皆",
    "担当",
)


_Finder = Callable[[View, int], list[Entity]]
_FINDERS: dict[str, tuple[_Finder, ...]] = {}
"""What to do at a word; nothing at most. Filled as words turn up."""
_MOST_KEPT = 50_000


def _finders(word: str) -> tuple[_Finder, ...]:
    key = plain(word)
    finders: list[_Finder] = []
    if key in _FIRST_WORDS:
        finders.append(_introduced)
    if word in ("this", "i", "im"):
        finders.append(_called)
    elif word == "'":
        finders.append(_possessive)
    for words, finder in ((TITLES, _titled), (KINSHIP, _related), (THANKS, _thanked), (POSTPOSITIONS, _before)):
        if key in words:
            finders.append(finder)
            break
    if len(_FINDERS) > _MOST_KEPT:
        _FINDERS.clear()
    kept = tuple(finders)
    if len(word) <= 40:
        _FINDERS[word] = kept
    return kept
