"""
Memory: what one open conversation of 20 messages of 120 characters takes in the store, encrypted, all included.

Messages come in as WhatsApp calls do: parsed, masked, sealed and appended by the gateway's own code, in this process,
into its embedded store. The total is the growth of the store's memory (without buffers of connections and of the
append-only file) over the number of conversations; the families are samples of what the store says of single keys.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import uvloop

from bench.bodies import Bodies
from bench.texts import PLAIN
from bench.webhook import ENVIRONMENT, write_config
from connectors.base import SupportsWebhooks
from connectors.request import WebhookRequest
from gateway.app import Gateway
from gateway.config import load_settings
from gateway.store.client import StoreClient

FAMILIES = {
    "c": "state", "l": "log", "v": "vault", "d": "seen", "a": "aliases", "o": "outbox", "r": "receipts",
    "offers": "offers", "agenda": "agenda", "held": "held",
}  # fmt: skip
"""What stands after the shard's tag in a key, and what it is called here."""
SAMPLES = 300
_WORDS = [word for text in PLAIN if text.isascii() for word in text.lower().split() if word.isalpha()]


def text_of(customer: int, turn: int) -> str:
    """Make a text of exactly 120 characters that holds nothing personal."""
    choose = random.Random(customer * 1_000 + turn)
    text = ""
    while len(text) < 120:
        text += choose.choice(_WORDS) + " "
    return text[:119] + "."


async def used_bytes(store: StoreClient) -> int:
    """Memory in use, without buffers that come and go."""
    raw = (await store.call("", "INFO", "memory")).decode()
    fields = dict(line.split(":", 1) for line in raw.splitlines() if ":" in line)
    return int(fields["used_memory"]) - int(fields["mem_clients_normal"]) - int(fields["mem_aof_buffer"])


async def fill(gateway: Gateway, conversations: int, messages: int) -> None:
    """Send every customer's messages, one after the other, customers side by side."""
    channel = gateway.channels["acme/wa-main"]
    connector = channel.connector
    assert isinstance(connector, SupportsWebhooks)
    bodies = Bodies(conversations, int(time.time()), text_of)
    for _ in range(messages):
        for start in range(0, conversations, 64):
            calls = [
                WebhookRequest(method="POST", url="", headers={}, body=bodies.body())
                for _ in range(min(64, conversations - start))
            ]
            await asyncio.gather(*(gateway.ingest.receive(channel, connector.parse(call)) for call in calls))


async def families(store: StoreClient, conversations: int) -> dict[str, float]:
    """Bytes a conversation by family of keys, from samples."""
    keys: dict[str, list[str]] = {}
    cursor = b"0"
    while True:
        cursor, found = await store.call("", "SCAN", cursor, "COUNT", 1_000)
        for key in found:
            name = key.decode()
            family = FAMILIES.get(name.split(":")[1], "other") if name.startswith("{") else "other"
            keys.setdefault(family, []).append(name)
        if cursor == b"0":
            break
    sizes: Counter[str] = Counter()
    for family, names in keys.items():
        sample = random.Random(1).sample(names, min(SAMPLES, len(names)))
        usage = [await store.call(name, "MEMORY", "USAGE", name, "SAMPLES", 0) for name in sample]
        sizes[family] = sum(usage) * len(names) // len(sample)
    return {family: round(size / conversations, 1) for family, size in sorted(sizes.items(), key=lambda item: -item[1])}


async def measure(folder: Path, conversations: int, messages: int) -> dict[str, object]:
    gateway = Gateway(load_settings(write_config(folder, "everysec")))
    await gateway.start()
    try:
        store = gateway.storage.client
        before = await used_bytes(store)
        await fill(gateway, conversations, messages)
        await asyncio.sleep(2)
        total = (await used_bytes(store) - before) / conversations
        parts = await families(store, conversations)
    finally:
        await gateway.close()
    return {
        "bytes_per_conversation": round(total),
        **parts,
        "rest": round(total - sum(parts.values()), 1),
        "text_bytes": messages * 120,
        "conversations": conversations,
        "messages": messages,
    }


def main(argv: list[str]) -> dict[str, object]:
    """Measure, and return the figures that are printed as one JSON line."""
    parser = argparse.ArgumentParser(prog="bench memory", description=__doc__.split("\n\n")[0])
    parser.add_argument("--conversations", type=int, default=2_000)
    parser.add_argument("--messages", type=int, default=20, help="messages of each conversation")
    options = parser.parse_args(argv)
    os.environ.update(ENVIRONMENT)
    with (
        tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(measure(Path(folder), options.conversations, options.messages))
