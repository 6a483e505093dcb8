"""National numbers: by format or checksum where that is proof enough, by cue everywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable

from anonymizer import checksums, cues
from anonymizer.entities import Entity
from anonymizer.recognizers.numbers import Run
from anonymizer.view import View

TYPE = "NATIONAL_ID"

_BY_CHECKSUM: dict[int, tuple[Callable[[str], bool], ...]] = {
    11: (
        checksums.cpf,
        checksums.pesel,
        checksums.german_tax_id,
        checksums.turkish_id,
        checksums.argentine_cuit,
        checksums.russian_snils,
    ),
    12: (checksums.verhoeff,),
    13: (checksums.luhn,),
    14: (checksums.cnpj,),
    15: (lambda digits: digits[0] in "123478" and checksums.french_nir(digits),),
    18: (checksums.chinese_id,),
}
# Grouping and separators that only one country's number has.
_FORMS = {
    ((3, 2, 4), ("-", "-")),  # US
    ((3, 3, 3, 2), (".", ".", "-")),  # BR
    ((2, 3, 3, 4, 2), (".", ".", "/", "-")),  # BR, companies and sole traders
    ((2, 8, 1), ("-", "-")),  # AR
    ((3, 3, 3, 2), ("-", "-", " ")),  # RU
    ((3, 3, 3, 2), ("-", "-", "-")),
    ((3, 4, 4, 4, 2), (".", ".", ".", ".")),  # CH and others
    ((6, 7), ("-",)),  # KR
    ((6, 4), ("-",)),  # SE, DK
    ((1, 2, 2, 2, 3, 3, 2), (" ",) * 6),  # FR
    ((1, 4, 5, 2, 1), ("-",) * 4),  # TH
    ((3, 4, 7, 1), ("-",) * 3),  # AE
}
_NOT_IDS = (cues.PHONE, cues.CARD, cues.ACCOUNT, cues.ANTI, cues.SECRET, cues.DEVICE)


def judge(run: Run) -> Entity | None:
    """The run as a national number, or ``None``."""
    score = _score(run)
    return Entity(run.start, run.end, TYPE, score) if score else None


def _score(run: Run) -> float:
    count, label = run.count, run.label
    if label == cues.ID:
        near = any(end > run.start - 20 for _, end, category in run.view.cues_before(run.start) if category == cues.ID)
        return 0.9 if (4 if near else 5) <= count <= 20 else 0.0
    if (run.sizes, tuple(run.joints)) in _FORMS and label not in (cues.ANTI, cues.PHONE):
        return 0.85
    if label in _NOT_IDS or run.plus or run.glued or run.anti_nearby:
        return 0.0
    if count in (11, 15) and max(run.sizes) > 1 and any(check(run.digits) for check in _BY_CHECKSUM[count]):
        return 0.7
    if (
        count == 13
        and len(run.sizes) == 1
        and checksums.luhn(run.digits)
        and not checksums.ean(run.digits)
        and _born(run.digits[:6])
    ):
        return 0.7
    if count == 12 and run.sizes == (4, 4, 4):
        return 0.8 if checksums.verhoeff(run.digits) else 0.5
    if count == 18 and _born(run.digits[8:14]) and checksums.chinese_id(run.digits):
        return 0.95
    return 0.6 if count == 14 and checksums.cnpj(run.digits) else 0.0


def _born(digits: str) -> bool:
    """Whether six digits read as year, month, day."""
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31


# Numbers with letters. One pattern; the name of the group that matched says which check proves it.
_LETTERED = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?P<nino>(?![dfiuv])[a-z](?![dfiouv])[a-z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d])"
    r"|(?P<spain>[xyz]?[ -]?\d{1,2}\.?\d{3}\.?\d{3}[ -]?[trwagmyfpdxbnjzsqvhlcke])"
    r"|(?P<italy>[a-z]{6}[ ]?\d[0-9lmnpqrstuv][a-ehlmprst][0-9lmnpqrstuv]{2}[ ]?[a-z][0-9lmnpqrstuv]{3}[a-z])"
    r"|(?P<italy_spaced>[a-z]{3} [a-z]{3} \d{2}[a-z]\d{2} [a-z]\d{3}[a-z])"
    r"|(?P<curp>[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d)"
    r"|(?P<rfc>[a-zñ&]{3,4}-?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?[a-z0-9]{2}[0-9a])"
    r"|(?P<pan>[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z])"
    r"|(?P<china>\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}x)"
    r"|(?P<corsica>[12] ?\d{2} ?\d{2} ?2[ab] ?\d{3} ?\d{3} ?\d{2})"
    r"|(?P<finland>\d{6}[-+a]\d{3}[0-9a-y])"
    r"|(?P<portugal>\d{8} ?\d ?[a-z]{2}\d)"
    r"|(?P<hong_kong>[a-z]{1,2}\d{6} ?\([0-9a]\))"
    r"|(?P<singapore>[stfg]\d{7}[a-z])"
    r"|(?P<ireland>\d{7}[a-w][a-i]?)"
    r")(?![A-Za-z0-9])"
)
_MIXED = re.compile(r"[a-z]-?\d|\d[ -]?[a-z]")
_NEEDS_PROOF = frozenset({"spain", "china"})
_NEEDS_CUE = frozenset({"ireland", "rfc"})


def find_lettered(view: View) -> list[Entity]:
    """National numbers that hold letters, in either case."""
    if _MIXED.search(view.lower) is None:
        return []
    found = []
    for match in _LETTERED.finditer(view.lower):
        kind = match.lastgroup or ""
        compact = re.sub(r"[ .-]", "", match.group()).upper()
        if kind == "spain" and (len(compact) != 9 or not checksums.spanish_letter(compact)):
            if not _cued(view, match.start()) or len(compact) < 8:
                continue
            score = 0.7
        elif (kind == "china" and not checksums.chinese_id(compact)) or (
            kind in _NEEDS_CUE and not _cued(view, match.start())
        ):
            continue
        else:
            score = 0.95 if kind in _NEEDS_PROOF else 0.8
        found.append(Entity(match.start(), match.end(), TYPE, score))
    return found


def _cued(view: View, position: int) -> bool:
    return any(category == cues.ID for _, _, category in view.cues_before(position))
