"""Requests that we make, answers that we get, and what each refusal means."""

import json

import pytest

from connectors._meta.messaging.errors import error_for
from connectors._meta.messaging.sending import read_sent
from connectors.errors import (
    AccountError,
    NotInControl,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    RetryableError,
    UnsupportedContent,
    WindowClosed,
)
from connectors.http import PlatformAnswer
from connectors.ids import Identity
from connectors.messenger.outbound import text_body
from tests.unit.connectors.messenger.messenger_support import AT_MS, DAY_MS, PSID, make_connector, make_outbound


def made(message, *, human_agent=True):
    return json.loads(text_body(message, AT_MS, human_agent=human_agent))


def test_text_has_the_documented_shape():
    assert made(make_outbound(text="Grüße 😀", reply_to="m_1")) == {
        "recipient": {"id": PSID},
        "messaging_type": "RESPONSE",
        "message": {"text": "Grüße 😀", "metadata": "t-1"},
        "reply_to": {"mid": "m_1"},
    }


def test_quoted_id_is_the_platforms_own():
    assert made(make_outbound(reply_to="m_1#2"))["reply_to"] == {"mid": "m_1"}
    assert "reply_to" not in made(make_outbound(reply_to="~made-up"))


@pytest.mark.parametrize(
    ("age_ms", "expected"),
    [
        (None, {"messaging_type": "RESPONSE"}),
        (-5_000, {"messaging_type": "RESPONSE"}),
        (0, {"messaging_type": "RESPONSE"}),
        (DAY_MS - 1, {"messaging_type": "RESPONSE"}),
        (DAY_MS, {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}),
        (7 * DAY_MS - 1, {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}),
    ],
)
def test_age_decides_under_which_title_a_person_writes(age_ms, expected):
    last_inbound_ms = None if age_ms is None else AT_MS - age_ms
    body = made(make_outbound(last_inbound_ms=last_inbound_ms))
    assert {key: body[key] for key in ("messaging_type", "tag") if key in body} == expected


@pytest.mark.parametrize(
    ("age_ms", "human_agent", "automated"),
    [(7 * DAY_MS, True, False), (DAY_MS, False, False), (DAY_MS, True, True), (30 * DAY_MS, False, True)],
)
def test_too_late_is_refused_before_any_call(age_ms, human_agent, automated):
    message = make_outbound(last_inbound_ms=AT_MS - age_ms, automated=automated)
    with pytest.raises(WindowClosed) as closed:
        made(message, human_agent=human_agent)
    assert closed.value.safe_text


async def test_connector_takes_the_time_from_its_clock():
    late = make_outbound(last_inbound_ms=0)
    with pytest.raises(WindowClosed):
        await make_connector().send(late)


def test_text_that_cannot_be_sent_is_refused_before_any_call():
    for text in ("", " \n", "x" * 2001, "😀" * 1001):
        with pytest.raises(UnsupportedContent):
            made(make_outbound(text=text))
    for customer in ((), (Identity("igsid", PSID),), (Identity("psid", ""),)):
        with pytest.raises(PermanentError):
            made(make_outbound(customer=customer))
    assert len(made(make_outbound(text="😀" * 1000))["message"]["text"]) == 1000
    assert made(make_outbound(text="a\ud800b"))["message"]["text"] == "a?b"


def test_capabilities_tell_the_window():
    assert make_connector().capabilities.window.human_s == 7 * 24 * 3600
    assert make_connector(human_agent=False).capabilities.window.human_s is None


def answered(body, status=200):
    return PlatformAnswer(
        status=status, headers={}, body=body if isinstance(body, bytes) else json.dumps(body).encode()
    )


def test_answer_tells_the_id():
    sent = read_sent(answered({"recipient_id": PSID, "message_id": "m_1"}), "psid")
    assert (sent.message_id, sent.learned) == ("m_1", (Identity("psid", PSID),))
    assert read_sent(answered({"message_id": "m_1"}), "psid").learned == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "no_message_id"),
        ({"recipient_id": PSID}, "no_message_id"),
        (b"<html>", "no_message_id"),
        ({"error": {"code": 1}}, "error_in_success_1"),
    ],
)
def test_success_without_an_id_leaves_the_outcome_unknown(body, code):
    with pytest.raises(OutcomeUnknown) as unknown:
        read_sent(answered(body), "psid")
    assert unknown.value.code == code


ERRORS = [
    (400, 1, None, RetryableError),
    (500, 1, None, OutcomeUnknown),
    (400, 1, 1357046, OutcomeUnknown),
    (500, 1, 1357046, OutcomeUnknown),
    (503, 2, None, RetryableError),
    *((400, code, None, RateLimited) for code in (4, 17, 32, 613, 80001, 80006, 80014)),
    (400, 4, 2018354, RateLimited),
    (400, 613, 2018338, RateLimited),
    (400, 613, 2534040, RateLimited),
    (400, 10, 2018278, WindowClosed),
    (400, 10, 2018065, WindowClosed),
    (400, 10, 2534022, WindowClosed),
    (400, 551, 1545041, PermanentError),
    (400, 551, None, PermanentError),
    (400, 200, 1545041, PermanentError),
    (400, 100, 2018001, PermanentError),
    (400, 10, 2018108, PermanentError),
    (400, 100, 2534029, PermanentError),
    (400, 10, 1893063, PermanentError),
    (400, 10, 424242, PermanentError),
    (400, 9000001, None, PermanentError),
    (400, 100, 2018008, UnsupportedContent),
    (400, 100, 2018047, UnsupportedContent),
    (400, 100, 2018109, UnsupportedContent),
    (400, 100, 2018294, UnsupportedContent),
    *((400, 100, subcode, UnsupportedContent) for subcode in (2534013, 2534014, 2534015)),
    (400, 100, None, PermanentError),
    (400, 10, 2018300, NotInControl),
    (400, 100, 2018300, NotInControl),
    (400, 100, 2018321, NotInControl),
    (400, 100, 2534037, NotInControl),
    (400, 10, 2534077, NotInControl),
    *((401, 190, subcode, AccountError) for subcode in (None, 458, 460, 463, 467)),
    (403, 200, 2018028, AccountError),
    (403, 200, 2534041, AccountError),
    (403, 200, None, AccountError),
    (403, 10, None, AccountError),
    (400, 33, None, AccountError),
    (400, 100, 33, AccountError),
    (400, 368, None, AccountError),
    (400, 2022, None, AccountError),
    (400, 999999, None, PermanentError),
    (500, 999999, None, OutcomeUnknown),
]


@pytest.mark.parametrize(("status", "code", "subcode", "expected"), ERRORS)
def test_code_and_subcode_decide_the_class(status, code, subcode, expected):
    error = {"message": "about Mia", "code": code, **({"error_subcode": subcode} if subcode else {})}
    raised = error_for(answered({"error": error}, status))
    assert type(raised) is expected
    assert raised.code == (f"{code}/{subcode}" if subcode else str(code))
    assert "Mia" not in str(raised)
    assert raised.safe_text
