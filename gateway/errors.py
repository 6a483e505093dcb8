"""Errors of the gateway. ``code`` is what a client receives; the docstring of a class is its default message."""

from __future__ import annotations


class RapportError(Exception):
    """Something went wrong."""

    code = "failed"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])


class StartRefused(RapportError):
    """The gateway refuses to start."""


class StoreUnavailable(RapportError):
    """The store does not answer. What was under way may or may not have happened."""

    code = "unavailable"


class StoreRefused(RapportError):
    """The store answered with an error. The message starts with its error code."""

    code = "unavailable"


class ArchiveUnavailable(RapportError):
    """The archive does not answer. What was under way may or may not have happened; repeating it is safe."""

    code = "unavailable"


class ArchiveRefused(RapportError):
    """The archive does not take this: it would leave a gap, or change what only grows. Nothing was done."""

    code = "unavailable"


class Overloaded(RapportError):
    """Too much is under way. Nothing was done; try again shortly."""

    code = "unavailable"


class Conflict(RapportError):
    """Others kept changing this conversation. Nothing was done; try again."""

    code = "unavailable"


class DecryptionFailed(RapportError):
    """A stored value cannot be decrypted: wrong key, wrong place or damaged."""

    code = "unavailable"


class Refused(RapportError):
    """A command of a client that may not be carried out. ``code`` says why; the text is for people."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
