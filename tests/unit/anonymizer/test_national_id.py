"""National numbers against an independent implementation of their checksums."""

from __future__ import annotations

from random import Random
from types import ModuleType

import pytest
from stdnum import luhn
from stdnum.ar import cuit
from stdnum.au import tfn
from stdnum.br import cnpj, cpf
from stdnum.cn import ric
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.in_ import aadhaar
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.pt import nif
from stdnum.tr import tckimlik

from anonymizer import Anonymizer, MaskingPolicy, checksums

MASKER = Anonymizer(MaskingPolicy(budget_s=30))
CHECKS = [
    (checksums.luhn, luhn, 16),
    (checksums.cpf, cpf, 11),
    (checksums.cnpj, cnpj, 14),
    (checksums.pesel, pesel, 11),
    (checksums.bsn, bsn, 9),
    (checksums.portuguese_nif, nif, 9),
    (checksums.turkish_id, tckimlik, 11),
    (checksums.argentine_cuit, cuit, 11),
    (checksums.nhs, nhs, 10),
    (checksums.australian_tfn, tfn, 9),
    (checksums.verhoeff, aadhaar, 12),
    (checksums.german_tax_id, idnr, 11),
    (checksums.french_nir, nir, 15),
]


@pytest.mark.parametrize(("ours", "theirs", "length"), CHECKS, ids=lambda value: getattr(value, "__name__", value))
def test_whatever_the_oracle_accepts_we_accept(ours: object, theirs: ModuleType, length: int) -> None:
    random = Random(length)
    accepted = 0
    for _ in range(60_000):
        digits = "".join(random.choice("0123456789") for _ in range(length))
        if theirs.is_valid(digits):
            accepted += 1
            assert ours(digits), digits  # type: ignore[operator]
        if accepted == 40:
            break
    assert accepted


NUMBERS = [
    ("my ssn is 123-45-6789", "123-45-6789"),
    ("SSN 123456789", "123456789"),
    ("NI number QQ 12 34 56 C", "QQ 12 34 56 C"),
    ("nhs 943 476 5919", "943 476 5919"),
    ("Steuer-ID 47 036 892 816", "47 036 892 816"),
    ("mon numéro de sécu 1 85 05 78 006 084 91", "1 85 05 78 006 084 91"),
    ("dni 12345678z", "12345678z"),
    ("NIE X-1234567-L", "X-1234567-L"),
    ("codice fiscale rssmra85t10a562s", "rssmra85t10a562s"),
    ("mijn bsn is 111222333", "111222333"),
    ("pesel 44051401359", "44051401359"),
    ("NIF 123456789", "123456789"),
    ("CPF 529.982.247-25", "529.982.247-25"),
    ("meu cpf 52998224725", "52998224725"),
    ("CURP GOMC800101HDFRRL09", "GOMC800101HDFRRL09"),
    ("dni 28.345.678", "28.345.678"),
    ("CUIT 20-12345678-6", "20-12345678-6"),
    ("aadhaar 2341 2341 2346", "2341 2341 2346"),
    ("PAN ABCPK1234F", "ABCPK1234F"),
    ("id number 8001015009087", "8001015009087"),
    ("TFN 123 456 782", "123 456 782"),
    ("SIN 046 454 286", "046 454 286"),
    ("TC kimlik 10000000146", "10000000146"),
    ("身份证号11010519491231002X", "11010519491231002X"),
    ("주민등록번호 900101-1234568", "900101-1234568"),
    ("СНИЛС 112-233-445 95", "112-233-445 95"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_national_number_is_covered_exactly(text: str, value: str) -> None:
    assert value in [text[e.start : e.end] for e in MASKER.find(text)]


def test_oracles_of_lettered_numbers_agree_with_our_letters() -> None:
    for number in ("12345678Z", "00000000T", "99999999R"):
        assert dni.is_valid(number) and checksums.spanish_letter(number)
    assert nie.is_valid("X1234567L") and checksums.spanish_letter("X1234567L")
    assert ric.is_valid("11010519491231002X") and checksums.chinese_id("11010519491231002X")
    assert codicefiscale.is_valid("RSSMRA85T10A562S") and checksums.italian_fiscal_code("RSSMRA85T10A562S")
