"""Everything that arrives from Twilio, as events."""

import json

import pytest

from connectors.errors import MalformedPayload
from connectors.events import (
    AccountNotice,
    Choice,
    Form,
    Ignored,
    Location,
    Media,
    MessageReceived,
    NotUnderstood,
    OptOutChanged,
    ProfileFact,
    Rank,
    ReceiptReceived,
    Referral,
    Text,
    Unsupported,
)
from connectors.ids import Identity
from tests.unit.connectors.twilio.twilio_support import (
    BSUID,
    MIA,
    OTHER_SID,
    OURS,
    SERVICE,
    SID,
    make_connector,
    parse,
    parse_whatsapp,
    sms,
    status,
    whatsapp,
)

PHONE = Identity("phone", MIA)
MEDIA_URL = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"


def only(events):
    (event,) = events
    return event


def test_text_message_is_read():
    assert only(parse(sms(Body="Grüße 😀\nzwei"))) == MessageReceived(
        key=f"m:{SID}",
        customer=(PHONE,),
        message_id=SID,
        content=Text("Grüße 😀\nzwei"),
        profile=(ProfileFact("PHONE_NUMBER", MIA),),
    )


def test_same_message_has_the_same_key_whatever_else_came_along():
    assert only(parse(sms())).key == only(parse(sms(New="field", FromCity="X"), query="x=1")).key
    assert only(parse(sms(MessageSid=None))).message_id == SID
    assert only(parse(sms(MessageSid=None, SmsSid=""))).message_id == SID


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"Body": None}, ""),
        ({"Body": ""}, ""),
        ({"Body": "a\0b\0"}, "ab"),
        ({"Body": "7"}, "7"),
        ({"Body": "  x "}, "  x "),
    ],
)
def test_odd_bodies_are_texts(fields, text):
    assert only(parse(sms(**fields))).content == Text(text)


def test_body_that_is_not_utf8_is_still_read():
    assert only(parse(b"MessageSid=SM1&From=%2B491700000001&Body=%FFx")).content == Text("\ufffdx")


def test_every_file_is_a_message_that_belongs_to_the_first():
    fields = {"NumMedia": "3", "Body": "look"}
    for index, mime in enumerate(("image/jpeg", "application/pdf", "audio/ogg")):
        fields |= {f"MediaUrl{index}": f"{MEDIA_URL}{index}", f"MediaContentType{index}": mime}
    first, second, third = parse(sms(**fields))
    assert first.content == Media(media="image", reference=f"{MEDIA_URL}0", mime="image/jpeg", caption="look")
    assert second.content == Media(media="document", reference=f"{MEDIA_URL}1", mime="application/pdf")
    assert third.content.media == "audio"
    assert [event.message_id for event in (first, second, third)] == [SID, f"{SID}:1", f"{SID}:2"]
    assert [event.part_of for event in (first, second, third)] == [None, SID, SID]
    assert len({event.key for event in (first, second, third)}) == 3


def test_ten_files_keep_their_order_also_without_a_count():
    fields = {f"MediaUrl{index}": f"{MEDIA_URL}{index}" for index in reversed(range(11))}
    events = parse(sms(NumMedia=None, **fields))
    assert [event.content.reference for event in events] == [f"{MEDIA_URL}{index}" for index in range(11)]


@pytest.mark.parametrize(
    ("mime", "kind", "media"),
    [
        ("image/webp", "sticker", "sticker"),
        ("image/webp", "image", "image"),
        ("video/mp4", "video", "video"),
        ("AUDIO/OGG; codecs=opus", "audio", "audio"),
        ("text/vcard", "contacts", "document"),
        ("text/x-vcard", "", "document"),
        ("", "video", "video"),
        ("", "", "document"),
        ("application/zip", "image", "document"),
    ],
)
def test_kind_of_a_file_is_what_its_type_says(mime, kind, media):
    fields = {"NumMedia": "1", "MediaUrl0": MEDIA_URL, "MediaContentType0": mime, "MessageType": kind, "Body": None}
    assert only(parse_whatsapp(whatsapp(**fields))).content.media == media


