"""The table of a Twilio channel in ``config.toml``."""

from __future__ import annotations

import msgspec

from connectors.loopback import is_loopback
from connectors.settings import Secret, SettingsReader
from connectors.twilio.addresses import SMS, WHATSAPP

API_URL = "https://api.twilio.com"
SANDBOX_ACCOUNT_SID = "AC" + "0" * 32

_NO_SECRET = Secret("")


class TwilioSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    One sender of one account: a number, a messaging service, or a number of a service.

    ``address`` is how customers write: ``sms`` (MMS too) or ``whatsapp``. ``auth_token_previous`` is the token of
    before a rotation, for as long as webhooks signed with it may arrive; ``webhook_key`` is the secret of a shared
    key, for accounts that sign with one. ``opt_out_words``: take Twilio's own words (STOP, START and the like) for
    what they do there, where Twilio does not say itself what it made of them.
    """

    account_sid: str
    auth_token: Secret
    auth_token_previous: Secret | None
    webhook_key: Secret | None
    address: str
    sender: str | None
    messaging_service_sid: str | None
    opt_out_words: bool
    api_url: str


def read_settings(settings: SettingsReader) -> TwilioSettings:
    """Read the table; mistakes go to ``settings.problems``."""
    address = settings.choice("address", (SMS, WHATSAPP))
    if address == WHATSAPP:
        sender = settings.optional_text(
            "from", pattern=r"\+[1-9][0-9]{6,14}", allowed='a number such as "+15550100001", without "whatsapp:"'
        )
    else:
        sender = settings.optional_text(
            "from",
            pattern=r"\+[1-9][0-9]{6,14}|[1-9][0-9]{2,7}",
            allowed='a number such as "+15550100001", or a short code',
        )
    read = TwilioSettings(
        account_sid=settings.text("account_sid", pattern="AC[0-9a-fA-F]{32}", allowed='"AC" and 32 hex digits'),
        auth_token=settings.secret("auth_token") or _NO_SECRET,
        auth_token_previous=settings.secret("auth_token_previous", required=False),
        webhook_key=settings.secret("webhook_key", required=False),
        address=address,
        sender=sender,
        messaging_service_sid=settings.optional_text(
            "messaging_service_sid", pattern="MG[0-9a-fA-F]{32}", allowed='"MG" and 32 hex digits'
        ),
        opt_out_words=settings.flag("opt_out_words", address == SMS),
        api_url=settings.url("api_url", API_URL),
    )
    _check(read, settings)
    settings.finish()
    return read


def _check(read: TwilioSettings, settings: SettingsReader) -> None:
    if not read.sender and not read.messaging_service_sid:
        settings.problem("from", "neither from nor messaging_service_sid", "one of the two, or both")
    local = is_loopback(read.api_url)
    if read.api_url.startswith("http:") and not local:
        settings.problem("api_url", repr(read.api_url), "https; http only to this machine, since the token travels")
    if read.account_sid == SANDBOX_ACCOUNT_SID and not local:
        found = "an example value left in: the account of the sandbox"
        settings.problem("account_sid", found, "the real one; or set api_url to a sandbox on this machine")
