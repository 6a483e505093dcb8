"""What one brand wants masked, and how hard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from anonymizer.errors import PolicyError
from anonymizer.linear import why_super_linear

Strictness = Literal["balanced", "strict"]

ENTITY_TYPES = frozenset(
    {
        "PERSON", "ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "BANK_ACCOUNT", "NATIONAL_ID",
        "PASSPORT", "DRIVER_LICENSE", "IP_ADDRESS", "MAC_ADDRESS", "IMEI", "VIN", "CRYPTO", "URL",
        "LOCATION_COORDINATES",
        "HANDLE",
        "SECRET", "DATE_OF_BIRTH", "VEHICLE_PLATE",
    }
)  # fmt: skip
"""Everything the built-in recognizers find. Presidio's names where it has one for all countries."""

_TYPE_NAME = re.compile(r"[A-Z][A-Z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A brand's own pattern: ``regex`` is searched in the folded text without case; ``entity`` names what it finds."""

    name: str
    regex: str
    entity: str


@dataclass(frozen=True, slots=True)
class MaskingPolicy:
    """
    A brand's choices. Checked when made: ``PolicyError`` names the field or pattern at fault.

    ``strictness``: ``"strict"`` leans further towards masking names and addresses.
    ``mask``: entity types to mask, ``None`` for all. ``CREDIT_CARD`` and ``SECRET`` are masked in any case.
    ``allow``: words or phrases never masked as names or addresses (products, shop names); case and accents do
    not matter. ``deny``: words or phrases always masked, as ``PERSON``.
    ``patterns``: the brand's own, see ``Pattern``. ``locales``: languages such as ``"de"``, reserved for brands
    that want to narrow cues. ``regions``: countries such as ``"DE"`` whose short telephone numbers count even
    without a cue. ``budget_s``: seconds that masking one text may take, above 0 and at most 60.
    """

    strictness: Strictness = "balanced"
    mask: frozenset[str] | None = None
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    locales: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    budget_s: float = 0.25

    def __post_init__(self) -> None:
        if self.strictness not in ("balanced", "strict"):
            raise PolicyError(f"strictness: {self.strictness!r}; allowed: 'balanced', 'strict'")
        if not 0 < self.budget_s <= 60:
            raise PolicyError(f"budget_s: {self.budget_s!r}; must be above 0 and at most 60 seconds")
        for name in ("allow", "deny", "patterns", "locales", "regions"):
            if not isinstance(getattr(self, name), tuple):
                object.__setattr__(self, name, tuple(getattr(self, name)))
        if self.mask is not None and not isinstance(self.mask, frozenset):
            object.__setattr__(self, "mask", frozenset(self.mask))
        for pattern in self.patterns:
            _check_pattern(pattern)
        self._check_types()

    def _check_types(self) -> None:
        own = {pattern.entity for pattern in self.patterns}
        unknown = sorted((self.mask or frozenset()) - ENTITY_TYPES - own)
        if unknown:
            raise PolicyError(
                f"mask: unknown entity type {unknown[0]!r}; known: {', '.join(sorted(ENTITY_TYPES | own))}"
            )
        for region in self.regions:
            if re.fullmatch(r"[A-Z]{2}", region) is None:
                raise PolicyError(f"regions: {region!r} is not an ISO 3166 code such as 'DE'")

    def masks(self, entity_type: str) -> bool:
        """Whether findings of this type are masked."""
        return self.mask is None or entity_type in self.mask or entity_type in ("CREDIT_CARD", "SECRET")


def _check_pattern(pattern: Pattern) -> None:
    if _TYPE_NAME.fullmatch(pattern.entity) is None:
        raise PolicyError(
            f"pattern {pattern.name!r}: entity {pattern.entity!r} must be capitals and _, such as 'CUSTOMER_ID'"
        )
    reason = why_super_linear(pattern.regex)
    if reason is not None:
        raise PolicyError(f"pattern {pattern.name!r}: {reason}")


def compile_patterns(patterns: Sequence[Pattern]) -> list[tuple[re.Pattern[str], str]]:
    """Ready to search, with the entity type of each."""
    return [(re.compile(pattern.regex, re.IGNORECASE), pattern.entity) for pattern in patterns]
