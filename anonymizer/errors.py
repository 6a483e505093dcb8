"""What can go wrong while masking. Both errors carry no customer text, so they are safe to log."""

from __future__ import annotations


class MaskingError(Exception):
    """A text could not be masked: a recognizer failed or the budget ran out. The caller withholds the text."""


class PolicyError(ValueError):
    """A brand's masking policy cannot be used; the message names the field or the pattern at fault."""
