"""What the gateway says in its logs, as an operator would have it: written by the product's own set-up."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator

import pytest
import structlog

from gateway.logs import set_up_logs
from tests.support.canaries import Canary, find_canaries


class Logs:
    """Everything that was logged so far, by us and by the libraries."""

    def __init__(self, stream: io.StringIO, caplog: pytest.LogCaptureFixture) -> None:
        self._stream = stream
        self._caplog = caplog

    def text(self) -> str:
        return self._stream.getvalue() + self._caplog.text

    def leaks(self, canaries: Iterable[Canary]) -> list[str]:
        return find_canaries(self.text().encode(), canaries)


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[Logs]:
    """Log as the product does, and keep it."""
    stream = io.StringIO()
    with contextlib.redirect_stderr(stream):
        set_up_logs("debug", "json")
    yield Logs(stream, caplog)
    structlog.reset_defaults()
