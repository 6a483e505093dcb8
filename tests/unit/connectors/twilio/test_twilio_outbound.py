"""Requests that we make, and answers that we get."""

import json
from urllib.parse import parse_qsl

import pytest

from connectors.errors import (
    AccountError,
    OptedOut,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    UnsupportedContent,
    WindowClosed,
)
from connectors.http import PlatformAnswer
from connectors.ids import Identity
from connectors.twilio.errors import error_for
from connectors.twilio.outbound import message_form, read_sent
from tests.unit.connectors.twilio.twilio_support import (
    BSUID,
    HOOK,
    MIA,
    OURS,
    SERVICE,
    SID,
    WHATSAPP,
    make_outbound,
    make_settings,
)


def answered(body, status=201, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return PlatformAnswer(status=status, headers=headers, body=raw)


def form(message=None, callbacks=HOOK, **changes):
    return parse_qsl(message_form(message or make_outbound(), make_settings(**changes), callbacks).decode("ascii"))


def test_text_has_the_documented_fields_and_carries_our_tag():
    assert form(make_outbound(text="Grüße 😀 & a+b=c", tag="r1.c/d.2")) == [
        ("To", MIA),
        ("From", OURS),
        ("Body", "Grüße 😀 & a+b=c"),
        ("StatusCallback", f"{HOOK}?tag=r1.c%2Fd.2#rc=3&rp=all"),
    ]


def test_service_and_number_may_both_be_named_and_callbacks_be_left_out():
    assert dict(form(callbacks=None, sender=None, messaging_service_sid=SERVICE)) == {
        "To": MIA,
        "MessagingServiceSid": SERVICE,
        "Body": "Good morning",
    }
    assert dict(form(messaging_service_sid=SERVICE))["From"] == OURS


@pytest.mark.parametrize(
    ("customer", "to"),
    [
        ((Identity("bsuid", BSUID), Identity("phone", MIA)), f"whatsapp:{MIA}"),
        ((Identity("parent_bsuid", "DE.ENT.1"), Identity("bsuid", BSUID)), f"whatsapp:{BSUID}"),
        ((Identity("parent_bsuid", "DE.ENT.1"),), "whatsapp:DE.ENT.1"),
    ],
)
def test_whatsapp_goes_to_the_number_or_else_to_the_id(customer, to):
    fields = dict(form(make_outbound(customer=customer), **WHATSAPP))
    assert (fields["To"], fields["From"]) == (to, f"whatsapp:{OURS}")


@pytest.mark.parametrize(
    "customer", [(), (Identity("sender", "62345"),), (Identity("bsuid", BSUID),), (Identity("wa_id", "1"),)]
)
def test_customer_without_a_number_cannot_get_a_text(customer):
    with pytest.raises(PermanentError) as refused:
        form(make_outbound(customer=customer))
    assert refused.value.code == "no_recipient"


def test_text_that_cannot_be_sent_is_refused_before_any_call():
    for text in ("", " \n", "x" * 1601, "😀" * 801):
        with pytest.raises(UnsupportedContent):
            form(make_outbound(text=text))
    assert len(dict(form(make_outbound(text="😀" * 800)))["Body"]) == 800


def test_lone_surrogate_does_not_break_the_request():
    assert dict(form(make_outbound(text="a\ud800b")))["Body"] == "a?b"


def test_answer_tells_id_and_number():
    sent = read_sent(answered({"sid": SID, "status": "queued", "to": "whatsapp:+5511987654321", "error_code": None}))
    assert sent.message_id == SID
    assert sent.learned == (Identity("phone", "+5511987654321"),)
    assert read_sent(answered({"sid": SID, "to": None})).learned == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "no_message_id"),
        ({"sid": None}, "no_message_id"),
        ({"sid": ""}, "no_message_id"),
        ({"sid": 7}, "no_message_id"),
        (b"", "no_message_id"),
        (b"<html>", "no_message_id"),
        (b"[1]", "no_message_id"),
        (b"\xff", "no_message_id"),
        ({"code": 20500}, "error_in_success_20500"),
        ({"sid": None, "error_code": 30001}, "error_in_success_30001"),
    ],
)
def test_success_without_an_id_leaves_the_outcome_unknown(body, code):
    with pytest.raises(OutcomeUnknown) as unknown:
        read_sent(answered(body))
    assert unknown.value.code == code


def test_message_that_failed_at_once_is_a_refusal():
    with pytest.raises(WindowClosed):
        read_sent(answered({"sid": SID, "status": "failed", "error_code": 63016}))
    with pytest.raises(PermanentError):
        read_sent(answered({"sid": SID, "status": "undelivered", "error_code": 99999}))
    assert read_sent(answered({"sid": SID, "status": "failed", "error_code": None})).message_id == SID


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (429, 20429, RateLimited),
        (429, 21611, RateLimited),
        (400, 63018, RateLimited),
        (400, 14107, RateLimited),
        (400, 63038, RateLimited),
        (400, 60728, RateLimited),
        (400, 63016, WindowClosed),
        (400, 21610, OptedOut),
        (400, 21211, PermanentError),
        (400, 21408, PermanentError),
        (400, 21608, PermanentError),
        (400, 21612, PermanentError),
        (400, 21614, PermanentError),
        (400, 63024, PermanentError),
        (400, 30007, PermanentError),
        (400, 21617, UnsupportedContent),
        (400, 99999, PermanentError),
        (401, 20003, AccountError),
        (403, 20005, AccountError),
        (400, 21606, AccountError),
        (400, 21212, AccountError),
        (404, 20404, AccountError),
        (400, 21703, AccountError),
        (400, None, PermanentError),
        (401, None, AccountError),
        (403, None, AccountError),
        (404, None, AccountError),
        (408, None, OutcomeUnknown),
        (429, None, RateLimited),
        (500, 20500, OutcomeUnknown),
        (503, 20503, OutcomeUnknown),
        (503, 20429, RateLimited),
        (500, 21211, OutcomeUnknown),
        (502, None, OutcomeUnknown),
    ],
)
def test_error_answer_has_its_class(status, code, error):
    body = b"<html>" if code is None else {"code": code, "message": f"about {MIA}", "status": status}
    made = error_for(answered(body, status))
    assert type(made) is error
    assert made.code == (f"http_{status}" if code is None else str(code))
    assert MIA not in str(made)


def test_pace_comes_from_the_header_or_else_from_the_table():
    assert error_for(answered({"code": 20429}, 429, **{"Retry-After": "7"})).retry_after_s == 7
    assert error_for(answered({"code": 20429}, 429)).retry_after_s is None
    assert error_for(answered({"code": 63038}, 429)).retry_after_s == 3600
    assert error_for(answered({"code": 63038}, 429, **{"Retry-After": "9"})).retry_after_s == 9
    loop = error_for(answered({"code": 14107}, 400))
    assert (loop.scope, loop.retry_after_s) == ("pair", 30)


def test_code_of_another_type_is_none():
    assert error_for(answered({"code": "21610"}, 400)).code == "http_400"
    assert error_for(answered({"code": True}, 400)).code == "http_400"
