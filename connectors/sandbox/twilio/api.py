"""The Messages API of the sandbox: checks what the real one checks, answers as it answers, fails as it was told to."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from aiohttp import web

from connectors.sandbox.answers import cut
from connectors.sandbox.faults import FaultOrder
from connectors.sandbox.twilio.faults import REFUSALS, SEND_FAULTS
from connectors.sandbox.twilio.people import API_VERSION, Customer, Text, new_sid
from connectors.signature import same_text

if TYPE_CHECKING:
    from connectors.sandbox.twilio.sandbox import TwilioSandbox

TEXT_LIMIT = 1600
PAGE_SIZE = 50

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_PERSON = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")

Body = dict[str, Any]


class RecordedCall(msgspec.Struct, kw_only=True):
    """One call that makes a message: its form, the HTTP status it got (0: none), and the id if it was accepted."""

    form: Mapping[str, str]
    status: int = 0
    sid: str | None = None

    @property
    def tag(self) -> str | None:
        return tag_of(self.form.get("StatusCallback"))


class Refused(Exception):
    """The call breaks a rule of the API."""

    def __init__(self, http: int, code: int, message: str) -> None:
        super().__init__(message)
        self.http = http
        more = f"https://www.twilio.com/docs/errors/{code}"
        self.body = {"code": code, "message": message, "more_info": more, "status": http}


class MessagesApi:
    """The routes below ``/2010-04-01/Accounts/``."""

    def __init__(self, sandbox: TwilioSandbox) -> None:
        self._sandbox = sandbox

    def add_routes(self, app: web.Application) -> None:
        base = f"/{API_VERSION}/Accounts/{{account}}"
        app.router.add_post(f"{base}/Messages.json", self._create)
        app.router.add_get(f"{base}/Messages.json", self._list)
        app.router.add_get(f"{base}/Messages/{{sid}}.json", self._fetch)
        app.router.add_get(f"{base}/Messages/{{sid}}/Media.json", self._media)

    async def _create(self, request: web.Request) -> web.StreamResponse:
        call = RecordedCall(form={})
        response: web.StreamResponse
        try:
            self._check_caller(request)
            call.form = await _read_form(request)
            response = await self._act(request, call)
        except Refused as refused:
            retry = {"Retry-After": "1"} if refused.http == 429 else {}
            response = web.json_response(refused.body, status=refused.http, headers=retry)
        call.status = response.status
        if call.sid is None:
            self._sandbox.record(call)
        return response

    def _check_caller(self, request: web.Request) -> None:
        scheme, _, login = request.headers.get("Authorization", "").partition(" ")
        right = base64.b64encode(f"{self._sandbox.account_sid}:{self._sandbox.auth_token}".encode()).decode()
        if scheme != "Basic" or not same_text(right, login):
            raise Refused(401, 20003, "Authenticate")
        if request.match_info["account"] != self._sandbox.account_sid:
            raise Refused(404, 20404, f"The requested resource {request.path[:200]} was not found")

    async def _act(self, request: web.Request, call: RecordedCall) -> web.StreamResponse:
        sandbox, form = self._sandbox, call.form
        person = sandbox.find(form.get("To", ""))
        order = sandbox.faults.take(SEND_FAULTS, person.names if person is not None else ())
        kind = order.kind if order is not None else ""
        if kind in REFUSALS and kind != "error_after_accept":
            raise Refused(*REFUSALS[kind])
        if kind == "unavailable":
            return web.Response(status=503)
        if kind == "redirect":
            return web.Response(status=302, headers={"Location": "https://elsewhere.example/"})
        if kind == "lost_request":
            return cut(request)
        self._check_message(form)
        if person is not None and person.opted_out:
            raise Refused(*REFUSALS["opted_out"])
        return await self._accept(request, call, person, order)

    def _check_message(self, form: Any) -> None:
        sandbox, to, sender = self._sandbox, form.get("To", ""), form.get("From", "")
        if not to:
            raise Refused(400, 21604, "A 'To' phone number is required.")
        by, name = ("whatsapp", to.removeprefix("whatsapp:")) if to.startswith("whatsapp:") else ("sms", to)
        if not _NUMBER.fullmatch(name) and not (by == "whatsapp" and _PERSON.fullmatch(name)):
            raise Refused(*REFUSALS["bad_number"])
        service = form.get("MessagingServiceSid", "")
        if not sender and not service:
            raise Refused(400, 21603, "A 'From' phone number is required.")
        if service and service != sandbox.messaging_service_sid:
            raise Refused(400, 21701, "The Messaging Service does not exist.")
        if sender and sender != sandbox.address:
            code = 63007 if sender.startswith("whatsapp:") else 21659
            raise Refused(400, code, "'From' is not a sender of this account.")
        if (by == "whatsapp") is not sandbox.whatsapp:
            raise Refused(400, 21910, "'From' and 'To' are of different channels.")
        if not form.get("Body", "").strip() and not form.get("MediaUrl") and not form.get("ContentSid"):
            raise Refused(400, 21602, "Message body is required.")
        if len(form.get("Body", "")) > TEXT_LIMIT:
            raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
        callback = form.get("StatusCallback")
        if callback is not None and (
            urlsplit(callback).scheme not in ("http", "https") or "_" in urlsplit(callback).netloc
        ):
            raise Refused(400, 21609, "The 'StatusCallback' URL is not a valid URL.")

    async def _accept(
        self, request: web.Request, call: RecordedCall, person: Customer | None, order: FaultOrder | None
    ) -> web.StreamResponse:
        sandbox, form = self._sandbox, call.form
        kind = order.kind if order is not None else ""
        made = Text(sid=new_sid(), by="business", address=form["To"], text=form.get("Body", ""), at_s=sandbox.now_s())
        made.tag, made.status_callback = call.tag, form.get("StatusCallback")
        sandbox.texts[made.sid] = made
        if person is not None and sandbox.window_open(person):
            person.texts.append(made)
            person.touch()
        call.sid = made.sid
        sandbox.record(call)
        answer = self._shown(made)
        if kind == "failed_status":
            sandbox.report(person, made, "undelivered", 30003)
        elif kind == "status_first":
            await sandbox.report_progress(person, made)
            await sandbox.settled()
        elif kind != "no_statuses":
            sandbox.in_background(sandbox.report_progress(person, made))
        if kind == "error_after_accept":
            raise Refused(*REFUSALS[kind])
        if kind == "ok_without_id":
            answer["sid"] = None
        body = json.dumps(answer).encode()
        return await sandbox.answers.give(request, web.json_response(answer, status=201), body, order)

    async def _list(self, request: web.Request) -> web.Response:
        try:
            self._check_caller(request)
            found = self._found(request)
            size, page = int(request.query.get("PageSize", PAGE_SIZE)), int(request.query.get("Page", 0))
        except Refused as refused:
            return web.json_response(refused.body, status=refused.http)
        except ValueError:
            return web.json_response(Refused(400, 20001, "Invalid parameter").body, status=400)
        shown = found[page * size : (page + 1) * size]
        more = {**request.query, "Page": str(page + 1), "PageToken": "PA" + found[0].sid} if found else {}
        answer: Body = {
            "messages": [self._shown(text) for text in shown],
            "page": page,
            "page_size": size,
            "uri": request.path_qs,
            "next_page_uri": f"{request.path}?{urlencode(more)}" if len(found) > (page + 1) * size else None,
        }
        return web.json_response(answer)

    def _found(self, request: web.Request) -> list[Text]:
        """Find by addressee, sender and time, newest first."""
        after = request.query.get("DateSent>")
        after_s = datetime.fromisoformat(after).timestamp() if after else 0.0
        found = []
        for text in self._sandbox.texts.values():
            shown = self._shown(text)
            wanted = all(request.query.get(key, shown[key.lower()]) == shown[key.lower()] for key in ("To", "From"))
            if wanted and int(text.at_s) >= after_s:
                found.append(text)
        return found[::-1]

    async def _fetch(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._shown(self._known(request)))
        except Refused as refused:
            return web.json_response(refused.body, status=refused.http)

    async def _media(self, request: web.Request) -> web.Response:
        try:
            text = self._known(request)
        except Refused as refused:
            return web.json_response(refused.body, status=refused.http)
        files = [
            {
                "sid": url.rpartition("/")[2],
                "account_sid": self._sandbox.account_sid,
                "parent_sid": text.sid,
                "content_type": mime,
                "date_created": _date(text.at_s),
                "date_updated": _date(text.at_s),
                "uri": urlsplit(url).path + ".json",
            }
            for url, mime in text.media
        ]
        return web.json_response({"media_list": files, "page": 0, "page_size": PAGE_SIZE, "next_page_uri": None})

    def _known(self, request: web.Request) -> Text:
        self._check_caller(request)
        text = self._sandbox.texts.get(request.match_info["sid"])
        if text is None:
            raise Refused(404, 20404, f"The requested resource {request.path[:200]} was not found")
        return text

    def _shown(self, text: Text) -> Body:
        """Build a message resource."""
        sandbox, ours = self._sandbox, text.by == "business"
        uri = f"/{API_VERSION}/Accounts/{sandbox.account_sid}/Messages/{text.sid}"
        return {
            "sid": text.sid,
            "account_sid": sandbox.account_sid,
            "messaging_service_sid": sandbox.messaging_service_sid,
            "api_version": API_VERSION,
            "body": text.text,
            "from": sandbox.address if ours else text.address,
            "to": text.address if ours else sandbox.address,
            "direction": "outbound-api" if ours else "inbound",
            "status": text.state,
            "error_code": text.error_code,
            "error_message": None,
            "num_media": str(len(text.media)),
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "date_created": _date(text.at_s),
            "date_sent": None if text.state == "queued" else _date(text.at_s),
            "date_updated": _date(text.at_s),
            "uri": f"{uri}.json",
            "subresource_uris": {"media": f"{uri}/Media.json"},
        }


async def _read_form(request: web.Request) -> dict[str, str]:
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refused(400, 21604, "A 'To' phone number is required.")
    try:
        return dict(parse_qsl((await request.read()).decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError as broken:
        raise Refused(400, 20001, "The form cannot be read") from broken


def _date(at_s: float) -> str:
    return format_datetime(datetime.fromtimestamp(int(at_s), UTC))


def tag_of(status_callback: str | None) -> str | None:
    return dict(parse_qsl(urlsplit(status_callback or "").query)).get("tag")
