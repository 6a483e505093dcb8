"""
Everything that can go wrong between us and a platform.

The docstring of a class is its default message. No error carries message text or anything that names a customer.
"""

from __future__ import annotations


class ConnectorError(Exception):
    """The connector failed."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class InvalidSignature(ConnectorError):
    """The request is not signed by the platform."""


class MalformedPayload(ConnectorError):
    """The request is authentic but its body cannot be read at all."""


class SendError(ConnectorError):
    """
    The message could not be sent.

    ``code`` is the platform's code or a short one of ours; ``safe_text`` may be shown to an expert.
    """

    def __init__(self, code: str, safe_text: str | None = None) -> None:
        self.code = code
        self.safe_text = safe_text or (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(f"{code}: {self.safe_text}")


class RetryableError(SendError):
    """The platform could not take the message now. It was certainly not sent."""

    def __init__(self, code: str, safe_text: str | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(code, safe_text)
        self.retry_after_s = retry_after_s


class RateLimited(RetryableError):
    """
    The platform asks for a slower pace. Certainly not sent.

    ``scope`` is ``pair`` (this customer only) or ``channel`` (the whole account).
    """

    def __init__(
        self, code: str, safe_text: str | None = None, retry_after_s: float | None = None, scope: str = "channel"
    ) -> None:
        super().__init__(code, safe_text, retry_after_s)
        self.scope = scope


class WindowClosed(SendError):
    """The reply window is closed. Certainly not sent; held until the customer writes, or sent as a template."""


class PermanentError(SendError):
    """The platform refuses this message for good."""


class UnsupportedContent(PermanentError):
    """This channel cannot carry such content."""


class OptedOut(PermanentError):
    """The customer asked not to be written to here. Nothing can be sent until they take that back."""


class NotInControl(PermanentError):
    """Another app holds the conversation on the platform. Certainly not sent."""


class AccountError(SendError):
    """The channel's account does not work. Certainly not sent; the channel pauses and people are alerted."""


class OutcomeUnknown(SendError):
    """The message may have been accepted. It must not be sent again blindly."""
