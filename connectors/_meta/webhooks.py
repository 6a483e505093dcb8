"""Subscription check and signature of Meta's webhooks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectors.errors import InvalidSignature
from connectors.request import WebhookAnswer, WebhookRequest
from connectors.signature import same_text, signed_by_any

SIGNATURE_HEADER = "x-hub-signature-256"

_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})")
_CHALLENGE = re.compile(r"[0-9]{1,64}")


def challenge(request: WebhookRequest, verify_token: str) -> WebhookAnswer | None:
    """
    Answer Meta's GET check with its own challenge.

    Digits only, as plain text: what a stranger sends here must never come back as something a browser would run.
    """
    mode = _only(request, "hub.mode")
    token = _only(request, "hub.verify_token")
    text = _only(request, "hub.challenge")
    right = same_text(verify_token, token) and bool(token)
    if request.method != "GET" or mode != "subscribe" or not right or not _CHALLENGE.fullmatch(text):
        return None
    return WebhookAnswer(200, text, "text/plain")


def verify(request: WebhookRequest, app_secrets: Iterable[bytes]) -> None:
    """
    Check ``X-Hub-Signature-256`` over the raw body.

    Two secrets are in use while an app's secret is being rotated. The older SHA-1 header is never looked at.

    Raises
    ------
    InvalidSignature
        Missing, of another form, or not made with any of the secrets.
    """
    matched = _SIGNATURE.fullmatch(request.headers.get(SIGNATURE_HEADER, ""))
    if matched is None:
        raise InvalidSignature("no signature of the form sha256=<hex>")
    if not signed_by_any(app_secrets, request.body, matched[1]):
        raise InvalidSignature


def _only(request: WebhookRequest, name: str) -> str:
    values = [value for key, value in request.query if key == name]
    return values[0] if len(values) == 1 else ""
