"""The client and the gateway speak of the same events."""

import re
from pathlib import Path

from gateway.realtime import protocol

MODULE = Path(__file__).parents[3] / "expert_client" / "js" / "protocol.js"

VISITORS = {"VISITOR_NAMESPACE", "VISITOR_STARTED", "VISITOR_READ", "VISITOR_RESUME", "TYPING_SHOWN"}


def test_names_are_the_same() -> None:
    source = MODULE.read_text()
    client = dict(re.findall(r'^export const ([A-Z_]+) = "([^"]+)";', source, re.MULTILINE))
    server = {
        key: value
        for key, value in vars(protocol).items()
        if key.isupper() and isinstance(value, str) and key not in VISITORS
    }
    assert client == server


def test_versions_are_the_same() -> None:
    found = re.search(r"^export const PROTOCOL_VERSION = (\d+);", MODULE.read_text(), re.MULTILINE)
    assert found and int(found[1]) == protocol.PROTOCOL_VERSION
