"""The client and the gateway speak of the same events."""

import re
from pathlib import Path

from gateway.realtime import protocol

MODULE = Path(__file__).parents[3] / "expert_client" / "js" / "protocol.js"


def client_names() -> dict[str, str]:
    return dict(re.findall(r'^export const ([A-Z_]+) = "([^"]+)";', MODULE.read_text(), re.MULTILINE))


def test_every_name_of_the_client_is_the_gateways() -> None:
    for key, value in client_names().items():
        assert getattr(protocol, key) == value


def test_the_client_knows_every_fact_that_experts_are_told() -> None:
    source = Path(protocol.__file__).read_text()
    to_experts = source.split("# To experts ---")[1].split("# From experts ---")[0]
    told = set(re.findall(r"^([A-Z_]+): Final", to_experts, re.MULTILINE))
    assert len(told) >= 10
    assert told <= set(client_names())


def test_versions_are_the_same() -> None:
    found = re.search(r"^export const PROTOCOL_VERSION = (\d+);", MODULE.read_text(), re.MULTILINE)
    assert found and int(found[1]) == protocol.PROTOCOL_VERSION
