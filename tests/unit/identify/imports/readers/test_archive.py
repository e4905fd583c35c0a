import zipfile

import pytest

from lazo.identify.imports.readers.archive import is_locked, refuse_bomb
from lazo.identify.imports.readers.limit import Limits
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import UnableToRead


def _bomb(path, size):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * size)
    return path


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(tmp_path):
    path = _bomb(tmp_path / "b.xlsx", 5_000_000)

    with pytest.raises(UnableToRead) as refused:
        open_table(path, limits=Limits(max_workbook_bytes=1_000_000))

    assert (refused.value.code, refused.value.params["size"]) == ("zip_bomb", 5_000_000)


def test_an_archive_packed_beyond_reason_is_refused(tmp_path):
    path = _bomb(tmp_path / "b.xlsx", 5_000_000)

    with pytest.raises(UnableToRead, match="zip_bomb"):
        refuse_bomb(path, Limits(ratio_free_bytes=1_000_000))


def test_an_archive_that_lies_about_its_size_is_counted(tmp_path):
    path = _bomb(tmp_path / "b.xlsx", 5_000_000)
    data = path.read_bytes()
    honest, lie = (5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")
    path.write_bytes(data.replace(honest, lie))

    with pytest.raises(UnableToRead, match="broken_workbook"):
        refuse_bomb(path, Limits(ratio_free_bytes=1_000_000))


def test_an_honest_archive_passes(write_book):
    refuse_bomb(write_book({"H": [["a"], ["b"]]}), Limits())


def test_an_archive_with_a_locked_entry(tmp_path):
    path = _bomb(tmp_path / "b.xlsx", 100)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(bytes(data))

    with pytest.raises(UnableToRead, match="encrypted_workbook"):
        refuse_bomb(path, Limits())


def test_lock_is_seen_at_the_end_of_a_large_container(write):
    path = write(b"\0" * 3_000_000 + "EncryptedPackage".encode("utf-16-le"), "x.xls")

    assert is_locked(path)
