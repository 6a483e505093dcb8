"""Messages that no webhook told of, and sends whose outcome is unknown: what Twilio's own list tells."""

import copy
import json

import aiohttp
import pytest
from aiohttp import web

from connectors.base import OutboundMessage, SupportsRepair, SupportsSearch
from connectors.errors import AccountError, OutcomeUnknown, RetryableError, SendError
from connectors.events import Media, MessageReceived, Text
from connectors.ids import ChannelId, Identity
from connectors.sandbox.twilio import TwilioSandbox
from connectors.settings import Secret
from connectors.twilio.connector import TwilioConnector
from connectors.twilio.history import PAGE_SIZE
from tests.contract.damage import mutations
from tests.unit.connectors.twilio.twilio_support import MIA, SERVICE, make_settings

NOW_S = 1_790_000_000
CUSTOMER = (Identity("phone", MIA),)


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def sandbox():
    async with TwilioSandbox(auth_token="auth token", clock=lambda: NOW_S, retries=(0.01, 0.01, 0.0)) as made:
        yield made


async def connect(sandbox, http, **changes):
    parts = {"account_sid": sandbox.account_sid, "api_url": sandbox.url, "sender": sandbox.number, **changes}
    connector = TwilioConnector(ChannelId("acme/sms"), make_settings(**parts))
    await connector.start(http)
    return connector


def test_connector_offers_both():
    connector = TwilioConnector(ChannelId("acme/sms"), make_settings())
    assert isinstance(connector, SupportsRepair)
    assert isinstance(connector, SupportsSearch)


async def test_lost_message_is_found_with_the_id_its_webhook_would_have_had(sandbox, http):
    connector = await connect(sandbox, http)
    mia = sandbox.customer("Mia", MIA)
    sid = mia.send({"Body": "Grüße\0"}, text="Grüße\0", lost=True)
    await connector.send(OutboundMessage(tag="t", customer=CUSTOMER, text="ours"))
    found = await connector.missed(None, (NOW_S - 60) * 1000)
    (event,) = found.events
    assert isinstance(event, MessageReceived)
    assert (event.message_id, event.content, event.customer) == (sid, Text("Grüße"), CUSTOMER)
    assert (event.at_ms, found.more) == (NOW_S * 1000, False)


async def test_files_are_found_with_their_addresses(sandbox, http):
    connector = await connect(sandbox, http)
    base = f"{sandbox.url}/2010-04-01/Accounts/{sandbox.account_sid}/Messages"
    files = [(f"{base}/SID/Media/ME{index}", "image/png") for index in range(2)]
    sid = sandbox.customer("Mia", MIA).send_media(*files, text="look")
    sandbox.texts[sid].media = [(url.replace("SID", sid), mime) for url, mime in files]
    events = (await connector.missed(None, 0)).events
    assert [(event.message_id, event.content) for event in events] == [
        (sid, Media(media="image", reference=f"{base}/{sid}/Media/ME0", mime="image/png", caption="look")),
        (f"{sid}:1", Media(media="image", reference=f"{base}/{sid}/Media/ME1", mime="image/png")),
    ]


async def test_pages_give_all_in_order_and_the_cursor_remembers_the_end(sandbox, http):
    connector = await connect(sandbox, http)
    mia = sandbox.customer("Mia", MIA)
    sids = [mia.send({"Body": str(index)}, text=str(index), lost=True) for index in range(2 * PAGE_SIZE + 5)]
    first = await connector.missed(None, 0)
    assert [event.message_id for event in first.events] == sids
    assert not first.more
    sandbox.advance(3600)
    later = mia.send({"Body": "later"}, text="later", lost=True)
    second = await connector.missed(first.cursor, 0)
    assert [event.message_id for event in second.events] == [*sids, later]
    sandbox.advance(3600)
    assert [event.message_id for event in (await connector.missed(second.cursor, 0)).events] == [later]
    assert (await connector.missed("not a cursor", (NOW_S + 9_999) * 1000)).events == ()


async def test_too_many_pages_are_read_in_several_calls(sandbox, http, monkeypatch):
    monkeypatch.setattr("connectors.twilio.history.MOST_PAGES", 1)
    connector = await connect(sandbox, http)
    mia = sandbox.customer("Mia", MIA)
    sids = {mia.send({"Body": str(index)}, text=str(index), lost=True) for index in range(PAGE_SIZE + 5)}
    first = await connector.missed(None, 0)
    assert first.more
    second = await connector.missed(first.cursor, 0)
    assert not second.more
    assert {event.message_id for event in first.events + second.events} == sids


