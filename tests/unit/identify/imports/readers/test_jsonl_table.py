import gzip

import pytest

from lazo.identify.imports.readers.jsonl_table import JsonlReader
from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import UnableToRead


def test_objects_become_rows_with_their_line_numbers(write, read):
    text = '{"a": 1.234, "b": "x", "c": {"d": 1}}\n\n{"a": 1e3, "b": null, "c": true}\nnope\n[1]\n{"a": 12345678901234567890}\n'
    reader = open_table(write(text, "x.jsonl"))

    rows, kept_out = read(reader)

    assert (reader.kind, reader.header, reader.header_row) == ("jsonl", ["a", "b", "c"], 0)
    assert rows == [
        {"a": "1.2340", "b": "x", "c": '{"d": "1"}', "_row": 1},
        {"a": "1000", "b": None, "c": "true", "_row": 3},
        {"a": "12345678901234567890", "b": None, "c": None, "_row": 6},
    ]
    assert kept_out == [(4, "not_an_object"), (5, "not_an_object")]


def test_a_key_that_nobody_has_seen_keeps_its_row_out(write, read, monkeypatch):
    monkeypatch.setattr("lazo.identify.imports.readers.jsonl_table.HEAD_OBJECTS", 1)
    reader = open_table(write('{"a": 1}\n{"a": 2}\n{"a": 3, "z": 4}\n', "x.jsonl"))

    rows, kept_out = read(reader)

    assert [row["_row"] for row in rows] == [1, 2]
    assert kept_out == [(3, "unknown_key")]
    assert next(reader.chunks()).rejected[0].cells == ("3",)


def test_batches_are_bounded(write):
    reader = open_table(write('{"a": 1}\n' * 25, "x.jsonl"), limits=Limits(batch_rows=10))

    assert [chunk.rows.num_rows for chunk in reader.chunks()] == [10, 10, 5]


def test_content_tells_the_kind_whatever_the_name(write, read):
    assert read(open_table(write('{"a": "1"}\n', "x.txt")))[0] == [{"a": "1", "_row": 1}]
    assert read(open_table(write(gzip.compress(b'{"a": "1"}\n'), "x.jsonl.gz")))[0] == [{"a": "1", "_row": 1}]


def test_files_that_can_not_be_read(write):
    wide = "{" + ",".join(f'"c{place}": 1' for place in range(2001)) + "}"
    for text, code in (("\n", "empty_file"), ("[]\n", "empty_file"), (wide, "too_many_columns")):
        with pytest.raises(UnableToRead) as refused:
            open_table(write(text, "x.jsonl"))
        assert refused.value.code == code


def test_a_line_without_end_is_refused(write):
    path = write('{"a": "' + "x" * 5000, "x.jsonl")

    with pytest.raises(UnableToRead, match="row_too_long"):
        JsonlReader(path, Limits(max_row_bytes=1000, block_bytes=100))
