"""Reads the labelled messages that the masking bench measures on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "masking"
_MARK = re.compile(r"\{\{([A-Z_]+) (.*?)\}\}", re.DOTALL)


class Message(NamedTuple):
    """A message without its marks; ``entities`` are ``(start, end, type)`` in code points."""

    text: str
    entities: list[tuple[int, int, str]]
    kind: str = ""
    language: str = ""
    author: str = "customer"

    def lowered(self) -> Message:
        """The same in lower case, character by character, so that the offsets hold."""
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        return self._replace(text=lower)


def parse(marked: str, kind: str = "", language: str = "", author: str = "customer") -> Message:
    """Take the marks out of a message."""
    text, entities, cursor = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[cursor : match.start()]
        entities.append((len(text), len(text) + len(match.group(2)), match.group(1)))
        text += match.group(2)
        cursor = match.end()
    return Message(text + marked[cursor:], entities, kind, language, author)


def read_messages(held_out: bool) -> Iterator[Message]:
    """Messages of one half of every language: data lines counted from 0, the even ones are for development."""
    for path in sorted(FOLDER.glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip() and line[0] != "#"]
        for line in lines[held_out::2]:
            kind, _, text = line.partition(" ") if line.startswith("@") else ("@chat", "", line)
            yield parse(text.replace("\\n", "\n"), kind[1:], path.stem)


def read_conversations(held_out: bool) -> Iterator[list[Message]]:
    """Conversations of one half."""
    path = FOLDER / "conversations.jsonl"
    if not path.exists():
        return
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    for line in lines[held_out::2]:
        data = json.loads(line)
        yield [parse(text, "conversation", data.get("language", ""), author) for author, text in data["messages"]]
