"""Reads the tables ``[brands.<brand>]``: policies and channels."""

from __future__ import annotations

import re

from anonymizer import ENTITY_TYPES, MaskingPolicy, Pattern, PolicyError
from connectors.base import Connector
from connectors.ids import ChannelId
from connectors.registry import kinds, load_kind
from gateway.config_model import BrandSettings, ChannelSettings
from gateway.config_reader import FileReader
from gateway.domain import NEVER_KEPT, ContinuityPolicy, SendingPolicy, TierPolicy

DAY_S = 24 * 3600
REOPEN_WINDOW_S = 3 * DAY_S
PATIENCE_S = 30 * 60
NOTICE_AFTER_S = 60
REVEAL_S = 120
REVEALS_PER_HOUR = 20
EVIDENCE_WAIT_S = 120
GIVE_UP_S = DAY_S

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
_NAME_ALLOWED = "lower-case letters, digits and dashes, at most 40, no dash at either end"
_LOCALE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"


def read_brands(reader: FileReader) -> dict[str, BrandSettings]:
    """Read all brands; what two channels claim is found here too."""
    brands: dict[str, BrandSettings] = {}
    claims: dict[str, str] = {}
    for name in reader.names():
        if not isinstance(reader.value(name), dict):
            reader.problem(name, "a value of its own", "tables such as [brands.acme]")
            continue
        if _NAME.fullmatch(name) is None:
            reader.problem(name, f"the name {name[:60]!r}", _NAME_ALLOWED)
        brands[name] = _read_brand(name, reader.child(name), claims)
    return brands


def _read_brand(name: str, reader: FileReader, claims: dict[str, str]) -> BrandSettings:
    read = BrandSettings(
        id=name,
        display_name=reader.text("display_name", allowed="a name of at most 60 characters", max_length=60),
        locale=reader.text("locale", "en", pattern=_LOCALE, allowed='a language such as "en" or "de-AT"'),
        continuity=_read_continuity(reader.child("continuity")),
        sending=_read_sending(reader.child("sending")),
        masking=_read_masking(reader.child("masking")),
        tiers=_read_tiers(reader.child("tiers")),
        channels=_read_channels(name, reader.child("channels"), claims),
    )
    if not read.channels and not reader.value("channels"):
        reader.problem("channels", "no channel", f"at least one table such as [brands.{name}.channels.site]")
    reader.finish()
    return read


def _read_continuity(reader: FileReader) -> ContinuityPolicy:
    window_s = reader.whole("reopen_window_s", REOPEN_WINDOW_S, least=60, most=90 * DAY_S, unit="seconds")
    patience_s = reader.whole("patience_s", PATIENCE_S, least=60, most=7 * DAY_S, unit="seconds")
    notice_s = reader.whole("notice_after_s", NOTICE_AFTER_S, least=0, most=DAY_S, unit="seconds")
    if notice_s >= patience_s:
        reader.problem("notice_after_s", f"{notice_s}", f"less than patience_s ({patience_s}); 0 sends no notice")
    reader.finish()
    return ContinuityPolicy(
        reopen_window_ms=window_s * 1000, patience_ms=patience_s * 1000, notice_after_ms=notice_s * 1000
    )


def _read_sending(reader: FileReader) -> SendingPolicy:
    on_ambiguous = reader.choice("on_ambiguous", ("ask", "resend"), "ask")
    evidence_s = reader.whole("evidence_wait_s", EVIDENCE_WAIT_S, least=5, most=DAY_S, unit="seconds")
    give_up_s = reader.whole("give_up_s", GIVE_UP_S, least=60, most=7 * DAY_S, unit="seconds")
    if evidence_s >= give_up_s:
        key = "evidence_wait_s" if reader.has("evidence_wait_s") else "give_up_s"
        reader.problem(
            key, f"evidence_wait_s {evidence_s} with give_up_s {give_up_s}", "evidence_wait_s shorter than give_up_s"
        )
    reader.finish()
    return SendingPolicy(on_ambiguous=on_ambiguous, evidence_wait_ms=evidence_s * 1000, give_up_ms=give_up_s * 1000)


def _read_tiers(reader: FileReader) -> TierPolicy:
    known = sorted(ENTITY_TYPES - NEVER_KEPT)
    allowed = f"one of: {', '.join(known)}"
    sees = reader.texts_like("certified_sees", known.__contains__, allowed)
    reveal = reader.texts_like("certified_reveals", known.__contains__, allowed)
    reveal_s = reader.whole("reveal_s", REVEAL_S, least=10, most=3600, unit="seconds")
    per_hour = reader.whole("reveals_per_hour", REVEALS_PER_HOUR, least=1, most=1000)
    reader.finish()
    return TierPolicy(frozenset(sees), frozenset(reveal), reveal_s * 1000, per_hour)


