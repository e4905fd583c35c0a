import pytest

from lazo.identify.imports.readers.delimiter import declared_delimiter, guess_delimiter


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a;b\n", "1,5;2,5\n", "3,5;4,5\n"], ";"),
        (["a,b\n", '"x;y;z",2\n'], ","),
        (["nombre\n", "Ana\n"], ","),
        (["a\tb\n", "1, 2\t3\n"], "\t"),
        (["Ventas, 2024\n", "a;b;c\n", "1;2;3\n", "4;5;6\n"], ";"),
        (["a|b\n", "1|2\n"], "|"),
    ],
)
def test_guess_delimiter(lines, delimiter):
    assert guess_delimiter(lines) == delimiter


def test_declared_delimiter():
    assert declared_delimiter("sep=;\r\n") == ";"
    assert declared_delimiter("SEP=\t") == "\t"
    assert declared_delimiter("separador") is None


def test_nothing_to_guess_from():
    assert guess_delimiter([]) == ","
