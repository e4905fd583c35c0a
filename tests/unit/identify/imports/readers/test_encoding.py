import pytest

from lazo.identify.imports.readers.encoding import as_undecided, as_utf8, guess_encoding, judge
from lazo.identify.imports.readers.problem import UnableToRead


def test_ascii_leaves_the_encoding_open():
    assert guess_encoding([b"a,b\n1,2\n"]) is None


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("Muñoz", "utf-8", "utf-8"),
        ("Muñoz", "cp1252", "cp1252"),
        ("Muñoz", "cp850", "cp850"),
        ("Pérez Muñoz Sánchez €", "cp1252", "cp1252"),
        ("São João", "cp1252", "cp1252"),
    ],
)
def test_judge_by_where_the_letters_lie(text, encoding, found):
    assert judge(text.encode(encoding)) == found


def test_signs_that_windows_does_not_use_are_latin_1():
    assert judge("Muñoz".encode("latin-1") + b"\x81") == "latin-1"


def test_utf8_with_few_bad_bytes_stays_utf8():
    assert judge("Muñoz\nPeña\n".encode() + b"\xf1") == "utf-8"


def test_nulls_that_are_no_utf16():
    with pytest.raises(UnableToRead, match="binary"):
        guess_encoding([b"\0\0\0\1abc\0"])


def test_pieces_may_cut_a_letter_in_two():
    data = "Muñoz".encode("utf-16")

    assert b"".join(as_utf8([data[:5], data[5:]], "utf-16-le")) == "Muñoz".encode()


def test_undecided_pieces_are_settled_by_the_first_other_letter():
    decided: list[str] = []

    pieces = list(as_undecided([b"abc", "ñ".encode("cp1252") + b"o", b"x", "é".encode("cp1252")], decided))

    assert b"".join(pieces).decode() == "abcñoxé"
    assert decided == ["cp1252"]


def test_a_letter_cut_at_the_end_of_the_file_is_not_lost_silently():
    assert b"".join(as_utf8(["Muñ".encode("utf-16-le") + b"\x6f"], "utf-16-le")).decode() == "Muñ\ufffd"
