"""Telephones and documents written by hand: kept as the country writes them, refused with what is missing."""

from typing import Any

import pytest

from lazo.identify.models import ContactPoint
from lazo.identify.operations.contact_point import UnableToReadContact, read_contact
from lazo.identify.operations.document import UnableToReadDocument, read_document


@pytest.mark.parametrize(
    ("text", "country", "kept"),
    [
        ("12.345.678-5", "CL", ("CL_RUT", "123456785", "CL:123456785")),
        ("900.123.456-8", "CO", ("CO_NIT", "9001234568", "CO:900123456")),
        ("CL 12.345.678-5", "CO", ("CL_RUT", "123456785", "CL:123456785")),
        ("pasaporte ab123456", "CO", ("PASSPORT", "Pasaporte AB123456", "PASSPORT:AB123456")),
        ("X-12", "US", ("US", "X-12", "US:X12")),
    ],
)
def test_a_document_is_kept_as_its_country_writes_it(text: str, country: str, kept: tuple[str, str, str]) -> None:
    read = read_document(text, country=country)
    assert (read.scheme, read.value, read.key) == kept


@pytest.mark.parametrize(
    ("text", "country", "code", "params"),
    [
        ("12.345.678-4", "CL", "bad_check_digit", {"expected": "5"}),
        ("123", "CO", "bad_document", {}),
        ("sin número", "CO", "bad_document", {}),
        ("1" * 41, "US", "bad_document", {}),
    ],
)
def test_a_document_that_cannot_be_says_what_would(text: str, country: str, code: str, params: dict[str, Any]) -> None:
    with pytest.raises(UnableToReadDocument) as refused:
        read_document(text, country=country)
    assert (refused.value.code, refused.value.params) == (code, params)


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("300 555 01", "phone_short", {"digits": 2, "example": "321 1234567"}),
        ("300 555 0142 12", "phone_long", {"digits": 2, "example": "321 1234567"}),
        ("hola", "bad_phone", {"example": "321 1234567"}),
    ],
)
def test_a_telephone_says_how_many_digits_it_lacks(text: str, code: str, params: dict[str, Any]) -> None:
    with pytest.raises(UnableToReadContact) as refused:
        read_contact(ContactPoint.Kind.PHONE, text, country="CO")
    assert (refused.value.code, refused.value.params) == (code, params)


def test_a_telephone_of_another_country_is_read_by_its_own_rules() -> None:
    read = read_contact(ContactPoint.Kind.PHONE, "+56 9 8765 4321", country="CO")
    assert (read.value, read.is_likely) == ("+56987654321", True)
