"""The Send API of the sandbox: checks what the real one checks, answers as it answers, fails as it was told to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from connectors.sandbox.answers import Answers, cut
from connectors.sandbox.faults import FaultOrder
from connectors.sandbox.messenger import rules
from connectors.sandbox.messenger.faults import REFUSED, SEND_FAULTS
from connectors.sandbox.messenger.people import ChatMessage, Customer
from connectors.sandbox.messenger.rules import Refused, refuse
from connectors.sandbox.meta import Body, graph_error
from connectors.signature import hmac_sha256_hex, same_text

if TYPE_CHECKING:
    from connectors.sandbox.messenger.sandbox import MessagingSandbox

TYPING_S = 20.0


class RecordedCall(msgspec.Struct, kw_only=True):
    """One call to ``messages``: its decoded body, the HTTP status it got (0: none), and the id if it was accepted."""

    body: dict[str, Any]
    status: int = 0
    message_id: str | None = None

    @property
    def tag(self) -> str | None:
        message = self.body.get("message")
        tag = message.get("metadata") if isinstance(message, dict) else None
        return tag if isinstance(tag, str) else None


class GraphApi:
    """The routes below ``/v25.0/``."""

    def __init__(self, sandbox: MessagingSandbox) -> None:
        self._sandbox = sandbox
        self._answers = Answers()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(r"/{version:v\d+\.\d+}/{node}/messages", self._messages)
        app.router.add_get(r"/{version:v\d+\.\d+}/{node}", self._node)

    def stop(self) -> None:
        """Let go of the calls that are being held."""
        self._answers.stop()

    async def _node(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_caller(request)
        except Refused as refused:
            return _answer(refused.http, refused.body)
        return _answer(200, {"id": self._sandbox.sender_id, "name": "Sandbox"})

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        call = RecordedCall(body={})
        response: web.StreamResponse
        try:
            self._check_caller(request)
            call.body = await _read_body(request)
            response = await self._act(request, call)
        except Refused as refused:
            response = _answer(refused.http, refused.body)
        call.status = response.status
        if call.message_id is None:
            self._sandbox.record(call)
        return response

    def _check_caller(self, request: web.Request) -> None:
        sandbox = self._sandbox
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        token = bearer if scheme == "Bearer" else request.query.get("access_token", "")
        if not same_text(sandbox.access_token, token):
            raise Refused(401, 190, "Invalid OAuth access token - Cannot parse access token")
        proof = request.query.get("appsecret_proof")
        if proof is None:
            raise Refused(400, 100, "API calls from the server require an appsecret_proof argument")
        if not same_text(hmac_sha256_hex(sandbox.app_secret.encode(), sandbox.access_token.encode()), proof):
            raise Refused(400, 100, "Invalid appsecret_proof provided in the API argument")
        node = request.match_info["node"]
        if node not in (sandbox.sender_id, "me"):
            text = f"Unsupported post request. Object with ID '{node[:40]}' does not exist"
            raise Refused(400, 100, text, 33)

    async def _act(self, request: web.Request, call: RecordedCall) -> web.StreamResponse:
        body, sandbox = call.body, self._sandbox
        name = rules.recipient_of(body)
        person = sandbox.find(name) if name is not None else None
        if "sender_action" in body:
            return self._show(rules.check_action(body), person)
        order = sandbox.faults.take(SEND_FAULTS, person.names if person is not None else ())
        kind = order.kind if order is not None else ""
        if kind in REFUSED:
            raise refuse(sandbox.platform.refusals[kind])
        if kind == "redirect":
            return web.Response(status=302, headers={"Location": "https://elsewhere.example/"})
        if kind == "lost_request":
            return cut(request)
        late = rules.check_type(body, human_agent=sandbox.human_agent)
        shown = rules.check_message(body, sandbox.platform)
        quoted = rules.quoted(body)
        if person is None:
            raise Refused(400, 100, "(#100) No matching user found", 2018001)
        if quoted is not None and person.message(quoted) is None:
            raise rules.unknown_message()
        if not sandbox.in_control(person):
            raise refuse(sandbox.platform.refusals["not_in_control"])
        if not sandbox.window_open(person, late=late):
            raise refuse(sandbox.platform.refusals["window_closed"])
        return await self._accept(request, call, person, shown, order)

    async def _accept(
        self, request: web.Request, call: RecordedCall, person: Customer, shown: str, order: FaultOrder | None
    ) -> web.StreamResponse:
        sandbox, kind = self._sandbox, order.kind if order is not None else ""
        message = person.take(shown, tag=call.tag, reply_to=rules.quoted(call.body), app_id=sandbox.app_id)
        call.message_id = message.id
        sandbox.record(call)
        if kind == "status_first":
            await sandbox.report_progress(person, message)
            await sandbox.settled()
        elif kind != "no_statuses":
            sandbox.in_background(sandbox.report_progress(person, message))
        return await self._answer_with_fault(request, person, message, order)

    async def _answer_with_fault(
        self, request: web.Request, person: Customer, message: ChatMessage, order: FaultOrder | None
    ) -> web.StreamResponse:
        kind = order.kind if order is not None else ""
        if kind in ("error_after_accept", "sent_anyway"):
            http, code, text, subcode = self._sandbox.platform.refusals[kind]
            return _answer(http, graph_error(code, text, subcode))
        answer: Body = {"recipient_id": person.id}
        if kind != "ok_without_id":
            answer["message_id"] = message.id
        return await self._answers.give(request, _answer(200, answer), json.dumps(answer).encode(), order)

    def _show(self, action: str, person: Customer | None) -> web.StreamResponse:
        if person is None:
            raise Refused(400, 100, "(#100) No matching user found", 2018001)
        if action == "mark_seen":
            for message in person.messages:
                if message.by == "customer":
                    message.state = "read"
        person.typing_until_s = self._sandbox.now_s() + TYPING_S if action == "typing_on" else 0.0
        person.touch()
        return _answer(200, {"recipient_id": person.id})


async def _read_body(request: web.Request) -> Body:
    try:
        body = json.loads((await request.read()).decode("utf-8"))
    except (ValueError, RecursionError) as broken:
        raise Refused(400, 100, "(#100) Invalid parameter") from broken
    if not isinstance(body, dict):
        raise Refused(400, 100, "(#100) Invalid parameter")
    return body


def _answer(http: int, body: Body) -> web.Response:
    return web.json_response(body, status=http, headers={"facebook-api-version": "v25.0"})
