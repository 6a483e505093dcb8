"""E-mail addresses, as written and as spelled to get past a filter ("anna dot s at gmail dot com")."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.entities import Entity
from anonymizer.view import View

TYPE = "EMAIL_ADDRESS"
_LOCAL = re.compile(r"[^\s@<>()\[\]{},;:\"'|\\/=?]")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,62})\.){0,6}[^\W_][\w-]{0,62}|\[\d{1,3}(?:\.\d{1,3}){3}\]")
_LONGEST_LOCAL = 64
_FIRST_UNSPACED = 0x2E80

_AT_WORDS = (
    r"at|arroba|arobase|arrobase|aro+base|chiocciola|chiocciolina|klammeraffe|apenstaartje|apestaart|małpa"
    r"|malpa|kukac|zavináč|zavinac"
    r"|et|ät|a commercial|собака|собачка|псина|эт|ат|@|أت|ات|آت|एट|ऐट|アット(?:マーク)?|艾特|圈a|坂|snabel-?a|alfakrull"
    r"|coadă de maimuță|papaki|παπάκι|שטרודל"
)
_DOT_WORDS = (
    r"dot|punkt|punto|point|ponto|punt|pto|kropka|точка|тчк|nokta|titik|दॉट|डॉट|دوت|نقطة|ドット|点|點|tečka|tecka|pont"
    r"|pkt|prick|piste"
)
_BRACKETS = r"\s{0,2}[(\[{<*~]{0,2}\s{0,2}"
_CLOSING = r"\s{0,2}[)\]}>*~]{0,2}\s{0,2}"
_AT = rf"(?:{_BRACKETS}(?:@|(?<![^\W\d_])(?:{_AT_WORDS})(?![^\W\d_])){_CLOSING})"
_DOT = rf"(?:{_BRACKETS}(?:\.|(?<![^\W\d_])(?:{_DOT_WORDS})(?![^\W\d_])){_CLOSING})"
_PROVIDERS = (
    "gmail|googlemail|g-mail|gmial|gmai|gmal|gamil|hotmail|hotmal|outlook|yahoo|ymail|icloud|aol|gmx|proton"
    "|protonmail|web|live|msn|mail|t-online|freenet"
    "|posteo|orange|laposte|wanadoo|sfr|free|libero|virgilio|tiscali|alice|uol|bol|terra|ig|telefonica|ziggo"
    "|kpnmail|xs4all|wp|o2|onet|interia|gazeta|op"
    "|yandex|ya|bk|list|inbox|rambler|mynet|rediffmail|qq|163|126|sina|foxmail|naver|daum|hanmail|docomo"
    "|ezweb|softbank|seznam|centrum|citromail|freemail|abv|ukr|example|company|firma|zoho|fastmail|hey|mac|me"
    "|comcast|verizon|att|sbcglobal|btinternet|sky|virginmedia|shaw|rogers|bigpond|optusnet"
)
_TLD = (
    "com|net|org|de|fr|es|it|nl|pl|ru|br|pt|co|uk|io|me|info|biz|edu|gov|eu|in|cn|jp|tr|id|mx|ar|ch|at|be|cz|hu"
    "|ro|gr|se|no|dk|fi|ua|kr|tw|hk|sg|ca|au|us|za|example|test|invalid|ком|ру|рф|कॉम|كوم"
)
_SPELLED = re.compile(
    rf"(?<![\w.+-])(?P<local>[\w+-]{{1,40}}(?:(?:{_DOT}|[ ]_[ ]|[ ](?:underscore|unterstrich|guion bajo"
    rf"|underline|tiret bas|strich|minus|dash|hyphen|guion|tiret|trattino|hífen|подчеркивание"
    rf"|нижнее подчеркивание)[ ])[\w+-]{{1,40}}){{0,4}})"
    rf"{_AT}(?P<domain>[^\W_][\w-]{{0,40}}(?:{_DOT}[^\W_][\w-]{{0,40}}){{0,3}}?{_DOT}(?:{_TLD})(?![^\W_])(?:\.(?:{_TLD})(?![^\W_]))?)"
)
_NO_DOT_DOMAIN = re.compile(rf"(?<![\w.+-])[\w.+-]{{2,64}}{_AT}(?:{_PROVIDERS})(?![\w-])(?:[ ]?(?:{_TLD})(?![^\W_]))?")
_SPACED = re.compile(
    r"(?<![\w.+-])[\w+-]{1,40}(?:[ ]?\.[ ]?[\w+-]{1,40}){0,4}[ ]{0,2}@[ "
    r"]{0,2}[^\W_][\w-]{0,40}(?:[ ]?[.,][ ]?[^\W_][\w-]{0,40}){0,2}?[ ]?[.,][ ]?"
    rf"(?:{_TLD})(?![^\W_])"
)
_GATE_WORDS = frozenset(word for word in re.split(r"[|() ?*+-]", f"{_AT_WORDS}|{_PROVIDERS}") if word)
_GATE_UNSPACED = re.compile("アット|艾特|圈a|gmail|hotmail|outlook|qq|163")
_CUE_LOCAL = re.compile(
    r"[\s:=\-]{0,3}(?:(?:address|adresse|adres|is|ist|es|est|è|é|:|=|-|id|to|an|die|lautet|мой|это|jest"
    r"|adresim|saya|adalah|है|هو)[\s:=]{1,3}){0,3}"
    r"(?P<local>[a-z0-9]+(?:[._+-][a-z0-9]+)+\d*|[a-z]{3,30}\d{2,6})(?![\w@])"
)
_LOCAL_PROVIDER = re.compile(
    rf"(?<![\w.@/-])(?P<whole>[\w+-]{{1,40}}(?:\.[\w+-]{{1,40}}){{0,4}}[ ,]{{1,2}}(?:gmail|googlemail|hotmail"
    rf"|outlook|yahoo|icloud|gmx|yandex|protonmail|libero|qq|163)"
    rf"(?:{_DOT}(?:{_TLD})(?![^\W_])){{0,2}})(?![\w-])"
)


def find(view: View) -> list[Entity]:
    """Every spelling of an e-mail address; the local part alone after a cue."""
    lower = view.lower
    found: list[Entity] = []
    if "@" in lower:
        found += _literal(view)
    words = view.tokens.words
    if "@" in lower or not _GATE_WORDS.isdisjoint(words) or (view.has_han and _GATE_UNSPACED.search(lower)):
        view.budget.check()
        found += [Entity(m.start(), m.end(), TYPE, 0.85) for m in _SPELLED.finditer(lower)]
        found += [Entity(m.start(), m.end(), TYPE, 0.8) for m in _SPACED.finditer(lower)]
        found += [Entity(m.start(), m.end(), TYPE, 0.75) for m in _NO_DOT_DOMAIN.finditer(lower)]
        found += _by_provider(view)
    return [_without_unspaced(lower, entity) for entity in found] + _by_cue(view)


def _without_unspaced(lower: str, entity: Entity) -> Entity:
    """An address in ASCII without the Chinese or Japanese words that touch it."""
    start, end = entity.start, entity.end
    if not lower[start:end].isascii():
        while start < end and ord(lower[start]) >= _FIRST_UNSPACED:
            start += 1
        while end > start and ord(lower[end - 1]) >= _FIRST_UNSPACED:
            end -= 1
    return entity._replace(start=start, end=end) if start < end else entity


def _literal(view: View) -> list[Entity]:
    """``local@domain`` around each ``@``. Each side is bounded, so the whole is linear."""
    text, found, position = view.text, [], -1
    taken = 0
    while (position := text.find("@", position + 1)) >= 0:
        start = position
        unspaced = position > 0 and ord(text[position - 1]) >= _FIRST_UNSPACED
        while start > taken and position - start < _LONGEST_LOCAL and _LOCAL.match(text[start - 1]):
            if not unspaced and ord(text[start - 1]) >= _FIRST_UNSPACED:
                break  # "邮箱是anna@example.org": the address starts at the "a"
            start -= 1
        while start < position and text[start] in ".-*_~":
            start += 1
        domain = _DOMAIN.match(text, position + 1)
        if start == position or domain is None:
            continue
        host = domain.group().rstrip(".-")
        if "." in host or "[" in host or _provider(host.lower()):
            end = position + 1 + len(host)
            found.append(Entity(start, end, TYPE, 0.98 if "." in host else 0.8))
            taken = end
    return found


_PROVIDER_NAMES = frozenset(_PROVIDERS.split("|"))


def _provider(host: str) -> bool:
    return host in _PROVIDER_NAMES and len(host) > 3


def _by_provider(view: View) -> list[Entity]:
    """ "anna.schmidt gmail com": a local part that looks like one, next to a provider."""
    found = []
    for match in _LOCAL_PROVIDER.finditer(view.lower):
        local = re.split(r"[ ,]", match.group("whole"), maxsplit=1)[0]
        odd = any(char.isdigit() or char in "._+-" for char in local)
        if odd or (
            len(match.group("whole").split())
            and re.search(r"gmail\W{0,3}(?:com|dot|punto|point|punkt)", match.group("whole"))
        ):
            found.append(Entity(match.start(), match.end(), TYPE, 0.6))
    return found


def _by_cue(view: View) -> list[Entity]:
    """ "my email is anna.schmidt87": the local part alone."""
    found = []
    for _, end, category in view.cues:
        if category == cues.EMAIL:
            match = _CUE_LOCAL.match(view.lower, end, end + 100)
            if match is not None and any(char.isalpha() for char in match.group("local")):
                found.append(Entity(match.start("local"), match.end("local"), TYPE, 0.6))
    return found
