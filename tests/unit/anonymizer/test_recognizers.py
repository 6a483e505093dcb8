"""Recognizers, family by family: what is found, to the code point, and what stays readable."""

from __future__ import annotations

import pytest

from anonymizer import Anonymizer, MaskingPolicy

MASKER = Anonymizer(MaskingPolicy(budget_s=30))

FOUND: dict[str, list[tuple[str, str]]] = {
    "EMAIL_ADDRESS": [
        ("anna.schmidt@example.org!", "anna.schmidt@example.org"),
        ("ANNA@EXAMPLE.ORG", "ANNA@EXAMPLE.ORG"),
        ("邮箱是anna@example.org谢谢", "anna@example.org"),
        ("write to anna (at) example (dot) org", "anna (at) example (dot) org"),
        ("yoli punto piqueras arroba hotmail punto es", "yoli punto piqueras arroba hotmail punto es"),
        ("julie point martin arobase orange point fr", "julie point martin arobase orange point fr"),
        ("иван собака яндекс точка ру", "иван собака яндекс точка ру"),
        ("anna ＠ gmail.com", "anna ＠ gmail.com"),
        ("my email is anna.schmidt87", "anna.schmidt87"),
        ("a\u0301nna@example.org", "a\u0301nna@example.org"),
    ],
    "PHONE_NUMBER": [
        ("ring 020 7946 0652 now", "020 7946 0652"),
        ("(415) 555-2671", "(415) 555-2671"),
        ("0 1 7 1 5 5 5 1 2 3 4", "0 1 7 1 5 5 5 1 2 3 4"),
        ("4*1*5*5*5*5*2*6*7*1", "4*1*5*5*5*5*2*6*7*1"),
        ("4l5-555-267l", "4l5-555-267l"),
        ("मेरा नंबर ९८७६५ ४३२१० है", "९८७६५ ४३२१०"),
        ("null eins sieben eins fünf fünf fünf eins zwei", "null eins sieben eins fünf fünf fünf eins zwei"),
        ("一三八零零一三八零零零", "一三八零零一三八零零零"),
        ("tel. 555 1234 durchwahl 7", "555 1234 durchwahl 7"),
        ("\u202a+49 171 5551234\u202c", "+49 171 5551234"),
        ("order 12345678, call 4155552671", "4155552671"),
    ],
    "CREDIT_CARD": [
        ("4111-1111-1111-1111", "4111-1111-1111-1111"),
        ("3782 822463 10005", "3782 822463 10005"),
        ("my card 4111 1111 1111 1112 was declined", "4111 1111 1111 1112"),
        ("４１１１１１１１１１１１１１１１", "４１１１１１１１１１１１１１１１"),
        ("order 5500 0055 5555 5559", "5500 0055 5555 5559"),
    ],
    "IBAN_CODE": [
        ("DE89370400440532013000", "DE89370400440532013000"),
        ("GB29 NWBK 6016 1331 9268 19.", "GB29 NWBK 6016 1331 9268 19"),
        ("nl91 abna 0417 1643 00 graag", "nl91 abna 0417 1643 00"),
    ],
    "BANK_ACCOUNT": [("account number 63849201 please", "63849201"), ("Kontonummer 0648489890", "0648489890")],
    "IP_ADDRESS": [
        ("from 71.203.44.118 today", "71.203.44.118"),
        ("IP是192.168.31.62。", "192.168.31.62"),
        ("at 2001:db8::8a2e:370:7334 ok", "2001:db8::8a2e:370:7334"),
    ],
    "MAC_ADDRESS": [("MACは34:E1:2D:90:4B:7Aです", "34:E1:2D:90:4B:7A")],
    "IMEI": [("imei 356846109521472", "356846109521472")],
    "VIN": [("VIN 1HGCM82633A004352", "1HGCM82633A004352")],
    "CRYPTO": [("to bc1qsa7re3nxv844y77pk8vsn0zl9xx8qp07u99qd0 ok", "bc1qsa7re3nxv844y77pk8vsn0zl9xx8qp07u99qd0")],
    "URL": [
        ("see https://wa.me/491715551234.", "https://wa.me/491715551234"),
        ("ここhttps://line.me/ti/p/abcXYZ9281に", "https://line.me/ti/p/abcXYZ9281"),
        ("https://shop.example/reset?token=abcdef", "https://shop.example/reset?token=abcdef"),
        ("my site https://smith.example/", "https://smith.example/"),
    ],
    "LOCATION_COORDINATES": [("at 47.42107, 10.98536 now", "47.42107, 10.98536")],
    "HANDLE": [
        ("volg @fennabakt even", "@fennabakt"),
        ("my insta is rosa_d19", "rosa_d19"),
        ("pushpa62@okaxis", "pushpa62@okaxis"),
    ],
    "SECRET": [
        ("password: Monsoon#77", "Monsoon#77"),
        ("mdp : Loulou*1987 merci", "Loulou*1987"),
        ("the otp is 804 211", "804 211"),
        ("my pin is 4821", "4821"),
        ("密码Hua_5858", "Hua_5858"),
        ('password is "correct horse"', "correct horse"),
    ],
    "PASSPORT": [("passport no. X4RTBPFW4", "X4RTBPFW4"), ("Reisepass C01X00T47", "C01X00T47")],
    "DRIVER_LICENSE": [("Führerschein B072RRE2I55", "B072RRE2I55")],
    "VEHICLE_PLATE": [
        ("registration LK19 XWD", "LK19 XWD"),
        ("Kennzeichen M-KL 4827 bitte", "M-KL 4827"),
        ("номер А482КЕ77 стоит", "А482КЕ77"),
        ("车牌浙A·48L21", "浙A·48L21"),
    ],
    "DATE_OF_BIRTH": [
        ("born 14 February 1979 in Leeds", "14 February 1979"),
        ("geboren am fünften mai neunzehnhundertachtzig", "fünften mai neunzehnhundertachtzig"),
        ("昭和三十三年六月五日生まれ", "昭和三十三年六月五日"),
    ],
    "PERSON": [
        ("my name is will", "will"),
        ("Ich heiße Ernst", "Ernst"),
        ("меня зовут айгуль", "айгуль"),
        ("我叫王小明", "王小明"),
        ("nazwisko M-A-Z-U-R", "M-A-Z-U-R"),
        ("Dear Mr. Okonkwo,", "Okonkwo"),
        ("my wife Carmen placed it", "Carmen"),
        ("cheers Evan,", "Evan"),
    ],
    "ADDRESS": [
        ("send it to 12 Mill Lane, Leeds LS1 4DY", "12 Mill Lane, Leeds LS1 4DY"),
        ("Kaiserstraße 112, 76133 Karlsruhe", "Kaiserstraße 112, 76133 Karlsruhe"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "value"), [(kind, text, value) for kind, cases in FOUND.items() for text, value in cases]
)
def test_value_is_covered_exactly(kind: str, text: str, value: str) -> None:
    found = [(text[e.start : e.end], e.type) for e in MASKER.find(text)]

    assert (value, kind) in found


CLEAN = [
    "ticket INC0045512 was closed on 10/10/2023 at 10:10:10",
    "the request id is 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "Bestellnummer 302-8841927-5519301 vom 12.03.2024",
    "EAN 4006381333931 kostet 3,49",
    "order 8839201745 is late",
    "it ended 3-1 and then 2-2",
    "size 200 x 90 x 45 cm",
    "my password is not working",
    "the code EXTRA20 does not work",
    "error 500 - 0x80070057",
    "my phone costs 1299 euros",
    "im furious",
    "soy cliente desde 2019",
    "ich bin Kunde",
    "meet me at 10",
    "2019-2024",
    "[PHONE_1]",
    "how do i cancel my subscription",
    "Where is my parcel?",
    "The meeting is 2024-11-05 14:30-15:45",
]


@pytest.mark.parametrize("text", CLEAN)
def test_harmless_text_stays_readable(text: str) -> None:
    assert [text[e.start : e.end] for e in MASKER.find(text)] == []
