"""The table of a WhatsApp channel in ``config.toml``."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import msgspec

from connectors.settings import Secret, SettingsReader

GRAPH_URL = "https://graph.facebook.com"
API_VERSION = "v25.0"
SANDBOX_PHONE_NUMBER_ID = "100000000000001"

_ID = "[0-9]{5,25}"
_ID_ALLOWED = "digits, as shown by Meta under API Setup"
_NO_SECRET = Secret("")


class WhatsAppSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    One phone number of one WhatsApp Business account.

    ``app_secret_previous`` is the secret of before a rotation, for as long as bodies signed with it may arrive.
    ``send_appsecret_proof`` proves the app secret with each call; it only fits a token that the same app issued.
    """

    phone_number_id: str
    business_account_id: str | None
    app_secret: Secret
    app_secret_previous: Secret | None
    verify_token: Secret
    access_token: Secret
    graph_url: str
    api_version: str
    send_appsecret_proof: bool


def read_settings(settings: SettingsReader) -> WhatsAppSettings:
    """Read the table; mistakes go to ``settings.problems``."""
    read = WhatsAppSettings(
        phone_number_id=settings.text("phone_number_id", pattern=_ID, allowed=_ID_ALLOWED),
        business_account_id=settings.optional_text("business_account_id", pattern=_ID, allowed=_ID_ALLOWED),
        app_secret=settings.secret("app_secret") or _NO_SECRET,
        app_secret_previous=settings.secret("app_secret_previous", required=False),
        verify_token=settings.secret("verify_token") or _NO_SECRET,
        access_token=settings.secret("access_token") or _NO_SECRET,
        graph_url=settings.url("graph_url", GRAPH_URL),
        api_version=settings.text(
            "api_version", API_VERSION, pattern=r"v[0-9]{1,3}\.[0-9]", allowed=f'a version such as "{API_VERSION}"'
        ),
        send_appsecret_proof=settings.flag("send_appsecret_proof", True),
    )
    _check_address(read, settings)
    settings.finish()
    return read


def _check_address(read: WhatsAppSettings, settings: SettingsReader) -> None:
    local = _is_loopback(read.graph_url)
    if read.graph_url.startswith("http:") and not local:
        settings.problem("graph_url", repr(read.graph_url), "https; http only to this machine, since the token travels")
    if read.phone_number_id == SANDBOX_PHONE_NUMBER_ID and not local:
        found = f"an example value left in: {read.phone_number_id!r} is the number of the sandbox"
        settings.problem("phone_number_id", found, "the real id; or set graph_url to a sandbox on this machine")


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
