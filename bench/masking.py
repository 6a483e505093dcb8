"""
The masker's speed and quality: ``python -m bench masking`` and ``python -m bench masking --quality``.

Quality is counted per character on the labelled messages in ``tests/data/masking`` (development half; the
held-out half with ``--held-out``). Leaked: share of entities with any letter or digit uncovered. Over-mask:
masked characters outside any entity over all such characters. Clean touched: share of messages without personal
data in which anything was masked.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

from bench.masking_compiled import compare
from bench.masking_data import Message, read_conversations, read_messages
from bench.masking_speed import measure_speed


class Tally:
    """Counts over messages of one group."""

    def __init__(self) -> None:
        self.entities: Counter[str] = Counter()
        self.leaked: Counter[str] = Counter()
        self.outside = self.over = self.clean = self.touched = 0

    def add(self, message: Message, spans: list[tuple[int, int]]) -> tuple[list[str], str]:
        """Count one message; return what leaked and what was masked without need."""
        covered = bytearray(len(message.text))
        for start, end in spans:
            covered[start:end] = b"\x01" * (end - start)
        marked = bytearray(len(message.text))
        leaks = []
        for start, end, kind in message.entities:
            marked[start:end] = b"\x01" * (end - start)
            self.entities[kind] += 1
            if any(message.text[i].isalnum() and not covered[i] for i in range(start, end)):
                self.leaked[kind] += 1
                leaks.append(f"{kind}:{message.text[start:end]}")
        over = "".join(c for i, c in enumerate(message.text) if covered[i] and not marked[i] and c.isalnum())
        self.outside += len(marked) - sum(marked)
        self.over += sum(1 for m, c in zip(marked, covered, strict=True) if c and not m)
        if not message.entities:
            self.clean += 1
            self.touched += bool(spans)
        return leaks, over

    def summary(self) -> dict[str, Any]:
        """Rates, rounded to four digits; ``None`` where nothing was counted."""
        entities, leaked = sum(self.entities.values()), sum(self.leaked.values())
        return {
            "entities": entities,
            "leaked": rate(leaked, entities),
            "over_mask": rate(self.over, self.outside),
            "clean_touched": rate(self.touched, self.clean),
        }


def rate(part: float, whole: float) -> float | None:
    """A share, or ``None`` of nothing."""
    return round(part / whole, 4) if whole else None


def measure_quality(held_out: bool, strictness: str, show: str) -> dict[str, Any]:
    """All figures of one half; misses and needless masks of the group ``show`` go to standard error."""
    from anonymizer import Anonymizer, MaskingPolicy

    policy = MaskingPolicy(strictness="strict" if strictness == "strict" else "balanced", budget_s=30)
    masker = Anonymizer(policy)
    tallies: dict[str, Tally] = {}
    for message in read_messages(held_out):
        spans = [(e.start, e.end) for e in masker.find(message.text)]
        groups = [message.kind, f"{message.kind}/{message.language}", f"language/{message.language}", "all"]
        if message.kind == "chat":
            groups.append("chat lower")
        for group in groups:
            tally = tallies.setdefault(group, Tally())
            if group == "chat lower":
                lowered = message.lowered()
                leaks, over = tally.add(lowered, [(e.start, e.end) for e in masker.find(lowered.text)])
            else:
                leaks, over = tally.add(message, spans)
            if show and group == show and (leaks or over):
                sys.stderr.write(f"{message.text!r}\n    leaked {leaks} over {over!r}\n")
    for conversation in read_conversations(held_out):
        found = masker.find_in_conversation([(m.author, m.text) for m in conversation])
        tally = tallies.setdefault("conversation", Tally())
        for message, entities in zip(conversation, found, strict=True):
            leaks, over = tally.add(message, [(e.start, e.end) for e in entities])
            if show == "conversation" and (leaks or over):
                sys.stderr.write(f"{message.author} {message.text!r}\n    leaked {leaks} over {over!r}\n")
    return {name: _with_types(tally) for name, tally in sorted(tallies.items())}


def _with_types(tally: Tally) -> dict[str, Any]:
    types = {kind: rate(tally.leaked[kind], count) for kind, count in sorted(tally.entities.items())}
    return tally.summary() | {"types": types}


def print_quality(groups: dict[str, Any]) -> None:
    """A table of the groups and one of the types."""
    lines = [f"{'group':<24}{'entities':>9}{'leaked':>9}{'over':>9}{'touched':>9}"]
    for name, figures in groups.items():
        cells = "".join(
            f"{'-' if figures[k] is None else figures[k]:>9}" for k in ("leaked", "over_mask", "clean_touched")
        )
        lines.append(f"{name:<24}{figures['entities']:>9}{cells}")
    for name in ("template", "chat", "chat lower", "adversarial", "all"):
        if name in groups:
            types = "  ".join(f"{kind} {value}" for kind, value in groups[name]["types"].items())
            lines.append(f"\nleaked by type, {name}: {types}")
    sys.stdout.write("\n".join(lines) + "\n")


def main(argv: list[str]) -> dict[str, Any]:
    """Run the chosen measurement and return the summary that is printed as one JSON line."""
    parser = argparse.ArgumentParser(prog="bench masking", description=__doc__.split("\n\n")[0])
    parser.add_argument("--quality", action="store_true", help="leaks and over-masking instead of speed")
    parser.add_argument("--held-out", action="store_true", help="the half that is looked at once")
    parser.add_argument("--strictness", choices=("balanced", "strict"), default="balanced")
    parser.add_argument("--show", default="", metavar="GROUP", help="print misses of a group, such as chat or chat/de")
    parser.add_argument("--compiled", action="store_true", help="build the extension aside and compare it")
    arguments = parser.parse_args(argv)
    if arguments.compiled:
        return compare()
    if not arguments.quality:
        return measure_speed()
    groups = measure_quality(arguments.held_out, arguments.strictness, arguments.show)
    print_quality(groups)
    kept = {
        name: {k: v for k, v in figures.items() if k != "types"} for name, figures in groups.items() if "/" not in name
    }
    chosen = ("PHONE_NUMBER", "CREDIT_CARD", "EMAIL_ADDRESS", "IBAN_CODE", "PERSON", "ADDRESS")
    for name in ("template", "chat lower", "all"):
        if name in kept:
            kept[name]["types"] = {kind: groups[name]["types"].get(kind) for kind in chosen}
    return {"half": "held out" if arguments.held_out else "development", "strictness": arguments.strictness} | kept
