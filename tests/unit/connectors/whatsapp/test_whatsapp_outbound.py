"""Requests that we make, and answers that we get."""

import json

import pytest

from connectors.errors import OutcomeUnknown, PermanentError, UnsupportedContent
from connectors.http import PlatformAnswer
from connectors.ids import Identity
from connectors.whatsapp.outbound import read_body, read_sent, text_body
from tests.unit.connectors.whatsapp.whatsapp_support import BSUID, WA_ID, make_outbound


def answered(body, status=200):
    return PlatformAnswer(
        status=status, headers={}, body=body if isinstance(body, bytes) else json.dumps(body).encode()
    )


def test_text_has_the_documented_shape():
    body = json.loads(text_body(make_outbound(text="Grüße 😀", reply_to="wamid.x")))
    assert body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": WA_ID,
        "type": "text",
        "text": {"body": "Grüße 😀", "preview_url": False},
        "biz_opaque_callback_data": "t-1",
        "context": {"message_id": "wamid.x"},
    }


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ((Identity("bsuid", BSUID), Identity("wa_id", WA_ID)), {"to": WA_ID}),
        ((Identity("bsuid", BSUID), Identity("parent_bsuid", "DE.ENT.1")), {"recipient": BSUID}),
        ((Identity("parent_bsuid", "DE.ENT.1"),), {"recipient": "DE.ENT.1"}),
    ],
)
def test_recipient_is_the_number_or_else_the_id(customer, expected):
    body = json.loads(text_body(make_outbound(customer=customer)))
    assert {key: body[key] for key in ("to", "recipient") if key in body} == expected


def test_text_that_cannot_be_sent_is_refused_before_any_call():
    for text in ("", " \n", "x" * 4097):
        with pytest.raises(UnsupportedContent):
            text_body(make_outbound(text=text))
    with pytest.raises(PermanentError):
        text_body(make_outbound(customer=(Identity("visitor", "v"),)))
    assert len(json.loads(text_body(make_outbound(text="😀" * 4096)))["text"]["body"]) == 4096


def test_lone_surrogate_does_not_break_the_request():
    assert json.loads(text_body(make_outbound(text="a\ud800b")))["text"]["body"] == "a?b"


def test_read_mark_and_typing_share_a_body():
    assert json.loads(read_body("wamid.x", typing=False)) == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.x",
    }
    assert json.loads(read_body("wamid.x", typing=True))["typing_indicator"] == {"type": "text"}


def test_answer_tells_id_and_learned_identities():
    contact = {"input": "+55 11 8765-4321", "wa_id": "5511987654321", "user_id": "BR.1"}
    sent = read_sent(answered({"contacts": [contact], "messages": [{"id": "wamid.new"}]}))
    assert sent.message_id == "wamid.new"
    assert sent.learned == (Identity("bsuid", "BR.1"), Identity("wa_id", "5511987654321"))
    assert read_sent(answered({"contacts": [{"wa_id": ""}], "messages": [{"id": "w"}]})).learned == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "no_message_id"),
        ({"messages": []}, "no_message_id"),
        ({"messages": [{"id": ""}]}, "no_message_id"),
        ({"messages": "x"}, "no_message_id"),
        (b"", "no_message_id"),
        (b"<html>", "no_message_id"),
        (b"[1]", "no_message_id"),
        ({"error": {"code": 131000}}, "error_in_success_131000"),
    ],
)
def test_success_without_an_id_leaves_the_outcome_unknown(body, code):
    with pytest.raises(OutcomeUnknown) as unknown:
        read_sent(answered(body))
    assert unknown.value.code == code
