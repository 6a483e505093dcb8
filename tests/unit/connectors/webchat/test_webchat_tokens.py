"""Visitor tokens: nobody gets into a conversation without the token of this very channel."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ids import ChannelId
from connectors.webchat.tokens import VisitorTokens

KEY = b"k" * 32
TOKENS = VisitorTokens(KEY, ChannelId("acme/site"))


def test_minted_token_names_its_visitor():
    visitor, token = TOKENS.mint()
    assert TOKENS.visitor(token) == visitor


def test_token_survives_a_restart_with_the_same_key():
    visitor, token = TOKENS.mint()
    assert VisitorTokens(KEY, ChannelId("acme/site")).visitor(token) == visitor


def test_visitors_never_repeat():
    assert len({TOKENS.mint()[0] for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "stranger",
    [
        VisitorTokens(KEY, ChannelId("acme/other")),
        VisitorTokens(KEY, ChannelId("other/site")),
        VisitorTokens(b"j" * 32, ChannelId("acme/site")),
    ],
    ids=["channel", "brand", "key"],
)
def test_token_of_another_channel_or_key_is_foreign(stranger):
    _, token = TOKENS.mint()
    assert stranger.visitor(token) is None


def test_mac_of_one_visitor_does_not_serve_another():
    _, first = TOKENS.mint()
    _, second = TOKENS.mint()
    version, visitor, _ = first.split(".")
    assert TOKENS.visitor(f"{version}.{visitor}.{second.split('.')[2]}") is None


def test_every_truncation_is_foreign():
    _, token = TOKENS.mint()
    assert all(TOKENS.visitor(token[:length]) is None for length in range(len(token)))


def test_every_changed_character_is_foreign():
    _, token = TOKENS.mint()
    for place, old in enumerate(token):
        for new in string.ascii_letters + string.digits + "-_.":
            if new != old:
                assert TOKENS.visitor(token[:place] + new + token[place + 1 :]) is None


@pytest.mark.parametrize("spelled", ["{}\n", " {}", "{}=", "{}.x", "\ufeff{}", "v2{}"])
def test_token_with_something_added_is_foreign(spelled):
    _, token = TOKENS.mint()
    assert TOKENS.visitor(spelled.format(token)) is None


@pytest.mark.parametrize(
    "junk", [None, 7, b"v1.", {}, [], True, "", "v1..", "\ud800", "v1." + "é" * 22 + "." + "é" * 43]
)
def test_junk_is_foreign(junk):
    assert TOKENS.visitor(junk) is None


@given(st.text())
def test_any_text_is_foreign(text):
    assert TOKENS.visitor(text) is None
