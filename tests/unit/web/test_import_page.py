"""The form of the columns: what is chosen, how the file is opened, what stands proposed."""

from typing import Any

import pytest

from lazo.identify.imports.columns.guess import Guess
from lazo.identify.imports.operations.preview_batch import Preview
from lazo.identify.imports.values.dates import DateFormat
from lazo.identify.imports.values.numbers import NumberFormat
from lazo.identify.models import ImportBatch
from lazo.web.import_page import (
    column_rows,
    mapping_from,
    options_from,
    proposed_formats,
    read_as,
    reading_from,
    recognised,
)
from lazo.web.queries.batches import ProblemGroup, ShownProblem


def preview(**known: Any) -> Preview:
    empty: dict[str, Any] = {"options": {}, "remembered": False, "questions": {}, "n_rows": None, "sheets": []}
    return Preview(**{"header": [], "sample": [], "guesses": [], "mapping": {}} | empty | known)


def test_each_column_keeps_its_place_in_the_form() -> None:
    assert mapping_from({"columna-0": "name", "columna-2": "email"}, ["N", "X", "C"]) == {
        "N": "name",
        "X": "",
        "C": "email",
    }


def test_blank_options_are_left_to_the_file() -> None:
    data = {"country": " mx ", "currency": "", "date_order": "dmy", "number_format": " ", "other": "1"}
    assert options_from(data) == {"country": "MX", "date_order": "dmy"}


def test_boxes_count_only_where_they_were_asked() -> None:
    assert options_from({"asks_unknown": "1"}) == {"create_unknown": False}
    assert options_from({"asks_unknown": "1", "create_unknown": "on", "force": "on"}) == {
        "create_unknown": True,
        "force": True,
    }


@pytest.mark.parametrize(
    ("data", "reading"),
    [
        ({}, {}),
        ({"hoja": "Ventas", "titulos": "3"}, {"sheet": "Ventas", "header_row": 3}),
        ({"titulos": "0"}, {"header_row": 0}),
        ({"hoja": "", "titulos": "tres"}, {}),
        ({"titulos": "9999999"}, {}),
        ({"titulos": "-1"}, {}),
    ],
)
def test_how_the_file_is_opened(data: dict[str, str], reading: dict[str, object]) -> None:
    assert reading_from(data) == reading


def test_another_way_of_opening_forgets_the_columns() -> None:
    batch = ImportBatch(mapping={"N": "name"}, options={"sheet": "Ventas", "country": "CO"}, sheet="Ventas")
    read_as(batch, {"sheet": "Ventas"})
    assert batch.mapping == {"N": "name"}
    read_as(batch, {"sheet": "Personas"})
    assert (batch.mapping, batch.sheet) == ({}, "Personas")
    assert batch.options == {"sheet": "Personas", "country": "CO"}


def test_questions_stand_answered_by_the_likelier_reading_until_a_person_answers() -> None:
    asked = preview(
        questions={"date_order": ["F"], "number_format": ["I"]},
        dates={"F": DateFormat("MDY", ambiguous=True, why="both_seen")},
        numbers={"I": NumberFormat(".", ambiguous=True, why="only_groups_of_three")},
    )
    assert proposed_formats(asked) == {"date_order": "mdy", "number_format": "en"}
    assert proposed_formats(preview(options={"date_order": "dmy"})) == {"date_order": "dmy", "number_format": ""}


@pytest.mark.django_db
def test_a_column_shows_three_different_examples_how_full_it_is_and_what_is_wrong_in_it() -> None:
    values = ["Abel", "Abel", None, "Beatriz de los Ángeles Fuenzalida", "Carla", "Delia"]
    known = preview(
        header=["N"],
        sample=[{"N": value} for value in values],
        mapping={"N": "name"},
        guesses=[Guess("N", "name", 1.0, "header")],
    )
    wrong = ProblemGroup("N", "text_cut", 4, False, ShownProblem(2, "N", "", "", rejects=False))
    batch = ImportBatch(entity="purchases", state="CHECKED")
    (row,) = column_rows(known, batch, [wrong, wrong])
    assert row.examples == "Abel · Beatriz de los Ángeles Fuenz… · Carla"
    assert (row.index, row.name, row.field, row.filled, row.errors, row.is_sure) == (0, "N", "name", 5 / 6, 8, True)
    assert [key for key, _label in row.options if key.startswith("trait:")] == []
    (row,) = column_rows(known, ImportBatch(entity="customers", state="MAPPED"), [wrong])
    assert row.errors is None
    assert row.options[-1] == ("trait:N", "Guardar como «N»")


@pytest.mark.django_db
def test_a_column_with_a_title_as_long_as_a_page_is_named_briefly() -> None:
    name = "D" * 4000
    (row,) = column_rows(
        preview(header=[name], mapping={name: ""}), ImportBatch(entity="customers", state="UPLOADED"), []
    )
    assert row.short_name == "D" * 40 + "…"
    assert (row.filled, row.examples, row.is_sure) == (0, "", False)
    assert row.options[-1][1] == f"Guardar como «{row.short_name}»"
    assert recognised([row]) == (0, 1)


@pytest.mark.django_db
def test_a_column_kept_under_its_own_name_is_not_one_we_recognised() -> None:
    mapping = {"N": "name", "Apodo": "trait:apodo", "Z": ""}
    rows = column_rows(preview(header=list(mapping), mapping=mapping), ImportBatch(entity="customers"), [])
    assert recognised(rows) == (1, 3)
