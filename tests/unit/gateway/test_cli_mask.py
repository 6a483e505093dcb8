"""``rapport mask``: one line out for each line in, whatever the bytes."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cli_mask import mask


def masked(*lines: bytes, as_json: bool = False) -> list[str]:
    out = io.StringIO()
    assert mask(lines, out, as_json) == 0
    return out.getvalue().removesuffix("\n").split("\n")


def test_mask_numbers_values_within_each_line() -> None:
    lines = masked(
        b"write to anna@example.org or bob@example.org, not anna@example.org\n",
        b"or to bob@example.org, card 4111 1111 1111 1111\n",
    )
    assert lines == [
        "write to [email 1] or [email 2], not [email 1]",
        "or to [email 1], card [card 1]",
    ]


def test_mask_as_json_counts_code_points() -> None:
    [line] = masked("😀 write to anna@example.org".encode(), as_json=True)
    read = json.loads(line)
    assert set(read) == {"text", "entities"}
    [entity] = read["entities"]
    assert set(entity) == {"start", "end", "type", "score"}
    assert entity["type"] == "EMAIL_ADDRESS"
    assert read["text"][entity["start"] : entity["end"]] == "anna@example.org"
    assert 0 < entity["score"] <= 1


@pytest.mark.parametrize(("raw", "text"), [(b"a\r\n", "a"), (b"\n", ""), (b"a", "a"), (b"\xff\xfe\n", "��")])
def test_mask_of_plain_line_keeps_it(raw: bytes, text: str) -> None:
    assert masked(raw) == [text]
    assert json.loads(masked(raw, as_json=True)[0]) == {"text": text, "entities": []}


def test_mask_to_narrow_encoding_escapes_the_rest() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    assert mask(["größer 😀\n".encode()], out, False) == 0
    assert raw.getvalue() == b"gr\\xf6\\xdfer \\U0001f600\n"


@given(st.lists(st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b"")), max_size=5))
def test_mask_of_any_bytes_writes_a_line_for_each(lines: list[bytes]) -> None:
    out = io.StringIO(newline="")
    assert mask([line + b"\n" for line in lines], out, True) == 0
    read = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    assert len(read) == len(lines)
    for line in read:
        for entity in line["entities"]:
            assert 0 <= entity["start"] < entity["end"] <= len(line["text"])


def test_mask_withholds_what_cannot_be_masked() -> None:
    out = io.StringIO()
    long = b"word 123 " * 20_000
    mask([long], out, False, budget_s=1e-9)
    mask([long], out, True, budget_s=1e-9)
    text, as_json = out.getvalue().splitlines()
    assert text == "[withheld]"
    assert json.loads(as_json) == {"text": "[withheld]", "entities": [], "withheld": True}
