import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import UnableToRead


def _write(path, table):
    pq.write_table(table, path)
    return path


def test_typed_columns_come_as_text(tmp_path, read):
    table = pa.table(
        {"id": [1, 2], "fecha": [dt.date(2024, 1, 2), None], "monto": [Decimal("1.234"), Decimal("5.500")]}
    )

    reader = open_table(_write(tmp_path / "x.parquet", table))

    assert (reader.kind, reader.header, reader.n_rows) == ("parquet", ["id", "fecha", "monto"], 2)
    assert read(reader)[0] == [
        {"id": "1", "fecha": "2024-01-02", "monto": "1.2340", "_row": 2},
        {"id": "2", "fecha": None, "monto": "5.5", "_row": 3},
    ]


def test_rows_are_numbered_across_batches(tmp_path):
    path = _write(tmp_path / "x.parquet", pa.table({"a": list(range(25))}))

    reader = open_table(path, limits=Limits(batch_rows=10))

    assert [row for chunk in reader.chunks() for row in chunk.rows.column("_row").to_pylist()] == list(range(2, 27))


def test_blank_rows_are_left_out(tmp_path, read):
    path = _write(tmp_path / "x.parquet", pa.table({"a": ["x", None, "y"], "b": [None, " ", None]}))

    assert read(open_table(path))[0] == [{"a": "x", "b": None, "_row": 2}, {"a": "y", "b": None, "_row": 4}]


def test_files_that_can_not_be_read(tmp_path):
    broken = tmp_path / "roto.parquet"
    broken.write_bytes(b"PAR1" + b"x" * 100)
    damaged = _write(tmp_path / "d.parquet", pa.table({"a": [str(number) for number in range(10_000)]}))
    data = bytearray(damaged.read_bytes())
    data[10:2000] = b"\xff" * 1990
    damaged.write_bytes(bytes(data))

    for path, code in (
        (broken, "broken_parquet"),
        (damaged, "broken_parquet"),
        (_write(tmp_path / "w.parquet", pa.table({f"c{place}": [1] for place in range(2001)})), "too_many_columns"),
        (_write(tmp_path / "e.parquet", pa.table({})), "empty_file"),
    ):
        with pytest.raises(UnableToRead) as refused:
            list(open_table(path).chunks())
        assert refused.value.code == code
