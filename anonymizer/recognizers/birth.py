"""Dates of birth: a date after a cue. Other dates stay readable."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.entities import Entity
from anonymizer.view import View
from anonymizer.words import words

TYPE = "DATE_OF_BIRTH"
_MONTHS = (
    "jan(?:uary|uar|uari|vier|eiro|ner|vari)?|feb(?:ruary|ruar|ruari|ruary|raio|brero|braio)?|f[eé]v(?:rier"
    "|ereiro)?|mar(?:ch|zo|ço|s|et|zec|ca|et)?|märz|mrz|maart|maret|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?"
    "|may|mai|mayo|maio|maggio|mei|maj|maja|jun[eiho]*|juin|giugno|jul[yiho]*|juil(?:let)?|luglio|aug(?:ust"
    "|ustus)?|ago(?:sto|st)?|août|aout|agustus|sep(?:t|tember|tembre|tiembre|tembro)?|set(?:embro|tembre)?"
    "|o[ck]t(?:ober|obre|ubre)?|out(?:ubro)?|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember"
    "|embre|embro)?|dic(?:iembre|embre)?|déc(?:embre)?|gen(?:naio)?|ene(?:ro)?|desember"
    "|stycz\\w+|lut\\w+|mar[cz]\\w+|kwie\\w+|czerw\\w+|lip\\w+|sierp\\w+|wrze\\w+|październik\\w*|listopad\\w*|grud\\w+"
    "|январ\\w+|феврал\\w+|март\\w*|апрел\\w+|мая|май|июн\\w+|июл\\w+|август\\w*|сентябр\\w+|октябр\\w+"
    "|ноябр\\w+|декабр\\w+"
    "|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık"
    "|يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر|ديسمبر|जनवरी"
    "|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर"
)
DATE = re.compile(
    rf"(?<![\w])(?:\d{{1,2}}(?:st|nd|rd|th|\.|er|º|ème)?[ ]?(?:of |de "
    rf"|d')?(?:{_MONTHS})(?![^\W\d_])[.,]?[ ]?(?:de |del )?['’]?(?:\d{{4}}|\d{{2}})?"
    rf"|(?:{_MONTHS})(?![^\W\d_])\.?[ ]?\d{{1,2}}(?:st|nd|rd|th)?(?:,? ?['’]?(?:\d{{4}}|\d{{2}}))?"
    r"|\d{1,4}[ ]?[./-][ ]?\d{1,2}[ ]?[./-][ ]?\d{1,4}|(?:19|20)\d{2} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]?"
    r"|(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2]) (?:19|20)?\d{2}|(?:19|20)\d{6}|(?:0[1-9]|[12]\d"
    r"|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2})(?![\d])"
)
_REACH = 40


_NUMBERISH = re.compile(
    r".*(?:hundert|tausend|zig|zehn|ßig|cent|mille|vingt|ante|onze|douze|treize|quinze|seize|ente|enta|inta"
    r"|anta|cientos|nueve|ocho|siete|novecento"
    r"|mil|nove|oito|sete|seis|sześć|dziesi|naście|tysiąc|set|tych|ego|десят|сот|девян|надцат|тысяч|восьм"
    r"|седьм|шест|пят|ого|ых|puluh|belas|ratus|ribu"
    r"|sembilan|delapan|tujuh|enam|lima|dua|satu|सौ|नब्बे|अस्सी|सत्तर|हज़ार|तीस|बीस|पचास|साठ|thousand|hundred"
    r"|ty|teen|yüz|bin|doksan|seksen|yetmiş|honderd|tig|tien)"
)
_SMALL = words(
    "de del the of and und et y e en of' dos eighty nineteen two un uno une eins ein один один "
    "sto hundred quatre deux trois cinq six sept huit neuf dix"
)
_UNSPACED_DATE = re.compile(
    r"(?:平成|昭和|令和|大正|明治)?[〇零一二三四五六七八九十百\d元]{1,5}年[〇零一二三四五六七八九十\d]{1,3}月[〇零一二三四五六七八九十廿\d]{1,3}[日号號]"
)
_BORN_UNSPACED = re.compile("生まれ|出生|生日|誕生|生年|生于")
_BORN_ABBREVIATED = re.compile(r"\d\s?г\.?\s?р(?![^\W\d_])")
_BORN_AFTER = re.compile(r"\s?г\.?\s?р(?![^\W\d_])|\s(?:doğumlu|geboren|gebore|nascido|nacido|born)")
_MONTH_WORD = re.compile(rf"(?:{_MONTHS})")


def _spelled(view: View) -> list[Entity]:
    """ "born on the fifth of May eighty-one": the word before a month up to the last number word after it."""
    tokens = view.tokens
    words = tokens.words
    found = []
    for index, word in enumerate(words):
        if not word[0].isalpha() or len(word) < 3 or _MONTH_WORD.fullmatch(word) is None:
            continue
        before = [c for c in view.cues_before(tokens.starts[index], 30) if c[2] == cues.BIRTH]
        if not before or index == 0:
            continue
        first = index - 1
        while first and words[first] in _SMALL and tokens.starts[first] > before[0][1]:
            first -= 1
        if tokens.starts[first] < before[0][1]:
            first = index
        last = index
        for following in range(index + 1, min(len(words), index + 12)):
            if words[following].isdecimal() or words[following] in _SMALL or _NUMBERISH.match(words[following]):
                last = following
            elif words[following] != "-":
                break
        found.append(Entity(tokens.starts[first], tokens.ends[last], TYPE, 0.7))
    return found


_YEAR = re.compile(r"(?<!\d)(?:19[2-9]\d|200\d)(?!\d)|[./ -](?:[3-9]\d)$")
_LONGEST_ALONE = 40


def _alone(view: View) -> list[Entity]:
    """A date of long ago that is nearly the whole message: what people send when asked for their birthday."""
    if len(view.text) > _LONGEST_ALONE:
        return []
    match = DATE.search(view.lower)
    if match is None or _YEAR.search(match.group()) is None:
        return []
    rest = view.lower[: match.start()] + " " + view.lower[match.end() :]
    spoken = re.findall(r"[^\W_]+", rest)
    if len(spoken) > 3 or any(category == cues.ANTI for _, _, category in view.cues):
        return []
    return [Entity(match.start(), match.end(), TYPE, 0.5)]


def find(view: View) -> list[Entity]:
    """Dates right after (or shortly before) a word of birth."""
    found: list[Entity] = []
    if view.has_han and _BORN_UNSPACED.search(view.text):
        found += [Entity(m.start(), m.end(), TYPE, 0.8) for m in _UNSPACED_DATE.finditer(view.text)]
    found += _alone(view)
    if not any(category == cues.BIRTH for _, _, category in view.cues) and not _BORN_ABBREVIATED.search(view.lower):
        return found
    found += _spelled(view)
    for match in DATE.finditer(view.lower):
        before = [c for c in view.cues_before(match.start(), _REACH) if c[2] in (cues.BIRTH, cues.ANTI)]
        after = [c for c in view.cues_after(match.end(), 20) if c[2] in (cues.BIRTH, cues.ANTI)]
        nearest = before[:1] or after[:1]
        if (nearest and nearest[0][2] == cues.BIRTH) or _BORN_AFTER.match(view.lower, match.end()):
            found.append(Entity(match.start(), match.end(), TYPE, 0.85))
    return found
