"""The table of a channel of the brand's own system in ``config.toml``."""

from __future__ import annotations

from typing import Literal, cast

import msgspec

from connectors.api.addresses import is_public, written_address
from connectors.api.standard_webhooks import LEAST_SECRET_BYTES, SECRET_PREFIX, read_secret
from connectors.loopback import is_loopback
from connectors.settings import Secret, SettingsReader

TEXT_LIMIT = 4096
MOST_TEXT = 100_000
RECEIPTS = ("sent", "delivered", "read")
LEAST_WINDOW_S, MOST_WINDOW_S = 60, 366 * 24 * 60 * 60

TextUnit = Literal["characters", "bytes", "utf16"]

_SECRET_FORM = f"{SECRET_PREFIX} and at least {LEAST_SECRET_BYTES} random bytes in base64"


class ApiSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    One system of the brand.

    ``secret`` signs both ways. ``secret_previous`` is the one of before a rotation: what it signed is still taken,
    and our calls carry a signature of each. ``allow_private`` lets calls go to addresses that are not public.
    """

    deliver_url: str
    secret: Secret | None
    secret_previous: Secret | None
    allow_private: bool
    text_limit: int
    text_unit: TextUnit
    receipts: tuple[str, ...]
    window_s: int | None

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The keys of the secrets, the present one first."""
        secrets = (self.secret, self.secret_previous)
        keys = (read_secret(secret.reveal()) for secret in secrets if secret is not None)
        return tuple(key for key in keys if key is not None)


def read_settings(settings: SettingsReader) -> ApiSettings:
    """Read the table; mistakes go to ``settings.problems``."""
    read = ApiSettings(
        deliver_url=settings.url("deliver_url"),
        secret=_secret(settings, "secret", required=True),
        secret_previous=_secret(settings, "secret_previous", required=False),
        allow_private=settings.flag("allow_private", False),
        text_limit=settings.whole("text_limit", TEXT_LIMIT, least=1, most=MOST_TEXT),
        text_unit=cast(TextUnit, settings.choice("text_unit", ("characters", "bytes", "utf16"), "characters")),
        receipts=_receipts(settings),
        window_s=_window(settings),
    )
    _check_address(read, settings)
    settings.finish()
    return read


def _secret(settings: SettingsReader, key: str, *, required: bool) -> Secret | None:
    secret = settings.secret(key, required=required)
    if secret is not None and read_secret(secret.reveal()) is None:
        settings.problem(key, "a text of another form, or too short", _SECRET_FORM)
    return secret


def _receipts(settings: SettingsReader) -> tuple[str, ...]:
    given = settings.texts("receipts", ())
    if any(rank not in RECEIPTS for rank in given) or len(set(given)) != len(given):
        settings.problem("receipts", repr(given)[:60], 'some of "sent", "delivered", "read", each once')
    return tuple(rank for rank in RECEIPTS if rank in given)


def _window(settings: SettingsReader) -> int | None:
    seconds = settings.whole("window_s", 0, least=0, most=MOST_WINDOW_S, unit="seconds")
    if 0 < seconds < LEAST_WINDOW_S:
        settings.problem("window_s", str(seconds), f"at least {LEAST_WINDOW_S} seconds; 0, or nothing, for no limit")
    return seconds or None


def _check_address(read: ApiSettings, settings: SettingsReader) -> None:
    local, address = is_loopback(read.deliver_url), written_address(read.deliver_url)
    if read.deliver_url.startswith("http:") and not local:
        settings.problem("deliver_url", repr(read.deliver_url), "https; http only to this machine")
    elif not read.allow_private and (local or (address is not None and not is_public(address))):
        found = f"{read.deliver_url!r}, which is not a public address"
        settings.problem("deliver_url", found, "a public address; or allow_private = true")
