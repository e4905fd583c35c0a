import pytest

from lazo.identify.imports.readers.header import find_header, unique_names
from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.problem import UnableToRead


def test_title_rows_are_narrower_than_the_header():
    records = [["Ventas", None, None], [None, None, None], ["Cliente", "Fecha", "Monto"], ["Ana", "2024-01-01", "5"]]

    found = find_header(records, Limits())

    assert (found.names, found.row) == (["Cliente", "Fecha", "Monto"], 3)


def test_months_may_be_names_of_columns():
    found = find_header([["Cliente", "Ciudad", "2023", "2024"], ["Ana", "Lima", "5", "6"]], Limits())

    assert found.names == ["Cliente", "Ciudad", "2023", "2024"]


def test_a_row_of_figures_is_no_header():
    with pytest.raises(UnableToRead) as refused:
        find_header([["1", "19970101", "11.77"], ["2", "19970102", "12"]], Limits())

    assert (refused.value.code, refused.value.params) == ("no_header", {"row": 1})


@pytest.mark.parametrize("row", [3, 9])
def test_a_person_names_a_row_without_names(row):
    with pytest.raises(UnableToRead, match="no_header"):
        find_header([["a", "b"], ["1", "2"], [None, None]], Limits(), header_row=row)


def test_only_narrow_rows():
    with pytest.raises(UnableToRead, match="no_header"):
        find_header([*[["Título", None]] * 30, ["a", "b"], ["1", "2"]], Limits(), header_row=None)


def test_names_are_unique_and_never_the_readers_own():
    names, notices = unique_names(["Fecha", "Fecha", " Fecha  (2)", "_row", None], 5, 1)

    assert names == ["Fecha", "Fecha (2)", "Fecha (2) (2)", "_row (2)", "Columna 5"]
    assert [(one.code, one.column) for one in notices] == [
        ("duplicate_header", "Fecha (2)"),
        ("duplicate_header", "Fecha (2) (2)"),
        ("duplicate_header", "_row (2)"),
        ("unnamed_column", "Columna 5"),
    ]


def test_nothing_at_all():
    with pytest.raises(UnableToRead, match="empty_file"):
        find_header([[None, " "]], Limits())
