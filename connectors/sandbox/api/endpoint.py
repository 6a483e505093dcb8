"""Where the gateway delivers: checks what the schema promises, knows a call again, fails as it was told to."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from connectors.sandbox.answers import cut
from connectors.sandbox.api.courier import sign
from connectors.sandbox.api.faults import REFUSALS, SEND_FAULTS
from connectors.sandbox.api.people import Body, Customer
from connectors.sandbox.faults import FaultOrder

if TYPE_CHECKING:
    from connectors.sandbox.api.sandbox import ApiSandbox

PATH = "/rapport"
RETRY_AFTER_S = 5
TOLERANCE_S = 300
_FIELDS = {"version", "type", "channel", "tag", "customer", "text", "reply_to", "automated"}


class RecordedCall(msgspec.Struct, kw_only=True):
    """One call of the gateway: its id, what it said, the HTTP status it got, and whether it was known already."""

    call_id: str
    body: Body
    status: int = 0
    again: bool = False


class Refused(Exception):
    """The call is not taken."""

    def __init__(self, status: int, code: str | None = None) -> None:
        super().__init__(code or str(status))
        self.status = status
        self.body: Body = {"error": {"code": code}} if code is not None else {}


class Endpoint:
    """The one route of the brand's system."""

    def __init__(self, sandbox: ApiSandbox) -> None:
        self._sandbox = sandbox

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(PATH, self._receive)

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        call = RecordedCall(call_id=request.headers.get("webhook-id", ""), body={})
        self._sandbox.calls.append(call)
        response: web.StreamResponse
        try:
            self._check_signature(request, raw)
            call.body = _read(raw)
            response = await self._act(request, call)
        except Refused as refused:
            wait = {"Retry-After": str(RETRY_AFTER_S)} if refused.status in (429, 503) else None
            response = web.json_response(refused.body, status=refused.status, headers=wait)
        call.status = response.status
        self._sandbox.touch()
        return response

    def _check_signature(self, request: web.Request, raw: bytes) -> None:
        call_id, time_s = request.headers.get("webhook-id", ""), request.headers.get("webhook-timestamp", "")
        if not call_id or "." in call_id or not time_s.isdigit():
            raise Refused(401)
        if abs(self._sandbox.now_s() - int(time_s)) > TOLERANCE_S:
            raise Refused(401)
        given = request.headers.get("webhook-signature", "").split(" ")
        expected = [sign(secret, call_id, time_s, raw) for secret in self._sandbox.courier.secrets]
        if not any(hmac.compare_digest(one.encode(), other.encode()) for one in expected for other in given):
            raise Refused(401)

    async def _act(self, request: web.Request, call: RecordedCall) -> web.StreamResponse:
        person = self._find(call.body)
        order = self._sandbox.faults.take(SEND_FAULTS, person.names if person is not None else ())
        kind = order.kind if order is not None else ""
        if kind in REFUSALS:
            raise Refused(*REFUSALS[kind])
        if kind == "bad_gateway":
            return web.Response(status=502, text="<html>502 Bad Gateway</html>", content_type="text/html")
        if kind == "redirect":
            return web.Response(status=302, headers={"Location": "https://elsewhere.example/"})
        if kind == "lost_request":
            return cut(request)
        known = self._sandbox.taken.get(call.call_id)
        if known is not None:
            known.calls += 1
            call.again = True
            return web.json_response({"message_id": known.id}, status=409)
        if person is None:
            raise Refused(*REFUSALS["unknown_customer"])
        if person.opted_out:
            raise Refused(*REFUSALS["opted_out"])
        return await self._accept(request, call, person, order)

    async def _accept(
        self, request: web.Request, call: RecordedCall, person: Customer, order: FaultOrder | None
    ) -> web.StreamResponse:
        message = person.deliver(call.body, call.call_id)
        self._sandbox.taken[call.call_id] = message
        for rank in self._sandbox.receipts:
            person.tell_receipt(message, rank)
        kind = order.kind if order is not None else ""
        if kind == "error_after_accept":
            raise Refused(500)
        answer = {} if kind == "ok_without_id" else {"message_id": message.id, "customer": person.identities()}
        return await self._sandbox.answers.give(request, web.json_response(answer), json.dumps(answer).encode(), order)

    def _find(self, body: Body) -> Customer | None:
        names = [identity["value"] for identity in body["customer"] if identity["kind"] == "account"]
        return next((self._sandbox.customers[name] for name in names if name in self._sandbox.customers), None)


def _read(raw: bytes) -> Body:
    """Read a call as strictly as the schema allows: whatever the connector invents beside it is a mistake."""
    try:
        body: Body = json.loads(raw.decode("utf-8"))
        good = set(body) == _FIELDS and body["version"] == 1 and body["type"] == "message.send"
        good = good and all(isinstance(body[name], str) and body[name] for name in ("channel", "tag", "text"))
        good = good and isinstance(body["automated"], bool) and isinstance(body["reply_to"], str | None)
        good = good and bool(body["customer"])
        for identity in body["customer"]:
            good = good and set(identity) == {"kind", "value"}
    except (ValueError, TypeError, KeyError, RecursionError) as broken:
        raise Refused(400, "not_the_schema") from broken
    if not good:
        raise Refused(400, "not_the_schema")
    return body
