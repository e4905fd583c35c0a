import csv

import pyarrow as pa
import pytest

from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import Problem, RejectedRow
from lazo.identify.imports.readers.rejects import harmless, rejected_rows, write_rejects

HEADER = ["Nombre", "Celular", "Monto"]
ROWS = [
    RejectedRow(3, ("=HYPERLINK(1)", "+56 9 8765 4321", "-5,5")),
    RejectedRow(8, ("Ana", None)),
    RejectedRow(9, ("a", "b", "c", "d")),
]
PROBLEMS = [
    Problem(3, "Monto", "not_a_number", "-5,5x"),
    Problem(3, "Celular", "phone_unlikely", "+56"),
    Problem(8, "", "too_few_cells", params={"found": 2, "expected": 3}),
    Problem(9, "", "too_many_cells", params={"found": 4, "expected": 3}),
]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("+56987654321", "'+56987654321"),
        ("-1+2", "'-1+2"),
        ("-1.234,5", "-1.234,5"),
        ("\tx", "'\tx"),
        ("x=1", "x=1"),
        (None, ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_guarded(cell, written):
    assert harmless(cell) == written


def test_rows_are_written_with_their_reasons(tmp_path):
    path = tmp_path / "rechazadas.csv"

    assert write_rejects(path, HEADER, ROWS, PROBLEMS) == 3

    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream, delimiter=";"))
    assert lines == [
        ["Nombre", "Celular", "Monto", "Fila", "Motivo"],
        [
            "'=HYPERLINK(1)",
            "'+56 9 8765 4321",
            "-5,5",
            "3",
            "«-5,5x» no es un número en la columna Monto. Escríbelo como 1234,56 o 1234.56.",
        ],
        ["Ana", "", "", "8", "La fila tiene 2 celdas y debería tener 3. Completa las que faltan."],
        [
            "a",
            "b",
            "c",
            "9",
            "La fila tiene 4 celdas y debería tener 3. Pon entre comillas el texto que contiene el separador. Celdas de más: d",
        ],
    ]


@pytest.mark.parametrize("name", ["rechazadas.csv", "rechazadas.xlsx"])
def test_a_mended_file_returns_as_it_was(tmp_path, read, name):
    path = tmp_path / name
    write_rejects(path, HEADER, ROWS[:2], PROBLEMS)

    reader = open_table(path)

    assert reader.header == HEADER
    assert read(reader)[0] == [
        {"Nombre": "=HYPERLINK(1)", "Celular": "+56 9 8765 4321", "Monto": "-5,5", "_row": 2},
        {"Nombre": "Ana", "Celular": None, "Monto": None, "_row": 3},
    ]


def test_more_rows_than_a_sheet_holds(tmp_path, monkeypatch):
    monkeypatch.setattr("lazo.identify.imports.readers.rejects.SHEET_ROWS", 2)

    with pytest.raises(ValueError, match="2"):
        write_rejects(tmp_path / "x.xlsx", HEADER, ROWS, PROBLEMS)


def test_rejected_rows_of_a_batch():
    batch = pa.RecordBatch.from_pydict({"a": ["x", None, "z"], "_row": [2, 3, 5]})

    assert rejected_rows(batch, pa.array([False, True, True])) == [RejectedRow(3, (None,)), RejectedRow(5, ("z",))]
