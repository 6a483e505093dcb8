"""What the gateway says in its logs, as an operator would have it: written by the product's own set-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
import structlog

from gateway.logs import set_up_logs
from tests.support.canaries import Canary, find_canaries


class Logs:
    """Everything that was logged so far, by us and by the libraries."""

    def __init__(self, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
        self._capsys = capsys
        self._caplog = caplog
        self._said = ""

    def text(self) -> str:
        captured = self._capsys.readouterr()
        self._said += captured.out + captured.err
        return self._said + self._caplog.text

    def leaks(self, canaries: Iterable[Canary]) -> list[str]:
        return find_canaries(self.text().encode(), canaries)


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[Logs]:
    """Log as the product does, and keep it."""
    set_up_logs("debug", "json")
    yield Logs(capsys, caplog)
    structlog.reset_defaults()