def _read_masking(reader: FileReader) -> MaskingPolicy:
    strictness = reader.choice("strictness", ("balanced", "strict"), "balanced")
    patterns = _read_patterns(reader)
    known = sorted(ENTITY_TYPES | {pattern.entity for pattern in patterns})
    entities = reader.texts_like("entities", known.__contains__, f"one of: {', '.join(known)}")
    allow, deny = reader.texts("allow", ()), reader.texts("deny", ())
    regions = reader.texts_like("regions", _is_region, 'a country such as "DE"')
    before = len(reader.problems)
    both = {word.casefold() for word in allow} & {word.casefold() for word in deny}
    if both:
        reader.problem(
            "allow", f"{sorted(both)[0][:60]!r}, which deny names too", "each phrase in one of the two lists"
        )
    reader.finish()
    if len(reader.problems) == before:
        try:
            return MaskingPolicy(
                strictness="strict" if strictness == "strict" else "balanced",
                mask=frozenset(entities) & frozenset(known) if reader.has("entities") else None,
                allow=allow,
                deny=deny,
                patterns=patterns,
                regions=tuple(region for region in regions if _is_region(region)),
            )
        except PolicyError as error:
            name, _, reason = str(error).partition(": ")
            reader.problem(name if reader.has(name) else "entities", reason, "a policy that the anonymizer accepts")
    return MaskingPolicy()


def _read_patterns(reader: FileReader) -> tuple[Pattern, ...]:
    """Read the brand's own patterns; only those without a mistake are returned."""
    patterns: list[Pattern] = []
    for table in reader.children("patterns"):
        before = len(table.problems)
        pattern = Pattern(
            name=table.text("name", allowed="a name for people", max_length=60),
            regex=table.text("pattern", allowed="a regular expression", max_length=1000),
            entity=table.text(
                "entity", pattern="[A-Z][A-Z0-9_]{1,39}", allowed='capitals, digits and _, such as "CUSTOMER_ID"'
            ),
        )
        table.finish()
        if len(table.problems) > before:
            continue
        try:
            MaskingPolicy(patterns=(pattern,))
        except PolicyError as error:
            reason = str(error).partition(": ")[2]
            table.problem("pattern", f"a pattern that {reason}", "a regular expression of bounded repeats")
        else:
            patterns.append(pattern)
    return tuple(patterns)


def _is_region(text: str) -> bool:
    return re.fullmatch("[A-Z]{2}", text) is not None


def _read_channels(brand: str, reader: FileReader, claims: dict[str, str]) -> dict[str, ChannelSettings]:
    channels: dict[str, ChannelSettings] = {}
    for name in reader.names():
        if not isinstance(reader.value(name), dict):
            reader.problem(name, "a value of its own", f"tables such as [brands.{brand}.channels.site]")
            continue
        if _NAME.fullmatch(name) is None:
            reader.problem(name, f"the name {name[:60]!r}", _NAME_ALLOWED)
        channel = _read_channel(ChannelId(f"{brand}/{name}"), reader.child(name))
        if channel is not None:
            channels[name] = channel
            _check_claims(channel, reader.child(name), claims)
    return channels


def _read_channel(channel: ChannelId, reader: FileReader) -> ChannelSettings | None:
    kind = reader.choice("kind", kinds())
    if kind not in kinds():
        return None
    try:
        connector: Connector = load_kind(kind).from_settings(channel, reader)
    except Exception as error:  # a connector of others must not keep us from finding the other mistakes
        reader.problem("kind", f"{kind!r}, whose connector fails with {type(error).__name__}", "a connector that works")
        return None
    return ChannelSettings(id=channel, kind=kind, connector=connector)


def _check_claims(channel: ChannelSettings, table: FileReader, claims: dict[str, str]) -> None:
    for claim in channel.connector.unique_claims():
        if claim != claim.strip():  # its value is missing, which is a mistake of its own
            continue
        first = claims.setdefault(claim, channel.id)
        if first != channel.id:
            key = next((key for key in table.names() if _ends_with(claim, table.value(key))), "kind")
            table.problem(key, f"{claim}, which channel {first} has already", "what no other channel has")


def _ends_with(claim: str, value: object) -> bool:
    return isinstance(value, str) and claim.endswith(f" {value}")
