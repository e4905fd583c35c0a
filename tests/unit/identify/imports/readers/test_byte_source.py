import gzip

import pytest

from lazo.identify.imports.readers.byte_source import ByteSource
from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import UnableToRead


def test_packed_text_is_read_like_plain_text(write, read):
    assert read(open_table(write(gzip.compress("Año,b\n1,2\n".encode("cp1252")), "x.csv.gz")))[0] == [
        {"Año": "1", "b": "2", "_row": 2}
    ]


def test_packed_workbook_is_unpacked_first(write, write_book, read):
    packed = gzip.compress(write_book({"H": [["a", "b"], [1, 2]]}).read_bytes())

    reader = open_table(write(packed, "x.xlsx.gz"))

    assert (reader.kind, read(reader)[0]) == ("xlsx", [{"a": "1", "b": "2", "_row": 2}])


def test_a_packed_workbook_that_changes_is_noticed(write, write_book):
    path = write(gzip.compress(write_book({"H": [["a", "b"], [1, 2]]}).read_bytes()), "x.xlsx.gz")
    reader = open_table(path)
    path.write_bytes(path.read_bytes() + b"\0")

    with pytest.raises(UnableToRead, match="changed_while_reading"):
        list(reader.chunks())


def test_gzip_bomb(write):
    path = write(gzip.compress(b"a,b\n" + b"0,0\n" * 1_000_000), "x.csv.gz")
    reader = open_table(path, limits=Limits(ratio_free_bytes=100_000, max_ratio=20))

    with pytest.raises(UnableToRead, match="gzip_bomb"):
        list(reader.chunks())


def test_broken_gzip(write):
    whole = gzip.compress(b"a,b\n" + b"1,2\n" * 100)

    for content in (whole[:-9], whole[:30] + b"\xff\xff\xff\xff" + whole[34:]):
        with pytest.raises(UnableToRead, match="broken_gzip"):
            list(open_table(write(content, "x.csv.gz")).chunks())


def test_probes_look_at_the_whole_of_a_large_file(write):
    source = ByteSource.of(write(b"abc,def\n" * 100_000), Limits())

    probes = source.probes()

    assert len(probes) == 7
    assert all(probe.startswith(b"abc") for probe in probes)
