"""
The gateway, composed with an anonymizer that finds nothing: shows what masking costs. No setting does this.

Only benchmarks start this; it takes the path of a configuration file.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from anonymizer import Anonymizer, ConversationMemory, Entity, Reading
from gateway.app import Gateway, serving
from gateway.cli import rest_collector, until_stopped
from gateway.config import load_settings
from gateway.logs import set_up_logs


class NullAnonymizer(Anonymizer):
    """Finds nothing and remembers nothing."""

    def find(
        self, text: str, context: ConversationMemory | None = None, *, extra: Sequence[Entity] = ()
    ) -> list[Entity]:
        return []

    def read(self, text: str, memory: ConversationMemory, author: str = "customer") -> Reading:
        return Reading([], {})


async def _serve(config: Path) -> None:
    settings = load_settings(config)
    set_up_logs(settings.server.log_level, settings.server.log_format)
    async with serving(Gateway(settings, make_anonymizer=NullAnonymizer), port=0) as port:
        rest_collector()
        sys.stdout.write(f"the gateway without masking serves on port {port}\n")
        sys.stdout.flush()
        await until_stopped()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as _runner:
        _runner.run(_serve(Path(sys.argv[1])))
