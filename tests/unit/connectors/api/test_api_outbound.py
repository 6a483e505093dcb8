"""What is sent to a brand's system, where to, and what its answers mean."""

import json
from unittest import mock

import aiohttp
import msgspec
import pytest
from aiohttp import web

from connectors.api.client import BrandClient
from connectors.api.errors import CODES, error_for
from connectors.api.outbound import message_body, read_sent
from connectors.errors import (
    AccountError,
    NotInControl,
    OptedOut,
    OutcomeUnknown,
    PermanentError,
    RateLimited,
    RetryableError,
    UnsupportedContent,
    WindowClosed,
)
from connectors.http import PlatformAnswer
from connectors.ids import Identity
from tests.unit.connectors.api.api_support import KEY, SETTINGS, encode, make_connector, make_outbound, request_of
from tests.unit.connectors.api.test_api_config import Names


def answer_of(status, said=None, **headers):
    return PlatformAnswer(status=status, headers=headers, body=b"" if said is None else encode(said))


class TestBody:
    def body(self, message=None, **settings):
        return message_body("acme/desk", message or make_outbound(), make_connector(**settings).capabilities)

    def test_message_is_written_as_documented(self):
        customer = (Identity("account", "4711"), Identity("email_hash", "ab"))
        message = make_outbound(text="Grüße 😀\n<b>", customer=customer, reply_to="m-1", automated=True)
        assert json.loads(self.body(message)) == {
            "version": 1,
            "type": "message.send",
            "channel": "acme/desk",
            "tag": "1.c0.2.p",
            "customer": [{"kind": "account", "value": "4711"}, {"kind": "email_hash", "value": "ab"}],
            "text": "Grüße 😀\n<b>",
            "reply_to": "m-1",
            "automated": True,
        }

    def test_every_attempt_has_the_same_bytes(self):
        assert self.body() == self.body()

    @pytest.mark.parametrize(("unit", "text"), [("characters", "😀" * 4), ("utf16", "😀" * 2), ("bytes", "😀")])
    def test_text_is_measured_in_the_unit_of_the_table(self, unit, text):
        assert self.body(make_outbound(text=text), text_limit=4, text_unit=unit)
        with pytest.raises(UnsupportedContent):
            self.body(make_outbound(text=text + "x"), text_limit=4, text_unit=unit)

    def test_nothing_to_send_and_nobody_to_send_it_to(self):
        with pytest.raises(UnsupportedContent):
            self.body(make_outbound(text=" \n"))
        with pytest.raises(PermanentError):
            self.body(make_outbound(customer=()))

    def test_lone_surrogate_is_replaced(self):
        assert json.loads(self.body(make_outbound(text="a\ud800")))["text"] == "a?"


