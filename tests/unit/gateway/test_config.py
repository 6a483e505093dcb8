"""Every kind of mistake in ``config.toml`` is found, with its exact line, and never shows a secret."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest

from connectors.base import SupportsVisitors, SupportsWebhooks
from connectors.settings import Secret
from gateway.config import ConfigInvalid, LocatedProblem, Settings, load_settings

ROOT = Path(__file__).parents[3]
SECRETS = {
    "ACME_WA_APP_SECRET": "0123456789abcdef0123456789abcdef",
    "ACME_WA_VERIFY_TOKEN": "a made-up text",
    "ACME_WA_ACCESS_TOKEN": "EAAGcanaryToken",
}

GOOD = """\
[server]
port = 8080

[brands.acme]
display_name = "Acme"

[brands.acme.channels.wa-main]
kind = "whatsapp"
phone_number_id = "123456789012345"
app_secret = { env = "ACME_WA_APP_SECRET" }
verify_token = { env = "ACME_WA_VERIFY_TOKEN" }
access_token = { env = "ACME_WA_ACCESS_TOKEN" }
"""


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


def load(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def mistakes(tmp_path: Path, text: str) -> list[LocatedProblem]:
    with pytest.raises(ConfigInvalid) as caught:
        load(tmp_path, text)
    assert caught.value.problems
    return caught.value.problems


def test_load_settings_of_shipped_example_has_no_mistake(tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.toml", tmp_path)
    settings = load_settings(tmp_path / "config.toml")
    channels = settings.brands["acme"].channels
    assert {name: channel.kind for name, channel in channels.items()} == {"wa-main": "whatsapp", "site": "webchat"}
    assert isinstance(channels["wa-main"].connector, SupportsWebhooks)
    assert isinstance(channels["site"].connector, SupportsVisitors)
    assert channels["wa-main"].id == "acme/wa-main"
    assert settings.server.embed_origins == ("http://localhost:8081",)


def test_shipped_example_shows_the_true_defaults(tmp_path: Path) -> None:
    """What is commented out shows defaults: with the comment signs away, nothing may change."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    shown = [
        f"{line[2:]}\n" if line.startswith("# ") and _shows_default(line) else f"{line}\n" for line in text.splitlines()
    ]
    assert len([line for line in text.splitlines() if _shows_default(line)]) >= 20
    plain, full = load(tmp_path, text), load(tmp_path, "".join(shown))
    assert (full.server, full.archive) == (plain.server, plain.archive)
    assert full.store == plain.store
    assert full.privacy.folder == plain.privacy.folder
    one, other = full.brands["acme"], plain.brands["acme"]
    assert (one.locale, one.continuity, one.sending, one.masking) == (
        other.locale, other.continuity, other.sending, other.masking,
    )  # fmt: skip
    for name in one.channels:
        ours, theirs = (vars(brand.channels[name].connector)["_settings"] for brand in (one, other))
        assert repr(ours) == repr(theirs)


def _shows_default(line: str) -> bool:
    words = line.split()
    plain = len(words) > 3 and words[0] == "#" and words[2] == "=" and words[1].replace("_", "").isalpha()
    return plain and not any(sign in line for sign in ("{ env", "{ file", "...", "unix://", "# entities", "# welcome"))


def test_example_for_compose_only_lacks_what_its_reader_must_fill_in(tmp_path: Path) -> None:
    text = (ROOT / "docs/compose/config.toml").read_text(encoding="utf-8").replace("/run/secrets", str(tmp_path))
    for name in ("wa_app_secret", "wa_verify_token", "wa_access_token"):
        (tmp_path / name).write_text("a made-up text")
    (tmp_path / "root_key").write_text(base64.b64encode(bytes(range(32))).decode())
    (tmp_path / "store_url").write_text("redis://:0123456789abcdef@valkey:6379/0")
    found = [problem.path.rpartition(".")[2] for problem in mistakes(tmp_path, text)]
    assert found == ["public_url", "phone_number_id", "allowed_origins[0]"]
    for example, real in (
        ("<https://your name in RAPPORT_HOST>", "https://support.shop.example"),
        ("<https://your shop>", "https://www.shop.example"),
        ("<your phone number id>", "123456789012345"),
    ):
        assert example in text
        text = text.replace(example, real)
    assert load(tmp_path, text).server.host == "0.0.0.0"


