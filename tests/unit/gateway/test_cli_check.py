"""``rapport check`` of a good file, and of files meant to break its output."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.cli_check import check

TWO_BRANDS = """\
[server]
public_url = "https://support.shop.example"

[brands.acme]
display_name = "Acme"
channels.site = { kind = "webchat", allowed_origins = ["https://shop.example"] }

[brands.zenith]
display_name = "Zenith"

[brands.zenith.channels.wa]
kind = "whatsapp"
phone_number_id = "123456789012345"
app_secret = { file = "secret" }
verify_token = { file = "secret" }
access_token = { file = "secret" }
"""


def test_check_of_good_file_prints_each_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text(TWO_BRANDS)
    (tmp_path / "secret").write_text("canary-secret\n")
    assert check(tmp_path / "config.toml") == 0
    site, whatsapp, last = capsys.readouterr().out.splitlines()
    script = '<script src="https://support.shop.example/widget/acme/site/loader.js" async></script>'
    assert site.split(maxsplit=2) == ["acme/site", "webchat", script]
    assert whatsapp.split() == ["zenith/wa", "whatsapp", "https://support.shop.example/webhooks/zenith/wa"]
    assert last == "no mistakes: 2 brands, 2 channels"


def test_check_of_missing_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "none.toml") == 1
    assert "no such file" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"\x00", b"\xff\xfe", b"[" * 10_000, b"a" * (1 << 21), b'a = "\\u001b[31m"\n'])
def test_check_of_hostile_file_prints_plain_lines(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    assert check(tmp_path / "config.toml") == 1
    printed = capsys.readouterr().out
    assert all(char == "\n" or char.isprintable() for char in printed)
    assert "mistake" in printed


def test_check_shows_control_characters_of_keys_escaped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text('"\\u001b[2J\\nconfig.toml:1  all is well" = 1\n')
    assert check(tmp_path / "config.toml") == 1
    assert "\\x1b[2J\\x0aconfig.toml:1" in capsys.readouterr().out
