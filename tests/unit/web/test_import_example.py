"""A row of a file as it would come in."""

from typing import Any

import pytest

from lazo.identify.imports.operations.preview_batch import Preview
from lazo.identify.imports.values.dates import DateFormat
from lazo.identify.imports.values.numbers import NumberFormat
from lazo.web.formats import Formats
from lazo.web.import_example import Example, ExampleValue, example_row

COLOMBIA = Formats("es", "CO", "COP")
DAY_FIRST = DateFormat("DMY", ambiguous=True, why="all_at_most_12")
THOUSANDS = NumberFormat(".", ambiguous=True, why="only_groups_of_three")


def preview(sample: list[dict[str, str | None]], mapping: dict[str, str], **known: Any) -> Preview:
    return Preview(
        header=list(mapping),
        sample=sample,
        guesses=[],
        mapping=mapping,
        options=known.pop("options", {}),
        remembered=False,
        questions={},
        n_rows=None,
        sheets=[],
        **known,
    )


def cell(text: str, key: str, entity: str = "purchases", formats: Formats = COLOMBIA, **known: Any) -> ExampleValue:
    found = example_row(preview([{"x": text}], {"x": key}, **known), entity, 1, formats)
    assert found is not None
    return found.values[0]


def test_an_empty_file_has_no_row() -> None:
    assert example_row(preview([], {"x": "date"}), "purchases", 1, COLOMBIA) is None


def test_a_row_names_whom_it_speaks_of_and_leaves_out_what_is_not_imported() -> None:
    sample: list[dict[str, str | None]] = [
        {"N": "Dora Inés", "A": "Bonilla", "Z": "1", "T": "oro"},
        {"N": "Ana", "A": None, "Z": "2", "T": None},
    ]
    mapping = {"N": "given_name", "A": "surnames", "Z": "", "T": "trait:nivel"}
    first = Example(
        1,
        2,
        "Dora Inés Bonilla",
        (ExampleValue("Nombres", "Dora Inés"), ExampleValue("Apellidos", "Bonilla"), ExampleValue("T", "oro")),
    )
    assert example_row(preview(sample, mapping), "customers", 0, COLOMBIA) == first
    last = example_row(preview(sample, mapping), "customers", 99, COLOMBIA)
    assert last is not None
    assert (last.number, last.name, [value.text for value in last.values]) == (2, "Ana", ["Ana", "–", "–"])


def test_dates_are_read_as_the_file_has_them_unless_a_person_says_otherwise() -> None:
    assert cell("03/04/2025", "date", dates={"x": DAY_FIRST}).text == "3 abr 2025"
    assert cell("03/04/2025", "date", dates={"x": DAY_FIRST}, options={"date_order": "mdy"}).text == "4 mar 2025"
    assert cell("2025-04-03 10:30", "date", "interactions").text == "3 abr 2025"


@pytest.mark.parametrize("text", ["31/02/2025", "ayer"])
def test_a_date_that_cannot_be_understood_stays_as_written_and_is_marked(text: str) -> None:
    assert cell(text, "date") == ExampleValue("Fecha", text, is_doubtful=True)


def test_amounts_are_read_as_the_file_has_them_unless_a_person_says_otherwise() -> None:
    assert cell("1,234", "amount", numbers={"x": THOUSANDS}).text == "$\u00a01.234"
    assert cell("1,234", "amount", numbers={"x": THOUSANDS}, options={"number_format": "es"}).text == "$\u00a01,23"
    assert cell("(1.500)", "amount").text == "\u2212$\u00a01.500"
    assert cell("12.500", "amount", options={"currency": "CLP"}).text == "CLP\u00a012.500"
    assert cell("cuatro", "amount") == ExampleValue("Importe total", "cuatro", is_doubtful=True)


def test_an_amount_is_in_the_currency_of_its_row() -> None:
    found = example_row(
        preview([{"I": "1.500", "M": "usd"}], {"I": "amount", "M": "currency"}), "purchases", 1, COLOMBIA
    )
    assert found is not None
    assert found.values[0].text == "US$\u00a01.500"


def test_quantities_keep_their_decimals() -> None:
    assert cell("2,5", "quantity").text == "2,5"
    assert cell("1.200", "quantity").text == "1.200"


def test_addresses_are_tidied_and_the_impossible_ones_marked() -> None:
    assert cell(" DORA@Correo.example ", "email", "customers") == ExampleValue("Correo", "dora@correo.example")
    assert cell("dora@@correo", "email", "customers") == ExampleValue("Correo", "dora@@correo", is_doubtful=True)