def test_load_settings_of_small_file_uses_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, GOOD)
    assert settings.server.public_url == "http://localhost:8080"
    assert settings.store.url is None
    assert settings.store.folder == tmp_path / "data/store"
    assert settings.privacy.folder == tmp_path / "data/keys"
    brand = settings.brands["acme"]
    assert (brand.locale, brand.sending.on_ambiguous, brand.continuity.reopen_window_ms) == ("en", "ask", 259_200_000)


def test_public_url_follows_the_port_when_not_given(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD.replace("8080", "9001")).server.public_url == "http://localhost:9001"


SITE = 'channels.site = { kind = "webchat", allowed_origins = ["https://a.example"] }'

# One line each, with what it turns into at fault: line to add, table, path of the mistake, words of the message.
LINES = [
    ("server", 'prot = 8080', "prot", "did you mean 'port'?"),
    ("server", 'host = "localhost:80"', "host", "without a port"),
    ("server", 'host = "http://0.0.0.0"', "host", "without a port"),
    ("server", 'public_url = "support.shop.example"', "public_url", "without a path"),
    ("server", 'public_url = "https://shop.example/path"', "public_url", "without a path"),
    ("server", 'public_url = "http://shop.example"', "public_url", "https"),
    ("server", 'public_url = "<your address>"', "public_url", "example value left in"),
    ("server", 'embed_origins = ["https://a.example", "*"]', "embed_origins[1]", "no wildcard"),
    ("server", 'embed_origins = ["http://["]', "embed_origins[0]", "origin"),
    ("server", 'embed_origins = "https://a.example"', "embed_origins", "a list of texts"),
    ("server", 'metrics_token = "0123456789abcdef"', "metrics_token", "a value written into the file"),
    ("server", 'log_level = "loud"', "log_level", "debug"),
    ("server", 'log_format = true', "log_format", "json"),
    ("store", 'shards = 0', "shards", "from 1 to 4096"),
    ("store", 'shards = 4097', "shards", "from 1 to 4096"),
    ("store", 'shards = "16"', "shards", "a whole number"),
    ("store", 'shards = true', "shards", "a whole number"),
    ("store", 'fsync = "no"', "fsync", "everysec"),
    ("store", 'cluster = true', "cluster", "without store.url"),
    ("store", 'accept_everything = true', "accept_everything", "unknown key"),
    ("privacy", 'root_key = { env = "ACME_WA_APP_SECRET" }', "root_key", "instead of 32"),
    ("privacy", 'root_key = { file = "no-such-file" }', "root_key", "cannot be read"),
    ("archive", 'kind = "mongo"', "kind", '"none"'),
    ("brands.acme", 'locale = "German"', "locale", "de-AT"),
    ("brands.acme", 'languages = ["de"]', "languages", "unknown key"),
    ("brands.acme.continuity", 'reopen_window_s = 0', "reopen_window_s", "from 60 to 7776000 seconds"),
    ("brands.acme.continuity", 'reopen_window_s = 99999999', "reopen_window_s", "from 60"),
    ("brands.acme.continuity", 'reopen_window = 60', "reopen_window", "did you mean 'reopen_window_s'?"),
    ("brands.acme.sending", 'on_ambiguous = "retry"', "on_ambiguous", "resend"),
    ("brands.acme.sending", 'evidence_wait_s = 86400', "evidence_wait_s", "shorter than give_up_s"),
    ("brands.acme.sending", 'give_up_s = 100', "give_up_s", "shorter than give_up_s"),
    ("brands.acme.sending", 'give_up_s = 1.5', "give_up_s", "a whole number"),
    ("brands.acme.masking", 'strictness = "lax"', "strictness", "balanced"),
    ("brands.acme.masking", 'entities = ["PERSON", "FACE"]', "entities[1]", "PHONE_NUMBER"),
    ("brands.acme.masking", 'regions = ["de"]', "regions[0]", "DE"),
    ("brands.acme.masking", 'deny = [1]', "deny", "a list of texts"),
    ("brands.acme.masking", 'patterns = ["x"]', "patterns[0]", "a table"),
    ("brands.acme.channels.wa-main", 'phone_number = "1"', "phone_number", "did you mean 'phone_number_id'?"),
    ("brands.acme.channels.wa-main", 'api_version = "25"', "api_version", "v25.0"),
    ("brands.acme.channels.wa-main", 'graph_url = "http://graph.shop.example"', "graph_url", "https"),
    ("brands.acme.channels.wa-main", 'business_account_id = "your-id"', "business_account_id", "example value left in"),
    ("brands.acme.channels.site", 'kind = "fax"', "kind", '"webchat", "whatsapp"'),
    ("brands.acme.channels.Site", 'kind = "webchat"\nallowed_origins = ["https://a.example"]', "", "lower-case"),
    ("brands.Acme_2", f'display_name = "Acme"\n{SITE}', "", "lower-case letters"),
    ("brands.empty", 'display_name = "Empty"', "channels", "at least one table"),
    ("brands.x", SITE, "display_name", "required"),
    ("brands", 'acme2 = "Acme"', "acme2", "tables such as"),
    ("redis", 'url = "redis://localhost"', "", "unknown key"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "path", "words"), LINES, ids=[f"{case[0]}: {case[1]}" for case in LINES])
