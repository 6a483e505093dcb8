"""Dates of birth: a date after a cue. Other dates stay readable."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.entities import Entity
from anonymizer.view import View

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


def find(view: View) -> list[Entity]:
    """Dates right after (or shortly before) a word of birth."""
    if not any(category == cues.BIRTH for _, _, category in view.cues):
        return []
    found = []
    for match in DATE.finditer(view.lower):
        before = [c for c in view.cues_before(match.start(), _REACH) if c[2] in (cues.BIRTH, cues.ANTI)]
        after = [c for c in view.cues_after(match.end(), 20) if c[2] in (cues.BIRTH, cues.ANTI)]
        nearest = before[:1] or after[:1]
        if nearest and nearest[0][2] == cues.BIRTH:
            found.append(Entity(match.start(), match.end(), TYPE, 0.85))
    return found