async def test_service_without_a_number_reads_only_its_own(sandbox, http):
    mia = sandbox.customer("Mia", MIA)
    mia.send({"Body": "another's"}, text="another's", lost=True)
    connector = await connect(sandbox, http, sender=None, messaging_service_sid=SERVICE)
    assert (await connector.missed(None, 0)).events == ()
    sandbox.messaging_service_sid = SERVICE
    assert len((await connector.missed(None, 0)).events) == 1


async def test_message_with_a_lost_answer_is_found_and_others_are_not(sandbox, http):
    connector = await connect(sandbox, http)
    sandbox.customer("Mia", MIA)
    sandbox.order("drop_response")
    message = OutboundMessage(tag="t-1", customer=CUSTOMER, text="Hello + 😀")
    with pytest.raises(OutcomeUnknown):
        await connector.send(message)
    await connector.send(OutboundMessage(tag="t-2", customer=CUSTOMER, text="Hello"))
    (found,) = await connector.find_sent(message, (NOW_S - 10) * 1000)
    assert found.message_id == sandbox.sends[0].sid
    assert await connector.find_sent(message, (NOW_S + 10) * 1000) == ()
    assert await connector.find_sent(OutboundMessage(tag="t", customer=CUSTOMER, text="other"), 0) == ()


async def test_refusal_and_absence_are_errors_of_ours(sandbox, http):
    with pytest.raises(AccountError):
        await (await connect(sandbox, http, auth_token=Secret("expired"))).missed(None, 0)
    gone = await connect(sandbox, http, api_url="http://127.0.0.1:9")
    with pytest.raises(RetryableError):
        await gone.missed(None, 0)
    await gone.close()
    with pytest.raises(RetryableError):
        await gone.find_sent(OutboundMessage(tag="t", customer=CUSTOMER, text="x"), 0)


ITEM = {
    "sid": "MM" + "3" * 32,
    "account_sid": "AC" + "1" * 32,
    "from": MIA,
    "to": "+15550100002",
    "body": "the words",
    "direction": "inbound",
    "num_media": "1",
    "date_sent": "Thu, 24 Aug 2023 05:01:45 +0000",
}
PATH = f"/2010-04-01/Accounts/{ITEM['account_sid']}/Messages"
MEDIA = {"uri": f"{PATH}/{ITEM['sid']}/Media/ME1.json", "content_type": "image/png"}


@pytest.fixture
async def scripted(http):
    """A platform that answers whatever the test wants."""
    answers = {}
    seen = []

    async def answer(request):
        seen.append(request.path_qs)
        name = "media" if request.path.endswith("/Media.json") else "messages"
        status, body = answers.get(name, (200, {}))
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(status=status, body=raw, headers={"Location": "http://127.0.0.1:9/"})

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    connector = TwilioConnector(
        ChannelId("acme/sms"), make_settings(api_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    )
    await connector.start(http)
    yield connector, answers, seen
    await runner.cleanup()


async def test_damaged_list_breaks_nothing(scripted):
    connector, answers, _ = scripted
    whole = {"messages": [ITEM], "media": {"media_list": [MEDIA]}}
    for path, damaged in mutations(whole):
        media = damaged.pop("media", {})
        answers.update(messages=(200, damaged), media=(200, copy.deepcopy(media)))
        try:
            found = await connector.missed(None, 0)
        except SendError:
            assert path == ("messages",)
            continue
        assert found.cursor
        if path[:2] != ("messages", 0) or path[-1] == "body":
            continue
        assert "the words" in repr(found) or path[-1] in ("sid", "direction", 0), path


@pytest.mark.parametrize(
    "answer", [(200, b""), (200, b"<html>"), (200, b"x" * 300_000), (302, {}), (500, {}), (503, b"")]
)
async def test_bad_answer_can_be_asked_for_again(scripted, answer):
    connector, answers, _ = scripted
    answers["messages"] = answer
    with pytest.raises(RetryableError):
        await connector.missed(None, 0)


async def test_login_goes_nowhere_else(scripted):
    connector, answers, seen = scripted
    for page in ("http://127.0.0.1:9/x", "//127.0.0.1:9/x", "/other", 7, f"{PATH}.jsonx?y"):
        answers["messages"] = (200, {"messages": [], "next_page_uri": page})
        assert not (await connector.missed(None, 0)).more
    answers["messages"] = (200, {"messages": [{**ITEM, "sid": "../../x"}]})
    assert (await connector.missed(None, 0)).events == ()
    answers["media"] = (200, {"media_list": [{"uri": "//127.0.0.1:9/x"}]})
    answers["messages"] = (200, {"messages": [ITEM]})
    (event,) = (await connector.missed(None, 0)).events
    assert event.content == Media(media="document", caption="the words", failed="no_address")
    assert all(path.startswith(PATH) for path in seen)
