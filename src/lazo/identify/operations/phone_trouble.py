"""What is wrong with a telephone that no plan knows, said so that a person can mend it."""

from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType


def phone_trouble(text: str, *, country: str) -> tuple[str, dict[str, Any]] | None:
    """What keeps `text`, which is no number given out, from being a telephone of `country`, as a code and what its sentence names.

    None where it only is of a series that nobody has: new series come, so it is kept and doubted. Lengths are those of a mobile.

    phone_short and phone_long carry `digits`, how many are missing or too many, and `example`; bad_phone the example alone.
    """
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return "bad_phone", {"example": _example(country)[0]}
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    example, usual = _example(region if region not in {"ZZ", "001"} else country)
    written = len(str(number.national_number)) + (
        number.number_of_leading_zeros or 0 if number.italian_leading_zero else 0
    )
    if written < usual:
        return "phone_short", {"digits": usual - written, "example": example}
    if written > usual:
        return "phone_long", {"digits": written - usual, "example": example}
    return None if phonenumbers.is_possible_number(number) else ("bad_phone", {"example": example})


def _example(country: str) -> tuple[str, int]:
    """A mobile of the country as it is written there, and how many digits it has; one of Colombia where we know none."""
    found = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE) if country else None
    if found is None:
        return "+57 300 555 0142", 12
    return phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL), len(str(found.national_number))
