"""What ``config.toml`` becomes: typed, frozen, complete with defaults."""

from __future__ import annotations

from pathlib import Path

import msgspec

from anonymizer import MaskingPolicy
from connectors.base import Connector
from connectors.ids import ChannelId
from connectors.settings import Secret
from gateway.domain import ContinuityPolicy, SendingPolicy, TierPolicy
from gateway.errors import StartRefused
from gateway.store.checks import StoreRules


class LocatedProblem(msgspec.Struct, frozen=True):
    """
    One mistake and the line it stands on, counted from 1; 0 when it is not in the file at all.

    ``path`` is dotted, or empty for the file as a whole. ``found`` never shows a secret.
    """

    line: int
    path: str
    found: str
    allowed: str


class ConfigInvalid(StartRefused):
    """The configuration has mistakes. ``problems`` holds all of them, by line."""

    def __init__(self, file: Path, problems: list[LocatedProblem]) -> None:
        self.file = file
        self.problems = problems
        first = problems[0]
        more = f" (and {len(problems) - 1} more: run rapport check {file.name})" if len(problems) > 1 else ""
        super().__init__(
            f"{file.name}:{first.line}: {first.path or 'the file'}: found {first.found}; allowed: {first.allowed}{more}"
        )


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    Where the gateway listens and how the world reaches it.

    ``public_url`` has no path and no trailing slash. ``embed_origins`` may show the expert client in a frame.
    ``metrics_token`` guards ``/metrics``; without it the page is served to this machine alone.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = "http://localhost:8080"
    embed_origins: tuple[str, ...] = ()
    metrics_token: Secret | None = None
    log_level: str = "info"
    log_format: str = "text"


class StoreSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    Where the live data is kept.

    ``url`` is ``None`` for the embedded store, which keeps its files in ``folder``; it is a ``Secret`` when it was
    read from the environment or a file. ``fsync`` concerns the embedded store: ``always`` or ``everysec``.
    """

    url: Secret | str | None = None
    folder: Path = Path("data/store")
    shards: int = 16
    cluster: bool = False
    fsync: str = "always"
    rules: StoreRules = StoreRules()


class PrivacySettings(msgspec.Struct, frozen=True, kw_only=True):
    """``root_key`` unlocks everything stored; ``None`` means the file ``root.key`` in ``folder``."""

    root_key: Secret | None = None
    folder: Path = Path("data/keys")


class ArchiveSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where settled conversations go. There is no archive yet: ``none`` keeps them in the store."""

    kind: str = "none"


class ChannelSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One configured account of a kind, its connector made but not started."""

    id: ChannelId
    kind: str
    connector: Connector


class BrandSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One brand: its policies and its channels by name (``wa-main``, not ``acme/wa-main``)."""

    id: str
    display_name: str
    locale: str
    continuity: ContinuityPolicy
    sending: SendingPolicy
    masking: MaskingPolicy
    tiers: TierPolicy
    channels: dict[str, ChannelSettings]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All of ``config.toml``."""

    server: ServerSettings
    store: StoreSettings
    privacy: PrivacySettings
    archive: ArchiveSettings
    brands: dict[str, BrandSettings]
