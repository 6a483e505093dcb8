"""What Instagram takes, and the table of its channel."""

import json

import aiohttp
import pytest

from connectors.base import OutboundMessage
from connectors.errors import UnsupportedContent, WindowClosed
from connectors.instagram.config import SANDBOX_ACCOUNT_ID, read_settings
from connectors.instagram.outbound import text_body
from connectors.sandbox.messenger import InstagramSandbox
from connectors.settings import SettingsReader
from tests.unit.connectors.instagram.instagram_support import (
    ACCOUNT,
    APP,
    AT_MS,
    CUSTOMER,
    IGSID,
    PAGE,
    make_connector,
)

TABLE = {
    "account_id": ACCOUNT,
    "page_id": PAGE,
    "app_id": APP,
    "app_secret": {"env": "RAPPORT_TEST_APP_SECRET"},
    "access_token": {"env": "RAPPORT_TEST_TOKEN"},
    "verify_token": {"env": "RAPPORT_TEST_VERIFY"},
}
BY_INSTAGRAM = {key: value for key, value in TABLE.items() if key != "page_id"} | {"login": "instagram"}


@pytest.fixture(autouse=True)
def secrets(monkeypatch):
    for name in ("APP_SECRET", "TOKEN", "VERIFY"):
        monkeypatch.setenv(f"RAPPORT_TEST_{name}", f"the {name}")


def problems_of(table, **changes):
    problems = []
    read = read_settings(SettingsReader({**table, **changes}, "ig", problems))
    return read, {problem.path.removeprefix("ig.") for problem in problems}


def test_host_follows_the_login():
    by_page, problems = problems_of(TABLE)
    assert (by_page.graph_url, problems) == ("https://graph.facebook.com", set())
    by_instagram, problems = problems_of(BY_INSTAGRAM)
    assert (by_instagram.graph_url, problems) == ("https://graph.instagram.com", set())
    assert by_instagram.text_limit == 1000


@pytest.mark.parametrize(
    ("table", "changes", "path"),
    [
        (TABLE, {"page_id": "x"}, "page_id"),
        (TABLE, {"login": "instagram"}, "page_id"),
        (BY_INSTAGRAM, {"login": "facebook"}, "page_id"),
        (TABLE, {"login": "google"}, "login"),
        (TABLE, {"account_id": "@acme"}, "account_id"),
        (TABLE, {"account_id": SANDBOX_ACCOUNT_ID}, "account_id"),
        (TABLE, {"text_limit": 10}, "text_limit"),
        (TABLE, {"quoting": 1}, "quoting"),
        (TABLE, {"parent_app_secret": "in the file"}, "parent_app_secret"),
        (TABLE, {"graph_url": "http://graph.example"}, "graph_url"),
        (TABLE, {"accound_id": "1"}, "accound_id"),
    ],
)
def test_mistake_is_reported_where_it_is(table, changes, path):
    assert path in problems_of(table, **changes)[1]


def made(text="Hello", *, text_limit=1000, quoting=True, human_agent=True, **keys):
    message = OutboundMessage(tag="t-1", customer=CUSTOMER, text=text, **keys)
    return json.loads(text_body(message, AT_MS, text_limit=text_limit, quoting=quoting, human_agent=human_agent))


def test_text_is_measured_in_bytes():
    assert len(made("ü" * 500)["message"]["text"]) == 500
    for text in ("ü" * 501, "x" * 1001, "😀" * 251, " "):
        with pytest.raises(UnsupportedContent):
            made(text)
    assert made("x" * 1500, text_limit=2000)


def test_quote_is_left_out_where_it_is_switched_off():
    assert made(reply_to="mid-1")["reply_to"] == {"mid": "mid-1"}
    assert "reply_to" not in made(reply_to="mid-1", quoting=False)
    assert not make_connector(quoting=False).capabilities.replies


def test_late_answers_need_the_permission():
    two_days_ago = AT_MS - 2 * 24 * 3_600_000
    assert made(last_inbound_ms=two_days_ago)["tag"] == "HUMAN_AGENT"
    with pytest.raises(WindowClosed):
        made(last_inbound_ms=two_days_ago, human_agent=False)


@pytest.mark.parametrize("page_id", [PAGE, None])
async def test_page_sends_for_the_account_where_there_is_one(page_id):
    secrets = {"app_secret": "app secret", "access_token": "access token", "verify_token": "verify token"}
    async with (
        InstagramSandbox(**secrets, account_id=ACCOUNT, sender_id=page_id, retries=(0.01, 0.01, 0.0)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        connector = make_connector(page_id=page_id, graph_url=sandbox.url)
        await connector.start(http)
        sandbox.customer("Mia", IGSID).write("Hi")
        sent = await connector.send(OutboundMessage(tag="t-1", customer=CUSTOMER, text="Hello"))
        assert sandbox.sends_tagged("t-1")[0].message_id == sent.message_id
