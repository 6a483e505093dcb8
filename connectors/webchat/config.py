"""The settings of one web chat: ``[brands.<brand>.channels.<name>]`` with ``kind = "webchat"``."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

import msgspec

from connectors.ids import ChannelId
from connectors.settings import Secret, SettingsReader

COLOUR: Final = "#14665a"
LEAST_SECRET: Final = 16
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_ORIGINS: Final = 'origins as a browser sends them, such as "https://shop.example": no path, no wildcard'


class WebchatSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    One configured widget.

    ``allowed_origins`` are in the form in which browsers send them. ``title`` is the brand's name as customers know
    it. ``welcome`` replaces the widget's own first sentence; it is not translated. ``locale`` is ``auto`` (the
    page's language, then the browser's) or a language tag. ``position`` is the side of the launcher on a page that
    reads from left to right; it is mirrored otherwise. ``offset_px`` is its distance from both edges, in CSS pixels.
    """

    allowed_origins: tuple[str, ...]
    title: str
    colour: str
    welcome: str | None
    locale: str
    position: str
    offset_px: int
    secret: Secret | None


def read_settings(channel: ChannelId, settings: SettingsReader) -> WebchatSettings:
    """Read the table; mistakes go to ``settings.problems``."""
    read = WebchatSettings(
        allowed_origins=_origins(settings),
        title=settings.text(
            "title", _title_of(channel), allowed="the brand's name, up to 60 characters", max_length=60
        ),
        colour=settings.text("colour", COLOUR, pattern="#[0-9a-fA-F]{6}", allowed=f'a colour such as "{COLOUR}"'),
        welcome=settings.optional_text("welcome", allowed="a sentence, up to 500 characters"),
        locale=settings.text(
            "locale", "auto", pattern="auto|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", allowed='"auto" or a tag such as "de-AT"'
        ),
        position=settings.choice("position", ("right", "left"), "right"),
        offset_px=settings.whole("offset_px", 20, least=8, most=200, unit="CSS pixels"),
        secret=_secret(settings),
    )
    settings.finish()
    return read


def browser_origin(text: str) -> str | None:
    """
    Write an origin as browsers do: lower case, without a default port.

    Returns
    -------
    :
        ``None`` when the text is no origin of a web page: a path, a wildcard, credentials, ``null``. A host outside
        ASCII must be given in its ``xn--`` form.
    """
    try:
        parts = urlsplit(text.lower())
        port = parts.port
    except ValueError:
        return None
    authority = parts.netloc.removesuffix(f":{port}") if port is not None else parts.netloc
    if parts.scheme not in _DEFAULT_PORTS or port == 0 or not _HOST.fullmatch(authority):
        return None
    if text.lower() != f"{parts.scheme}://{parts.netloc}":
        return None
    shown_port = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{authority}{shown_port}"


def _origins(settings: SettingsReader) -> tuple[str, ...]:
    before = len(settings.problems)
    given = settings.texts("allowed_origins")
    read = []
    for text in given:
        origin = browser_origin(text)
        if origin is None:
            settings.problem("allowed_origins", repr(text[:60]), _ORIGINS)
        else:
            read.append(origin)
    if not given and len(settings.problems) == before:
        settings.problem("allowed_origins", "an empty list", f"at least one of: {_ORIGINS}")
    return tuple(dict.fromkeys(read))


def _secret(settings: SettingsReader) -> Secret | None:
    secret = settings.secret("secret", required=False)
    if secret is not None and len(secret.reveal()) < LEAST_SECRET:
        settings.problem("secret", "a short secret", f"at least {LEAST_SECRET} characters, best 32 random bytes in hex")
    return secret


def _title_of(channel: ChannelId) -> str:
    brand = channel.partition("/")[0]
    return brand.replace("-", " ").replace("_", " ").title()
