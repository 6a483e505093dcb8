"""The table of a Messenger channel."""

import pytest

from connectors.messenger.config import SANDBOX_PAGE_ID, read_settings
from connectors.settings import SettingsReader
from tests.unit.connectors.messenger.messenger_support import APP, PAGE

TABLE = {
    "page_id": PAGE,
    "app_id": APP,
    "app_secret": {"env": "RAPPORT_TEST_APP_SECRET"},
    "access_token": {"env": "RAPPORT_TEST_TOKEN"},
    "verify_token": {"env": "RAPPORT_TEST_VERIFY"},
}


@pytest.fixture(autouse=True)
def secrets(monkeypatch):
    for name in ("APP_SECRET", "TOKEN", "VERIFY"):
        monkeypatch.setenv(f"RAPPORT_TEST_{name}", f"the {name}")


def problems_of(**changes):
    problems = []
    read = read_settings(SettingsReader({**TABLE, **changes}, "fb", problems))
    return read, {problem.path.removeprefix("fb.") for problem in problems}


def test_short_table_is_enough():
    read, problems = problems_of()
    assert problems == set()
    assert (read.graph_url, read.api_version, read.human_agent) == ("https://graph.facebook.com", "v25.0", False)
    assert "26390203743090" in read.inbox_app_ids
    assert "the APP_SECRET" not in repr(read)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"page_id": "my page"}, "page_id"),
        ({"page_id": SANDBOX_PAGE_ID}, "page_id"),
        ({"app_id": 5}, "app_id"),
        ({"graph_url": "http://graph.example"}, "graph_url"),
        ({"api_version": "25"}, "api_version"),
        ({"app_secret": "in the file"}, "app_secret"),
        ({"app_secret_previous": {"env": "RAPPORT_TEST_NOT_SET"}}, "app_secret_previous"),
        ({"human_agent": "yes"}, "human_agent"),
        ({"inbox_app_ids": [1]}, "inbox_app_ids"),
        ({"page": "1"}, "page"),
    ],
)
def test_mistake_is_reported_where_it_is(changes, path):
    assert problems_of(**changes)[1] == {path}


def test_sandbox_page_is_right_with_a_sandbox():
    assert problems_of(page_id=SANDBOX_PAGE_ID, graph_url="http://127.0.0.1:1")[1] == set()
