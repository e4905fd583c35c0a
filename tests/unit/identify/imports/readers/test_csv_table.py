import csv
import io
import os
import random

import pytest
from drawn import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lazo.identify.imports.readers.csv_table import CsvReader
from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import UnableToRead

TINY = Limits(block_bytes=64)


def test_rows_keep_the_number_a_person_sees_when_others_are_skipped(write, read):
    reader = open_table(write("a,b,c\n1,2,3\n4,5\n\n6,7,8\n,,\n9,9,9,9\n1,2,3,\n"))

    rows, kept_out = read(reader)

    assert rows == [
        {"a": "1", "b": "2", "c": "3", "_row": 2},
        {"a": "6", "b": "7", "c": "8", "_row": 5},
        {"a": "1", "b": "2", "c": "3", "_row": 8},
    ]
    assert kept_out == [(3, "too_few_cells"), (7, "too_many_cells")]


def test_ragged_rows_keep_their_cells_and_counts(write):
    (chunk,) = open_table(write('a;b\n1;2\n"x;y";2;3\n5\n')).chunks()

    assert [one.cells for one in chunk.rejected] == [("x;y", "2", "3"), ("5",)]
    assert [dict(one.params) for one in chunk.problems] == [{"expected": 2, "found": 3}, {"expected": 2, "found": 1}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_delimiter_and_line_end_is_found(write, read, delimiter, end):
    text = end.join(delimiter.join(row) for row in (["Nombre", "Monto"], ["Ana", "1.5"], ["Luis", "2"])) + end

    reader = open_table(write(text))

    assert (reader.delimiter, reader.header) == (delimiter, ["Nombre", "Monto"])
    assert read(reader)[0] == [
        {"Nombre": "Ana", "Monto": "1.5", "_row": 2},
        {"Nombre": "Luis", "Monto": "2", "_row": 3},
    ]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("cp850", "cp850"),
    ],
)
def test_every_encoding_is_found(write, read, encoding, named):
    reader = open_table(write("Razón social;Año\nMuñoz y Cía;2024\nSánchez;2023\n", encoding=encoding))

    assert (reader.encoding, reader.header) == (named, ["Razón social", "Año"])
    assert [row["Razón social"] for row in read(reader)[0]] == ["Muñoz y Cía", "Sánchez"]


def test_encoding_is_settled_by_a_block_far_below(write, read):
    body = "".join(f"{number},Ana\n" for number in range(200_000))
    path = write((f"id,nombre\n{body}").encode() + "1,Muñoz\n".encode("cp1252") + body.encode() + b"2,Pe\xf1a\n")
    limits = Limits(block_bytes=1 << 16)
    reader = CsvReader(path, limits)

    rows, kept_out = read(reader)

    assert kept_out == []
    assert [row["nombre"] for row in rows if row["nombre"] != "Ana"] == ["Muñoz", "Peña"]
    assert len(rows) == 400_002
    assert reader.encoding == "cp1252"


def test_a_row_in_another_encoding_is_kept_out_alone(write, read):
    reader = open_table(
        write("id,nombre\n1,Muñoz\n2,Peña\n3,Íñigo\n".encode() + b"4,Nu\xf1ez\n" + "5,Ñandú\n".encode())
    )

    rows, kept_out = read(reader)

    assert [row["_row"] for row in rows] == [2, 3, 4, 6]
    assert kept_out == [(5, "undecodable")]
    assert next(chunk.rejected[0].cells for chunk in reader.chunks()) == ("4", "Nuñez")


def test_quoted_cells_may_hold_delimiters_quotes_and_lines(write, read):
    reader = open_table(write('a,b\n"Calle 1\nPiso 2","x, ""y"""\n1,TUBO 1/2"\n'))

    rows, kept_out = read(reader)

    assert rows == [{"a": "Calle 1\nPiso 2", "b": 'x, "y"', "_row": 2}, {"a": "1", "b": 'TUBO 1/2"', "_row": 3}]
    assert kept_out == []


def test_a_stray_quote_costs_one_row(write, read):
    reader = open_table(write('a,b,c\n1,"Juan,3\n2,b,c\n3,"Ana,4\n5,"x\ny",6\n7,z,"8\n'))

    rows, kept_out = read(reader)

    assert [(row["_row"], row["b"]) for row in rows] == [(3, "b"), (5, "x\ny")]
    assert kept_out == [(2, "unclosed_quote"), (4, "unclosed_quote"), (6, "unclosed_quote")]


