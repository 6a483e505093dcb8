"""Links that say who somebody is: credentials, profiles, chat invitations, maps, tokens; and coordinates."""

from __future__ import annotations

import re
from itertools import pairwise

from anonymizer.entities import Entity
from anonymizer.lexicon import is_ordinary, word_list
from anonymizer.view import View

TYPE = "URL"
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]{1,12}://|www\.)[^\s<>\"'{}|\\^\[\]\u3000-\u9fff]{2,2048}")
_PROFILE_HOSTS = re.compile(
    r"(?<![0-9a-z@.-])(?:https?://)?(?:www\.|m\.|[a-z]{2}\.)?(?:wa\.me|t\.me|telegram\.me|api\.whatsapp\.com"
    r"|chat\.whatsapp\.com|m\.me|instagram\.com|facebook\.com|fb\.com|fb\.me"
    r"|linkedin\.com/in|twitter\.com|x\.com|tiktok\.com/@|snapchat\.com/add|discord\.gg|discord\.com/users"
    r"|join\.skype\.com|line\.me|vk\.com|ok\.ru|viber\.me"
    r"|paypal\.me|venmo\.com|cash\.app|revolut\.me|github\.com|gitlab\.com|youtube\.com/@|pinterest\.com"
    r"|threads\.net|reddit\.com/u|twitch\.tv|patreon\.com|ko-fi\.com|medium\.com/@|soundcloud\.com|strava\.com/athletes|open\.spotify\.com/user|drive\.google\.com|docs\.google\.com|dropbox\.com/s|1drv\.ms|zoom\.us/j|meet\.google\.com|discord\.com/invite|about\.me|linktr\.ee|onlyfans\.com|calendly\.com|weibo\.com|zalo\.me"
    r"|drive\.google\.com|docs\.google\.com|photos\.app\.goo\.gl|dropbox\.com/s|1drv\.ms|wetransfer\.com|zoom\.us/j|meet\.google\.com|maps\.app\.goo\.gl|goo\.gl/maps|maps\.google\.[a-z.]{2,6}|google\.[a-z.]{2,6}/maps|maps\.apple\.com"
    r"|waze\.com/ul|what3words\.com|w3w\.co|yandex\.[a-z]{2,3}/maps|openstreetmap\.org)"
    r"/?[^\s<>\"'{}|\\^\[\]\u3000-\u9fff]{1,512}"
)
_PROFILE_WORDS = (
    ".me/",
    ".com/",
    ".gg/",
    ".ru/",
    ".net/",
    ".app/",
    ".ee/",
    ".co/",
    ".org/",
    ".gl/",
    "maps",
    ".google.",
    "yandex.",
)
_TELLING = re.compile(
    r"://[^/\s]*@|%40|[?&#/;](?:e-?mail|mail|user|username|login|name|first_?name|last_?name|phone|tel|mobile"
    r"|msisdn|token|auth|key|apikey|api_key|password|pass"
    r"|pwd|session|sessionid|sid|jwt|secret|code|otp|invite|customer|client|account|uid|userid|user_id|ssn"
    r"|iban|pin|tc|tckn|sifre|senha|clave|passwort|wachtwoord|haslo|ca|idpel|kunde|kundennr|konto|contract|kk"
    r"|cpf|dni|nif|bsn|pesel|reset|confirm|verify|magic|invite|sig|signature|access_token|refresh_token|dob"
    r"|address|lat|lng|ll|q)=[^&\s]{2}"
    r"|/(?:reset|verify|invite|magic|confirm|activate|unsubscribe|s|share|track)/[^/\s]{6}|/(?:users?|u"
    r"|profiles?|members?|people|account|customer|author|~)/[^/\s]{2}|@"
)
_OWN_SITE = re.compile(
    r"\b(?:my|his|her|our|meine?|mon|ma|mi|meu|minha|mio|mijn|moja|мой|мо[её]"
    r"|benim)\b[^.\n]{0,24}\b(?:(?:web)?site|webseite|homepage|page|blog|portfolio|profile?|profil|perfil|link"
    r"|shop|website|url|domain|сайт|sitio|web)\b"
    r"[^.\n]{0,12}$"
)
_W3W = re.compile(r"(?<![\w/])///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}")
_COORDINATES = re.compile(
    r"(?<![0-9a-z_.])[-+]?\d{1,3}[.,]\d{3,15}\s?°?\s?[ns]?\s?[,;/ "
    r"]\s?[-+]?\d{1,3}[.,]\d{3,15}\s?°?(?:\s?[eow])?(?![\w.]\d)"
    r"|\d{1,3}\s?°\s?\d{1,2}\s?['′]\s?(?:\d{1,2}(?:\.\d+)?\s?[\"″]{1,2}\s?)?[nsewo][\s,;]{0,3}\d{1,3}\s?°\s?\d{1,2}\s?['′]\s?(?:\d{1,2}(?:\.\d+)?\s?[\"″]{1,2}\s?)?[nsewo]"
)
_DECIMALS = re.compile(r"\d[.,]\d{3}")
_PLUS_CODE = re.compile(r"(?<![\w+])[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?![\w+])")


