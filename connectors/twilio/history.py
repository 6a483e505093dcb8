"""What Twilio keeps of messages: the way to those that no webhook told of, and to sends whose outcome is unknown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from connectors.base import Missed, OutboundMessage, Sent
from connectors.errors import RetryableError
from connectors.events import InboundEvent, MessageReceived
from connectors.ids import PlatformMessageId
from connectors.twilio.addresses import join, recipient, split
from connectors.twilio.client import TwilioClient
from connectors.twilio.config import TwilioSettings
from connectors.twilio.inbound import Reader

# so few that a page of the longest texts, every character escaped, stays below what is read of an answer
PAGE_SIZE = 20
MOST_PAGES = 50
# a message may be listed later than one that was sent after it
OVERLAP_S = 300

Item = dict[str, Any]


class _Cursor(msgspec.Struct, frozen=True):
    """Where a reading began, the newest message it has seen, and the page that comes next, if it is not over."""

    since_s: int
    newest_s: int
    page: str | None = None


class History:
    """Reads the list of messages of one sender."""

    def __init__(self, settings: TwilioSettings, client: TwilioClient, reader: Reader) -> None:
        self._settings = settings
        self._client = client
        self._reader = reader
        sender = settings.sender
        self._ours = join(settings.address, sender) if sender else None

    async def missed(self, cursor: str | None, since_ms: int) -> Missed:
        """Read what customers wrote, oldest first; what is a button or a place by webhook is only its words here."""
        at = _read_cursor(cursor) or _Cursor(since_ms // 1000, since_ms // 1000)
        items, page = await self._pages(at.page or self._query(at.since_s, To=self._ours))
        events: list[InboundEvent] = []
        # the list is newest first
        for item in reversed(items):
            if item.get("direction") == "inbound" and self._is_ours(item):
                events += await self._events(item)
        newest_s = max([at.newest_s, *(time for item in items if (time := _time_s(item)) is not None)])
        if page is not None:
            following = _Cursor(at.since_s, newest_s, page)
        else:
            following = _Cursor(max(at.since_s, newest_s - OVERLAP_S), newest_s)
        return Missed(events=tuple(events), cursor=msgspec.json.encode(following).decode(), more=page is not None)

    async def _pages(self, page: str) -> tuple[list[Item], str | None]:
        """Read page after page, so that what is found is in order; returns the next page where there are too many."""
        items: list[Item] = []
        following: str | None = page
        for _ in range(MOST_PAGES):
            if following is None:
                break
            said = await self._client.get(following)
            items += _messages(said)
            following = self._next_page(said)
        return items, following

    async def find_sent(self, message: OutboundMessage, since_ms: int) -> tuple[Sent, ...]:
        """Look for a text of ours by addressee, sender, words and time."""
        to = recipient(message.customer, self._settings.address)
        said = await self._client.get(self._query(since_ms // 1000, To=to, From=self._ours))
        found = [
            Sent(message_id=PlatformMessageId(item["sid"]))
            for item in _messages(said)
            if str(item.get("direction", "")).startswith("outbound") and item.get("body") == message.text
        ]
        return tuple(found[::-1])

    def _is_ours(self, item: Item) -> bool:
        """The list is that of the account; of a service without a number of its own only the service's are ours."""
        settings = self._settings
        if settings.sender is not None:
            return True
        by, _ = split(str(item.get("to") or ""))
        return item.get("messaging_service_sid") == settings.messaging_service_sid and by == settings.address

    def _query(self, since_s: int, **wanted: str | None) -> str:
        since = datetime.fromtimestamp(max(0, since_s), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        pairs = {**{name: value for name, value in wanted.items() if value}, "DateSent>": since}
        return f"{self._client.messages_path}?{urlencode({**pairs, 'PageSize': PAGE_SIZE})}"

    def _next_page(self, said: Item) -> str | None:
        page = said.get("next_page_uri")
        # the login goes along: nowhere but to the same list
        return page if isinstance(page, str) and page.startswith(f"{self._client.messages_path}?") else None

    async def _events(self, item: Item) -> list[InboundEvent]:
        """Read a message as if its webhook had come."""
        raw = json.dumps(item).encode()
        names = {"sid": "MessageSid", "account_sid": "AccountSid", "from": "From", "to": "To", "body": "Body"}
        names |= {"num_media": "NumMedia", "messaging_service_sid": "MessagingServiceSid"}
        fields = {field: str(item[name]).replace("\x00", "") for name, field in names.items() if item.get(name)}
        if fields.get("NumMedia", "0") != "0":
            fields |= await self._media(item)
        time_s = _time_s(item)
        at_ms = time_s * 1000 if time_s is not None else None
        return [
            msgspec.structs.replace(event, at_ms=at_ms) if isinstance(event, MessageReceived) else event
            for event in self._reader.read_fields({**fields, "SmsStatus": "received"}, raw)
        ]

    async def _media(self, item: Item) -> dict[str, str]:
        path = self._client.messages_path.removesuffix(".json")
        said = await self._client.get(f"{path}/{item['sid']}/Media.json")
        listed = said.get("media_list")
        fields = {}
        for index, file in enumerate(listed if isinstance(listed, list) else []):
            uri = file.get("uri") if isinstance(file, dict) else None
            if isinstance(uri, str) and uri.startswith(f"{path}/{item['sid']}/Media/"):
                fields[f"MediaUrl{index}"] = self._settings.api_url + uri.removesuffix(".json")
                fields[f"MediaContentType{index}"] = str(file.get("content_type") or "")
        return fields


def _messages(said: Item) -> list[Item]:
    listed = said.get("messages")
    if not isinstance(listed, list):
        raise RetryableError("no_list", "Twilio did not list its messages.")
    return [item for item in listed if isinstance(item, dict) and _is_sid(item.get("sid"))]


def _is_sid(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isalnum()


def _time_s(item: Item) -> int | None:
    for name in ("date_sent", "date_created"):
        try:
            return int(parsedate_to_datetime(str(item.get(name) or "")).timestamp())
        except (ValueError, OverflowError):
            continue
    return None


def _read_cursor(text: str | None) -> _Cursor | None:
    try:
        return msgspec.json.decode(text or "", type=_Cursor)
    except msgspec.DecodeError:
        return None