class TestAnswers:
    def test_id_and_learned_identities_are_read(self):
        sent = read_sent(answer_of(200, {"message_id": "o-1", "customer": [{"kind": "account", "value": "4712"}]}))
        assert (sent.message_id, sent.learned) == ("o-1", (Identity("account", "4712"),))
        assert read_sent(answer_of(409, {"message_id": "o-1", "customer": 7})).learned == ()

    @pytest.mark.parametrize("said", [None, {}, [], {"message_id": ""}, {"message_id": 7}, {"message_id": "x" * 501}])
    @pytest.mark.parametrize("status", [200, 204, 409])
    def test_success_without_an_id_leaves_it_open(self, status, said):
        with pytest.raises(OutcomeUnknown):
            read_sent(answer_of(status, said))

    @pytest.mark.parametrize(
        ("status", "code", "error"),
        [
            (400, None, PermanentError),
            (400, "no_such_code", PermanentError),
            (401, None, AccountError),
            (401, "opted_out", AccountError),
            (403, None, AccountError),
            (403, "opted_out", OptedOut),
            (404, None, AccountError),
            (404, "unknown_customer", PermanentError),
            (405, None, AccountError),
            (408, None, RetryableError),
            (410, None, AccountError),
            (413, None, UnsupportedContent),
            (415, None, UnsupportedContent),
            (422, None, PermanentError),
            (422, "unsupported", UnsupportedContent),
            (422, "window_closed", WindowClosed),
            (422, "not_in_control", NotInControl),
            (425, None, RetryableError),
            (429, None, RateLimited),
            (431, None, PermanentError),
            (500, None, OutcomeUnknown),
            (500, "opted_out", OutcomeUnknown),
            (502, None, OutcomeUnknown),
            (503, None, RetryableError),
            (504, None, OutcomeUnknown),
        ],
    )
    def test_status_and_code_decide(self, status, code, error):
        found = error_for(answer_of(status, {"error": {"code": code}} if code else None))
        assert type(found) is error

    @pytest.mark.parametrize("said", [{"error": 7}, {"error": {"code": 7}}, {"error": {"code": "Mia Muster"}}, "x"])
    def test_odd_reason_is_no_reason_and_is_not_repeated(self, said):
        found = error_for(answer_of(422, said))
        assert (type(found), found.code) == (PermanentError, "422")

    def test_pace_is_for_the_channel_or_for_one_customer(self):
        channel, pair = answer_of(429, **{"Retry-After": "7"}), answer_of(429, {"error": {"code": "customer_rate"}})
        assert (error_for(channel).scope, error_for(channel).retry_after_s) == ("channel", 7.0)
        assert (error_for(pair).scope, error_for(pair).retry_after_s) == ("pair", None)
        assert error_for(answer_of(503, **{"Retry-After": "9"})).retry_after_s == 9.0

    def test_every_documented_code_has_words_for_an_expert(self):
        assert all(words.endswith(".") for _, words in CODES.values())


@pytest.fixture
async def inner():
    """Something inside the network that must not be reached; it counts who came."""
    came = []

    async def take(request):
        came.append(request.path)
        return web.json_response({"message_id": "o-1"})

    app = web.Application()
    app.router.add_post("/{any:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1], came
    await runner.cleanup()


def client_for(url, names=None, **changes):
    return BrandClient(msgspec.structs.replace(SETTINGS, deliver_url=url, **changes), resolver=names)


class TestWhereTo:
    @pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
    async def test_private_address_is_not_called(self, inner, host):
        port, came = inner
        client = client_for(f"http://{host}:{port}/x")
        with pytest.raises(AccountError) as refused:
            await client.post("call_1", b"{}")
        await client.close()
        assert refused.value.code == "private_address"
        assert came == []

    async def test_name_of_a_private_address_is_not_called(self, inner):
        port, came = inner
        names = Names(["127.0.0.1"])
        client = client_for(f"http://desk.example:{port}/x", names)
        with pytest.raises(AccountError):
            await client.post("call_1", b"{}")
        await client.close()
        assert (names.asked, came) == (1, [])

    async def test_what_was_checked_is_what_is_connected_to(self, inner):
        port, came = inner
        names = Names(["127.0.0.1"], ["203.0.114.1"])
        client = client_for(f"http://desk.example:{port}/x", names, allow_private=True)
        await client.post("call_1", b"{}")
        await client.close()
        assert (names.asked, came) == (1, ["/x"])

    async def test_call_is_signed_with_the_time_of_the_attempt(self, inner):
        port, _ = inner
        connector = make_connector(deliver_url=f"http://127.0.0.1:{port}/x", allow_private=True)
        async with aiohttp.ClientSession() as http:
            await connector.start(http)
            called = mock.AsyncMock(return_value=answer_of(200, {"message_id": "o-1"}))
            with mock.patch("connectors.api.client.post", called):
                await connector.send(make_outbound())
            await connector.close()
        body, headers = called.call_args.kwargs["body"], called.call_args.kwargs["headers"]
        expected = request_of(body, keys=(KEY,), call_id="1_c0_2_p").headers
        assert expected.items() <= headers.items()
