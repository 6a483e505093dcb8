"""The table of an Instagram channel in ``config.toml``."""

from __future__ import annotations

from connectors._meta.messaging.config import MessagingSettings, check_address, id_setting, read_common
from connectors.settings import Secret, SettingsReader

FACEBOOK, INSTAGRAM = "facebook", "instagram"
GRAPH_URLS = {FACEBOOK: "https://graph.facebook.com", INSTAGRAM: "https://graph.instagram.com"}
INBOX_APP_IDS = ("1217981644879628", "26390203743090", "263902037430900")
"""The inboxes of the platform: Instagram's, and the one of its business tools, which its pages write in two ways."""
SANDBOX_ACCOUNT_ID = "100000000000004"
TEXT_LIMIT = 1000
MOST_TEXT_LIMIT = 10_000


class InstagramSettings(MessagingSettings, frozen=True, kw_only=True):
    """
    One professional account of one app.

    ``login`` is how the account was connected: by a Facebook page (``page_id`` sends for it, with the page's token)
    or by Instagram itself. Then the app has a secret of its own beside the one of the app around it, and
    ``parent_app_secret`` is that other one, since webhooks may be signed with it. ``text_limit`` are bytes; without
    ``quoting`` an answer never names the message that it answers.
    """

    account_id: str
    page_id: str | None
    login: str
    parent_app_secret: Secret | None
    text_limit: int
    quoting: bool


def read_settings(settings: SettingsReader) -> InstagramSettings:
    """Read the table; mistakes go to ``settings.problems``."""
    login = settings.choice("login", (FACEBOOK, INSTAGRAM), FACEBOOK)
    common = read_common(settings, GRAPH_URLS.get(login, GRAPH_URLS[FACEBOOK]), INBOX_APP_IDS)
    by_page = login == FACEBOOK
    page_id = settings.optional_text("page_id", pattern="[0-9]{5,25}", allowed="digits, as shown by Meta")
    if by_page and page_id is None:
        settings.problem("page_id", "nothing", 'the page that the account belongs to, since login is "facebook"')
    if not by_page and page_id is not None:
        settings.problem("page_id", repr(page_id), 'nothing, since login is "instagram"')
    read = InstagramSettings(
        account_id=id_setting(settings, "account_id"),
        page_id=page_id,
        login=login,
        parent_app_secret=settings.secret("parent_app_secret", required=False),
        text_limit=settings.whole("text_limit", TEXT_LIMIT, least=100, most=MOST_TEXT_LIMIT, unit="bytes"),
        quoting=settings.flag("quoting", True),
        **common,
    )
    check_address(settings, read.graph_url, "account_id", read.account_id, SANDBOX_ACCOUNT_ID)
    settings.finish()
    return read
