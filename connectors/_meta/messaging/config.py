"""What the tables of Messenger and Instagram channels have in common."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.loopback import is_loopback
from connectors.settings import Secret, SettingsReader

API_VERSION = "v25.0"

_ID = "[0-9]{5,25}"
_NO_SECRET = Secret("")


class MessagingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    Settings of both kinds.

    ``app_secret`` is the secret of the app that issued the token and holds the subscription;
    ``app_secret_previous`` the one of before a rotation, for as long as bodies signed with it may arrive.
    ``human_agent`` tells that the app has the permission of that name, so that people may still answer after a day.
    """

    app_id: str
    app_secret: Secret
    app_secret_previous: Secret | None
    verify_token: Secret
    access_token: Secret
    graph_url: str
    api_version: str
    inbox_app_ids: tuple[str, ...]
    human_agent: bool


def read_common(settings: SettingsReader, graph_url: str, inbox_app_ids: tuple[str, ...]) -> dict[str, Any]:
    """Read the common part, with these defaults; mistakes go to ``settings.problems``."""
    return {
        "app_id": id_setting(settings, "app_id"),
        "app_secret": settings.secret("app_secret") or _NO_SECRET,
        "app_secret_previous": settings.secret("app_secret_previous", required=False),
        "verify_token": settings.secret("verify_token") or _NO_SECRET,
        "access_token": settings.secret("access_token") or _NO_SECRET,
        "graph_url": settings.url("graph_url", graph_url),
        "api_version": settings.text(
            "api_version", API_VERSION, pattern=r"v[0-9]{1,3}\.[0-9]", allowed=f'a version such as "{API_VERSION}"'
        ),
        "inbox_app_ids": settings.texts("inbox_app_ids", inbox_app_ids),
        "human_agent": settings.flag("human_agent", False),
    }


def id_setting(settings: SettingsReader, key: str) -> str:
    return settings.text(key, pattern=_ID, allowed="digits, as shown by Meta")


def check_address(settings: SettingsReader, graph_url: str, key: str, account_id: str, sandbox_id: str) -> None:
    """Report an address that the token must not travel to, and a sandbox's id without its sandbox."""
    local = is_loopback(graph_url)
    if graph_url.startswith("http:") and not local:
        settings.problem("graph_url", repr(graph_url), "https; http only to this machine, since the token travels")
    if account_id == sandbox_id and not local:
        found = f"an example value left in: {account_id!r} is the id of the sandbox"
        settings.problem(key, found, "the real id; or set graph_url to a sandbox on this machine")
