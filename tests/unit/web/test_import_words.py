"""Why an import cannot go on, and the names of uploads, in words."""

import pytest

from lazo.identify.imports.readers.problem import UnableToRead
from lazo.web.import_words import failure_sentence, field_label
from lazo.web.receiving import named, source_name


def test_a_failure_names_fields_as_the_page_does() -> None:
    assert failure_sentence("missing_field", {"fields": ["date", "amount"]}, entity="purchases") == (
        "Falta decir qué columna trae: Fecha, Importe total."
    )
    assert failure_sentence("repeated_field", {"field": "date"}, entity="purchases") == (
        "Dos columnas van a «Fecha». Deja solo una."
    )


def test_a_failure_of_the_file_says_its_figures() -> None:
    assert failure_sentence("too_many_columns", {"found": 10_000, "limit": 2000}) == (
        "El archivo tiene 10000 columnas y el máximo es 2000. Deja solo las columnas que vas a importar."
    )


def test_an_unknown_failure_says_that_nothing_was_lost() -> None:
    assert failure_sentence("KeyError", {}) == (
        "Algo falló y la importación se detuvo. Nada se perdió: puedes intentarlo otra vez."
    )


def test_a_field_nobody_knows_keeps_its_key() -> None:
    assert field_label("purchases", "luna") == "luna"
    assert field_label("luna", "date") == "date"


@pytest.mark.parametrize(
    ("file", "source"), [("clientes marzo.csv", "clientes marzo"), ("¿?.csv", "Archivo"), ("x" * 300, "x" * 120)]
)
def test_a_source_nobody_named_is_named_after_the_file(file: str, source: str) -> None:
    assert source_name(file) == source


def test_a_file_keeps_the_name_its_person_gave_it() -> None:
    assert named(UnableToRead("broken_workbook", name="original.xlsx"), "ventas.xlsx") == {"name": "ventas.xlsx"}
    assert named(UnableToRead("empty_file"), "ventas.xlsx") == {}
