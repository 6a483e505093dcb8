"""The table of a channel, and where it may lead."""

import base64
import ipaddress
import os
import socket
from unittest import mock

import pytest

from connectors.api.addresses import PublicResolver, is_public, written_address
from connectors.api.config import read_settings
from connectors.errors import AccountError
from connectors.ids import ChannelId
from connectors.registry import load_kind
from connectors.settings import SettingsReader
from tests.unit.connectors.api.api_support import OTHER_SECRET, SECRET, make_connector

TABLE = {"deliver_url": "https://desk.example/rapport", "secret": {"env": "API_SECRET"}}


def read(**changes):
    problems = []
    environment = {
        "API_SECRET": SECRET,
        "API_OTHER": OTHER_SECRET,
        "API_SHORT": "whsec_" + base64.b64encode(b"x").decode(),
    }
    with mock.patch.dict(os.environ, environment):
        settings = read_settings(SettingsReader({**TABLE, **changes}, "channel", problems))
    return settings, [(problem.path.removeprefix("channel."), problem.found) for problem in problems]


class TestTable:
    def test_least_table_has_the_documented_defaults(self):
        settings, problems = read()
        assert problems == []
        assert (settings.text_limit, settings.text_unit, settings.receipts) == (4096, "characters", ())
        assert (settings.window_s, settings.allow_private) == (None, False)

    def test_table_decides_what_the_channel_can_do(self):
        problems = []
        table = {**TABLE, "text_limit": 160, "text_unit": "utf16", "receipts": ["read", "sent"], "window_s": 86_400}
        with mock.patch.dict(os.environ, {"API_SECRET": SECRET}):
            able = load_kind("api").from_settings(ChannelId("a/b"), SettingsReader(table, "", problems)).capabilities
        assert problems == []
        assert (able.text_limit, able.text_unit, able.receipts) == (160, "utf16", ("sent", "read"))
        assert able.window.standard_s == 86_400
        assert able.idempotent_sends

    def test_both_secrets_are_keys_during_a_rotation(self):
        settings, problems = read(secret_previous={"env": "API_OTHER"})
        assert problems == []
        assert len(settings.keys) == 2

    @pytest.mark.parametrize(
        ("changes", "key"),
        [
            ({"secret": {"env": "API_SHORT"}}, "secret"),
            ({"secret_previous": {"env": "API_SHORT"}}, "secret_previous"),
            ({"secret": SECRET}, "secret"),
            ({"text_limit": 0}, "text_limit"),
            ({"text_unit": "words"}, "text_unit"),
            ({"receipts": ["played"]}, "receipts"),
            ({"receipts": ["sent", "sent"]}, "receipts"),
            ({"window_s": 59}, "window_s"),
            ({"window_s": -1}, "window_s"),
            ({"deliver_url": "ftp://desk.example"}, "deliver_url"),
            ({"deliver_url": "https://me:pw@desk.example"}, "deliver_url"),
            ({"deliver_url": "http://desk.example"}, "deliver_url"),
            ({"deliver_url": "http://10.0.0.7", "allow_private": True}, "deliver_url"),
        ],
    )
    def test_mistake_is_found_and_no_secret_is_shown(self, changes, key):
        _, problems = read(**changes)
        assert [path for path, _ in problems] == [key]
        assert SECRET.removeprefix("whsec_") not in repr(problems)

    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "10.0.0.7",
            "192.168.1.1",
            "169.254.169.254",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:169.254.169.254]",
            "[::ffff:8.8.8.8]",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "0",
        ],
    )
    def test_address_that_is_not_public_needs_the_operators_word(self, host):
        assert [path for path, _ in read(deliver_url=f"https://{host}/x")[1]] == ["deliver_url"]
        assert read(deliver_url=f"https://{host}/x", allow_private=True)[1] == []

    def test_loopback_alone_may_do_without_tls(self):
        assert read(deliver_url="http://127.0.0.1:9000/x", allow_private=True)[1] == []
        assert read(deliver_url="http://localhost/x", allow_private=True)[1] == []

    def test_channels_with_one_secret_claim_the_same_and_do_not_show_it(self):
        first, other = make_connector().unique_claims(), make_connector(deliver_url="https://x.example").unique_claims()
        assert first == other != ()
        assert SECRET not in repr(first)


class TestAddresses:
    @pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "203.0.114.1", "2606:4700:4700::1111", "2a00:1450::1"])
    def test_public_address(self, text):
        assert is_public(ipaddress.ip_address(text))

    @pytest.mark.parametrize(
        "text",
        [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fe80::1%1",
            "2606:4700::1%1",
            "fec0::1",
            "ff02::1",
        ],
    )
    def test_any_other_address(self, text):
        assert not is_public(ipaddress.ip_address(text))

    def test_names_are_not_taken_for_addresses(self):
        assert written_address("https://desk.example/x") is None
        assert written_address("https://[broken") is None


class Names:
    """Answers one list after the other, as a name does that changes its mind."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0

    async def resolve(self, host, port=0, family=socket.AF_INET):
        self.asked += 1
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            {"hostname": host, "host": one, "port": port, "family": family, "proto": 0, "flags": 0} for one in found
        ]

    async def close(self):
        pass


class TestResolver:
    async def test_public_addresses_are_what_is_connected_to(self):
        names = Names(["8.8.8.8", "2606:4700:4700::1111"])
        found = await PublicResolver(names).resolve("desk.example", 443)
        assert [one["host"] for one in found] == ["8.8.8.8", "2606:4700:4700::1111"]
        assert names.asked == 1

    async def test_name_that_turns_private_is_refused(self):
        resolver = PublicResolver(Names(["8.8.8.8"], ["127.0.0.1"]))
        await resolver.resolve("desk.example", 443)
        with pytest.raises(AccountError):
            await resolver.resolve("desk.example", 443)

    @pytest.mark.parametrize("answer", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:10.0.0.1"], ["nonsense"]])
    async def test_name_with_one_private_address_is_refused(self, answer):
        with pytest.raises(AccountError) as refused:
            await PublicResolver(Names(answer)).resolve("desk.example", 443)
        assert refused.value.code == "private_address"
        assert "desk.example" not in str(refused.value)
