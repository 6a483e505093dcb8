"""Settings of a web chat: every mistake is found, and found in one go."""

import pytest

from connectors.ids import ChannelId
from connectors.settings import SettingsReader
from connectors.webchat.config import browser_origin, read_settings


def read(table):
    problems = []
    settings = read_settings(ChannelId("acme/site"), SettingsReader(table, "brands.acme.channels.site", problems))
    return settings, {problem.path.removeprefix("brands.acme.channels.site."): problem for problem in problems}


def test_one_origin_is_all_it_needs():
    settings, problems = read({"allowed_origins": ["https://acme.example"]})
    assert problems == {}
    assert settings.allowed_origins == ("https://acme.example",)
    assert (settings.title, settings.locale, settings.position, settings.secret) == ("Acme", "auto", "right", None)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://acme.example", "https://acme.example"),
        ("https://ACME.example", "https://acme.example"),
        ("https://acme.example:443", "https://acme.example"),
        ("http://acme.example:80", "http://acme.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://xn--caf-dma.example", "https://xn--caf-dma.example"),
    ],
)
def test_origin_is_written_as_browsers_send_it(given, sent):
    assert browser_origin(given) == sent


@pytest.mark.parametrize(
    "given",
    [
        "",
        "*",
        "null",
        "acme.example",
        "//acme.example",
        "https://",
        "https://*.acme.example",
        "https://acme.example/",
        "https://acme.example/shop",
        "https://acme.example?x=1",
        "https://acme.example#x",
        "https://user@acme.example",
        "https://acme.example:0",
        "https://acme.example:99999",
        "https://acme.example:",
        "https://acme example",
        "https://café.example",
        "ftp://acme.example",
        "https://[::1",
    ],
)
def test_what_no_browser_sends_is_no_origin(given):
    assert browser_origin(given) is None


def test_every_mistake_is_reported_at_once(monkeypatch):
    monkeypatch.setenv("WEBCHAT_TEST_SECRET", "short")
    _, problems = read(
        {
            "allowed_origins": ["https://acme.example", "https://*.acme.example"],
            "title": "",
            "colour": "teal",
            "locale": "German",
            "position": "top",
            "offset_px": 2,
            "secret": {"env": "WEBCHAT_TEST_SECRET"},
            "colour_": "#000000",
        }
    )
    assert set(problems) == {
        "allowed_origins",
        "title",
        "colour",
        "locale",
        "position",
        "offset_px",
        "secret",
        "colour_",
    }
    assert "short" not in problems["secret"].allowed
    assert "*.acme" in problems["allowed_origins"].found


@pytest.mark.parametrize("table", [{}, {"allowed_origins": []}, {"allowed_origins": "https://acme.example"}])
def test_origins_are_required(table):
    _, problems = read(table)
    assert set(problems) == {"allowed_origins"}


def test_secret_written_into_the_file_is_a_mistake():
    _, problems = read({"allowed_origins": ["https://acme.example"], "secret": "0123456789abcdef0123"})
    assert "0123" not in problems["secret"].found
