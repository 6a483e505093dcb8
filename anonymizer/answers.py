"""Questions that experts ask for personal data, and the bare answers that customers give."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.entities import Entity
from anonymizer.lexicon import is_name, is_ordinary
from anonymizer.recognizers.birth import DATE
from anonymizer.recognizers.number_words import spoken_digits
from anonymizer.recognizers.numbers import find_runs, is_date
from anonymizer.view import View
from anonymizer.words import words as wordset

_ASKS = re.compile(
    r"[?？؟]|\b(?:please|pls|plz|could|can|may|would|provide|give|send|share|tell|confirm|verify|enter|type"
    r"|need|what|which|whats|what's|let me have|state"
    r"|bitte|können|könnten|nennen|geben|senden|schicken|mitteilen|brauche|benötige|welche|wie|teilen|bestätigen"
    r"|svp|s'il|pouvez|pourriez|donner|donnez|indiquer|indiquez|communiquer|quel|quelle|besoin|veuillez|merci de"
    r"|favor|puede|puedes|podría|podrías|indicar|indique|indíqueme|dime|dígame|facilitar|necesito|cuál|cual"
    r"|me da|proporcionar|confirmar"
    r"|pode|poderia|informe|informar|preciso|qual|diga|me passa|por gentileza"
    r"|può|puoi|potrebbe|potresti|indicare|fornire|mi dia|mi dica|serve|qual è|favore|comunicare|confermare|inserire"
    r"|kunt|kun|mag|wat is|graag|doorgeven|geven|nodig|alstublieft|aub|welk"
    r"|proszę|prosze|poproszę|poprosze|podać|podac|podaj|może|czy|jaki|jakie|potrzebuję"
    r"|пожалуйста|подскажите|укажите|напишите|назовите|сообщите|нужен|нужно|уточните|какой|какая|как вас|продиктуйте"
    r"|lütfen|alabilir|paylaşır|yazar|misiniz|mısınız|nedir|gerekiyor|iletir"
    r"|tolong|mohon|boleh|bisa|silakan|silahkan|apa|berapa|dibantu|diinfokan)\b|من فضلك|ممكن|يرجى|ما هو|تزويد"
    r"|أحتاج|كم|कृपया|बता|दीजिए|क्या|दें|भेज"
    r"|ください|教えて|いただ|お願い|请|請|提供|告诉|发一下|麻烦|多少|什么|알려|주세요|말씀|무엇"
)
_MULTI = {
    "how may i address you": cues.NAME,
    "who am i": cues.NAME,
    "whom am i": cues.NAME,
    "who do i have": cues.NAME,
    "mit wem": cues.NAME,
    "wie heißen": cues.NAME,
    "à qui ai-je": cues.NAME,
    "con quién": cues.NAME,
    "con quien": cues.NAME,
    "com quem": cues.NAME,
    "con chi": cues.NAME,
    "met wie": cues.NAME,
    "z kim": cues.NAME,
    "как к вам обращаться": cues.NAME,
    "как вас": cues.NAME,
    "kiminle": cues.NAME,
    "مع من": cues.NAME,
    "dengan siapa": cues.NAME,
    "怎么称呼": cues.NAME,
    "whose name": cues.NAME,
    "where do you live": cues.ADDRESS,
    "where should we": cues.ADDRESS,
    "where shall we": cues.ADDRESS,
    "wo wohnen": cues.ADDRESS,
    "wohin": cues.ADDRESS,
    "où habitez": cues.ADDRESS,
    "dónde vive": cues.ADDRESS,
    "onde mora": cues.ADDRESS,
    "dove abita": cues.ADDRESS,
    "waar woont": cues.ADDRESS,
    "где вы живете": cues.ADDRESS,
    "old are you": "",
}
_ASKABLE = frozenset(
    {
        cues.PHONE, cues.NUMBER, cues.CARD, cues.ACCOUNT, cues.ID, cues.PASSPORT, cues.LICENCE, cues.CODE, cues.SECRET,
        cues.PASSWORD, cues.BIRTH, cues.PLATE, cues.EMAIL, cues.HANDLE, cues.DEVICE, cues.VIN, cues.ANTI, cues.NAME,
        cues.ADDRESS,
    }
)  # fmt: skip
_NUMBERED = {
    cues.PHONE: ("PHONE_NUMBER", 4),
    cues.CARD: ("CREDIT_CARD", 3),
    cues.ACCOUNT: ("BANK_ACCOUNT", 4),
    cues.ID: ("NATIONAL_ID", 4),
    cues.PASSPORT: ("PASSPORT", 4),
    cues.LICENCE: ("DRIVER_LICENSE", 4),
    cues.SECRET: ("SECRET", 3),
    cues.CODE: ("SECRET", 3),
    cues.PASSWORD: ("SECRET", 3),
    cues.PLATE: ("VEHICLE_PLATE", 1),
    cues.DEVICE: ("IMEI", 8),
    cues.VIN: ("VIN", 4),
}
_ALNUM = re.compile(r"[a-z0-9]+(?:[ ./-][a-z0-9]+){0,5}")
_FILLER = wordset(
    """
    yes no ok okay sure thanks thank hi hello hey please pls well so and is it its it's this that the a my me i
    i'm am name first last full here s m ja nein klar gerne danke hallo bitte ich bin mein name ist das lautet
    oui non bonjour merci c'est je suis mon nom est si sí no hola gracias claro soy es mi nombre sim não ola olá
    obrigado sou meu nome é certo sì ciao grazie sono mi chiamo il mio nee hoi dank je mijn naam tak nie cześć
    dzień dobry jestem да нет привет здравствуйте спасибо меня зовут это я evet hayır merhaba adım benim نعم لا
    مرحبا اسمي انا أنا हाँ नहीं नमस्ते मेरा नाम है ya tidak halo nama saya はい いいえ です と 申します は 私 我 叫
    是 的 好 您好 你好
    名字 why what when how later wait moment sorry dont don't know not have privacy there already gave said
    """
)


def asks(lower: str) -> bool:
    """Whether a text in lower case asks or requests something, in any of the supported languages."""
    return _ASKS.search(lower) is not None


def asked_for(view: View) -> frozenset[str]:
    """Cue categories a question asks for; empty when the text asks for nothing personal and no order number."""
    lower = view.lower
    if len(lower) > 2000:
        lower = lower[-2000:]
    found = {category for _, _, category in view.cues if category in _ASKABLE}
    found |= {category for phrase, category in _MULTI.items() if category and phrase in lower}
    if not found or _ASKS.search(lower) is None:
        return frozenset()
    if cues.EMAIL in found or cues.NETWORK in found:
        found.discard(cues.ADDRESS)
    if cues.NUMBER in found and len(found) == 1:
        found = {cues.PHONE}
    return frozenset(found - {cues.NUMBER})


_ANNOUNCES = re.compile(
    r"(?:[:：=…]|\.{2,}|(?<![^\W\d_])(?:is|ist|es|est|è|é|to|это|adalah|jest|following|here|below))\s*$|は\s*$|是\s*$|है\s*$"
)
_MINE = re.compile(
    r"(?<![^\W\d_])(?:my|mein\w*|mon|ma|mes|mi|mis|meu|minha|mio|mia|mijn|mój|moja|moje|мой|моя|моё|мое|benim|mera|meri|saya|aku)(?![^\W\d_])"
    r"|我的|私の|मेरा|मेरी|رقمي|اسمي"
)


def announced(view: View) -> frozenset[str]:
    """What a customer is about to send: "my number is" without the number, "card:"."""
    if len(view.text) > 60 or "?" in view.text or re.search(r"\d", view.text):
        return frozenset()
    spoken = [word for word in view.tokens.words if word[0].isalpha()]
    categories = {category for _, _, category in view.cues if category in _ASKABLE and category != cues.ANTI}
    tail = max((end for _, end, _ in view.cues), default=0)
    mine = _MINE.search(view.lower) is not None and len(spoken) <= 8 and not view.lower[tail:].strip(" .!:,")
    if not categories or not (_ANNOUNCES.search(view.lower) or mine):
        return frozenset()
    return frozenset({cues.PHONE} if categories == {cues.NUMBER} else categories - {cues.NUMBER})


def find_answers(view: View) -> list[Entity]:
    """What a message would be if it answered the last question and said little else."""
    expects = view.expects
    if not expects or len(view.text) > 300:
        return []
    found: list[Entity] = []
    if cues.NAME in expects:
        found += _names(view)
    if cues.EMAIL in expects:
        found += _emails(view)
    if cues.BIRTH in expects:
        found += [Entity(m.start(), m.end(), "DATE_OF_BIRTH", 0.7) for m in DATE.finditer(view.lower)]
        least = 1 if len(view.tokens.words) <= 3 else 4
        found += [Entity(r.start, r.end, "DATE_OF_BIRTH", 0.6) for r in find_runs(view) if least <= r.count <= 8]
    if cues.ADDRESS in expects:
        found += _address(view)
    if cues.PASSWORD in expects:
        found += _password(view)
    for category, (kind, least) in _NUMBERED.items():
        if category in expects:
            found += _numbers(view, kind, least)
    if cues.HANDLE in expects and len(view.tokens.words) <= 6:
        found += [
            Entity(m.start(), m.end(), "HANDLE", 0.5) for m in _HANDLE.finditer(view.lower) if m.group() not in _FILLER
        ]
    return found


_HANDLE = re.compile(r"(?<![\w@.])@?[a-z0-9][\w.]{2,30}")


def _words(view: View) -> list[tuple[int, int, str]]:
    tokens = view.tokens
    return [t for t in zip(tokens.starts, tokens.ends, tokens.words, strict=True) if t[2][0].isalnum()]


def _names(view: View) -> list[Entity]:
    everything = _words(view)
    if everything and all(len(word) == 1 and word.isalpha() and ord(word) < 0x2E80 for _, _, word in everything):
        return [Entity(everything[0][0], everything[-1][1], "PERSON", 0.6)]  # a name letter by letter
    spoken = [word for word in everything if word[2] not in _FILLER]
    letters = [word for word in spoken if word[2].isalpha() or not word[2].isascii()]
    compact = "".join(word for _, _, word in letters)
    unspaced = bool(compact) and ord(compact[0]) >= 0x2E80
    if not letters or "?" in view.text or len(letters) > (8 if unspaced else 5):
        return []
    if unspaced:
        bare = _UNSPACED_ANSWER.fullmatch(view.text.strip())
        return (
            [Entity(view.text.index(bare.group(1)), view.text.index(bare.group(1)) + len(bare.group(1)), "PERSON", 0.6)]
            if bare
            else []
        )
    capital = view.text[letters[0][0]].isupper()
    if len(letters) == 1 and is_ordinary(letters[0][2]) and not is_name(letters[0][2]) and not capital:
        return []
    everyday = sum(is_ordinary(word) and not is_name(word) for _, _, word in letters)
    if (everyday and everyday == len(letters) > 1) or everyday >= 3:
        return []
    chosen = [w for w in letters if len(letters) == 1 or len(letters) <= 3 or not is_ordinary(w[2])]
    return [Entity(start, end, "PERSON", 0.6) for start, end, _ in chosen]


_UNSPACED_ANSWER = re.compile(
    r"(?:はい|ええ|そうです|我叫|叫我|我是|我姓|叫|好的|是)?[,，、\s]*([^\s,，、。.?!はいえ的了吗][^,，、。.?!]{0,9}?)(?:と申します|でいいです|といいます"
    r"|でお願いします|です|だよ|就行|就好|吧)?[。.!\s]*"
)


_EMAIL_WORDS = wordset(
    "@ at dot arroba punto arobase point punkt klammeraffe chiocciola ponto apenstaartje punt "
    "małpa kropka собака точка nokta titik"
    " gmail hotmail outlook yahoo icloud gmx underscore unterstrich guion"
)


def _emails(view: View) -> list[Entity]:
    words = view.lower.split()
    if len(words) <= 5 and not _EMAIL_WORDS.isdisjoint(words) and "?" not in view.text:
        return [Entity(0, len(view.text.rstrip()), "EMAIL_ADDRESS", 0.5)]
    found = []
    for match in re.finditer(r"[^\s,;]{3,64}", view.lower):
        token = match.group().rstrip(".!?")
        inside = token.strip(".")
        odd = any(char.isdigit() for char in inside) or any(char in inside for char in "._@")
        if odd or (len(words) == 1 and token not in _FILLER):
            found.append(Entity(match.start(), match.start() + len(token), "EMAIL_ADDRESS", 0.5))
    return found


def _address(view: View) -> list[Entity]:
    words = _words(view)
    while words and words[0][2] in _FILLER:
        words.pop(0)
    if not words or "?" in view.text or len(words) > 24:
        return []
    if not any(word.isdecimal() for _, _, word in words) and (
        len(words) > 6 or all(is_ordinary(word) for _, _, word in words)
    ):
        return []
    return [Entity(words[0][0], words[-1][1], "ADDRESS", 0.5)]


def _password(view: View) -> list[Entity]:
    words = list(re.finditer(r"\S+", view.text))
    if not 1 <= len(words) <= 3 or view.lower in _FILLER or "?" in view.text:
        return []
    return [Entity(m.start(), m.end(), "SECRET", 0.5) for m in words if m.group().lower().strip(",.!") not in _FILLER]


def _numbers(view: View, kind: str, least: int) -> list[Entity]:
    found = []
    if len(view.tokens.words) <= 5:
        least = min(least, 3)
    if not any(word[0].isalpha() for word in view.tokens.words):
        least = 1  # nothing but digits: a piece of the answer
    for run in find_runs(view):
        if run.count < least or run.label not in ("", cues.NUMBER, cues.CODE, cues.PHONE) or run.measured:
            continue
        if kind == "PHONE_NUMBER" and is_date(view, run.groups):
            continue
        found.append(Entity(run.start, run.end, kind, 0.6))
    found += [Entity(s, e, kind, 0.6) for s, e, digits in spoken_digits(view) if len(digits) >= max(3, least)]
    if kind not in ("PHONE_NUMBER", "CREDIT_CARD"):
        for match in _ALNUM.finditer(view.lower):
            parts = [part for part in re.split(r"[ ]", match.group())]
            offset = match.start()
            for part in parts:
                if any(c.isdigit() for c in part) and sum(c.isalnum() for c in part) >= max(2, least):
                    found.append(Entity(offset, offset + len(part), kind, 0.5))
                offset += len(part) + 1
    return found
