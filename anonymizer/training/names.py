"""Names, addresses and everyday words from Faker (MIT), for filling sentences and for the word lists."""

from __future__ import annotations

import re
from importlib import import_module
from random import Random
from typing import Any

from anonymizer.training.places import ADDRESS_FORMS, CITIES, STREETS

LOCALES: dict[str, tuple[str, ...]] = {
    "en": ("en_US", "en_GB", "en_IN", "en_NG", "en_AU", "en_CA", "en_IE", "en_KE", "en_PK", "en_NZ"),
    "de": ("de_DE", "de_AT", "de_CH"),
    "fr": ("fr_FR", "fr_CA", "fr_BE", "fr_DZ"),
    "es": ("es_ES", "es_MX", "es_AR", "es_CO", "es_CL"),
    "pt": ("pt_BR", "pt_PT"),
    "it": ("it_IT",),
    "nl": ("nl_NL", "nl_BE"),
    "pl": ("pl_PL",),
    "ru": ("ru_RU", "uk_UA", "bg_BG"),
    "tr": ("tr_TR", "az_AZ"),
    "ar": ("ar_AA", "ar_SA", "ar_PS", "fa_IR"),
    "hi": ("hi_IN", "en_IN", "ne_NP", "mr_IN"),
    "id": ("id_ID",),
    "ja": ("ja_JP",),
    "zh": ("zh_CN", "zh_TW"),
    "other": (
        "sv_SE", "da_DK", "no_NO", "fi_FI", "cs_CZ", "sk_SK", "hu_HU", "ro_RO", "el_GR", "he_IL", "ko_KR",
        "vi_VN", "th_TH",
        "hr_HR", "sl_SI", "lt_LT", "lv_LV", "et_EE", "yo_NG", "ha_NG", "zu_ZA", "tw_GH", "fil_PH", "bn_BD",
        "ta_IN", "gu_IN",
        "hy_AM", "ka_GE", "uz_UZ", "is_IS", "sq_AL", "ga_IE", "sw", "am_ET",
    ),
}  # fmt: skip
_GIVEN = re.compile(r"first_names?\w*$")
_FAMILY = re.compile(r"(?:last_names?\w*|\w+_last_names?)$")
_NATIVE_ADDRESS = {"en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "id", "ja", "zh"}


class Names:
    """Given and family names of each language, and a generator of street addresses."""

    def __init__(self) -> None:
        faker: Any = import_module("faker").Faker
        faker.seed(7)
        self._fakers = {locale: faker(locale) for language in LOCALES.values() for locale in language}
        self.given: dict[str, list[str]] = {}
        self.family: dict[str, list[str]] = {}
        for language, locales in LOCALES.items():
            given: set[str] = set()
            family: set[str] = set()
            for locale in locales:
                provider = _provider(locale)
                given |= _collect(provider, _GIVEN)
                family |= _collect(provider, _FAMILY)
            self.given[language] = sorted(given)
            self.family[language] = sorted(family) or sorted(given)
        self.family["hi"] = sorted({*self.family["hi"], *_collect(_provider("en_IN"), _FAMILY)})

    def romanised(self, name: str) -> bool:
        """Whether a name is in Latin letters."""
        return name.isascii()

    def faker(self, language: str, random: Random) -> Any:
        """A Faker of one of the language's locales."""
        return self._fakers[random.choice(LOCALES[language])]

    def lorem(self) -> set[str]:
        """Everyday words of every locale with a word list of its own, in lower case."""
        words: set[str] = set()
        for locale in self._fakers:
            try:
                provider = import_module(f"faker.providers.lorem.{locale}").Provider
            except ModuleNotFoundError:
                continue
            # A word that the list capitalises may be a name.
            words.update(word for word in provider.word_list if word == word.lower())
        return words

    def street_words(self) -> set[str]:
        """What streets are called, in lower case: suffixes and prefixes."""
        words: set[str] = set()
        for locale in self._fakers:
            try:
                provider = import_module(f"faker.providers.address.{locale}").Provider
            except ModuleNotFoundError:
                continue
            for name in (
                "street_suffixes",
                "street_prefixes",
                "street_suffixes_short",
                "street_suffixes_long",
                "road_suffixes",
            ):
                values = getattr(provider, name, ())
                words.update(
                    part for value in values for part in re.findall(r"[^\W\d_]+", value.lower()) if len(part) > 1
                )
        return words

    def address(self, language: str, random: Random) -> str:
        """A street address the way people write one, in one line or several."""
        if language in _NATIVE_ADDRESS and random.random() < 0.5:
            text = self._native_address(language, random)
        else:
            text = self._own_address(language, random)
        return text.strip()

    def _native_address(self, language: str, random: Random) -> str:
        faker = self.faker(language, random)
        text = faker.street_address() if random.random() < 0.3 else faker.address()
        separator = random.choice((", ", ", ", ", ", "\n", " ", "; "))
        text = str(text).replace("\n", separator)
        return re.sub(r"\s{2,}", " ", text) if separator != "\n" else text

    def _own_address(self, language: str, random: Random) -> str:
        key = language if language in ADDRESS_FORMS else "en"
        form = random.choice(ADDRESS_FORMS[key])
        street = random.choice(STREETS[key])
        if random.random() < 0.4 and key not in ("zh", "ja"):
            street = self.family[key][random.randrange(len(self.family[key]))] if random.random() < 0.5 else street
        return _fill(form, {"S": street, "C": random.choice(CITIES[key])}, random)


def _fill(form: str, values: dict[str, str], random: Random) -> str:
    """``{S}`` street, ``{C}`` city, ``#`` a digit, ``{N}`` a house number, ``?`` a capital."""
    number = str(random.choice((random.randint(1, 30), random.randint(1, 250), random.randint(100, 9999))))
    text = form.replace("{S}", values["S"]).replace("{C}", values["C"]).replace("{N}", number)
    text = re.sub("#", lambda _: str(random.randint(0, 9)), text)
    return re.sub(r"\?", lambda _: random.choice("ABCDEFGHJKLMNPRSTVWXY"), text)


def _provider(locale: str) -> Any:
    """The locale's names; nothing where Faker has none of its own."""
    try:
        return import_module(f"faker.providers.person.{locale}").Provider
    except ModuleNotFoundError:
        return object


def _collect(provider: Any, wanted: re.Pattern[str]) -> set[str]:
    found: set[str] = set()
    for name in dir(provider):
        values = getattr(provider, name)
        if wanted.match(name) and isinstance(values, (list, tuple, dict)):
            for value in values:
                text = value[0] if isinstance(value, tuple) else value
                if (isinstance(text, str) and 1 < len(text) <= 24) or (
                    isinstance(text, str) and "\u3400" <= text[:1] <= "\u9fff"
                ):
                    found.add(text.strip())
    return found
