import re

import phonenumbers
import pyarrow as pa
import pytest
from drawn import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lazo.identify.imports.values.phones import Phone, parse_phones, read_phone

REGION = ("CL", "CO", "MX", "AR", "BR", "PE", "EC", "UY", "PY", "BO", "GT", "SV", "CR", "DO", "VE", "PA", "HN", "NI")


@pytest.mark.parametrize(
    ("country", "written", "e164", "key", "kind"),
    [
        ("CL", "+56 9 8765 4321", "+56987654321", "+56987654321", "MOBILE"),
        ("CL", "9 8765 4321", "+56987654321", "+56987654321", "MOBILE"),
        ("CL", "56987654321", "+56987654321", "+56987654321", "MOBILE"),
        ("CL", "09 8765 4321", "+56987654321", "+56987654321", "MOBILE"),
        ("CL", "9 8765 4321 anexo 12", "+56987654321 ext. 12", "+56987654321;ext=12", "MOBILE"),
        ("CL", "+56 2 2345 6789 ext. 12", "+56223456789 ext. 12", "+56223456789;ext=12", "MOBILE"),
        ("BR", "(11) 3123-4567 ramal 22", "+551131234567 ext. 22", "+551131234567;ext=22", "FIXED"),
        ("BR", "+55 31 8888-8888", "+5531988888888", "+5531988888888", "MOBILE"),
        ("BR", "(31) 8888-8888", "+5531988888888", "+5531988888888", "MOBILE"),
        ("BR", "(31) 98888-8888", "+5531988888888", "+5531988888888", "MOBILE"),
        ("BR", "(11) 3123-4567", "+551131234567", "+551131234567", "FIXED"),
        ("MX", "+52 1 55 1234 5678", "+525512345678", "+525512345678", "MOBILE"),
        ("MX", "5215512345678", "+525512345678", "+525512345678", "MOBILE"),
        ("MX", "044 55 1234 5678", "+525512345678", "+525512345678", "MOBILE"),
        ("MX", "55 1234 5678", "+525512345678", "+525512345678", "MOBILE"),
        ("AR", "+54 9 11 5123-4567", "+5491151234567", "+541151234567", "MOBILE"),
        ("AR", "011 15-5123-4567", "+5491151234567", "+541151234567", "MOBILE"),
        ("AR", "11 5123 4567", "+541151234567", "+541151234567", "FIXED"),
        ("AR", "(0351) 15 512 3456", "+5493515123456", "+543515123456", "MOBILE"),
        ("CO", "300 123 4567", "+573001234567", "+573001234567", "MOBILE"),
        ("CO", "03 300 123 4567", "+573001234567", "+573001234567", "MOBILE"),
        ("PE", "999 123 456", "+51999123456", "+51999123456", "MOBILE"),
        ("EC", "0991234567", "+593991234567", "+593991234567", "MOBILE"),
        ("UY", "099 123 456", "+59899123456", "+59899123456", "MOBILE"),
        ("CL", "+1 305 555 1234", "+13055551234", "+13055551234", "MOBILE"),
    ],
)
def test_numbers_as_people_write_them(country, written, e164, key, kind):
    parsed = parse_phones(pa.array([written]), country=country)

    assert parsed.values.to_pylist() == [{"e164": e164, "key": key, "kind": kind}]
    assert parsed.codes.to_pylist() == [None]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("99999999", None),
        ("000000000", None),
        ("no tiene", None),
        ("123", None),
        ("56 1", None),
        ("912345678", "+56912345678"),
    ],
)
def test_unlikely_numbers_stay_as_text(written, key):
    assert read_phone(written, country="CL") == (Phone(written, key, None), "phone_unlikely")


def test_the_first_of_several_is_taken():
    assert read_phone("987654321 / 223334444", country="CL") == (
        Phone("+56987654321", "+56987654321", "MOBILE"),
        "phone_several",
    )
    assert read_phone("99999999 / 88888888", country="CL")[1] == "phone_unlikely"


@pytest.mark.parametrize("text", [None, "", " ", "-", "n/a"])
def test_blanks(text):
    parsed = parse_phones(pa.array([text], pa.string()), country="CL")

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == ([None], [None])


def test_a_country_without_plan_takes_only_international_numbers():
    assert read_phone("+56987654321", country="ZZ")[0] == Phone("+56987654321", "+56987654321", "MOBILE")
    assert read_phone("987654321", country="ZZ") == (Phone("987654321", None, None), "phone_unlikely")


@example(country="BR", digits="1170000000")
@example(country="BR", digits="01170000000")
@settings(max_examples=examples(150), deadline=None)
@given(country=st.sampled_from(REGION), digits=st.text("0123456789", min_size=7, max_size=11))
def test_what_the_library_holds_valid_is_read_alike(country, digits):
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return
    if not phonenumbers.is_valid_number(number) or len(set(str(number.national_number))) < 3:
        return

    found, code = read_phone(digits, country=country)

    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # Brazil's mobiles without their ninth digit still count as valid there; here they get it.
    assert code is None
    assert found.e164 == re.sub(r"^(\+55\d\d)([6-9]\d{7})$", r"\g<1>9\2", whole)


@settings(deadline=None)
@given(country=st.sampled_from(REGION))
def test_every_way_of_writing_the_example_number_has_one_key(country):
    number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)

    keys = {
        read_phone(phonenumbers.format_number(number, shape), country=country)[0].key
        for shape in (
            phonenumbers.PhoneNumberFormat.E164,
            phonenumbers.PhoneNumberFormat.INTERNATIONAL,
            phonenumbers.PhoneNumberFormat.NATIONAL,
        )
    }

    assert len(keys) == 1
    assert None not in keys


def test_a_number_that_begins_like_the_country_but_is_too_long():
    assert read_phone("56" * 9, country="CL") == (Phone("56" * 9, None, None), "phone_unlikely")


@pytest.mark.parametrize("text", ["+51-61-1574-3500", "+51 61 1574 3500", "+516115743500"])
def test_number_written_whole_has_a_key_though_nobody_gives_such_numbers_out(text: str) -> None:
    found, code = read_phone(text, country="MX")
    assert (found.key if found else None, code) == ("+516115743500", "phone_unlikely")
