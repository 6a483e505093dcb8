"""Standard Webhooks: known cases, an oracle, and everything that must be refused."""

import base64
from datetime import UTC, datetime

import msgspec
import pytest
import standardwebhooks
from hypothesis import given
from hypothesis import strategies as st

from connectors.api.standard_webhooks import MOST_SIGNATURES, TOLERANCE_S, headers_for, id_for, read_secret, sign
from connectors.errors import InvalidSignature
from connectors.settings import Secret
from tests.unit.connectors.api.api_support import (
    KEY,
    NOW_S,
    OTHER_KEY,
    OTHER_SECRET,
    SECRET,
    call_of,
    encode,
    make_connector,
    message,
    request_of,
)

BODY = encode(call_of(message(content={"type": "text", "text": "Grüße 😀"})))
IDS = st.text("ABCXYZabcxyz0189_-:", min_size=1, max_size=40)


def refused(request, connector=None):
    with pytest.raises(InvalidSignature):
        (connector or make_connector()).verify(request)


def changed(request, **headers):
    given = {**request.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return msgspec.structs.replace(request, headers={name: value for name, value in given.items() if value is not None})


class TestKnownCases:
    def test_signature_computed_by_another_tool(self):
        # printf 'msg_1.1750000000.{"a":1}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:<the key> -binary | base64
        key = bytes(range(24))
        assert sign(key, "msg_1", NOW_S, b'{"a":1}') == "v1,aWkdpAD+2YEZklc/fQWi+w/xAmOEL4m28BP8iF1AdQY="
        assert sign(b"\xff" * 64, "a", 1, b"") == "v1,i/9W6Na+UsuarBOTOwoRds7qIUabvs/r53liYaTcPCY="

    @given(call_id=IDS, time_s=st.integers(0, 2**33), text=st.text(st.characters(codec="utf-8"), max_size=80))
    def test_signature_is_that_of_the_published_library(self, call_id, time_s, text):
        theirs = standardwebhooks.Webhook(SECRET).sign(call_id, datetime.fromtimestamp(time_s, UTC), text)
        assert sign(KEY, call_id, time_s, text.encode()) == theirs

    def test_published_library_accepts_what_we_send_also_during_a_rotation(self):
        now_s = int(datetime.now(UTC).timestamp())
        headers = headers_for((KEY, OTHER_KEY), id_for("1.c.2.p"), now_s, BODY)
        for secret in (SECRET, OTHER_SECRET):
            assert standardwebhooks.Webhook(secret).verify(BODY, headers)["version"] == 1
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(BODY, headers)


class TestAccepted:
    def test_signed_call_is_accepted(self):
        make_connector().verify(request_of(BODY))

    def test_any_of_several_signatures_and_secrets_will_do(self):
        both = make_connector(secret=Secret(OTHER_SECRET), secret_previous=Secret(SECRET))
        for keys in ((KEY,), (OTHER_KEY,), (b"x" * 24, KEY)):
            both.verify(request_of(BODY, keys=keys))

    def test_signatures_of_other_versions_are_passed_over(self):
        request = request_of(BODY)
        ours = request.headers["webhook-signature"]
        make_connector().verify(changed(request, webhook_signature=f"v1a,abc v2 é  {ours}"))

    @pytest.mark.parametrize("seconds", [-TOLERANCE_S, 0, TOLERANCE_S])
    def test_clock_may_be_off_by_five_minutes(self, seconds):
        make_connector().verify(request_of(BODY, time_s=NOW_S + seconds))


class TestRefused:
    def test_every_changed_byte_of_the_body(self):
        request, connector = request_of(BODY), make_connector()
        for index in range(len(BODY)):
            damaged = BODY[:index] + bytes([BODY[index] ^ 1]) + BODY[index + 1 :]
            refused(msgspec.structs.replace(request, body=damaged), connector)
        for body in (b"", BODY + b" ", BODY[:-1]):
            refused(msgspec.structs.replace(request, body=body), connector)

    def test_every_changed_character_of_a_header(self):
        request, connector = request_of(BODY), make_connector()
        for name, value in request.headers.items():
            for index, char in enumerate(value):
                other = "A" if char != "A" else "B"
                refused(changed(request, **{name: value[:index] + other + value[index + 1 :]}), connector)

    def test_every_shortened_signature(self):
        request, connector = request_of(BODY), make_connector()
        value = request.headers["webhook-signature"]
        for end in range(len(value)):
            refused(changed(request, webhook_signature=value[:end]), connector)

    @pytest.mark.parametrize("name", ["webhook_id", "webhook_timestamp", "webhook_signature"])
    @pytest.mark.parametrize("value", [None, "", " ", "é", "\x00", "9" * 400, "0" * 10, "-1", "1e9", "nan", "inf", "١"])
    def test_missing_or_odd_header(self, name, value):
        refused(changed(request_of(BODY), **{name: value}))

    @pytest.mark.parametrize("seconds", [-TOLERANCE_S - 1, TOLERANCE_S + 1, -86_400, 10**9])
    def test_call_from_another_time(self, seconds):
        refused(request_of(BODY, time_s=NOW_S + seconds))

    def test_call_captured_and_sent_again_later(self):
        now = [float(NOW_S)]
        connector = make_connector(clock=lambda: now[0])
        captured = request_of(BODY)
        connector.verify(captured)
        connector.verify(captured)  # within the tolerance its ids make it one
        now[0] += TOLERANCE_S + 1
        refused(captured, connector)

    def test_time_in_another_spelling(self):
        request = request_of(BODY)
        for text in (f"0{NOW_S}", f"+{NOW_S}", f" {NOW_S}", f"{NOW_S}.0", f"{NOW_S:_}"):
            refused(changed(request, webhook_timestamp=text))

    def test_parts_cannot_be_shifted_over_their_dots(self):
        request = request_of(b"1750000000.{}", call_id="a")
        shifted = {"webhook_id": f"a.{NOW_S}", "webhook_timestamp": "1750000000"}
        refused(msgspec.structs.replace(changed(request, **shifted), body=b"{}"))

    def test_wrong_secret_no_secret_and_the_empty_one(self):
        refused(request_of(BODY, keys=(OTHER_KEY,)))
        refused(request_of(BODY), make_connector(secret=None))
        with pytest.raises(ValueError, match="needs a secret"):
            sign(b"", "a", 1, b"")

    def test_signature_of_another_version_or_without_one(self):
        request = request_of(BODY)
        bare = request.headers["webhook-signature"].removeprefix("v1,")
        for value in (bare, f"v1a,{bare}", f"V1,{bare}", f"v1={bare}", f"v1,{bare},", f"v1,{bare}".replace("=", "")):
            refused(changed(request, webhook_signature=value))

    def test_more_signatures_than_anybody_needs(self):
        request = request_of(BODY)
        many = " ".join([request.headers["webhook-signature"]] * (MOST_SIGNATURES + 1))
        refused(changed(request, webhook_signature=many))

    def test_another_method(self):
        refused(request_of(BODY, method="GET"))


class TestSecrets:
    @pytest.mark.parametrize("key", [b"x" * 24, bytes(range(64)), b"\xff" * 33])
    def test_secret_is_read_with_and_without_padding(self, key):
        text = "whsec_" + base64.b64encode(key).decode()
        assert read_secret(text) == key
        assert read_secret(text.rstrip("=")) == key

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "whsec_",
            SECRET.removeprefix("whsec_"),
            SECRET.replace("whsec_", "whsk_"),
            SECRET.upper(),
            SECRET + "\n",
            *("whsec_" + odd for odd in ("A" * 31, "A" * 41, "é" * 40, "-" * 40)),
        ],
    )
    def test_anything_else_is_no_secret(self, text):
        assert read_secret(text) is None
