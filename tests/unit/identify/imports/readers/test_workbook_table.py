# ruff: noqa: DTZ001 - the cells of a workbook carry no zone
import datetime as dt
import zipfile

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import UnableToRead


def test_typed_cells_come_as_canonical_text(write_book, read):
    rows = [
        ["Razón social", "Fecha", "Importe", "Activo"],
        ["Andes SpA", dt.date(2024, 3, 1), 1234.567, True],
        ["Ana", dt.datetime(2024, 3, 1, 12, 30), 0.1 + 0.2, False],
        ["Luis", "31/12/2023", 56912345678, ""],
    ]
    reader = open_table(write_book({"Ventas": rows}))

    assert (reader.kind, reader.sheet, reader.sheets, reader.n_rows) == ("xlsx", "Ventas", ["Ventas"], 3)
    assert read(reader)[0] == [
        {"Razón social": "Andes SpA", "Fecha": "2024-03-01", "Importe": "1234.5670", "Activo": "true", "_row": 2},
        {"Razón social": "Ana", "Fecha": "2024-03-01 12:30:00", "Importe": "0.3", "Activo": "false", "_row": 3},
        {"Razón social": "Luis", "Fecha": "31/12/2023", "Importe": "56912345678", "Activo": None, "_row": 4},
    ]


def test_formulas_give_the_value_last_computed(tmp_path, read):
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", value=2)
        sheet.write_formula(1, 1, "=1/0", value="#DIV/0!")

    assert read(open_table(path))[0] == [{"a": "2", "b": None, "_row": 2}]


def test_rows_keep_their_numbers_below_titles_and_blanks(write_book, read):
    rows = [["Reporte"], [], ["Cliente", "Monto"], ["Ana", 1], [], ["Luis", 2], [], []]
    reader = open_table(write_book({"Hoja": rows}))

    assert (reader.header, reader.header_row) == (["Cliente", "Monto"], 3)
    assert [row["_row"] for row in read(reader)[0]] == [4, 6]


def test_table_that_begins_in_another_column(tmp_path, read):
    path = tmp_path / "c.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 3, ["Cliente", "Monto"])
        sheet.write_row(3, 3, ["Ana", 1])

    assert read(open_table(path))[0] == [{"Cliente": "Ana", "Monto": "1", "_row": 4}]


def test_the_first_sheet_with_cells_is_read_and_the_others_are_named(write_book, read):
    path = write_book({"Vacía": [], "Ventas": [["a", "b"], [1, 2]], "Otra": [["c", "d"], [3, 4]]})
    reader = open_table(path)

    assert reader.sheet == "Ventas"
    assert [(one.code, one.params["others"]) for one in reader.notices] == [("extra_sheets", "Vacía, Otra")]
    assert read(open_table(path, sheet="Otra"))[0] == [{"c": "3", "d": "4", "_row": 2}]
    with pytest.raises(UnableToRead, match="unknown_sheet"):
        open_table(path, sheet="Nada")


def test_hidden_sheets_are_passed_over(tmp_path):
    path = tmp_path / "h.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Listas", "Ventas"):
            book.add_worksheet(name).write_row(0, 0, ["a", "b"])
        book.get_worksheet_by_name("Ventas").activate()
        book.get_worksheet_by_name("Listas").hide()

    assert open_table(path).sheet == "Ventas"


def test_duplicate_and_missing_headers_are_renamed_and_noticed(write_book, read):
    reader = open_table(write_book({"H": [["Fecha", "Fecha", "", "fecha"], ["a", "b", "c", "d"]]}))

    assert reader.header == ["Fecha", "Fecha (2)", "Columna 3", "fecha (3)"]
    assert [one.code for one in reader.notices] == ["duplicate_header", "unnamed_column", "duplicate_header"]


def test_batches_are_bounded(write_book):
    path = write_book({"H": [["a"], *([number] for number in range(25))]})
    reader = open_table(path, limits=Limits(batch_rows=10), header_row=1)

    assert [chunk.rows.num_rows for chunk in reader.chunks()] == [10, 10, 5]


def test_workbook_without_rows(write_book):
    with pytest.raises(UnableToRead, match="empty_file"):
        open_table(write_book({"H": []}))


def test_workbook_with_too_many_columns(write_book):
    with pytest.raises(UnableToRead) as refused:
        open_table(write_book({"H": [[f"c{place}" for place in range(10_000)]]}))

    assert (refused.value.code, refused.value.params) == ("too_many_columns", {"found": 10_000, "limit": 2_000})


def test_broken_workbook(write, write_book):
    whole = write_book({"H": [["a", "b"], [1, 2]]}).read_bytes()

    for content in (whole[: len(whole) // 2], b"PK\x03\x04 nothing of a workbook"):
        with pytest.raises(UnableToRead, match="broken_workbook"):
            open_table(write(content, "roto.xlsx"))


def test_workbook_with_a_damaged_sheet(tmp_path, write_book, monkeypatch):
    good = write_book({"H": [["a", "b"], [1, 2]]})
    path = tmp_path / "dañado.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, b"<worksheet><sheetData><row" if "sheet1" in entry.filename else old.read(entry))

    with pytest.raises(UnableToRead, match="broken_workbook"):
        open_table(path)


def test_workbook_with_a_password(write):
    container = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000
    )

    with pytest.raises(UnableToRead, match="encrypted_workbook"):
        open_table(write(container, "secreto.xlsx"))


def test_old_workbook_that_is_broken(write):
    with pytest.raises(UnableToRead, match="broken_workbook"):
        open_table(write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "viejo.xls"))


def test_other_archives_are_not_tables(tmp_path):
    path = tmp_path / "fotos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("foto.jpg", b"x")

    with pytest.raises(UnableToRead, match="unknown_kind"):
        open_table(path)


def test_ods(tmp_path, read):
    document = OpenDocumentSpreadsheet()
    table = Table(name="Clientes")
    for cells in (["Nombre", "Monto"], ["Ana", "1.234,5"], ["Luis", 12.5]):
        row = TableRow()
        for value in cells:
            typed = {"valuetype": "float", "value": value} if isinstance(value, float) else {"valuetype": "string"}
            cell = TableCell(**typed)
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    path = tmp_path / "libro.ods"
    document.save(str(path))

    reader = open_table(path)

    assert (reader.kind, reader.sheet) == ("ods", "Clientes")
    assert read(reader)[0] == [
        {"Nombre": "Ana", "Monto": "1.234,5", "_row": 2},
        {"Nombre": "Luis", "Monto": "12.5", "_row": 3},
    ]


def test_a_hidden_sheet_is_read_when_no_other_has_cells(tmp_path):
    path = tmp_path / "h.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Datos").write_row(0, 0, ["a", "b"])
        book.add_worksheet("Vacía").activate()
        book.get_worksheet_by_name("Datos").hide()

    assert open_table(path).sheet == "Datos"


def test_ods_with_a_password(tmp_path):
    path = tmp_path / "secreto.ods"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x01\x02")
        archive.writestr("META-INF/manifest.xml", manifest)

    with pytest.raises(UnableToRead, match="encrypted_workbook"):
        open_table(path)
