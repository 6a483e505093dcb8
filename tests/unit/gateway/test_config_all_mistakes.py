"""One file with many mistakes: all are found in one go, through ``rapport check``, and no secret is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.cli_check import check
from gateway.config import ConfigInvalid, load_settings

SEEDED = """\
[server]
port = 99999                                            #! server.port
public_url = "http://support.shop.example/"             #! server.public_url
embed_origins = ["https://shop.example/page"]           #! server.embed_origins[0]
metrics_token = "CANARY-metrics-token"                  #! server.metrics_token
log_leve = "info"                                       #! server.log_leve
log_format = = "json"                                   #!

[store]
shards = 100000                                         #! store.shards
url = "redis://:CANARY-password@localhost"              #! store.url

[privacy]
root_key = { env = "CANARY_SHORT_KEY" }                 #! privacy.root_key

[archive]
kind = "mongo"                                          #! archive.kind

[brands.acme]
display_name = "change-me"                              #! brands.acme.display_name
locale = 5                                              #! brands.acme.locale

[brands.acme.continuity]
reopen_window_s = 0                                     #! brands.acme.continuity.reopen_window_s

[brands.acme.sending]
evidence_wait_s = 3600                                  #! brands.acme.sending.evidence_wait_s
give_up_s = 600

[brands.acme.masking]
entities = [
    "PERSON",
    "FACES",                                            #! brands.acme.masking.entities[1]
]

[[brands.acme.masking.patterns]]
name = "customer number"
pattern = "(A+)+"                                       #! brands.acme.masking.patterns[0].pattern
entity = "CUSTOMER_ID"

[brands.acme.channels.wa-main]                          #! brands.acme.channels.wa-main.verify_token
kind = "whatsapp"
phone_number_id = "123456789012345"
app_secret = "CANARY-app-secret"                        #! brands.acme.channels.wa-main.app_secret
access_token = { value = "CANARY-token" }               #! brands.acme.channels.wa-main.access_token
graph_url = "https://user:CANARY-pass@graph.example"    #! brands.acme.channels.wa-main.graph_url

[brands.acme.channels.wa-second]
kind = "whatsapp"
phone_number_id = "123456789012345"                     #! brands.acme.channels.wa-second.phone_number_id
app_secret = { env = "CANARY-app-secret" }              #! brands.acme.channels.wa-second.app_secret
verify_token = { env = "UNSET_VERIFY_TOKEN" }           #! brands.acme.channels.wa-second.verify_token
access_token = { file = "no/such/file" }                #! brands.acme.channels.wa-second.access_token

[brands.acme.channels."Site One"]                       #! brands.acme.channels.Site One
kind = "webchat"
allowed_origins = []                                    #! brands.acme.channels.Site One.allowed_origins
secret = ["CANARY-secret"]                              #! brands.acme.channels.Site One.secret
CANARY_key = "CANARY-value"                             #! brands.acme.channels.Site One.CANARY_key

[brands.acme.channels.fax]
kind = "fax"                                            #! brands.acme.channels.fax.kind

[brands.empty]                                          #! brands.empty.channels
display_name = "Empty"

[redis]                                                 #! redis
url = "redis://:CANARY-password@localhost"
"""


@pytest.fixture
def seeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CANARY_SHORT_KEY", "Q0FOQVJZ-CANARY")
    monkeypatch.delenv("UNSET_VERIFY_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    file = Path("config.toml")
    file.write_text(SEEDED, encoding="utf-8")
    return file


def expected() -> list[tuple[int, str]]:
    marks = [(number, line.partition("#!")) for number, line in enumerate(SEEDED.splitlines(), 1)]
    return [(number, path.strip()) for number, (_, mark, path) in marks if mark]


def test_load_settings_of_many_mistakes_finds_each_at_its_line(seeded: Path) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(seeded)
    assert [(problem.line, problem.path) for problem in caught.value.problems] == expected()
    assert len(expected()) > 25


def test_check_of_many_mistakes_prints_each(seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(seeded) == 1
    printed = capsys.readouterr().out
    shown = [line.rstrip() for line in printed.splitlines() if line.startswith("config.toml:")]
    assert shown == [f"config.toml:{line}  {path}".rstrip() for line, path in expected()]
    assert f"{len(expected())} mistakes" in printed


def test_mistakes_never_show_what_may_be_a_secret(seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(seeded)
    printed = capsys.readouterr().out
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(seeded)
    for text in (printed, str(caught.value), repr(caught.value), repr(caught.value.problems)):
        for word in re.findall("[A-Za-z_-]*CANARY[A-Za-z_-]*", text):
            assert word in ("CANARY_key", "CANARY_SHORT_KEY")


def test_check_is_readable_in_eighty_columns(seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(seeded)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []
