"""Fixtures of all tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.house import House, house


@pytest.fixture
async def acme(tmp_path: Path) -> AsyncIterator[House]:
    """A gateway of the brand ``acme`` with a WhatsApp sandbox and a web chat channel."""
    async with house(tmp_path) as here:
        yield here