def test_blocks_end_where_quotes_allow(write, read):
    lines = [f'{number},"Calle {number}\nPiso {number}",fin\n' for number in range(200)]
    reader = CsvReader(write("id,direccion,x\n" + "".join(lines)), TINY)

    rows, kept_out = read(reader)

    assert kept_out == []
    assert [row["_row"] for row in rows] == list(range(2, 202))
    assert {row["direccion"] for row in rows} == {f"Calle {number}\nPiso {number}" for number in range(200)}


def test_inch_signs_do_not_confuse_the_blocks(write, read):
    lines = [f'{number},TUBO {number}",4\n' for number in range(300)]
    rows, kept_out = read(CsvReader(write("id,nombre,x\n" + "".join(lines)), TINY))

    assert (len(rows), kept_out) == (300, [])
    assert rows[7] == {"id": "7", "nombre": 'TUBO 7"', "x": "4", "_row": 9}


def test_title_rows_above_the_header_are_stepped_over(write, read):
    text = "Reporte de ventas\n\nDesde 2020\nCliente;Fecha;Monto\nJuan;01/02/2024;10,5\n"

    reader = open_table(write(text))

    assert (reader.header, reader.header_row) == (["Cliente", "Fecha", "Monto"], 4)
    assert [notice.code for notice in reader.notices] == ["header_not_first"]
    assert read(reader)[0] == [{"Cliente": "Juan", "Fecha": "01/02/2024", "Monto": "10,5", "_row": 5}]


def test_the_line_that_names_the_delimiter_counts_as_a_row(write, read):
    reader = open_table(write("sep=|\nNombre|Monto\nAna|1\n"))

    assert (reader.delimiter, reader.header_row) == ("|", 2)
    assert read(reader)[0] == [{"Nombre": "Ana", "Monto": "1", "_row": 3}]


def test_a_header_cell_of_two_lines(write, read):
    reader = open_table(write('Nombre,"Monto\ntotal"\nAna,1\n'))

    assert reader.header == ["Nombre", "Monto total"]
    assert read(reader)[0] == [{"Nombre": "Ana", "Monto total": "1", "_row": 2}]


def test_lines_that_end_in_a_carriage_return_alone(write, read):
    assert read(open_table(write("a,b\rc,d\re,f\r")))[0] == [
        {"a": "c", "b": "d", "_row": 2},
        {"a": "e", "b": "f", "_row": 3},
    ]


def test_a_row_with_a_null_sign_is_kept_out(write, read):
    body = "".join(f"{number},Ana\n" for number in range(50_000))
    rows, kept_out = read(open_table(write(f"id,nombre\n{body}1,A\0na\n")))

    assert (len(rows), kept_out) == (50_000, [(50_002, "control_character")])


def test_one_column_file(write, read):
    reader = open_table(write("correo\nana@x.cl\n\nluis@x.cl\n"))

    assert read(reader)[0] == [{"correo": "ana@x.cl", "_row": 2}, {"correo": "luis@x.cl", "_row": 4}]


def test_formulas_are_only_text(write, read):
    assert read(open_table(write('nombre,x\n=1+1,"@SUM(A1)"\n')))[0] == [{"nombre": "=1+1", "x": "@SUM(A1)", "_row": 2}]


def test_file_without_header_is_read_when_a_person_says_so(write, read):
    path = write("1,juan@x.cl,3\n2,ana@x.cl,4\n")

    with pytest.raises(UnableToRead) as refused:
        open_table(path)
    reader = open_table(path, header_row=0)

    assert (refused.value.code, dict(refused.value.params)) == ("no_header", {"row": 1})
    assert (reader.header, reader.header_row) == (["Columna 1", "Columna 2", "Columna 3"], 0)
    assert [row["_row"] for row in read(reader)[0]] == [1, 2]


def test_file_that_changes_while_it_is_read(write):
    path = write("a,b\n" + "1,2\n" * 1000)
    chunks = CsvReader(path, Limits(block_bytes=1024)).chunks()
    next(chunks)
    with path.open("a") as stream:
        stream.write("3,4\n")

    with pytest.raises(UnableToRead) as refused:
        list(chunks)

    assert refused.value.code == "changed_while_reading"