def test_load_settings_finds_the_mistake_at_its_line(
    tmp_path: Path, table: str, line: str, path: str, words: str
) -> None:
    header = f"[{table}]\n"
    known = header in GOOD
    text = GOOD.replace(header, f"{header}{line}\n") if known else f"{GOOD}\n{header}{line}\n"
    if "port" in line and known and "8080" not in line:
        text = text.replace("port = 8080\n", "")
    [problem] = mistakes(tmp_path, text)
    header_at = text[: text.index(header)].count("\n") + 1
    written = line.split(" ")[0] == path.partition("[")[0]
    assert problem.line == header_at + (1 if written else 0), problem
    assert problem.path == (f"{table}.{path}" if path else table)
    assert words in f"{problem.found} {problem.allowed}"


def test_missing_key_points_at_the_header_of_its_table(tmp_path: Path) -> None:
    text = "\n".join(line for line in GOOD.splitlines() if "phone_number_id" not in line)
    [problem] = mistakes(tmp_path, text)
    assert (problem.line, problem.path) == (7, "brands.acme.channels.wa-main.phone_number_id")
    assert problem.found == "nothing"


def test_item_of_long_list_has_its_own_line(tmp_path: Path) -> None:
    site = (
        '[brands.acme.channels.site]\nkind = "webchat"\nallowed_origins = [\n "https://a.example",\n "b.example",\n]\n'
    )
    [problem] = mistakes(tmp_path, GOOD + site)
    assert (problem.line, problem.path) == (17, "brands.acme.channels.site.allowed_origins[1]")


def test_wrong_type_of_table_is_one_mistake(tmp_path: Path) -> None:
    [problem] = mistakes(tmp_path, "store = 1\n" + GOOD)
    assert (problem.line, problem.path, problem.allowed) == (1, "store", "a table")


def test_missing_secret_names_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_WA_ACCESS_TOKEN")
    [problem] = mistakes(tmp_path, GOOD)
    assert (problem.line, problem.found) == (12, "environment variable ACME_WA_ACCESS_TOKEN is not set")


def test_two_channels_with_one_phone_number_id_are_a_mistake(tmp_path: Path) -> None:
    other = GOOD[GOOD.index("[brands.acme.channels") :].replace("wa-main", "wa-other")
    [problem] = mistakes(tmp_path, f"{GOOD}\n{other}")
    assert (problem.line, problem.path) == (16, "brands.acme.channels.wa-other.phone_number_id")
    assert "acme/wa-main" in problem.found


def test_sandbox_number_at_the_real_platform_is_an_example_left_in(tmp_path: Path) -> None:
    [problem] = mistakes(tmp_path, GOOD.replace("123456789012345", "100000000000001"))
    assert problem.line == 9
    assert "example value left in" in problem.found


@pytest.mark.parametrize(
    ("text", "found"), [("", "no brand"), ("[server]\n", "no brand"), ("[brands]\n", "no brand"), ("a = \n", "no TOML")]
)
def test_file_without_brands_is_a_mistake(tmp_path: Path, text: str, found: str) -> None:
    assert found in mistakes(tmp_path, text)[-1].found + mistakes(tmp_path, text)[0].found


