"""Check digits of cards, accounts and national numbers. All take ASCII digits (or letters where named)."""

from __future__ import annotations

from collections.abc import Sequence

_VERHOEFF_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_P = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the rest."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = ord(char) - 48
        if index % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def ean(digits: str) -> bool:
    """Whether the 13th digit checks a bar code."""
    return (10 - weighted(digits[:12], (1, 3) * 6) % 10) % 10 == int(digits[12])


def iban(compact: str) -> bool:
    """ISO 7064 mod 97 of an IBAN in upper case without spaces."""
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Sum of digits times weights, over the shorter of both."""
    return sum((ord(char) - 48) * weight for char, weight in zip(digits, weights, strict=False))


def verhoeff(digits: str) -> bool:
    """Verhoeff check of an Aadhaar number."""
    state = 0
    for index, char in enumerate(reversed(digits)):
        state = int(_VERHOEFF_D[state][int(_VERHOEFF_P[index % 8][int(char)])])
    return state == 0


def cpf(digits: str) -> bool:
    """Brazilian CPF, 11 digits."""
    if len(set(digits)) == 1:
        return False
    first = weighted(digits[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(digits[:10], range(11, 1, -1)) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}"


def cnpj(digits: str) -> bool:
    """Brazilian CNPJ, 14 digits."""
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    first = weighted(digits, weights[1:]) % 11
    second = weighted(digits, weights) % 11
    return digits[12:] == f"{0 if first < 2 else 11 - first}{0 if second < 2 else 11 - second}"


def pesel(digits: str) -> bool:
    """Polish PESEL, 11 digits."""
    return (10 - weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(digits[10])


def bsn(digits: str) -> bool:
    """Dutch BSN, 9 digits."""
    return weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(digits) > 0


def portuguese_nif(digits: str) -> bool:
    """Portuguese NIF, 9 digits."""
    check = 11 - weighted(digits, range(9, 1, -1)) % 11
    return int(digits[8]) == (0 if check > 9 else check)


def german_tax_id(digits: str) -> bool:
    """German Steuer-ID, 11 digits, ISO 7064 mod 11,10."""
    if digits[0] == "0":
        return False
    product = 10
    for char in digits[:10]:
        total = (int(char) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def french_nir(digits: str) -> bool:
    """French social security number, 15 digits with key."""
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def turkish_id(digits: str) -> bool:
    """Turkish T.C. kimlik numarası, 11 digits."""
    if digits[0] == "0":
        return False
    values = [int(char) for char in digits]
    tenth = (sum(values[0:9:2]) * 7 - sum(values[1:8:2])) % 10
    return values[9] == tenth and values[10] == sum(values[:10]) % 10


def chinese_id(compact: str) -> bool:
    """Chinese resident identity number, 17 digits and a digit or X."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[weighted(compact[:17], weights) % 11] == compact[17].upper()


def argentine_cuit(digits: str) -> bool:
    """Argentine CUIT or CUIL, 11 digits."""
    check = 11 - weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return int(digits[10]) == (0 if check == 11 else 9 if check == 10 else check)


def spanish_letter(compact: str) -> bool:
    """Letter of a Spanish DNI (8 digits and a letter) or NIE (X, Y or Z first)."""
    number = str("XYZ".index(compact[0])) + compact[1:8] if compact[0] in "XYZ" else compact[:8]
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == compact[8]


def nhs(digits: str) -> bool:
    """British NHS number, 10 digits."""
    check = 11 - weighted(digits, range(10, 1, -1)) % 11
    return check != 10 and int(digits[9]) == (0 if check == 11 else check)


def australian_tfn(digits: str) -> bool:
    """Australian tax file number, 9 digits."""
    return weighted(digits, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def russian_snils(digits: str) -> bool:
    """Russian SNILS, 11 digits."""
    return weighted(digits, range(9, 0, -1)) % 101 % 100 == int(digits[9:])


def italian_fiscal_code(compact: str) -> bool:
    """Check letter of an Italian codice fiscale, 16 characters in upper case."""
    odd = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True))
    letters = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    odd |= dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", letters, strict=True))
    total = sum(
        odd[char] if not index % 2 else int(char) if char.isdigit() else ord(char) - 65
        for index, char in enumerate(compact[:15])
    )
    return chr(65 + total % 26) == compact[15]


def vin(compact: str) -> bool:
    """Check digit of a North American VIN, 17 characters in upper case without I, O and Q."""
    values = dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ",
            (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
            strict=True,
        )
    )
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum((int(c) if c.isdigit() else values[c]) * w for c, w in zip(compact, weights, strict=True))
    return "0123456789X"[total % 11] == compact[8]