def test_file_without_an_address_shows_that_there_was_one():
    event = only(parse_whatsapp(whatsapp(NumMedia="1", MessageType="image", Body="look")))
    assert event.content == Media(media="image", caption="look", failed="no_address")


def test_location_is_read_and_a_broken_one_is_kept():
    place = {
        "Latitude": "52.5",
        "Longitude": "-13.4",
        "Label": "Home",
        "Address": "Street 1",
        "MessageType": "location",
    }
    event = only(parse_whatsapp(whatsapp(Body=None, **place)))
    assert event.content == Location(latitude=52.5, longitude=-13.4, name="Home", address="Street 1")
    for broken in ({"Latitude": "north"}, {"Longitude": ""}, {"Latitude": "nan"}, {"Longitude": None}):
        shown, kept = parse_whatsapp(whatsapp(Body=None, **{**place, **broken}))
        assert shown.content == Unsupported("location")
        assert isinstance(kept, NotUnderstood)


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        (
            {"ButtonText": "Yes", "ButtonPayload": "{not:json}", "Body": "Yes", "MessageType": "button"},
            Choice(source="template", title="Yes", id="{not:json}"),
        ),
        ({"ButtonText": "Yes", "Body": "Yes", "MessageType": "interactive"}, Choice(source="button", title="Yes")),
        ({"ButtonPayload": "y", "Body": "Yes"}, Choice(source="button", title="Yes", id="y")),
        (
            {"ListId": "l", "ListTitle": "Large", "ListDescription": "Size", "Body": "Large"},
            Choice(source="list", title="Large", id="l", description="Size"),
        ),
        ({"ListId": "l", "Body": "Large"}, Choice(source="list", title="Large", id="l")),
        (
            {"MessageType": "interactive", "InteractiveData": '{"a":1}', "Body": "Sent"},
            Form(summary="Sent", answers='{"a":1}'),
        ),
        ({"MessageType": "interactive", "Body": "Hm"}, Text("Hm")),
    ],
)
def test_choices_and_forms_are_read(fields, content):
    assert only(parse_whatsapp(whatsapp(**fields))).content == content


def test_words_beside_a_choice_are_not_lost():
    pressed, said = parse_whatsapp(whatsapp(ButtonText="Yes", Body="Yes, please"))
    assert (pressed.content.title, said.content) == ("Yes", Text("Yes, please"))


def test_unknown_type_is_shown_and_kept():
    shown, kept = parse_whatsapp(whatsapp(MessageType="hologram", Body=None))
    assert shown.content == Unsupported("hologram")
    assert b"hologram" in kept.raw
    shown, kept = parse_whatsapp(whatsapp(MessageType="hologram", Body="look"))
    assert shown.content == Text("look")
    assert isinstance(kept, NotUnderstood)


def test_reply_forward_and_advertisement_are_read():
    fields = {
        "OriginalRepliedMessageSid": OTHER_SID,
        "Forwarded": "false",
        "FrequentlyForwarded": "true",
        "ReferralSourceType": "ad",
        "ReferralHeadline": "Chat",
        "ReferralBody": "Words",
        "ReferralSourceUrl": "https://ad.example",
    }
    event = only(parse_whatsapp(whatsapp(**fields)))
    assert (event.reply_to, event.forwarded) == (OTHER_SID, True)
    assert event.referral == Referral(source="ad", headline="Chat", body="Words", url="https://ad.example")
    assert only(parse_whatsapp(whatsapp(ReferralSourceId="1"))).referral == Referral(source="unknown")
    plain = only(parse_whatsapp(whatsapp(Forwarded="false")))
    assert (plain.reply_to, plain.forwarded, plain.referral) == (None, False, None)


METADATA = json.dumps({"data": {"context": {"ProfileName": "Mia", "WaId": MIA[1:]}}})


