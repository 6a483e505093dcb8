"""``rapport check``: every mistake of a configuration, or the addresses to enter at the platforms."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path

from connectors.base import SupportsVisitors, SupportsWebhooks
from gateway.config import ChannelSettings, ConfigInvalid, LocatedProblem, Settings, load_settings

_WIDEST = 100


def check(config: Path) -> int:
    """Print what is wrong with ``config``, or what is ready; return 1 or 0."""
    try:
        settings = load_settings(config)
    except ConfigInvalid as invalid:
        count = len(invalid.problems)
        for problem in invalid.problems:
            _say(_describe(problem, config))
        _say(f"{count} mistake{'s' if count > 1 else ''} in {config}")
        return 1
    for line in _ready(settings):
        _say(line)
    return 0


def _say(text: str) -> None:
    """A file name or a value may hold what the terminal's encoding lacks."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _describe(problem: LocatedProblem, config: Path) -> str:
    place = f"{config}:{problem.line}" if problem.line else str(config)
    return "\n".join(
        [
            f"{place}  {_plain(problem.path)}".rstrip(),
            *_wrap("found    ", _plain(problem.found)),
            *_wrap("allowed  ", _plain(problem.allowed)),
        ]
    )


def _plain(text: str) -> str:
    """No line of ours may be broken or coloured by what stands in the file."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def _wrap(label: str, text: str) -> list[str]:
    """Break long texts at words; a pipe gets 80 columns, so that what others keep is always the same."""
    width = min(_WIDEST, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80
    return textwrap.wrap(
        text,
        width=max(40, width),
        initial_indent=f"    {label}",
        subsequent_indent=" " * (4 + len(label)),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _ready(settings: Settings) -> list[str]:
    channels = [channel for brand in settings.brands.values() for channel in brand.channels.values()]
    widest = max(len(channel.id) for channel in channels)
    widest_kind = max(len(channel.kind) for channel in channels)
    lines = []
    for channel in channels:
        address = _address(channel, settings.server.public_url)
        lines.append(f"{channel.id:<{widest}}  {channel.kind:<{widest_kind}}  {address}")
    brands = len(settings.brands)
    lines.append(
        f"no mistakes: {brands} brand{'s' if brands > 1 else ''}, "
        f"{len(channels)} channel{'s' if len(channels) > 1 else ''}"
    )
    return lines


def _address(channel: ChannelSettings, public_url: str) -> str:
    """What to enter at the platform, or to put into a page."""
    if isinstance(channel.connector, SupportsVisitors):
        return f'<script src="{public_url}/widget/{channel.id}/loader.js" async></script>'
    if isinstance(channel.connector, SupportsWebhooks):
        return f"{public_url}/webhooks/{channel.id}"
    return "(no webhook: the gateway asks the platform)"
