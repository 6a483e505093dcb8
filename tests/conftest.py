"""Fixtures of all tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx

from tests.support.house import House, house

SERVING = [
    "gateway.agenda",
    "gateway.cases",
    "gateway.messages.ingest",
    "gateway.messages.notices",
    "gateway.messages.outbox",
    "gateway.messages.receipts",
    "gateway.messages.relations",
    "gateway.messages.replies",
    "gateway.realtime.desk",
    "gateway.realtime.experts",
    "gateway.realtime.reading",
    "gateway.realtime.visitors",
    "gateway.web.webhooks",
]
"""What runs on the event loop while messages are served; reading files at start is another matter."""


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop() -> Iterator[None]:
    """Fail a test in which serving makes a blocking call while the event loop runs."""
    with blockbuster_ctx(SERVING):
        yield


@pytest.fixture
async def acme(tmp_path: Path) -> AsyncIterator[House]:
    """A gateway of the brand ``acme`` with a WhatsApp sandbox and a web chat channel."""
    async with house(tmp_path) as here:
        yield here
