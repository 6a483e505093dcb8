"""Subscription check and signature of Meta's webhooks."""

import pytest

from connectors._meta.webhooks import challenge, verify
from connectors.errors import InvalidSignature
from connectors.request import WebhookRequest
from connectors.signature import hmac_sha256_hex, same_text, signed_by_any

RIGHT = {"hub.mode": "subscribe", "hub.verify_token": "tökén", "hub.challenge": "1158201444"}


def get(query, method="GET"):
    return WebhookRequest(method=method, url="https://rapport.example/", headers={}, query=tuple(query))


def test_right_token_gets_its_challenge_as_plain_text():
    answer = challenge(get(RIGHT.items()), "tökén")
    assert (answer.status, answer.body, answer.content_type) == (200, "1158201444", "text/plain")


WRONG = [
    {**RIGHT, "hub.verify_token": "token"},
    {**RIGHT, "hub.verify_token": ""},
    {**RIGHT, "hub.mode": "unsubscribe"},
    {**RIGHT, "hub.challenge": "<script>"},
    {**RIGHT, "hub.challenge": ""},
    {**RIGHT, "hub.challenge": "٣"},
    {**RIGHT, "hub.challenge": "1" * 65},
    {**RIGHT, "hub.challenge": "1\n"},
    *({key: value for key, value in RIGHT.items() if key != gone} for gone in RIGHT),
    {},
]


@pytest.mark.parametrize("query", WRONG)
def test_anything_else_gets_nothing(query):
    assert challenge(get(query.items()), "tökén") is None


def test_repeated_parameter_and_other_method_get_nothing():
    for key, value in RIGHT.items():
        assert challenge(get([*RIGHT.items(), (key, value)]), "tökén") is None
    assert challenge(get(RIGHT.items(), "POST"), "tökén") is None


def test_empty_configured_token_lets_nobody_in():
    assert challenge(get({**RIGHT, "hub.verify_token": ""}.items()), "") is None


def test_both_secrets_of_a_rotation_are_accepted():
    for secret in (b"old", b"new"):
        header = "sha256=" + hmac_sha256_hex(secret, b"{}")
        request = WebhookRequest(method="POST", url="", headers={"x-hub-signature-256": header}, body=b"{}")
        verify(request, (b"new", b"old"))
        with pytest.raises(InvalidSignature):
            verify(request, (b"third",))


def test_empty_secret_can_sign_nothing():
    with pytest.raises(ValueError, match="secret"):
        hmac_sha256_hex(b"", b"{}")


def test_comparison_takes_any_text():
    assert same_text("abc", "abc")
    assert not same_text("abc", "äbc")
    assert not same_text("abc", "\ud800")
    assert not signed_by_any((b"k",), b"", "é")
