"""The table of a WhatsApp channel."""

import pytest

from connectors.settings import SettingsReader
from connectors.whatsapp.config import SANDBOX_PHONE_NUMBER_ID, read_settings

TABLE = {
    "phone_number_id": "200000000000001",
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
    read = read_settings(SettingsReader({**TABLE, **changes}, "wa", problems))
    return read, {problem.path.removeprefix("wa.") for problem in problems}


def test_short_table_is_enough():
    read, problems = problems_of()
    assert problems == set()
    assert (read.graph_url, read.api_version) == ("https://graph.facebook.com", "v25.0")
    assert read.app_secret.reveal() == "the APP_SECRET"
    assert "the APP_SECRET" not in repr(read)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"phone_number_id": "+49 170"}, "phone_number_id"),
        ({"phone_number_id": SANDBOX_PHONE_NUMBER_ID}, "phone_number_id"),
        ({"phone_number_id": SANDBOX_PHONE_NUMBER_ID, "graph_url": "https://graph.example"}, "phone_number_id"),
        ({"business_account_id": "abc"}, "business_account_id"),
        ({"graph_url": "http://graph.example"}, "graph_url"),
        ({"graph_url": "ftp://graph.example"}, "graph_url"),
        ({"api_version": "25"}, "api_version"),
        ({"app_secret": "in the file"}, "app_secret"),
        ({"app_secret": {"env": "RAPPORT_TEST_NOT_SET"}}, "app_secret"),
        ({"app_secret_previous": "in the file"}, "app_secret_previous"),
        ({"send_appsecret_proof": "yes"}, "send_appsecret_proof"),
        ({"phone_number": "1"}, "phone_number"),
    ],
)
def test_mistake_is_reported_where_it_is(changes, path):
    assert problems_of(**changes)[1] == {path}


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:1", "[::1]:1", "127.0.0.2/below/a/prefix"])
def test_sandbox_number_is_right_with_a_sandbox(host):
    assert problems_of(phone_number_id=SANDBOX_PHONE_NUMBER_ID, graph_url=f"http://{host}")[1] == set()


def test_all_mistakes_come_at_once():
    problems = []
    read_settings(SettingsReader({"graph_url": 7, "x": 1}, "wa", problems))
    assert len(problems) == 6
