"""Damaged WhatsApp bodies of the shapes that nobody has recorded yet."""

import pytest

from connectors.whatsapp.inbound import Reader
from tests.contract.damage import check_damaged

NUMBER = "200000000000001"
WHO = {"from": "491700000001", "from_user_id": "DE.1", "timestamp": "1750000000"}
EDIT = {"original_message_id": "wamid.old", "message": {"type": "text", "text": {"body": "the new words"}}}
FLOW = {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "the summary", "response_json": "{}"}}
UPDATE = {"wa_id": "4917", "user_id": {"previous": "DE.1", "current": "DE.2"}, "timestamp": "1750000000"}

MESSAGES = {
    "edit": {**WHO, "id": "wamid.edit", "type": "edit", "edit": EDIT},
    "revoke": {**WHO, "id": "wamid.revoke", "type": "revoke", "revoke": {"original_message_id": "wamid.old"}},
    "form": {**WHO, "id": "wamid.form", "type": "interactive", "interactive": FLOW},
    "forwarded": {
        **WHO,
        "id": "wamid.text",
        "type": "text",
        "text": {"body": "the words"},
        "context": {"forwarded": True, "referred_product": {"product_retailer_id": "sku"}},
        "referral": {"source_type": "ad", "source_url": "https://ad.example"},
    },
    "failed media": {
        **WHO,
        "id": "wamid.image",
        "type": "image",
        "image": {"id": "m"},
        "errors": [{"code": 131052, "title": "Media download error"}],
    },
    "new id": {
        **WHO,
        "id": "wamid.system",
        "type": "system",
        "system": {"type": "user_changed_user_id", "user_id": "DE.2"},
    },
}
OTHERS = {
    "echo": ("smb_message_echoes", {"message_echoes": [{**MESSAGES["edit"], "to": "491700000001"}]}),
    "id update": ("user_id_update", {"user_id_update": [UPDATE]}),
    "history refused": ("history", {"history": [{"errors": [{"code": 2593109, "title": "off"}]}]}),
}


def body_of(field, parts):
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **parts}
    changes = [{"field": field, "value": value}]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "time": 1_750_000_000, "changes": changes}]}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_damaged_message_is_read_or_kept(message):
    contact = {"profile": {"name": "Mia", "username": "mia"}, "user_id": "DE.1"}
    payload = body_of("messages", {"contacts": [contact], "messages": [message]})
    check_damaged(payload, Reader(NUMBER, None), words=True, ids=True)


@pytest.mark.parametrize(("field", "parts"), OTHERS.values(), ids=OTHERS.keys())
def test_damaged_change_breaks_nothing(field, parts):
    check_damaged(body_of(field, parts), Reader(NUMBER, None), words=field == "smb_message_echoes", ids=False)
