"""
What an expert should not write to a customer: own contact data, an invitation elsewhere, a request for a card.

The finder only finds. Whether a finding warns or blocks is the brand's policy, and the expert sees why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from anonymizer import cues
from anonymizer.answers import asks
from anonymizer.budget import Budget
from anonymizer.conflicts import resolve
from anonymizer.entities import Entity
from anonymizer.errors import MaskingError
from anonymizer.normalize import plain
from anonymizer.recognizers import find_all
from anonymizer.view import View

OWN_CONTACT = "own_contact"
OFF_PLATFORM = "off_platform"
CARD_REQUEST = "card_request"


class Finding(NamedTuple):
    """
    One stretch of an expert's text that needs a second look.

    ``start`` and ``end`` count code points, half-open. ``kind`` is ``own_contact``, ``off_platform`` or
    ``card_request``; ``code`` says why, such as ``contact.phone`` or ``request.card``.
    """

    start: int
    end: int
    kind: str
    code: str


_CONTACT_CODES = {
    "PHONE_NUMBER": "contact.phone",
    "EMAIL_ADDRESS": "contact.email",
    "HANDLE": "contact.handle",
    "URL": "contact.link",
    "IBAN_CODE": "contact.account",
    "CREDIT_CARD": "contact.card",
}
_CHANNELS = (
    r"whats?\s?app|wh?atsap|wsp|telegram|viber|signal|skype|discord|instagram|insta|facebook|messenger"
    r"|snapchat|wechat|line app|zoom|imessage"
    r"|ватсап\w*|вотсап\w*|телеграм\w*|телег\w*|вайбер\w*|واتساب|واتس|تيليجرام|تلغرام|व्हाट्सएप|व्हाट्सऐप"
    r"|टेलीग्राम|微信|ライン|카톡|카카오톡"
)
_PRIVATELY = (
    r"privately|private(?:ly)? (?:number|phone|mail|email|account|chat)|outside (?:of )?(?:this|the) (?:chat"
    r"|app|platform|site)|off (?:the )?(?:platform|app|record)|directly on my|my (?:private|personal|own)"
    r"|privat(?:e|en|er|es)? (?:nummer|handy|mail|e-mail)|außerhalb (?:des|der|dieses|dieser) (?:chats"
    r"|plattform|app)|meine (?:private|persönliche)\w*"
    r"|en dehors d[eu] (?:ce|cette|la|le|l)\s?\w+|mon (?:numéro|adresse|mail|e-mail) (?:privé|perso)\w*|en privé"
    r"|fuera de (?:esta|este|la) \w+|mi (?:número|correo|teléfono) (?:personal|privado)|por privado"
    r"|fora d[ae]st[ae]? ?\w*|meu (?:número|telefone|email) (?:pessoal|particular)|no privado"
    r"|fuori da (?:questa|questo) \w+|mio (?:numero|indirizzo) (?:personale|privato)|in privato|buiten (?:dit"
    r"|deze|het) \w+|mijn (?:privé|eigen) ?\w*|poza (?:tym|tą|platformą)\s?\w*|mój prywatny \w+|prywatnie"
    r"|в личк\w+|в личные сообщения|мой личный \w+|вне (?:этого|этой) \w+|özelden|kişisel numaram"
    r"|platform dışında|خارج (?:هذه|هذا|المنصة|التطبيق)|رقمي الخاص|निजी नंबर|di luar (?:aplikasi|platform"
    r"|chat)|japri|nomor pribadi|加我微信|私下|私聊|個人的に連絡|直接連絡"
)
_INVITES = (
    r"(?:write|text|message|msg|call|ring|contact|reach|add|dm|pm|ping|find|follow) (?:me|us)|let'?s (?:talk"
    r"|chat|continue|move|switch|meet)|hit me up|get in touch with me|continue (?:this )?(?:on|over|via)"
    r"|schreib\w* (?:mir|mich)|ruf\w* (?:mich|sie mich)|kontaktier\w* (?:mich|sie mich)|meld\w* (?:dich"
    r"|sie sich) bei mir|füg\w* mich"
    r"|(?:écri\w+|appel\w+|contact\w+|ajout\w+|joign\w+)[- ]moi|(?:escr[ií]b\w+me|ll[aá]m\w+me|cont[aá]ct\w+me"
    r"|agr[eé]g\w+me|h[aá]bl\w+me)"
    r"|me (?:chama|chame|liga|ligue|adiciona|escreve)|(?:scriv\w+mi|chiam\w+mi|contatt\w+mi|aggiung\w+mi"
    r"|mi scriva|mi chiami)|(?:bel|app|schrijf|stuur|voeg) (?:me|mij)|(?:napisz|zadzwoń|dodaj|pisz) (?:do mnie"
    r"|mnie)"
    r"|(?:напиш\w+|звон\w+|позвон\w+|добав\w+|пиш\w+) мне|(?:bana|beni) (?:yaz\w*|ara\w*|ekle\w*|ulaş\w*)"
    r"|(?:راسلني|اتصل بي|كلمني|تواصل معي|أضفني|اضفني)|मुझे (?:कॉल|मैसेज|लिख|फोन)\w*|(?:hubungi|chat|wa|telepon"
    r"|tambahkan|add) (?:saya|aku)|加我|联系我|打给我|連絡して|연락 ?주세요|추가해"
)
_INVITE = re.compile(rf"(?<!\w)(?:{_INVITES})")
_CHANNEL = re.compile(rf"(?<!\w)(?:{_CHANNELS})")
_PRIVATE = re.compile(rf"(?<!\w)(?:{_PRIVATELY})")
_NEGATION = re.compile(
    r"\b(?:do not|don'?t|never|not|no need|without|avoid|nie|niemals|nicht|keine?n?|bitte keine|ne|jamais|pas"
    r"|nunca|no|não|nao|mai|non|niet|nooit|geen|proszę nie|не|никогда|değil|asla|jangan|tidak)\b|لا|不要|勿|请勿|मत"
    r"|ないで"
)


def find_outbound(text: str, allowed: Iterable[str] = (), budget_s: float = 0.25) -> list[Finding]:
    """
    Findings in what an expert is about to send, sorted by start.

    ``allowed`` are the brand's own contact values (its hotline, its mailbox): they are no findings. Raises
    ``MaskingError`` when the text cannot be checked in ``budget_s`` seconds.
    """
    try:
        view = View(text, Budget(budget_s))
        found = _contacts(view, {_key(value) for value in allowed})
        found += _invitations(view)
        found += _card_requests(view)
        return sorted(found)
    except MaskingError:
        raise
    except Exception as error:
        raise MaskingError(f"the outbound guard failed: {type(error).__name__}") from error


def _key(value: str) -> str:
    return "".join(char for char in plain(value) if char.isalnum())


def _finding(view: View, start: int, end: int, kind: str, code: str) -> Finding:
    entity = view.back(Entity(start, end, code, 1.0))
    return Finding(entity.start, entity.end, kind, code)


def _contacts(view: View, allowed: set[str]) -> list[Finding]:
    return [
        _finding(view, entity.start, entity.end, OWN_CONTACT, _CONTACT_CODES[entity.type])
        for entity in resolve(find_all(view, names=False))
        if entity.type in _CONTACT_CODES and _key(view.text[entity.start : entity.end]) not in allowed
    ]


def _invitations(view: View) -> list[Finding]:
    lower = view.lower
    found = [_finding(view, m.start(), m.end(), OFF_PLATFORM, "invite.private") for m in _PRIVATE.finditer(lower)]
    for invite in _INVITE.finditer(lower):
        nearby = lower[max(0, invite.start() - 40) : invite.end() + 60]
        if _CHANNEL.search(nearby):
            found.append(_finding(view, invite.start(), invite.end(), OFF_PLATFORM, "invite.channel"))
    return found


def _card_requests(view: View) -> list[Finding]:
    """A question or request that names a card number or its code, unless it says not to send it."""
    found = []
    for start, end, category in view.cues:
        word = view.lower[start:end]
        secret = category == cues.SECRET and word in _CARD_CODES
        if category != cues.CARD and not secret:
            continue
        before = view.lower[max(0, start - 60) : start]
        around = before + view.lower[start : end + 60]
        if _NEGATION.search(before[-40:]) or not asks(around):
            continue
        if secret or _NUMBER_NEAR.search(view.lower[start : end + 40]) or _NUMBER_NEAR.search(before[-20:]):
            found.append(_finding(view, start, end, CARD_REQUEST, "request.card_code" if secret else "request.card"))
    return found[:1]


_CARD_CODES = frozenset(["cvv", "cvc", "cvv2", "cvc2", "csc", "pin", "prüfnummer", "kartenprüfnummer", "cryptogramme"])
_NUMBER_NEAR = re.compile(
    r"number|nummer|numéro|numero|número|numer|номер|numara|nomor|details|daten|data|dados|datos|dati|gegevens"
    r"|данные|coordonnées|digits|expir|رقم|नंबर|号|番号|번호|info|foto|photo"
)
