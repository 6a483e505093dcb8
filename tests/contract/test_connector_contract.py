"""What every connector promises to the gateway, run on every kind."""

import aiohttp
import pytest

from connectors.base import OutboundMessage, SupportsReadMarks, SupportsTyping, SupportsWebhooks
from connectors.capabilities import Capabilities
from connectors.errors import InvalidSignature, MalformedPayload, OutcomeUnknown, SendError, UnsupportedContent
from connectors.request import WebhookRequest
from tests.contract.kinds import KINDS, make_connector

ALL = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
UNCERTAIN = [pytest.param(kind, fault, id=f"{kind.name}-{fault}") for kind in KINDS for fault in kind.uncertain]
CERTAIN = [pytest.param(kind, fault, id=f"{kind.name}-{fault}") for kind in KINDS for fault in kind.certain]


def outbound(place, text="Good morning", tag="t-1"):
    return OutboundMessage(tag=tag, customer=place.customer, text=text)


@ALL
class TestSettings:
    def test_complete_table_is_read_without_problems(self, kind):
        connector, problems = make_connector(kind.name, kind.table)
        assert problems == []
        assert connector.kind == kind.name
        assert connector.channel == "acme/main"
        assert isinstance(connector.capabilities, Capabilities)

    def test_empty_table_gives_problems_and_no_exception(self, kind):
        _, problems = make_connector(kind.name, {})
        assert problems
        assert all(problem.path.startswith("channel.") for problem in problems)

    def test_unknown_key_is_a_problem(self, kind):
        _, problems = make_connector(kind.name, {**kind.table, "no_such_key": 1})
        assert [problem.path for problem in problems] == ["channel.no_such_key"]

    def test_value_of_another_type_is_a_problem_and_no_exception(self, kind):
        for key in kind.table:
            for wrong in (7, [], {}, True, 1.5, None, "your-value-here"):
                _, problems = make_connector(kind.name, {**kind.table, key: wrong})
                assert problems, (key, wrong)

    def test_secret_written_into_the_file_is_not_shown(self, kind):
        table = {**kind.table, **{key: "hunter2hunter2" for key in kind.table if isinstance(kind.table[key], dict)}}
        _, problems = make_connector(kind.name, table)
        assert "hunter2" not in repr(problems)

    def test_claims_are_stable_and_told_apart(self, kind):
        first, _ = make_connector(kind.name, kind.table)
        again, _ = make_connector(kind.name, kind.table)
        assert first.unique_claims() == again.unique_claims()

    async def test_close_is_idempotent_also_before_start(self, kind):
        connector, _ = make_connector(kind.name, kind.table)
        await connector.close()
        async with aiohttp.ClientSession() as http:
            await connector.start(http)
            await connector.close()
            await connector.close()


@ALL
class TestWebhooks:
    def request(self, **changes):
        parts = {"method": "POST", "url": "https://rapport.example/hook", "headers": {}, "body": b"{}", **changes}
        return WebhookRequest(**parts)

    def made(self, kind):
        connector, _ = make_connector(kind.name, kind.table)
        if not isinstance(connector, SupportsWebhooks):
            pytest.skip("this kind has no webhooks")
        return connector

    def test_unsigned_request_is_refused(self, kind):
        connector = self.made(kind)
        for headers in ({}, {"x-hub-signature-256": "é"}, {"x-twilio-signature": "é"}):
            with pytest.raises(InvalidSignature):
                connector.verify(self.request(headers=headers))

    def test_request_that_is_no_challenge_is_not_answered(self, kind):
        connector = self.made(kind)
        assert connector.challenge(self.request(method="GET")) is None
        query = (("hub.mode", "subscribe"), ("hub.verify_token", "é"), ("hub.challenge", "1"))
        assert connector.challenge(self.request(method="GET", query=query)) is None

    @pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"[" * 100_000, b'"', b"{", b"\x00", b"NaN"])
    def test_body_without_an_envelope_is_malformed(self, kind, body):
        with pytest.raises(MalformedPayload):
            self.made(kind).parse(self.request(body=body))

    def test_accepted_is_a_success(self, kind):
        assert 200 <= self.made(kind).accepted().status < 300


@ALL
class TestSending:
    async def test_text_arrives_with_its_tag(self, kind):
        async with kind.place() as place:
            sent = await place.connector.send(outbound(place, "Grüße 😀\nsecond line"))
            assert sent.message_id
            assert place.accepted() == [("t-1", "Grüße 😀\nsecond line")]
            assert all(identity.value for identity in sent.learned)

    async def test_longest_text_arrives_and_a_longer_one_is_refused(self, kind):
        async with kind.place() as place:
            longest = "x" * place.connector.capabilities.text_limit
            await place.connector.send(outbound(place, longest))
            with pytest.raises(UnsupportedContent):
                await place.connector.send(outbound(place, longest + "x"))
            assert len(place.accepted()) == 1

    async def test_customer_without_a_usable_identity_is_an_error_of_ours(self, kind):
        async with kind.place() as place:
            with pytest.raises(SendError):
                await place.connector.send(OutboundMessage(tag="t-1", customer=(), text="Hello"))
            assert place.accepted() == []

    async def test_optional_calls_work_where_they_are_offered(self, kind):
        async with kind.place() as place:
            connector = place.connector
            assert connector.capabilities.typing is isinstance(connector, SupportsTyping)
            assert connector.capabilities.read_marks is isinstance(connector, SupportsReadMarks)
            if isinstance(connector, SupportsTyping):
                await connector.show_typing(place.customer, None)

    async def test_send_after_close_is_an_error_of_ours(self, kind):
        async with kind.place() as place:
            await place.connector.close()
            with pytest.raises(SendError):
                await place.connector.send(outbound(place))


@pytest.mark.parametrize(("kind", "fault"), UNCERTAIN)
async def test_fault_that_leaves_the_outcome_open_is_never_called_certain(kind, fault):
    async with kind.place() as place:
        place.order_fault(fault)
        with pytest.raises(OutcomeUnknown):
            await place.connector.send(outbound(place))
        assert len(place.accepted()) <= 1


@pytest.mark.parametrize(("kind", "fault"), CERTAIN)
async def test_refusal_is_certain_and_the_next_send_works(kind, fault):
    async with kind.place() as place:
        place.order_fault(fault)
        with pytest.raises(SendError) as refused:
            await place.connector.send(outbound(place, "Where are you, Mia?"))
        assert not isinstance(refused.value, OutcomeUnknown)
        assert "Mia" not in str(refused.value)
        assert place.accepted() == []
        await place.connector.send(outbound(place, "second"))
        assert place.accepted() == [("t-1", "second")]
