"""Digits spelled as words ("oh seven nine one one"), in words mixed with digits, and in Chinese numerals."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.entities import Entity
from anonymizer.view import View

_WORDS = {
    "0": "zero oh null zéro cero nulo nul ноль нуль sıfır sifir صفر शून्य kosong nol noll nolla nula μηδέν 零 〇 ゼロ 洞",
    "1": "one eins ein un une uno una um uma één een jeden один одна bir واحد एक satu ett yksi jedna 一 壹 幺 イチ",
    "2": "two zwei zwo deux dos dois duas due twee dwa dwie два две iki اثنين اثنان दो dua två kaksi dvě 二 贰 两 ニ",
    "3": "three drei trois tres três tre drie trzy три üç uc ثلاثة तीन tiga kolme tři 三 叁 サン",
    "4": (
        "four vier quatre cuatro quatro quattro cztery четыре dört dort اربعة أربعة चार empat fyra "
        "neljä čtyři 四 肆 ヨン"
    ),
    "5": "five fünf fuenf cinq cinco cinque vijf pięć piec пять beş bes خمسة पांच पाँच lima fem viisi pět 五 伍 ゴ",
    "6": "six sechs seis sei zes sześć szesc шесть altı alti ستة छह छः छे enam sex kuusi šest 六 陆 ロク",
    "7": "seven sieben sept siete sete sette zeven siedem семь yedi سبعة सात tujuh sju seitsemän sedm 七 柒 ナナ",
    "8": "eight acht huit ocho oito otto osiem восемь sekiz ثمانية आठ delapan åtta kahdeksan osm 八 捌 ハチ",
    "9": (
        "nine neun neuf nueve nove negen dziewięć dziewiec девять dokuz تسعة नौ sembilan nio "
        "yhdeksän devět 九 玖 キュウ niner"
    ),
    "10": "ten zehn dix diez dez dieci tien dziesięć десять on عشرة दस sepuluh 十",
    "11": "eleven elf onze once undici одиннадцать jedenaście sebelas",
    "12": "twelve zwölf douze doce doze dodici twaalf двенадцать dwanaście",
    "13": "thirteen dreizehn treize trece treze tredici dertien тринадцать",
    "14": "fourteen vierzehn quatorze catorce quattordici veertien четырнадцать",
    "15": "fifteen fünfzehn quinze quince quindici vijftien пятнадцать",
    "16": "sixteen sechzehn seize dieciséis dezesseis sedici zestien шестнадцать",
    "17": "seventeen siebzehn diecisiete dezessete diciassette zeventien семнадцать",
    "18": "eighteen achtzehn dieciocho dezoito diciotto achttien восемнадцать",
    "19": "nineteen neunzehn diecinueve dezenove diciannove negentien девятнадцать",
    "20": "twenty zwanzig vingt veinte vinte venti twintig двадцать yirmi dwadzieścia",
    "30": "thirty dreißig trente treinta trinta trenta dertig тридцать otuz trzydzieści",
    "40": "forty vierzig quarante cuarenta quarenta quaranta veertig сорок kırk czterdzieści",
    "50": "fifty fünfzig cinquante cincuenta cinquenta cinquanta vijftig пятьдесят elli pięćdziesiąt",
    "60": "sixty sechzig soixante sesenta sessenta sessanta zestig шестьдесят altmış sześćdziesiąt",
    "70": "seventy siebzig setenta settanta septante zeventig семьдесят yetmiş siedemdziesiąt",
    "80": "eighty achtzig ochenta oitenta ottanta huitante tachtig восемьдесят seksen osiemdziesiąt",
    "90": "ninety neunzig noventa novanta nonante negentig девяносто doksan dziewięćdziesiąt",
    "100": "hundred сто yüz cento ciento",
    "200": "двести",
    "300": "триста",
    "400": "четыреста",
    "500": "пятьсот",
    "600": "шестьсот",
    "700": "семьсот",
    "800": "восемьсот",
    "900": "девятьсот",
}
_VALUE = {word: digits for digits, words in _WORDS.items() for word in words.split()}
_REPEAT = {"double": 2, "triple": 3, "doppel": 2, "doble": 2, "doppio": 2, "dubbel": 2, "dubbel-": 2, "treble": 3}
_JOINERS = frozenset(
    {",", "-", ".", "/", "and", "und", "et", "y", "e", "en", "plus", "(", ")", "..", "...", "+", "·", "\n"}
)
_COMPOUND = re.compile(
    r"(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(?:zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig"
    r"|achtzig|neunzig)"
    r"|(?:venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta)(?:due|tre|quattro|cinque|sei|sette|nove)"
    r"|(?:trent|quarant|cinquant|sessant|settant|ottant|novant|vent)(?:uno|otto)"
)
_CHINESE = re.compile("[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两洞]{7,20}")
_ENOUGH = 7


def _value(word: str) -> str:
    if word in _VALUE:
        return _VALUE[word]
    return "22" if len(word) > 8 and _COMPOUND.fullmatch(word) else ""


def _sequences(view: View) -> list[tuple[int, int, str, int]]:
    """Chains of number words and digit groups as ``(start, end, digits, how many words)``."""
    tokens = view.tokens
    chains: list[tuple[int, int, str, int]] = []
    start, end, digits, words, times = -1, -1, "", 0, 1
    for token_start, token_end, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True):
        value = word if word.isdecimal() else _value(word)
        if value and len(digits) < 40:
            start = token_start if start < 0 else start
            end, digits, words, times = token_end, digits + value * times, words + (not word.isdecimal()), 1
        elif word in _REPEAT:
            start = token_start if start < 0 else start
            times = _REPEAT[word]
        elif word not in _JOINERS or start < 0:
            if words:
                chains.append((start, end, digits, words))
            start, digits, words, times = -1, "", 0, 1
    if words:
        chains.append((start, end, digits, words))
    return chains


def spoken_digits(view: View) -> list[tuple[int, int, str]]:
    """Every chain that holds a number word, however short."""
    if not any(word in _VALUE for word in view.tokens.words):
        return []
    return [(start, end, digits) for start, end, digits, _ in _sequences(view)]


def find(view: View) -> list[Entity]:
    """Chains long enough to be a number somebody has, shorter ones after a cue."""
    words = view.tokens.words
    if sum(1 for word in words if word in _VALUE) < 2:
        return []
    found = [
        Entity(start, end, kind, 0.7)
        for start, end, digits, count in _sequences(view)
        if count >= 2 and (kind := _kind(view, start, end, digits, count))
    ]
    found += [Entity(m.start(), m.end(), "PHONE_NUMBER", 0.7) for m in _CHINESE.finditer(view.text)]
    return found


_LABELS = {
    cues.PHONE: ("PHONE_NUMBER", 5),
    cues.NUMBER: ("PHONE_NUMBER", 6),
    cues.CARD: ("CREDIT_CARD", 8),
    cues.ACCOUNT: ("BANK_ACCOUNT", 6),
    cues.ID: ("NATIONAL_ID", 5),
    cues.SECRET: ("SECRET", 3),
    cues.CODE: ("SECRET", 4),
    cues.PASSWORD: ("SECRET", 4),
}


def _kind(view: View, start: int, end: int, digits: str, count: int) -> str:
    label = next((c for _, _, c in view.cues_before(start) if c not in (cues.NAME, cues.ADDRESS)), "")
    if label == cues.ANTI:
        return ""
    kind, enough = _LABELS.get(label, ("PHONE_NUMBER", _ENOUGH))
    return (
        kind
        if len(digits) >= enough and count >= min(4, enough)
        else "PHONE_NUMBER"
        if len(digits) >= _ENOUGH and count >= 3
        else ""
    )
