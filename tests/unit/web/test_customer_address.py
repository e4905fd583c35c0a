"""Amounts as people type them, and addresses as links write them."""

import pytest
from django.http import QueryDict

from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.web.customer_address import ListAddress, is_tidy, list_href, read_address, read_amount
from lazo.web.formats import Formats

COLOMBIA, MEXICO, CHILE = Formats(), Formats(country="MX", currency="MXN"), Formats(country="CL", currency="CLP")


@pytest.mark.parametrize(
    ("text", "formats", "minor"),
    [
        ("1.000.000", COLOMBIA, 1_000_000_00),
        ("$ 1,5 M", COLOMBIA, 1_500_000_00),
        ("$\u00a01,5\u00a0M", COLOMBIA, 1_500_000_00),
        ("200 mil", COLOMBIA, 200_000_00),
        ("1,000.50", MEXICO, 1_000_50),
        ("$1,000", MEXICO, 1_000_00),
        ("1.500", CHILE, 1_500),
        ("-3", COLOMBIA, -3_00),
        ("\u22123", COLOMBIA, -3_00),
        ("R$ 2 mi", Formats(language="pt", country="BR", currency="BRL"), 2_000_000_00),
        ("S/ 1,200", Formats(country="PE", currency="PEN"), 1_200_00),
        ("", COLOMBIA, None),
        ("M", COLOMBIA, None),
        ("mucho", COLOMBIA, None),
        ("NaN", COLOMBIA, None),
        ("9" * 30, COLOMBIA, None),
        ("1e999999999", COLOMBIA, None),
    ],
)
def test_an_amount_is_read_as_the_company_writes_it(text: str, formats: Formats, minor: int | None) -> None:
    assert read_amount(text, formats) == minor


@pytest.mark.parametrize("minor", [1_284_500_00, 48_900_000_00, 986_000_00, 5_00, -22_00, 0])
@pytest.mark.parametrize("formats", [COLOMBIA, MEXICO])
def test_what_the_page_writes_can_be_read_again(minor: int, formats: Formats) -> None:
    read = read_amount(formats.money_short(minor), formats)
    assert read is not None
    assert formats.money_short(read) == formats.money_short(minor)


def test_short_names_of_areas_of_the_first_addresses_stay_good() -> None:
    assert read_address(QueryDict("area=ret&area=man"), COLOMBIA).question.areas == ("RETAIN", "KEEP")


def test_the_usual_columns_need_no_word_in_the_address() -> None:
    address = read_address(QueryDict("columna=area&columna=value_12m&columna=value_365d&columna=risk&columna=last_day&columna=last_contact_on"), COLOMBIA)  # fmt: skip
    assert list_href(address.question) == "/clientes"


def test_an_address_keeps_its_view_and_forgets_its_page() -> None:
    address = ListAddress(ListQuestion(text="ana", after="=5~3"), view=7)
    assert address.href(sort="name") == "/clientes?q=ana&orden=name&vista=7"


@pytest.mark.parametrize(
    ("query", "tidy"), [("", True), ("area=ret", True), ("q=", False), ("area=ret&q=", False), ("monto_desde=5", False)]
)
def test_an_address_with_empty_fields_or_typed_amounts_is_not_tidy(query: str, tidy: bool) -> None:
    assert is_tidy(QueryDict(query)) is tidy