def test_patterns_are_checked_one_by_one(tmp_path: Path) -> None:
    text = GOOD + (
        "[[brands.acme.masking.patterns]]\nname = 'a'\npattern = '(a+)+'\nentity = 'AAA'\n"
        "[[brands.acme.masking.patterns]]\nname = 'b'\npattern = '('\nentity = 'BBB'\n"
        "[[brands.acme.masking.patterns]]\nname = 'c'\npattern = 'c{1,3}'\nentity = 'lower'\n"
        "[[brands.acme.masking.patterns]]\nname = 'd'\nentity = 'DDD'\nregex = 'd'\n"
        "[[brands.acme.masking.patterns]]\nname = 'e'\nentity = 'EEE'\npattern = 'e{1,3}'\n"
    )
    found = {(problem.line, problem.path.partition("patterns")[2]) for problem in mistakes(tmp_path, text)}
    assert found == {
        (15, "[0].pattern"),
        (19, "[1].pattern"),
        (24, "[2].entity"),
        (25, "[3].pattern"),
        (28, "[3].regex"),
    }


def test_word_in_allow_and_deny_is_a_mistake(tmp_path: Path) -> None:
    [problem] = mistakes(tmp_path, GOOD + "[brands.acme.masking]\ndeny = ['Lily']\nallow = ['Rose', 'LILY']\n")
    assert (problem.line, problem.path) == (15, "brands.acme.masking.allow")


def test_root_key_is_required_with_a_store_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = GOOD + '[store]\nurl = "redis://127.0.0.1:6379/1"\n[privacy]\nfolder = "k"\n'
    [problem] = mistakes(tmp_path, text)
    assert (problem.line, problem.path) == (15, "privacy.root_key")
    monkeypatch.setenv("ROOT_KEY", base64.b64encode(bytes(range(32))).decode())
    settings = load(tmp_path, text + 'root_key = { env = "ROOT_KEY" }\n')
    assert settings.store.url == "redis://127.0.0.1:6379/1"
    assert settings.privacy.folder == tmp_path / "k"


@pytest.mark.parametrize(
    ("store", "line", "words"),
    [
        ('url = "http://localhost"', 14, "redis://"),
        ('url = "redis://localhost:notaport"', 14, "redis://"),
        ('url = "redis://localhost/x"', 14, "redis://"),
        ('url = ""', 14, "redis://"),
        ("url = 6379", 14, "redis://"),
        ('url = { env = "NOT_SET_ANYWHERE" }', 14, "NOT_SET_ANYWHERE is not set"),
        ('url = { env = "ACME_WA_ACCESS_TOKEN" }', 14, "a secret that is no such URL"),
        ('url = { env = "rediss://:canaryPass@host" }', 14, "no name of an environment variable"),
        ('url = "redis://store.shop.example"', 14, "to another machine"),
        ('url = "rediss://store.shop.example"\nfsync = "always"', 15, "set appendfsync in the store"),
        ('url = "rediss://store.shop.example/3"\ncluster = true', 14, "a database number"),
        ('url = "rediss://user:canaryPass@store.shop.example"', 14, "a password written into the file"),
    ],
)
def test_store_settings_that_cannot_be_are_mistakes(tmp_path: Path, store: str, line: int, words: str) -> None:
    (tmp_path / "key").write_text(base64.b64encode(bytes(range(32))).decode())
    text = GOOD + f'[store]\n{store}\n[privacy]\nroot_key = {{ file = "key" }}\n'
    [problem] = mistakes(tmp_path, text)
    assert problem.line == line
    assert words in f"{problem.found} {problem.allowed}"
    assert "canary" not in repr(problem)


def test_store_url_with_password_comes_from_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(base64.b64encode(bytes(range(32))).decode())
    (tmp_path / "url").write_text("rediss://user:canaryPass@store.shop.example:6380\n")
    tables = '[store]\nurl = { file = "url" }\n[privacy]\nroot_key = { file = "key" }\n'
    settings = load(tmp_path, GOOD + tables)
    assert isinstance(settings.store.url, Secret)
    assert settings.store.url.reveal() == "rediss://user:canaryPass@store.shop.example:6380"
    assert "canary" not in repr(settings)


def test_missing_file_is_told_without_a_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(tmp_path / "none.toml")
    assert [(problem.line, problem.found) for problem in caught.value.problems] == [(0, "no such file or directory")]


def test_bytes_that_are_not_utf8_have_a_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b'[server]\nhost = "\xff"\n')
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(tmp_path / "config.toml")
    assert [problem.line for problem in caught.value.problems] == [2]


def test_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + GOOD).server.port == 8080
