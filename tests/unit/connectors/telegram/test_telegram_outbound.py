"""Requests that we make, answers that we get, and the table of a channel."""

import json

import pytest

from connectors.errors import (
    AccountError,
    OptedOut,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    UnsupportedContent,
)
from connectors.http import PlatformAnswer
from connectors.ids import Identity
from connectors.settings import SettingsReader
from connectors.telegram.config import SANDBOX_BOT_ID, read_settings
from connectors.telegram.errors import error_for
from connectors.telegram.outbound import read_sent, text_body, typing_body
from tests.unit.connectors.telegram.telegram_support import CUSTOMER, MIA, make_outbound


def answered(body, status=200, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return PlatformAnswer(status=status, headers=headers, body=raw)


def test_text_has_the_documented_shape():
    assert json.loads(text_body(make_outbound(text="Grüße 😀", reply_to=f"{MIA}:7"))) == {
        "chat_id": MIA,
        "text": "Grüße 😀",
        "link_preview_options": {"is_disabled": True},
        "reply_parameters": {"message_id": 7, "allow_sending_without_reply": True},
    }
    assert json.loads(typing_body(CUSTOMER)) == {"chat_id": MIA, "action": "typing"}


@pytest.mark.parametrize("reply_to", [None, "5:7", "press:4382", f"{MIA}:x", "wamid.x", f"{MIA}:7:8"])
def test_only_a_message_of_the_same_chat_is_quoted(reply_to):
    assert "reply_parameters" not in json.loads(text_body(make_outbound(reply_to=reply_to)))


def test_text_that_cannot_be_sent_is_refused_before_any_call():
    for text in ("", " \n", "x" * 4097, "😀" * 2049):
        with pytest.raises(UnsupportedContent):
            text_body(make_outbound(text=text))
    assert len(json.loads(text_body(make_outbound(text="😀" * 2048)))["text"]) == 2048
    assert json.loads(text_body(make_outbound(text="a\ud800b")))["text"] == "a?b"


@pytest.mark.parametrize(
    "customer", [(), (Identity("phone", "1"),), (Identity("chat_id", "@mia"),), (Identity("chat_id", ""),)]
)
def test_customer_without_a_chat_is_refused(customer):
    with pytest.raises(PermanentError):
        text_body(make_outbound(customer=customer))


def test_answer_tells_the_number():
    sent = read_sent(answered({"ok": True, "result": {"message_id": 8}}), str(MIA))
    assert (sent.message_id, sent.learned) == (f"{MIA}:8", ())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "no_message_id"),
        ({"ok": True}, "no_message_id"),
        ({"ok": True, "result": True}, "no_message_id"),
        ({"ok": True, "result": {"message_id": "8"}}, "no_message_id"),
        ({"ok": True, "result": {"message_id": True}}, "no_message_id"),
        ({"ok": False, "error_code": 400, "result": {"message_id": 8}}, "error_in_success_400"),
        (b"", "no_message_id"),
        (b"<html>", "no_message_id"),
        (b"\xff", "no_message_id"),
    ],
)
def test_success_without_a_number_leaves_the_outcome_unknown(body, code):
    with pytest.raises(OutcomeUnknown) as unknown:
        read_sent(answered(body), str(MIA))
    assert unknown.value.code == code


