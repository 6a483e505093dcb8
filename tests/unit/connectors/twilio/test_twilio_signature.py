"""Who signed a webhook: golden cases, every spelling, and everything that must be refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import InvalidSignature
from connectors.settings import Secret
from connectors.twilio.form import MAX_FIELDS
from connectors.twilio.signature import SHA1, SHA256, sign, spellings, verify
from tests.unit.connectors.twilio.twilio_support import HOOK, make_connector, request_of, sms

SECRET = b"auth token"


def encoded(fields):
    return {(name.encode(), value.encode()) for name, value in fields.items()}


def signed(fields, *, url=HOOK, query="", secret=SECRET, **parts):
    full = f"{url}?{query}" if query else url
    headers = {"x-twilio-signature": sign(secret, full, encoded(fields))}
    return request_of(fields, **{"query": query, "url": full, "headers": headers, **parts})


def refused(request, connector=None):
    with pytest.raises(InvalidSignature):
        (connector or make_connector()).verify(request)


def test_signed_form_is_accepted_with_blank_unknown_and_odd_fields():
    fields = sms(Body="a+b & c=ä 😀\nd", ToCity="", Brand_New="x", Nul="a\0b", Spaces="  x ")
    make_connector().verify(signed(fields))


def test_query_is_signed_just_as_it_was_written():
    request = signed(sms(), query="tag=r1.x%2Fy.2&b=%20+&a")
    make_connector().verify(request)
    for query in ("tag=r1.x/y.2&b=%20+&a", "b=%20+&tag=r1.x%2Fy.2&a", "tag=r1.x%2Fy.2&b=%20%20&a", "", "tag=other"):
        refused(request_of(sms(), query=query, headers=request.headers))


def test_repeated_field_is_signed_with_each_value_once():
    body = b"Digits=5678&Digits=1234&Digits=1234&Sid=1"
    pairs = [(b"Digits", b"5678"), (b"Digits", b"1234"), (b"Sid", b"1")]
    headers = {"x-twilio-signature": sign(SECRET, HOOK, pairs)}
    make_connector().verify(request_of(body, headers=headers))


@pytest.mark.parametrize(
    ("url", "others"),
    [
        ("https://a.example/x?y=1", {"https://a.example:443/x?y=1"}),
        ("https://a.example:443/x", {"https://a.example/x"}),
        ("http://a.example/", {"http://a.example:80/"}),
        ("http://a.example:80/", {"http://a.example/"}),
        ("https://a.example:80/", set()),
        ("https://a.example:8443/", set()),
        ("https://[2001:db8::1]/x", {"https://[2001:db8::1]:443/x"}),
        ("https://[2001:db8::1]:8443/x", set()),
        ("https://me:pass@a.example/x", {"https://me:pass@a.example:443/x"}),
        ("https://https/https", {"https://https:443/https"}),
        ("ftp://a.example/", set()),
        ("https://[broken/", set()),
        ("/path/only", set()),
    ],
)
def test_default_port_may_be_written_or_not(url, others):
    assert spellings(url)[0] == url
    assert set(spellings(url)[1:]) == others
    for other in others:
        make_connector().verify(
            signed(sms(), url=url, headers={"x-twilio-signature": sign(SECRET, other, encoded(sms()))})
        )


def test_other_address_is_refused():
    fields = sms()
    for other in (
        HOOK + "/",
        HOOK.replace("https", "http"),
        HOOK.replace("acme", "ACME"),
        HOOK.replace("/acme", ":8443/acme"),
    ):
        refused(request_of(fields, headers={"x-twilio-signature": sign(SECRET, other, encoded(fields))}))


def test_any_changed_field_is_refused():
    request = signed(sms())
    for name in sms():
        for changed in (sms(**{name: "other"}), sms(**{name: None})):
            if changed != sms():
                refused(request_of(changed, headers=request.headers))
    refused(request_of({**sms(), "More": ""}, headers=request.headers))


def test_other_body_forms_are_refused():
    signature = sign(SECRET, HOOK)
    headers = {"x-twilio-signature": signature}
    make_connector().verify(request_of(b"", headers=headers))
    refused(request_of(b'{"Body":"x"}', headers=headers))
    too_many = b"a=&" * (MAX_FIELDS + 1)
    refused(request_of(too_many, headers=headers))


def test_json_body_is_bound_by_its_hash():
    body = b'{"property": "value", "boolean": true}'
    query = "foo=1&bodySHA256=" + hashlib.sha256(body).hexdigest()
    headers = {"x-twilio-signature": sign(SECRET, f"{HOOK}?{query}")}
    make_connector().verify(request_of(body, query=query, headers=headers))
    refused(request_of(body + b" ", query=query, headers=headers))
    refused(request_of(b"", query=query, headers=headers))
    upper = query[:16] + query[16:].upper()
    refused(request_of(body, query=upper, headers={"x-twilio-signature": sign(SECRET, f"{HOOK}?{upper}")}))
    twice = f"{query}&bodySHA256=0"
    refused(request_of(body, query=twice, headers={"x-twilio-signature": sign(SECRET, f"{HOOK}?{twice}")}))


@pytest.mark.parametrize("header", ["", "é", "x", " ", "\x00", "0" * 28])
def test_other_signatures_are_refused(header):
    refused(request_of(sms(), headers={"x-twilio-signature": header}))
    refused(
        request_of(sms(), headers={"x-twilio-signature": signed(sms()).headers["x-twilio-signature"] + (header or "=")})
    )


def test_only_post_is_taken():
    for method in ("GET", "PUT", "post"):
        refused(signed(sms(), method=method))
    connector = make_connector()
    assert connector.challenge(request_of(b"", method="GET", query="Body=x")) is None


def test_rotation_takes_both_tokens_for_a_while():
    old, new = signed(sms()), signed(sms(), secret=b"new token")
    connector = make_connector(auth_token=Secret("new token"), auth_token_previous=Secret("auth token"))
    connector.verify(old)
    connector.verify(new)
    refused(new)
    refused(old, make_connector(auth_token=Secret("new token")))


def test_shared_key_signs_with_sha256():
    settings = "key=webhooks_sharedkey_01, algorithm=HMAC_SHA256"
    fields = sms()
    strong = sign(b"shared", HOOK, encoded(fields), SHA256)
    request = request_of(
        fields, headers={"x-twilio-signature": strong, "x-twilio-webhooks-signature-settings": settings}
    )
    make_connector(webhook_key=Secret("shared")).verify(request)
    refused(request)
    refused(request, make_connector(webhook_key=Secret("auth token")))
    # a token does not sign by the other algorithm, nor an unknown one anything
    weak = sign(b"shared", HOOK, encoded(fields), SHA1)
    refused(request_of(fields, headers={"x-twilio-signature": weak}), make_connector(webhook_key=Secret("shared")))
    odd = {"x-twilio-signature": strong, "x-twilio-webhooks-signature-settings": "algorithm=NONE"}
    refused(request_of(fields, headers=odd), make_connector(webhook_key=Secret("shared")))


def test_empty_secret_signs_nothing():
    with pytest.raises(ValueError, match="needs a secret"):
        sign(b"", HOOK)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=12), max_size=6), st.text("ab%&=+/?", max_size=12))
def test_package_of_the_platform_agrees(fields, query):
    validator = pytest.importorskip("twilio.request_validator").RequestValidator("auth token")
    clean = {name: value for name, value in fields.items() if (name + value).isprintable()}
    url = f"{HOOK}?{query}" if query else HOOK
    assert validator.compute_signature(url, clean) == sign(SECRET, url, encoded(clean))
    if "bodySHA256" not in query:
        request = signed(clean, query=query)
        verify(request, {SHA1: [SECRET]})
