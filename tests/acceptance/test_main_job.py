"""The main job, end to end, with real parts: a customer writes, an expert answers without seeing who it is."""

from __future__ import annotations

from tests.support.canaries import Canary, find_canaries
from tests.support.house import House


async def test_whatsapp_message_reaches_expert_masked_and_reply_reaches_customer(acme: House) -> None:
    maria = acme.sandbox.customer("Maria Lopez", "491701234567", user_id="DE.10000000000001")
    expert = await acme.expert()
    canaries = [
        Canary("email", "maria.lopez77@example.org"),
        Canary("phone", "+49 171 2345678"),
        Canary("card", "4111 1111 1111 1111"),
        Canary("name", "Maria Lopez"),
        Canary("own number", "491701234567"),
    ]
    maria.write(
        "Hi, this is Maria Lopez. Call me on +49 171 2345678 or write to maria.lopez77@example.org, "
        "my card 4111 1111 1111 1111 was charged twice"
    )
    offer = await expert.wait_for("offer.made")
    accepted = await expert.command("case.accept", {"conversation": offer["conversation"]})
    assert accepted["ok"], accepted
    page = await expert.command("conversation.open", {"conversation": offer["conversation"]})
    message = next(m for m in page["messages"] if m["kind"] == "customer")
    placeholders = {part["entity"] for part in message["content"]["text"] if isinstance(part, dict)}
    assert {"PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS", "CREDIT_CARD"} <= placeholders

    token = page["conversation"]["case"]["token"]
    parts = ["We will call you on ", {"entity": "PHONE_NUMBER", "n": _number(message, "PHONE_NUMBER")}, " today."]
    sent = await expert.command(
        "message.send",
        {"conversation": offer["conversation"], "token": token, "client_id": "reply-0001", "parts": parts},
    )
    assert sent["ok"], sent
    reply = await maria.wait_for_reply()
    assert reply.text == "We will call you on +49 171 2345678 today."
    await expert.wait_for("receipt.received", lambda receipt: receipt["delivery"] == "read")

    assert find_canaries("\n".join(expert.frames).encode(), canaries) == []
    for file in (acme.folder / "store").rglob("*"):
        if file.is_file():
            assert find_canaries(file.read_bytes(), canaries) == [], file
    await expert.close()


def _number(message: dict[str, object], entity: str) -> int:
    content = message["content"]
    assert isinstance(content, dict)
    return next(part["n"] for part in content["text"] if isinstance(part, dict) and part["entity"] == entity)
