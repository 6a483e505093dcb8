"""Signing in, sessions, and who may do what: every route and every command, for every principal."""

from __future__ import annotations

import pytest
from aiohttp import web

from connectors.ids import ChannelId, Identity
from gateway.domain import Case, CaseState
from gateway.errors import Refused
from gateway.privacy.access import Anonymous, ConversationObject, ExpertPrincipal, VisitorPrincipal, authorize
from gateway.store.experts import digest_of
from tests.support.client import SocketClient
from tests.support.house import House, use_invite

ANA = ExpertPrincipal("ana", "Ana", {"acme": "qualified"})
HELD_BY_ANA = ConversationObject("acme", Case(state=CaseState.HELD, holder="ana"))
HELD_BY_BEN = ConversationObject("acme", Case(state=CaseState.HELD, holder="ben"))
OFFERED = ConversationObject("acme", Case(state=CaseState.OFFERED))
OTHER_BRAND = ConversationObject("fern", Case(state=CaseState.HELD, holder="ana"))
VISITOR = VisitorPrincipal(ChannelId("acme/site"), Identity("visitor", "v1"))

ACTIONS = ("session", "offer.see", "case.accept", "conversation.read", "conversation.write", "visitor", "anything")
ALLOWED = {
    ("ana", "session", None), ("ana", "session", "mine"), ("ana", "session", "bens"), ("ana", "session", "offered"),
    ("ana", "session", "other brand"),
    ("ana", "offer.see", "mine"), ("ana", "offer.see", "bens"), ("ana", "offer.see", "offered"),
    ("ana", "case.accept", "mine"), ("ana", "case.accept", "bens"), ("ana", "case.accept", "offered"),
    ("ana", "conversation.read", "mine"), ("ana", "conversation.write", "mine"),
    ("visitor", "visitor", None), ("visitor", "visitor", "mine"), ("visitor", "visitor", "bens"),
    ("visitor", "visitor", "offered"), ("visitor", "visitor", "other brand"),
}  # fmt: skip
PRINCIPALS = {"ana": ANA, "visitor": VISITOR, "nobody": Anonymous()}
TARGETS = {None: None, "mine": HELD_BY_ANA, "bens": HELD_BY_BEN, "offered": OFFERED, "other brand": OTHER_BRAND}


@pytest.mark.parametrize("principal", PRINCIPALS)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("target", TARGETS)
def test_authorize_allows_exactly_what_is_listed(principal: str, action: str, target: str | None) -> None:
    if (principal, action, target) in ALLOWED:
        authorize(PRINCIPALS[principal], action, TARGETS[target])
    else:
        with pytest.raises(Refused) as refused:
            authorize(PRINCIPALS[principal], action, TARGETS[target])
        assert (refused.value.code, str(refused.value)) == ("forbidden", "this is not yours to see or do")


# What each route answers to nobody in particular: anything new must be added here, with a thought.
ROUTES = {
    ("GET", "/webhooks/{brand}/{channel}"): 404,
    ("POST", "/webhooks/{brand}/{channel}"): 404,
    ("GET", "/invite/{token}"): 410,
    ("POST", "/invite/{token}"): 403,
    ("POST", "/sign-out"): 403,
    ("GET", "/signed-out"): 200,
    ("POST", "/widget/{brand}/{channel}/session"): 404,
    ("OPTIONS", "/widget/{brand}/{channel}/session"): 404,
    ("GET", "/widget/{brand}/{channel}/{path}"): 404,
    ("GET", "/healthz"): 200,
    ("GET", "/readyz"): 200,
    ("GET", "/metrics"): 200,
    ("GET", "/"): 200,
    ("GET", "/client/{path}"): 404,
}
SOCKETS = "/socket.io/"


async def test_every_route_has_a_row_and_answers_nobody_as_it_says(acme: House) -> None:
    app: web.Application = acme.app
    found = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD" and route.resource.canonical != SOCKETS
    }
    assert found == set(ROUTES)
    for (method, path), status in ROUTES.items():
        url = acme.url + path.format(brand="none", channel="none", token="t" * 43, path="none.js")
        async with acme.http.request(method, url) as answer:
            assert answer.status == status, (method, path)
            if not path.startswith("/webhooks"):
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            if not path.startswith("/widget") and "client" not in path:
                assert answer.headers.get("Cache-Control", "no-store, private") == "no-store, private"


async def test_invite_signs_in_once_and_only_by_its_button(acme: House) -> None:
    expert = await acme.gateway.experts.add("Ana", ["acme"])
    token = await acme.gateway.experts.invite(expert.id)
    for _ in range(3):
        async with acme.http.get(f"{acme.url}/invite/{token}") as page:
            assert page.status == 200, "looking spends nothing"
    for origin in ("https://evil.example", "null", None):
        headers = {"Origin": origin} if origin else {}
        async with acme.http.post(f"{acme.url}/invite/{token}", headers=headers) as answer:
            assert answer.status == 403
    cookie = await use_invite(acme.http, acme.url, token)
    assert "rapport_session=" in cookie
    async with acme.http.post(f"{acme.url}/invite/{token}", headers={"Origin": acme.url}) as again:
        assert again.status == 410
    assert await acme.gateway.experts.session(cookie.partition("=")[2]) == expert
    assert len(digest_of(token)) == 64


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "http://localhost"])
async def test_socket_of_another_origin_is_refused(acme: House, origin: str) -> None:
    cookie = await acme.sign_in()
    client = SocketClient(acme.http, acme.url, headers={"Cookie": cookie}, origin=origin)
    with pytest.raises((ConnectionRefusedError, OSError, Exception)):
        await client.connect()
    assert [frame for frame in client.frames if "session.started" in frame] == []
    await client.close()


async def test_socket_without_session_is_refused(acme: House) -> None:
    client = SocketClient(acme.http, acme.url, headers={"Cookie": "rapport_session=" + "x" * 43})
    with pytest.raises(ConnectionRefusedError, match="not_signed_in"):
        await client.connect()
    await client.close()


async def test_revoked_expert_is_put_out_and_can_do_nothing_more(acme: House) -> None:
    cookie = await acme.sign_in("Ana")
    client = await acme.expert(cookie=cookie)
    (expert,) = await acme.gateway.experts.all()
    await acme.gateway.experts.revoke(expert.id)
    ended = await client.wait_for("session.ended", timeout=2.0)
    assert ended["reason"] == "revoked"
    await client.close()
    again = SocketClient(acme.http, acme.url, headers={"Cookie": cookie})
    with pytest.raises(ConnectionRefusedError, match="not_signed_in"):
        await again.connect()
    await again.close()


async def test_sign_out_ends_the_session_everywhere(acme: House) -> None:
    cookie = await acme.sign_in("Ana")
    headers = {"Cookie": cookie, "Origin": acme.url}
    async with acme.http.post(f"{acme.url}/sign-out", headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
        assert "storage" in answer.headers["Clear-Site-Data"]
    assert await acme.gateway.experts.session(cookie.partition("=")[2]) is None


async def test_frame_is_allowed_only_to_named_origins(acme: House) -> None:
    async with acme.http.get(acme.url + "/") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "trusted-types 'none'" in policy
    assert policy.endswith("frame-ancestors 'none'")
