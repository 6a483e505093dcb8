"""The table of a Telegram channel in ``config.toml``."""

from __future__ import annotations

import re

import msgspec

from connectors.loopback import is_loopback
from connectors.settings import Secret, SettingsReader

API_URL = "https://api.telegram.org"
SANDBOX_BOT_ID = "100000001"

_NO_SECRET = Secret("")
_TOKEN = re.compile(r"([0-9]{3,20}):[A-Za-z0-9_-]{20,100}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class TelegramSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    One bot.

    ``bot_id`` is the public part of its token. ``webhook_secret`` is what Telegram says with every webhook; it is
    needed only where the webhook was set by other means than ours.
    """

    bot_id: str
    bot_token: Secret
    webhook_secret: Secret | None
    webhook_secret_previous: Secret | None
    api_url: str


def read_settings(settings: SettingsReader) -> TelegramSettings:
    """Read the table; mistakes go to ``settings.problems``."""
    token = settings.secret("bot_token") or _NO_SECRET
    matched = _TOKEN.fullmatch(token.reveal())
    if token is not _NO_SECRET and matched is None:
        settings.problem("bot_token", "a text of another form", "a token such as 123456:ABC..., as BotFather gave it")
    read = TelegramSettings(
        bot_id=matched[1] if matched else "",
        bot_token=token,
        webhook_secret=_webhook_secret(settings, "webhook_secret"),
        webhook_secret_previous=_webhook_secret(settings, "webhook_secret_previous"),
        api_url=settings.url("api_url", API_URL),
    )
    local = is_loopback(read.api_url)
    if read.api_url.startswith("http:") and not local:
        settings.problem("api_url", repr(read.api_url), "https; http only to this machine, since the token travels")
    if read.bot_id == SANDBOX_BOT_ID and not local:
        found = "an example value left in: the bot of the sandbox"
        settings.problem("bot_token", found, "the real one; or set api_url to a sandbox on this machine")
    settings.finish()
    return read


def _webhook_secret(settings: SettingsReader, key: str) -> Secret | None:
    secret = settings.secret(key, required=False)
    if secret is not None and not _WEBHOOK_SECRET.fullmatch(secret.reveal()):
        settings.problem(key, "a text of another form", "16 to 256 letters, digits, _ and -")
    return secret
