"""JSON by our rules."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import strict_json
from connectors.errors import MalformedPayload

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_whatever_is_read_can_be_kept_and_read_again(value):
    read = None
    try:
        read = strict_json.loads(json.dumps(value).encode())
    except MalformedPayload:
        return
    assert strict_json.loads(strict_json.dumps(read)) == read


@pytest.mark.parametrize("depth", [1, 31, 32])
def test_nesting_up_to_the_limit_is_read(depth):
    assert strict_json.loads(b"[" * depth + b"]" * depth) is not None
    mixed = b'{"a":[' * (depth // 2) + b"1" + b"]}" * (depth // 2)
    assert strict_json.loads(mixed) is not None


@pytest.mark.parametrize("depth", [33, 34, 64, 1000, 100_000])
def test_nesting_past_the_limit_is_refused(depth):
    for body in (b"[" * depth + b"]" * depth, b"[" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
        with pytest.raises(MalformedPayload):
            strict_json.loads(body)


def test_brackets_in_strings_and_wide_bodies_do_not_count():
    assert strict_json.loads(json.dumps(["[" * 500, '"[\\' * 100, {"{": "]"}]).encode())
    assert len(strict_json.loads(json.dumps([[{}] for _ in range(5000)]).encode())) == 5000


@pytest.mark.parametrize("unit", [b'\\"', b'"', b"[]", b"[", b"{}[]", b"\\", b'"\\"[', b"[[]]"])
def test_no_body_stalls_the_scan(unit):
    body = b'"' + unit * (1_000_000 // len(unit))
    started = time.process_time()
    strict_json.well_nested(body)
    assert time.process_time() - started < 2


def test_repeated_keys_that_differ_only_in_what_is_taken_out_are_refused():
    with pytest.raises(MalformedPayload):
        strict_json.loads(b'{"a":1,"a\\u0000":2}')


def test_problem_never_quotes_the_body():
    for body in (b'{"secret":NaN}', b'{"secret":1,"secret":2}', b'{"secret"', b'"secret\xff"'):
        with pytest.raises(MalformedPayload) as refused:
            strict_json.loads(body)
        assert "secret" not in str(refused.value)
