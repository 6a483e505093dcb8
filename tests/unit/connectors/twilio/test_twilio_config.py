"""The table of a Twilio channel."""

import pytest

from connectors.settings import SettingsReader
from connectors.twilio.config import SANDBOX_ACCOUNT_SID, read_settings

TABLE = {
    "account_sid": "AC" + "1" * 32,
    "auth_token": {"env": "RAPPORT_TEST_TOKEN"},
    "address": "sms",
    "from": "+15550100002",
}
SERVICE = "MG" + "2" * 32


@pytest.fixture(autouse=True)
def secrets(monkeypatch):
    monkeypatch.setenv("RAPPORT_TEST_TOKEN", "the token")


def problems_of(without=(), **changes):
    problems = []
    table = {key: value for key, value in {**TABLE, **changes}.items() if key not in without}
    read = read_settings(SettingsReader(table, "sms", problems))
    return read, {problem.path.removeprefix("sms.") for problem in problems}


def test_short_table_is_enough():
    read, problems = problems_of()
    assert problems == set()
    assert (read.api_url, read.sender, read.opt_out_words) == ("https://api.twilio.com", "+15550100002", True)
    assert "the token" not in repr(read)


def test_service_is_enough_without_a_number_and_fits_beside_one():
    assert problems_of(without=("from",), messaging_service_sid=SERVICE)[1] == set()
    assert problems_of(messaging_service_sid=SERVICE)[1] == set()


@pytest.mark.parametrize("number", ["+15550100002", "62345"])
def test_numbers_and_short_codes_send_texts(number):
    assert problems_of(**{"from": number})[1] == set()


def test_words_are_left_to_twilio_by_whatsapp():
    read, problems = problems_of(address="whatsapp")
    assert problems == set()
    assert read.opt_out_words is False


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"account_sid": "SK" + "1" * 32}, "account_sid"),
        ({"account_sid": SANDBOX_ACCOUNT_SID}, "account_sid"),
        ({"auth_token": "in the file"}, "auth_token"),
        ({"auth_token_previous": {"env": "RAPPORT_TEST_NOT_SET"}}, "auth_token_previous"),
        ({"webhook_key": "in the file"}, "webhook_key"),
        ({"address": "rcs"}, "address"),
        ({"from": "55-1"}, "from"),
        ({"from": "ACME"}, "from"),
        ({"address": "whatsapp", "from": "62345"}, "from"),
        ({"address": "whatsapp", "from": "whatsapp:+15550100002"}, "from"),
        ({"messaging_service_sid": "MG1"}, "messaging_service_sid"),
        ({"api_url": "http://api.example"}, "api_url"),
        ({"opt_out_words": "yes"}, "opt_out_words"),
        ({"number": "+1"}, "number"),
    ],
)
def test_mistake_is_reported_where_it_is(changes, path):
    assert problems_of(**changes)[1] == {path}


def test_sender_is_needed():
    assert problems_of(without=("from",))[1] == {"from"}


def test_account_of_the_sandbox_is_right_with_a_sandbox():
    assert problems_of(account_sid=SANDBOX_ACCOUNT_SID, api_url="http://localhost:1")[1] == set()


def test_claim_is_the_number_or_else_the_service():
    from connectors.ids import ChannelId
    from connectors.twilio.connector import TwilioConnector

    def claims(**changes):
        return TwilioConnector(ChannelId("a/b"), problems_of(**changes)[0]).unique_claims()

    assert claims() == ("twilio sms number +15550100002",)
    assert claims(messaging_service_sid=SERVICE) == ("twilio sms number +15550100002",)
    assert claims(without=("from",), messaging_service_sid=SERVICE) == (f"twilio sms messaging service {SERVICE}",)
    assert claims(address="whatsapp") == ("twilio whatsapp number +15550100002",)