@pytest.mark.parametrize(
    ("status", "words", "error", "code"),
    [
        (401, "Unauthorized", AccountError, "401"),
        (404, "Not Found", AccountError, "404"),
        (409, "Conflict: terminated by other getUpdates request", AccountError, "409"),
        (403, "Forbidden: bot was blocked by the user", OptedOut, "403_blocked"),
        (403, "Forbidden: user is deactivated", PermanentError, "403_deactivated"),
        (403, "Forbidden: bot can't initiate conversation with a user", PermanentError, "403_not_started"),
        (403, "Forbidden: bot can't send messages to bots", PermanentError, "403_bot"),
        (403, "Forbidden: something new", PermanentError, "403"),
        (400, "Bad Request: chat not found", PermanentError, "400_chat_not_found"),
        (400, "Bad Request: PEER_ID_INVALID", PermanentError, "400_chat_not_found"),
        (400, "Bad Request: message is too long", UnsupportedContent, "400_text_too_long"),
        (400, "Bad Request: message text is empty", UnsupportedContent, "400_empty_text"),
        (400, "Bad Request: about Mia", PermanentError, "400"),
        (408, "", OutcomeUnknown, "408"),
        (429, "Too Many Requests", RateLimited, "429"),
        (500, "Internal Server Error", OutcomeUnknown, "http_500"),
        (302, "", OutcomeUnknown, "http_302"),
    ],
)
def test_error_answer_has_its_class(status, words, error, code):
    made = error_for(answered({"ok": False, "error_code": status, "description": words}, status))
    assert type(made) is error
    assert made.code == code
    assert "Mia" not in str(made)


@pytest.mark.parametrize(
    ("parameters", "headers", "wait"),
    [
        ({"retry_after": 5}, {}, 5),
        ({"retry_after": 999_999}, {}, 86_400),
        ({"retry_after": "5"}, {"Retry-After": "7"}, 7),
        ({"retry_after": -1}, {}, None),
        (7, {}, None),
        (None, {}, None),
    ],
)
def test_pace_is_the_platforms(parameters, headers, wait):
    made = error_for(answered({"ok": False, "parameters": parameters}, 429, **headers))
    assert (made.retry_after_s, made.scope) == (wait, "pair")


def test_error_of_a_proxy_is_classed_by_its_status():
    assert type(error_for(answered(b"<html>", 403))) is PermanentError
    assert type(error_for(answered(b"<html>", 502))) is OutcomeUnknown


class TestTable:
    @pytest.fixture(autouse=True)
    def secrets(self, monkeypatch):
        monkeypatch.setenv("RAPPORT_TEST_TOKEN", "200000001:AAtest-test-test-test-test-test-0")
        monkeypatch.setenv("RAPPORT_TEST_SANDBOX", f"{SANDBOX_BOT_ID}:AAtest-test-test-test-test-test-0")
        monkeypatch.setenv("RAPPORT_TEST_ODD", "no token, no secret")
        monkeypatch.setenv("RAPPORT_TEST_SECRET", "0123456789abcdef")

    def problems_of(self, **changes):
        problems = []
        table = {"bot_token": {"env": "RAPPORT_TEST_TOKEN"}, **changes}
        read = read_settings(SettingsReader(table, "tg", problems))
        return read, {problem.path.removeprefix("tg.") for problem in problems}, repr(problems)

    def test_token_is_enough(self):
        read, problems, _ = self.problems_of()
        assert problems == set()
        assert (read.bot_id, read.api_url) == ("200000001", "https://api.telegram.org")
        assert "AAtest" not in repr(read)

    @pytest.mark.parametrize(
        ("changes", "path"),
        [
            ({"bot_token": {"env": "RAPPORT_TEST_ODD"}}, "bot_token"),
            ({"bot_token": {"env": "RAPPORT_TEST_SANDBOX"}}, "bot_token"),
            ({"bot_token": "200000001:AA"}, "bot_token"),
            ({"webhook_secret": {"env": "RAPPORT_TEST_ODD"}}, "webhook_secret"),
            ({"webhook_secret_previous": {"env": "RAPPORT_TEST_ODD"}}, "webhook_secret_previous"),
            ({"api_url": "http://api.example"}, "api_url"),
            ({"token": "x"}, "token"),
        ],
    )
    def test_mistake_is_reported_where_it_is_and_shows_no_secret(self, changes, path):
        _, problems, shown = self.problems_of(**changes)
        assert problems == {path}
        assert "no token, no secret" not in shown

    def test_sandbox_and_secret_are_taken(self):
        changes = {"bot_token": {"env": "RAPPORT_TEST_SANDBOX"}, "api_url": "http://127.0.0.1:1"}
        assert self.problems_of(**changes, webhook_secret={"env": "RAPPORT_TEST_SECRET"})[1] == set()