@pytest.mark.parametrize(
    ("fields", "customer"),
    [
        ({}, (PHONE,)),
        ({"ExternalUserId": f"whatsapp:{BSUID}"}, (Identity("bsuid", BSUID), PHONE)),
        ({"ExternalUserIdentifier": BSUID}, (Identity("bsuid", BSUID), PHONE)),
        ({"From": f"whatsapp:{BSUID}", "WaId": None}, (Identity("bsuid", BSUID),)),
        ({"From": f"whatsapp:{BSUID}", "ExternalUserId": f"whatsapp:{BSUID}"}, (Identity("bsuid", BSUID), PHONE)),
        ({"From": f"whatsapp:{BSUID}", "WaId": None, "ChannelMetadata": METADATA}, (Identity("bsuid", BSUID), PHONE)),
        ({"From": "whatsapp:DE.ENT.abc1", "WaId": None}, (Identity("parent_bsuid", "DE.ENT.abc1"),)),
        ({"WaId": "5511987654321"}, (PHONE,)),
        ({"From": None}, (PHONE,)),
        ({"WaId": "garbage", "ChannelMetadata": "[}"}, (PHONE,)),
    ],
)
def test_sender_is_known_by_id_first_and_number_second(fields, customer):
    assert only(parse_whatsapp(whatsapp(**fields))).customer == customer


@pytest.mark.parametrize("metadata", ["", "{", "[]", "7", "null", '{"data":[]}', '{"data":{"context":7}}', "[" * 9999])
def test_broken_metadata_changes_nothing(metadata):
    event = only(parse_whatsapp(whatsapp(ChannelMetadata=metadata)))
    assert event.profile == (ProfileFact("PERSON", "Mia Muster"), ProfileFact("PHONE_NUMBER", MIA))


def test_name_may_be_blank_or_come_in_the_metadata():
    assert only(parse_whatsapp(whatsapp(ProfileName="  "))).profile == (ProfileFact("PHONE_NUMBER", MIA),)
    named = only(parse_whatsapp(whatsapp(ProfileName=None, ChannelMetadata=METADATA)))
    assert named.profile[0] == ProfileFact("PERSON", "Mia")


@pytest.mark.parametrize("sender", ["62345", "ACME", "+0", "+1234567890123456"])
def test_senders_that_are_no_numbers_are_kept_as_they_are(sender):
    event = only(parse(sms(From=sender)))
    assert event.customer == (Identity("sender", sender),)
    assert event.profile == ()


@pytest.mark.parametrize(
    ("fields", "opted_out"),
    [
        ({"OptOutType": "STOP", "Body": "ARRET"}, True),
        ({"OptOutType": "START", "Body": "x"}, False),
        ({"OptOutType": "HELP", "Body": "stop"}, None),
        ({"Body": "STOP"}, True),
        ({"Body": " Unsubscribe\n"}, True),
        ({"Body": "start"}, False),
        ({"Body": "stop it"}, None),
        ({"Body": "Hello"}, None),
    ],
)
def test_opting_out_is_told_beside_the_message(fields, opted_out):
    message, *others = parse(sms(**fields))
    assert message.content == Text(fields["Body"])
    expected = [] if opted_out is None else [OptOutChanged(key=f"o:{SID}", customer=(PHONE,), opted_out=opted_out)]
    assert others == expected


def test_words_count_only_where_they_have_effect():
    assert isinstance(only(parse(sms(Body="STOP"), opt_out_words=False)), MessageReceived)
    assert isinstance(only(parse_whatsapp(whatsapp(Body="STOP"))), MessageReceived)
    assert parse_whatsapp(whatsapp(Body="STOP", OptOutType="STOP"))[1].opted_out is True


@pytest.mark.parametrize(
    ("word", "rank"),
    [
        ("queued", Rank.QUEUED),
        ("scheduled", Rank.QUEUED),
        ("accepted", Rank.ACCEPTED),
        ("sending", Rank.ACCEPTED),
        ("sent", Rank.SENT),
        ("partially_delivered", Rank.SENT),
        ("delivered", Rank.DELIVERED),
        ("read", Rank.READ),
        ("failed", Rank.FAILED),
        ("undelivered", Rank.FAILED),
        ("canceled", Rank.FAILED),
    ],
)
def test_status_is_a_receipt_with_our_tag(word, rank):
    event = only(parse(status(word), query="tag=r1.c.3.abc"))
    assert (event.rank, event.message_id, event.tag, event.customer) == (rank, SID, "r1.c.3.abc", (PHONE,))
    assert event.error_code == (word if rank is Rank.FAILED else None)


