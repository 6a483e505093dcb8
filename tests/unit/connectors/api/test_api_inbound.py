"""Everything that a brand's system may tell us, as events; and everything that it may get wrong."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.api.inbound import KINDS, MOST_EVENTS, read
from connectors.api.outbound import message_body
from connectors.errors import MalformedPayload
from connectors.events import (
    Content,
    MessageReceived,
    NotUnderstood,
    ProfileFact,
    Referral,
    Text,
    Unsupported,
)
from tests.contract.damage import mutations
from tests.unit.connectors.api.api_events import AT, AT_MS, CONTENTS, EVENTS, FULL
from tests.unit.connectors.api.api_support import (
    CUSTOMER,
    call_of,
    encode,
    event,
    make_connector,
    make_outbound,
    message,
    parse,
)


def only(events):
    (found,) = events
    return found


def read_one(item):
    return read(encode(call_of(item)))


class TestSchema:
    def test_message_with_everything_is_read(self):
        assert only(parse(FULL)) == MessageReceived(
            key="m:m-1",
            customer=CUSTOMER,
            at_ms=AT_MS,
            message_id="m-1",
            content=Text("Where is my parcel?"),
            profile=(ProfileFact("PERSON", "Mia Muster"), ProfileFact("EMAIL_ADDRESS", "mia@example.org")),
            reply_to="o-1",
            forwarded=True,
            referral=Referral(source="ad", headline="Half price", body="Today", url="https://shop.example/ad"),
            part_of="m-0",
            standby=True,
        )

    def test_message_with_the_least_is_read(self):
        found = only(parse(message()))
        assert found == MessageReceived(key="m:m-1", customer=CUSTOMER, message_id="m-1", content=found.content)

    @pytest.mark.parametrize(("content", "expected"), CONTENTS)
    def test_content_is_read(self, content, expected):
        assert only(parse(message(content=content))).content == expected

    @pytest.mark.parametrize(("item", "expected"), EVENTS)
    def test_event_is_read(self, item, expected):
        assert only(parse(item)) == expected

    def test_every_field_of_every_event_and_content_can_be_reached(self):
        read_events = [only(parse(FULL)), *(expected for _, expected in EVENTS)]
        for kind, found in [(type(e), e) for e in read_events] + [(type(c), c) for _, c in CONTENTS]:
            assert found.__struct_fields__
            reached = {name for e in [*read_events, *(c for _, c in CONTENTS)] if type(e) is kind
                       for name in e.__struct_fields__ if getattr(e, name) not in (None, (), False)}  # fmt: skip
            missing = set(kind.__struct_fields__) - reached - {"customer"}
            assert missing == set(), kind
        assert {type(content) for _, content in CONTENTS} == set(get_args(Content))
        assert {item["type"] for item, _ in EVENTS} | {"message.received"} == set(KINDS)

    @pytest.mark.parametrize(
        ("at", "ms"),
        [
            (AT, AT_MS),
            ("2025-06-15T15:06:40Z", AT_MS),
            ("2025-06-15T15:06:40.250Z", AT_MS + 250),
            (AT_MS // 1000, AT_MS),
            (AT_MS + 7, AT_MS + 7),
            (str(AT_MS), AT_MS),
        ],
    )
    def test_time_comes_in_several_forms(self, at, ms):
        assert only(parse(message(at=at))).at_ms == ms

    def test_same_event_has_the_same_key_and_another_one_has_not(self):
        first, again, other = parse(message(), message(id="e-9"), message(message_id="m-2"))
        assert first.key == again.key != other.key
        assert parse(event("ping"))[0].key != parse(event("ping", id="e-2"))[0].key

    def test_members_that_are_not_in_the_schema_change_nothing(self):
        assert parse(message(colour="blue")) == parse(message())


class TestBatch:
    def test_one_bad_item_harms_no_other(self):
        bad = [7, None, "x", [], {}, {"type": "message.received"}, {"type": "no.such"}, {"type": {"$ne": None}}]
        for item in bad:
            first, kept, last = read(encode(call_of(message(), item, message(message_id="m-2"))))
            assert (first.message_id, last.message_id) == ("m-1", "m-2")
            assert isinstance(kept, NotUnderstood)
            assert json.loads(kept.raw) == item

    def test_order_is_kept_and_an_empty_call_is_one(self):
        found = parse(*(message(message_id=f"m-{number}") for number in range(20)))
        assert [e.message_id for e in found] == [f"m-{number}" for number in range(20)]
        assert parse() == []

    def test_too_many_items_are_kept_whole(self):
        assert len(read(encode(call_of(*[event("ping")] * MOST_EVENTS)))) == MOST_EVENTS
        with pytest.raises(MalformedPayload):
            read(encode(call_of(*[event("ping")] * (MOST_EVENTS + 1))))

    def test_our_own_call_sent_back_says_nothing(self):
        body = message_body("acme/desk", make_outbound(), make_connector().capabilities)
        assert only(read(body)).what == "own_call"


class TestStrictness:
    @pytest.mark.parametrize(
        "body",
        [
            b'{"version":1,"version":1,"events":[]}',
            b'{"version":1,"events":[{"type":"ping","id":"a","id":"b"}]}',
            b'{"version":1,"events":[NaN]}',
            b'{"version":1,"events":[1e999]}',
            b'\xef\xbb\xbf{"version":1,"events":[]}',
            '{"version":1,"events":[]}'.encode("utf-16"),
            b'{"version":1,"events":[]} {}',
            b'{"version":1,"events":' + b"[" * 40 + b"]" * 40 + b"}",
            b'{"version":2,"events":[]}',
            b'{"version":true,"events":[]}',
            b'{"version":"1","events":[]}',
            b'{"events":[]}',
            b'{"version":1}',
            b'{"version":1,"events":{}}',
        ],
    )
    def test_call_that_is_not_of_the_schema_is_malformed(self, body):
        with pytest.raises(MalformedPayload):
            read(body)

    def test_odd_characters_do_not_travel_on(self):
        body = b'{"version":1,"events":[' + encode(message()).replace(b"Where", b"\\ud800\\u0000W") + b"]}"
        assert only(read(body)).content.text.encode() == "�W is my parcel?".encode()

    @pytest.mark.parametrize("name", ["at", "profile", "reply_to", "forwarded", "referral", "part_of", "standby"])
    @pytest.mark.parametrize("wrong", [7.5, "?" * 501, {"$ne": None}, ["x"], [{"entity": "x", "value": "y"}]])
    def test_wrong_ornament_is_kept_and_costs_no_message(self, name, wrong):
        received, *kept = read_one(message(**{name: wrong}))
        assert received.content == Text("Where is my parcel?")
        if name != "referral" or not isinstance(wrong, dict):
            assert name in only(kept).problem
        assert all("?" not in one.problem and json.loads(one.raw)[name] == wrong for one in kept)

    @pytest.mark.parametrize(
        "content",
        [
            None,
            {},
            {"type": "hologram"},
            {"type": "text"},
            {"type": "text", "text": ""},
            {"type": "text", "text": 7},
            {"type": "media", "media": "hologram"},
            {"type": "location", "latitude": 91, "longitude": 0},
            "x",
            {"type": "location", "latitude": True, "longitude": 0},
            {"type": "choice", "source": "?", "title": "x"},
        ],
    )
    def test_message_with_unreadable_content_is_shown_as_such_and_kept(self, content):
        received, kept = read_one(message(content=content))
        assert received.content == Unsupported("unknown")
        assert json.loads(kept.raw)["content"] == content

    @pytest.mark.parametrize("people", [None, [], {}, "4711", [{}], [{"kind": "account"}], [{"value": "4711"}]])
    @pytest.mark.parametrize("kind", ["message.received", "message.revoked", "customer.changed"])
    def test_event_of_nobody_is_kept(self, kind, people):
        item = {**event(kind, **message(type=kind), target="m-1", now=[]), "customer": people}
        assert isinstance(only(read_one(item)), NotUnderstood)

    @pytest.mark.parametrize("wrong", [{"$ne": None}, {"$regex": ".*"}, ["4711"], 4711, True, "", " ", "x" * 501])
    def test_names_are_texts(self, wrong):
        assert isinstance(only(read_one(message(message_id=wrong))), NotUnderstood)
        for person in ({"kind": "account", "value": wrong}, {"kind": wrong, "value": "4711"}):
            assert isinstance(only(read_one(message(customer=[person]))), NotUnderstood)

    def test_too_many_identities_are_refused(self):
        people = [{"kind": "account", "value": str(number)} for number in range(11)]
        assert isinstance(only(read_one(message(customer=people))), NotUnderstood)
        assert len(only(read_one(message(customer=people[:10]))).customer) == 10


class TestDamage:
    @pytest.mark.parametrize("item", [FULL, *(message(content=c) for c, _ in CONTENTS), *(i for i, _ in EVENTS)])
    def test_no_damaged_event_is_an_error_or_is_lost(self, item):
        for path, damaged in mutations(item):
            events = read_one(damaged)
            assert events, path
            kept = [e for e in events if isinstance(e, NotUnderstood)]
            if kept:
                assert json.loads(kept[0].raw) == damaged
                continue
            # understood as it stands: then nothing that was there is missing but what was taken away
            assert isinstance(only(events), (*tuple(type(e) for _, e in EVENTS), MessageReceived)), path

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c, max_size=4)
                        | st.dictionaries(st.sampled_from(["type", "id", "customer", "content", "text", "kind", "at"])
                                          | st.text("abc é$.", max_size=3), c, max_size=5), max_leaves=20))  # fmt: skip
    def test_any_json_is_read_or_kept(self, value):
        assert read_one(value)