def test_file_rewritten_in_the_same_size_is_noticed(write):
    path = write("a,b\n1,2\n")
    reader = open_table(path)
    path.write_text("a,b\n3,4\n")
    os.utime(path, ns=(1, 1))

    with pytest.raises(UnableToRead, match="changed_while_reading"):
        list(reader.chunks())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n  \n\n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary"),
        (",".join(f"c{place}" for place in range(10_000)).encode() + b"\n", "too_many_columns"),
        (b"x" * 300_000, "row_too_long"),
        (b"1;2;3\n4;5;6\n", "no_header"),
    ],
)
def test_files_that_can_not_be_read(write, content, code):
    with pytest.raises(UnableToRead) as refused:
        open_table(write(content))

    assert refused.value.code == code


def test_a_row_without_end_is_refused(write):
    reader = CsvReader(write("a,b\n1,2\n" + "x" * 5000), Limits(block_bytes=512, max_row_bytes=1024))

    with pytest.raises(UnableToRead, match="row_too_long"):
        list(reader.chunks())


def test_missing_file(tmp_path):
    with pytest.raises(UnableToRead, match="not_found"):
        open_table(tmp_path / "no.csv")


def test_file_larger_than_the_limit(write):
    with pytest.raises(UnableToRead, match="too_large"):
        open_table(write("a,b\n1,2\n"), limits=Limits(max_bytes=4))


def test_rows_wider_than_the_header_get_a_column_when_nearly_all_are(write, read):
    reader = open_table(write("a;b\n" + "1;2;3\n" * 20))

    assert reader.header == ["a", "b", "Columna 3"]
    assert len(read(reader)[0]) == 20


def test_sample_reads_only_the_first_rows(write):
    reader = open_table(write("a,b\n" + "1,2\n" * 5000))

    assert reader.sample(10).num_rows == 10
    assert reader.sample(10).column_names == ["a", "b", "_row"]
    assert sum(chunk.rows.num_rows for chunk in reader.chunks()) == 5000


def test_sample_of_a_file_without_rows(write):
    reader = open_table(write("a,b\n"))

    assert reader.sample().num_rows == 0
    assert list(reader.chunks()) == []


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=("Cs", "Cc")), max_size=8
) | st.sampled_from(["", 'a"b', "x;y", "1,5", "línea 1\nlínea 2", "=1+1", '""', "'"])


@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=30), block=st.sampled_from([32, 200, 1 << 20])
)
def test_what_a_program_writes_comes_back_whatever_the_blocks(tmp_path, rows, block):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["uno", "dos", "tres"])
    writer.writerows(rows)
    path = tmp_path / "x.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    reader = CsvReader(path, Limits(block_bytes=block), header_row=1)
    reader.delimiter = ";"

    found = [row for chunk in reader.chunks() for row in chunk.rows.to_pylist()]

    def blank(cell):
        return cell if cell.strip() else None

    expected = [
        {"uno": blank(a), "dos": blank(b), "tres": blank(c), "_row": row}
        for row, (a, b, c) in enumerate(rows, start=2)
        if any(map(blank, (a, b, c)))
    ]
    assert found == expected


def test_count_in_is_count_out_on_damaged_files(tmp_path):
    draw = random.Random(7)
    lines = [f'{n},"Calle {n}",{n}.5' for n in range(3000)]
    for _ in range(200):
        place = draw.randrange(len(lines))
        lines[place] = draw.choice(["1,2", "1,2,3,4", 'x,"abierta,3', "", "a\xff,b,c"])
    path = tmp_path / "x.csv"
    path.write_bytes(b"id,direccion,monto\n" + "\n".join(lines).encode("latin-1"))
    reader = CsvReader(path, Limits(block_bytes=4096))

    seen = sorted(
        number
        for chunk in reader.chunks()
        for number in [*chunk.rows.column("_row").to_pylist(), *(one.row for one in chunk.rejected)]
    )

    assert seen == [row for row, line in enumerate(lines, start=2) if line]


def test_a_row_of_blanks_of_another_width_is_a_blank_row(write, read):
    rows, kept_out = read(open_table(write("a;b;c\n1;2;3\n;\n   \n4;5;6\n;;;;\n")))

    assert [row["_row"] for row in rows] == [2, 5]
    assert kept_out == []