def test_failed_status_tells_why():
    event = only(
        parse(status("undelivered", ErrorCode="30005", ChannelStatusMessage="gone", RawDlrDoneDate="26070815"))
    )
    assert (event.rank, event.error_code, event.error_text, event.tag) == (Rank.FAILED, "30005", "gone", None)
    receipt, left = parse(status("failed", ErrorCode="21610"))
    assert receipt.error_code == "21610"
    assert left.opted_out is True


def test_statuses_are_told_apart_by_word_and_code():
    keys = {only(parse(fields)).key for fields in (status("sent"), status("failed"), status("failed", ErrorCode="1"))}
    assert len(keys) == 3
    assert only(parse(status("sent", SmsStatus=None))).key == only(parse(status("sent"))).key


def test_status_without_an_addressee_or_of_a_new_word_is_understood():
    assert only(parse(status("sent", To=None))).customer == ()
    assert only(parse(status("teleported"))) == Ignored(
        key=f"s:{SID}:teleported:", customer=(PHONE,), what="status_teleported"
    )
    assert only(parse(status("delivered", MessageStatus=None))).rank is Rank.DELIVERED


def test_whatsapp_status_by_id_names_the_person():
    event = only(parse_whatsapp(status("read", From=f"whatsapp:{OURS}", To=f"whatsapp:{BSUID}", EventType="READ")))
    assert isinstance(event, ReceiptReceived)
    assert event.customer == (Identity("bsuid", BSUID),)


@pytest.mark.parametrize(
    ("fields", "changes", "code"),
    [
        (sms(AccountSid="AC" + "9" * 32), {}, "foreign_account"),
        (sms(To="+15550100099"), {}, "foreign_number"),
        (sms(From=f"whatsapp:{MIA}", To=f"whatsapp:{OURS}"), {}, "foreign_address"),
        (sms(From="rcs:agent"), {}, "foreign_address"),
        (sms(), {"address": "whatsapp"}, "foreign_address"),
        (sms(MessagingServiceSid="MG9"), {"sender": None, "messaging_service_sid": SERVICE}, "foreign_service"),
        (status("sent", From=f"whatsapp:{OURS}"), {}, "foreign_address"),
    ],
)
def test_what_belongs_elsewhere_is_told_and_kept(fields, changes, code):
    notice, kept = parse(fields, **changes)
    assert isinstance(notice, AccountNotice)
    assert (notice.code, notice.severe) == (code, True)
    assert MIA not in notice.text
    assert isinstance(kept, NotUnderstood)
    assert SID.encode() in kept.raw


def test_any_number_of_the_own_service_is_at_home():
    fields = sms(To="+15550100099", MessagingServiceSid=SERVICE)
    for sender in (None, OURS):
        assert isinstance(only(parse(fields, sender=sender, messaging_service_sid=SERVICE)), MessageReceived)
    assert isinstance(only(parse(sms(To="+15550100099"), sender=None, messaging_service_sid=SERVICE)), MessageReceived)


@pytest.mark.parametrize(
    "fields",
    [
        sms(MessageSid=None, SmsSid=None, SmsMessageSid=None),
        sms(From=None),
        sms(From=" "),
        sms(From=OURS),
        {"AccountSid": "AC" + "1" * 32},
    ],
)
def test_message_without_id_or_sender_is_kept(fields):
    event = only(parse(fields))
    assert isinstance(event, NotUnderstood)
    assert event.key == only(parse(fields)).key


@pytest.mark.parametrize("body", [b"", b"&&&", b"a=b", b"%", b"{}", b"=", b"a=" * 9, b"a=&" * 5000])
def test_what_is_no_form_of_twilio_is_malformed(body):
    with pytest.raises(MalformedPayload):
        parse(body)


def test_mistake_of_ours_costs_no_message(monkeypatch):
    def broken(fields):
        raise ZeroDivisionError

    monkeypatch.setattr("connectors.twilio.inbound.contents_of", broken)
    event = only(parse(sms()))
    assert (event.problem, SID.encode() in event.raw) == ("could not be read: ZeroDivisionError", True)


def test_answer_says_nothing_to_the_customer():
    answer = make_connector().accepted()
    assert (answer.status, answer.content_type) == (200, "text/xml")
    assert answer.body.endswith("<Response/>")
