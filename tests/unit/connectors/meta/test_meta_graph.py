"""Which class of ours an answer of the Graph API is."""

import json

import pytest

from connectors._meta.graph import appsecret_proof, read_failure
from connectors.errors import (
    AccountError,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    RetryableError,
    UnsupportedContent,
    WindowClosed,
)
from connectors.http import PlatformAnswer
from connectors.whatsapp.errors import error_for, stops_account


def answer_of(status, body, **headers):
    return PlatformAnswer(
        status=status, headers=headers, body=body if isinstance(body, bytes) else json.dumps(body).encode()
    )


def graph(code, status=400, headers=None, **keys):
    return answer_of(status, {"error": {"message": "call +49170", "code": code, **keys}}, **(headers or {}))


TABLE = [
    (400, 1, RetryableError),
    (500, 1, OutcomeUnknown),
    (503, 2, RetryableError),
    (400, 4, RateLimited),
    (429, 4, RateLimited),
    (400, 80007, RateLimited),
    (429, 130429, RateLimited),
    (400, 131056, RateLimited),
    (500, 131016, RetryableError),
    (500, 131057, RetryableError),
    (503, 133004, RetryableError),
    (500, 131000, OutcomeUnknown),
    (400, 131000, RetryableError),
    (400, 131047, WindowClosed),
    (400, 131049, PermanentError),
    (400, 131050, PermanentError),
    (400, 130472, PermanentError),
    (400, 131026, PermanentError),
    (400, 131021, PermanentError),
    (400, 131009, PermanentError),
    (400, 131030, PermanentError),
    (404, 132001, PermanentError),
    (400, 100, PermanentError),
    (400, 131051, UnsupportedContent),
    (400, 131053, UnsupportedContent),
    (401, 0, AccountError),
    (500, 3, AccountError),
    (403, 10, AccountError),
    (400, 33, AccountError),
    (401, 190, AccountError),
    (403, 200, AccountError),
    (403, 299, AccountError),
    (403, 368, AccountError),
    (403, 131005, AccountError),
    (403, 131031, AccountError),
    (400, 131042, AccountError),
    (500, 131045, AccountError),
    (400, 131048, AccountError),
    (500, 133000, AccountError),
    (400, 133010, AccountError),
    (400, 999999, PermanentError),
    (500, 999999, OutcomeUnknown),
]


@pytest.mark.parametrize(("status", "code", "expected"), TABLE)
def test_code_decides_the_class(status, code, expected):
    error = error_for(graph(code, status))
    assert type(error) is expected
    assert error.code == str(code)
    assert "49170" not in str(error)


def test_unknown_code_that_is_called_transient_may_be_tried_again():
    assert type(error_for(graph(999999, is_transient=True))) is RetryableError


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, b"<html>", PermanentError),
        (401, b"", AccountError),
        (404, b"{}", AccountError),
        (408, b"", OutcomeUnknown),
        (429, b"", RateLimited),
        (502, b"<html>", OutcomeUnknown),
        (500, {"error": {"code": "190"}}, OutcomeUnknown),
        (500, {"error": []}, OutcomeUnknown),
        (500, b'{"error":{"code":true}}', OutcomeUnknown),
        (500, b"[" * 100_000, OutcomeUnknown),
    ],
)
def test_without_a_code_the_status_decides(status, body, expected):
    error = error_for(answer_of(status, body))
    assert type(error) is expected
    assert error.code == f"http_{status}"


def test_scope_tells_the_customer_from_the_channel():
    assert error_for(graph(131056)).scope == "pair"
    assert error_for(graph(130429)).scope == "channel"


def test_wait_comes_from_the_platform_first():
    assert error_for(graph(131056)).retry_after_s == 6.0
    assert error_for(graph(131056, headers={"Retry-After": "30"})).retry_after_s == 30.0
    usage = json.dumps({"1": [{"type": "x", "estimated_time_to_regain_access": 2}], "2": []})
    assert error_for(graph(80007, headers={"X-Business-Use-Case-Usage": usage})).retry_after_s == 120.0
    for broken in ("[]", "{", '{"1":[1]}', '{"1":[{"estimated_time_to_regain_access":"2"}]}', "[" * 100_000):
        assert error_for(graph(80007, headers={"X-Business-Use-Case-Usage": broken})).retry_after_s is None


def test_subcode_is_part_of_the_label():
    assert error_for(graph(190, 401, error_subcode=463)).code == "190/463"
    assert read_failure(graph(190)).subcode is None


def test_only_account_codes_stop_the_account():
    assert stops_account(190)
    assert not stops_account(131056)
    assert not stops_account(424242)


def test_proof_is_keyed_with_the_app_secret():
    # RFC 4231, test case 2
    assert appsecret_proof("what do ya want for nothing?", "Jefe") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