def find(view: View) -> list[Entity]:
    """Telling links and coordinates. A plain link to a page stays readable: experts need it."""
    lower, found = view.lower, []
    if "://" in lower or "www." in lower:
        found += [_trimmed(lower, m, 0.9) for m in _URL.finditer(lower) if _tells(lower, m)]
    if ":" in lower:
        found += [_trimmed(lower, m, 0.9) for m in _SCHEME.finditer(lower)]
    if any(word in lower for word in _PROFILE_WORDS):
        found += [_trimmed(lower, m, 0.9) for m in _PROFILE_HOSTS.finditer(lower)]
    if "///" in lower:
        found += [Entity(m.start(), m.end(), "LOCATION_COORDINATES", 0.9) for m in _W3W.finditer(lower)]
    if _DECIMALS.search(lower) or "°" in lower:
        found += [
            _trimmed(lower, m, 0.9, "LOCATION_COORDINATES")
            for m in _COORDINATES.finditer(lower)
            if _plausible(m.group())
        ]
    if "+" in lower:
        found += [
            Entity(m.start(), m.end(), "LOCATION_COORDINATES", 0.6)
            for m in _PLUS_CODE.finditer(lower)
            if not m.group().replace("+", "").isdigit()
        ]
    return found


def _tells(lower: str, match: re.Match[str]) -> bool:
    return (
        _TELLING.search(match.group()) is not None
        or _LONG_TOKEN.search(match.group()) is not None
        or _names_somebody(match.group())
        or _OWN_SITE.search(lower[max(0, match.start() - 60) : match.start()]) is not None
    )


_LONG_TOKEN = re.compile(r"[/=#?&](?=[a-z_]{0,40}\d)(?=[\d_]{0,40}[a-z])[a-z0-9_]{20,}")
_SCHEME = re.compile(r"(?<![\w])(?:skype|tel|sms|geo|whatsapp|tg|viber|facetime|callto|sip|xmpp):[^\s<>\"']{3,200}")


def _names_somebody(link: str) -> bool:
    """Whether a given name and another name stand side by side in a link ("anna-schmidt.example")."""
    parts = re.findall(r"[a-z]{3,}", link)
    given, family = word_list("given"), word_list("family")
    return any(
        first in given and not is_ordinary(first) and (second in family or second in given) and not is_ordinary(second)
        for first, second in pairwise(parts)
    )


def _trimmed(lower: str, match: re.Match[str], score: float, kind: str = TYPE) -> Entity:
    end = match.end()
    while end > match.start() and lower[end - 1] in ".,;:!?)* ":
        end -= 1
    return Entity(match.start(), end, kind, score)


def _plausible(text: str) -> bool:
    if "°" in text:
        return True
    numbers = [float(n.replace(",", ".")) for n in re.findall(r"\d{1,3}[.,]\d+", text)]
    # "1,299 1,499" are prices: coordinates carry four decimals or more on one side at least.
    longest = max(len(re.split(r"[.,]", n)[1]) for n in re.findall(r"\d{1,3}[.,]\d+", text))
    return len(numbers) == 2 and numbers[0] <= 180 and numbers[1] <= 180 and longest >= 4
