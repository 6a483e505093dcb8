"""The page for those who write the other side: it names all that the code takes, and its examples work."""

import json
import re
from pathlib import Path

import pytest

from connectors.api.config import read_settings
from connectors.api.contents import _READERS, MEDIA, SOURCES
from connectors.api.errors import CODES
from connectors.api.inbound import KINDS, RANKS, read
from connectors.api.outbound import message_body
from connectors.base import OutboundMessage
from connectors.events import MessageReceived
from connectors.ids import Identity
from connectors.settings import SettingsReader
from tests.unit.connectors.api.api_support import make_connector

PAGE = (Path(__file__).parents[4] / "docs/api-channel.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(found) for found in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("names", [KINDS, CODES, RANKS, MEDIA, SOURCES, _READERS], ids=lambda names: min(names))
def test_page_names_every_word_of_the_schema(names):
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_page_names_every_key_of_the_table():
    problems = []
    read_settings(SettingsReader({"no_such_key": 1}, "", problems))
    known = next(problem.allowed for problem in problems if problem.path == "no_such_key")
    assert [key for key in known.removeprefix("one of: ").split(", ") if f"`{key}`" not in PAGE] == []


def test_example_of_a_call_to_us_is_read():
    (event,) = read(json.dumps(EXAMPLES[0]).encode())
    assert isinstance(event, MessageReceived)


def test_example_of_a_call_of_ours_is_what_we_send():
    shown = EXAMPLES[1]
    message = OutboundMessage(tag=shown["tag"], customer=(Identity("account", "4711"),), text=shown["text"])
    assert json.loads(message_body(shown["channel"], message, make_connector().capabilities)) == shown
