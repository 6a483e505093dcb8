"""Lines of dotted paths, over the shapes that TOML allows; the standard library says which paths there are."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config_lines import read_toml, scan_lines

SHAPES = {
    "plain keys": ("a = 1\nb = 'x'\n", {"a": 1, "b": 2}),
    "comments and blank lines": ("# one\n\n  a = 1 # [b]\n\t# c = 2\nd = 3", {"a": 3, "d": 5}),
    "windows line ends": ("a = 1\r\n\r\nb = 2\r\n", {"a": 1, "b": 3}),
    "table headers": ("[t]\na = 1\n[ u . v ] # x\nb = 2\n", {"t": 1, "t.a": 2, "u": 3, "u.v": 3, "u.v.b": 4}),
    "header before its parent": ("[a.b]\nx = 1\n[a]\ny = 2\n", {"a.b": 1, "a": 3, "a.b.x": 2, "a.y": 4}),
    "dotted keys": ("a.b.c = 1\na . d = 2\n", {"a": 1, "a.b": 1, "a.b.c": 1, "a.d": 2}),
    "quoted keys": (
        '"a b" = 1\n\'c.d\' = 2\n"\\u0065\\"" = 3\n["x y".z]\nk = 4\n',
        {"a b": 1, "c.d": 2, 'e"': 3, "x y.z": 4, "x y.z.k": 5},
    ),
    "key like a number": ("1 = 1\n3.14 = 2\n-x- = 3\n", {"1": 1, "3.14": 2, "-x-": 3}),
    "inline tables": (
        't = { a = 1, b.c = { d = "}" } }\nu = 2\n',
        {"t": 1, "t.a": 1, "t.b": 1, "t.b.c": 1, "t.b.c.d": 1, "u": 2},
    ),
    "lists": (
        'a = [\n  1,\n  "x]",  # ]\n  [2,\n   3],\n]\nb = 1\n',
        {"a": 1, "a[0]": 2, "a[1]": 3, "a[2]": 4, "a[2][0]": 4, "a[2][1]": 5, "b": 7},
    ),
    "tables in lists": ("a = [\n { x = 1 },\n { x = 2 } ]\n", {"a[0].x": 2, "a[1]": 3, "a[1].x": 3}),
    "lists of tables": (
        "[[p]]\nx = 1\n[[p]]\nx = 2\n[p.q]\ny = 3\n[[p.r]]\nz = 4\n[[p.r]]\nz = 5\n",
        {
            "p": 1, "p[0]": 1, "p[0].x": 2, "p[1]": 3, "p[1].x": 4, "p[1].q": 5, "p[1].q.y": 6, "p[1].r[0].z": 8,
            "p[1].r[1]": 9, "p[1].r[1].z": 10,
        },
    ),
    "multi-line texts": (
        'a = """\n[x]\nb = 1\n\\""" \\\n"" """\nc = \'\'\'\n[y]\n\'\'\'\nd = 1\n',
        {"a": 1, "c": 6, "d": 9},
    ),
    "quotes before the closing ones": ('a = """x"""""\nb = \'\'\'y\'\'\'\'\nc = 1\n', {"a": 1, "b": 2, "c": 3}),
    "escaped quotes": ('a = "\\"#\\\\"\nb = \'\\\'\nc = 1\n', {"a": 1, "b": 2, "c": 3}),
    "dates and numbers": (
        "a = 1979-05-27 07:32:00Z\nb = 0x_f\nc = [1_0, -inf]\nd = true\n".replace("0x_f", "0xf"),
        {"a": 1, "b": 2, "c": 3, "d": 4},
    ),
    "empty values": ("a = []\nb = {}\nc = ''\nd = \"\"\ne = 1", {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_scan_lines_of_shape_finds_each_path(shape: str) -> None:
    text, expected = SHAPES[shape]
    lines = scan_lines(text)
    assert {path: lines.get(path) for path in expected} == expected


@pytest.mark.parametrize("shape", SHAPES)
def test_scan_lines_of_shape_knows_the_parsers_paths(shape: str) -> None:
    text, _ = SHAPES[shape]
    assert set(scan_lines(text)) - {""} == set(_paths(tomllib.loads(text)))


def _paths(tree: Any, prefix: str = "") -> list[str]:
    found = [prefix] if prefix else []
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += _paths(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            found += _paths(value, f"{prefix}[{index}]")
    return found


_NAMES = st.text(st.characters(codec="utf-8", exclude_characters='."[]\\', exclude_categories=["Cc", "Cs"]), min_size=1)
_LEAVES = st.one_of(
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])),
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(_NAMES, _TREES, max_size=6))
def test_scan_lines_of_any_tree_knows_the_parsers_paths(tree: dict[str, Any]) -> None:
    text = "\n".join(f"{_quoted(key)} = {_written(value)}" for key, value in tree.items())
    assert tomllib.loads(text) == tree
    lines = scan_lines(text)
    assert set(lines) - {""} == set(_paths(tree))
    for number, line in enumerate(text.split("\n"), 1):
        for key in tree:
            if lines[key] == number:
                assert line.startswith(_quoted(key))


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in plain) + '"'


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "[\n" + "".join(f"{_written(item)},\n" for item in value) + "]"
    return "{" + ", ".join(f"{_quoted(key)} = {_written(item)}" for key, item in value.items()) + "}"


def test_read_toml_leaves_out_lines_in_error_and_goes_on() -> None:
    reading = read_toml("a = 1\nb = = 2\n[t]\nc = 'x\nd = 3\nd = 4\n[u]\n")
    assert reading.complete
    assert [error.line for error in reading.errors] == [2, 4, 6]
    assert reading.left_out == ["b", "c", "d"]
    assert reading.tree == {"a": 1, "t": {"d": 3}, "u": {}}
    assert reading.lines["t.d"] == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\n[t\nb = 2\n", 2),
        ("a = 1\n[t]\n[t]\n", 3),
        ("a = [1,\n2\nb = 3\n", 3),
        ("a = 1\nb = [1,\n2,\n", 2),
        ('a = """x\nb = 1\n', 1),
        ("just words\n", 1),
        ("x = " + "[" * 5000 + "\n", 1),
    ],
)
def test_read_toml_stops_where_an_error_has_no_end(text: str, line: int) -> None:
    reading = read_toml(text)
    assert not reading.complete
    assert reading.tree == {}
    assert [error.line for error in reading.errors] == [line]
