"""Addresses of machines and wallets: IP, MAC, crypto currencies."""

from __future__ import annotations

import re

from anonymizer import cues
from anonymizer.entities import Entity
from anonymizer.view import View

_IPV4 = re.compile(r"(?<![0-9a-z_.])(?:\d{1,3}\.){3}\d{1,3}(?![0-9a-z_]|\.\d)")
_IPV6 = re.compile(r"(?<![0-9a-z:.])(?:[0-9a-f]{0,4}:){2,8}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![0-9a-z:])")
_MAC = re.compile(
    r"(?<![0-9a-z:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-z-]|:[0-9a-f])|(?<![0-9a-z.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![0-9a-z])"
)
_WALLET = re.compile(
    r"(?<![A-Za-z0-9])(?:bc1[a-z0-9]{25,71}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|[LM][1-9A-HJ-NP-Za-km-z]{33}"
    r"|[13][1-9A-HJ-NP-Za-km-z]{25,34}|r[1-9A-HJ-NP-Za-km-z]{27,34}|4[1-9A-HJ-NP-Za-km-z]{94}"
    r"|D[1-9A-HJ-NP-Za-km-z]{33})(?![A-Za-z0-9])"
)


def find(view: View) -> list[Entity]:
    """IPv4 and IPv6 addresses, MAC addresses, wallet addresses."""
    lower, found = view.lower, []
    if "." in lower:
        found += [_ipv4(view, m) for m in _IPV4.finditer(lower) if _is_ipv4(view, m)]
    if lower.count(":") >= 2:
        found += [Entity(m.start(), m.end(), "IP_ADDRESS", 0.9) for m in _IPV6.finditer(lower) if _is_ipv6(m.group())]
    if ":" in lower or "-" in lower or "." in lower:
        found += [
            Entity(m.start(), m.end(), "MAC_ADDRESS", 0.9) for m in _MAC.finditer(lower) if not m.group().isdigit()
        ]
    found += [Entity(m.start(), m.end(), "CRYPTO", 0.8) for m in _WALLET.finditer(view.text) if _is_wallet(view, m)]
    return found


def _ipv4(view: View, match: re.Match[str]) -> Entity:
    return Entity(match.start(), match.end(), "IP_ADDRESS", 0.9)


def _is_ipv4(view: View, match: re.Match[str]) -> bool:
    parts = [int(part) for part in match.group().split(".")]
    if max(parts) > 255:
        return False
    near = [category for _, _, category in view.cues_before(match.start(), 24)]
    # "firmware 2.14.0.3" and "v1.2.3.4" are versions.
    if near and near[0] == cues.ANTI:
        return False
    return cues.NETWORK in near or max(parts) > 31 or len(match.group()) > 9


def _is_ipv6(text: str) -> bool:
    if text.count("::") > 1 or text.count(":") > 7 or text.strip(":").isdigit():
        return False
    groups = [group for group in text.split(":") if group]
    if "::" in text:
        return len(groups) >= 2 or any(len(group) > 2 for group in groups)
    # "10:30:45" is a time: a full address has eight groups.
    return text.count(":") == 7 or "." in text


def _is_wallet(view: View, match: re.Match[str]) -> bool:
    value = match.group()
    mixed = any(char.isdigit() for char in value) and any(char.isalpha() for char in value)
    return mixed and (
        value[:2] in ("bc", "0x") or (any(c.isupper() for c in value) and any(c.islower() for c in value))
    )
