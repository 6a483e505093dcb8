"""From a content to the masked body of an entry. The only place where text of a message meets the anonymizer."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import structlog

from anonymizer import Anonymizer, Masked, MaskingError, split
from connectors.events import Choice, Contacts, Content, Form, Location, Media, Order, Text, Unsupported
from gateway.domain import Body, StoredPart
from gateway.privacy.conversations import Conversation

log = structlog.get_logger()

_KINDS = {
    Text: "text", Media: "media", Location: "location", Contacts: "contacts",
    Choice: "choice", Form: "form", Order: "order", Unsupported: "unsupported",
}  # fmt: skip
_DIGITS = re.compile(r"\d(?:[ .\-]?\d){11,18}")
MAX_TEXT = 64 * 1024
"""Longer texts of one field are cut: no channel sends them, and nobody reads them."""

MASK_AGAIN_MS = 1_000
"""When a withheld message is tried again for the first time."""
MAX_FIELDS = 1000
"""More texts than that in one message are cut as well: more contact cards than a customer can share."""


def clean(text: str) -> str:
    """Replace what cannot be stored or sent as UTF-8 (lone surrogates), drop NUL, and bound the length."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    if "\0" in text:
        text = text.replace("\0", "")
    return text[:MAX_TEXT]


def strip_cards(text: str) -> str:
    """Take out of a text that could not be masked what might be a card number: those are never stored."""
    return _DIGITS.sub("••••", text)


def data_of(content: Content) -> dict[str, Any] | None:
    """What of a content is neither text nor personal: shown to every reader."""
    if isinstance(content, Media):
        known = {"media": content.media, "mime": content.mime, "size": content.size_bytes, "failed": content.failed}
        return {name: value for name, value in known.items() if value is not None}
    if isinstance(content, Choice):
        return {"source": content.source}
    if isinstance(content, Order):
        return {"items": [[item.product, item.quantity, item.price, item.currency] for item in content.items]}
    if isinstance(content, Unsupported):
        return {"what": content.what}
    return None


class MaskedBody(NamedTuple):
    """A body, and what must now be masked further in earlier messages (1 is the one before) as new entities."""

    body: Body
    earlier: Mapping[int, list[Any]]


class Masking:
    """Masks bodies for one brand."""

    def __init__(self, anonymizer: Anonymizer) -> None:
        self.anonymizer = anonymizer
        # The first call loads tables; no customer's message should pay for that out of its own time budget.
        with contextlib.suppress(MaskingError):
            anonymizer.find("My name is Ana Example, call +1 202 555 0143, ana@example.org, 1 Main Street.")

    def mask(self, conversation: Conversation, content: Content, author: str = "customer") -> MaskedBody:
        """
        Mask every text of a content and put its values into the conversation's vault.

        Fails closed: when the anonymizer fails, the body is withheld, sealed whole, and shown to nobody until it
        could be masked.
        """
        fields_of = content.text_fields()
        if len(fields_of) > MAX_FIELDS:
            log.warning("a message with too many texts was cut", texts=len(fields_of))
        texts = [(field.name, clean(field.text), field.entity) for field in fields_of[:MAX_FIELDS]]
        kind, data = _KINDS[type(content)], data_of(content)
        try:
            fields, earlier = self._mask_texts(conversation, texts, author)
        except MaskingError as error:
            log.error("a message was withheld: it could not be masked", reason=type(error).__name__)
            kept = [(name, strip_cards(text), entity) for name, text, entity in texts]
            return MaskedBody(Body(kind, [], data, withheld=kept), {})
        return MaskedBody(Body(kind, fields, data), earlier)

    def mask_note(self, conversation: Conversation, text: str) -> list[StoredPart]:
        """Mask what an expert writes for other experts; what cannot be masked is left out."""
        try:
            found = self.anonymizer.find(clean(text), conversation.memory)
        except MaskingError:
            return ["…"]
        return conversation.vault.store_parts(split(clean(text), found))

    def mask_again(self, conversation: Conversation, body: Body) -> Body:
        """Mask a withheld body; the same body comes back when that fails again."""
        if body.withheld is None:
            return body
        try:
            fields, _ = self._mask_texts(conversation, body.withheld, "customer")
        except MaskingError:
            return body
        return msgspec.structs.replace(body, fields=fields, withheld=None)

    def _mask_texts(
        self, conversation: Conversation, texts: Sequence[tuple[str, str, str | None]], author: str
    ) -> tuple[list[tuple[str, list[StoredPart]]], Mapping[int, list[Any]]]:
        """The first free text is the message itself, and the conversation's memory reads it; others are beside it."""
        fields: list[tuple[str, list[StoredPart]]] = []
        earlier: Mapping[int, list[Any]] = {}
        main = next((index for index, (_, _, entity) in enumerate(texts) if entity is None), None)
        for index, (name, text, entity) in enumerate(texts):
            if entity is not None:
                parts = conversation.vault.store_parts([Masked(entity, text)])
            elif index == main:
                reading = self.anonymizer.read(text, conversation.memory, author)
                earlier = reading.earlier
                parts = conversation.vault.store_parts(split(text, reading.entities))
            else:
                found = self.anonymizer.find(text, conversation.memory)
                parts = conversation.vault.store_parts(split(text, found))
            fields.append((name, parts))
        if main is None:
            self.anonymizer.read("", conversation.memory, author)
        return fields, earlier
