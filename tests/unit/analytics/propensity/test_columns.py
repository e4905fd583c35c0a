"""Columns of text read as what they are, labels, and features."""

import numpy as np
import pyarrow as pa
import pytest

from lazo.analytics.propensity.columns import ColumnKind, read_column
from lazo.analytics.propensity.encoding import Encoding, learn_encoding
from lazo.analytics.propensity.labels import UnableToReadLabel, guess_rule, read_labels


def column(*cells: str | None, name: str = "c") -> object:
    return read_column(name, pa.array(cells, pa.string()))


@pytest.mark.parametrize(
    ("cells", "kind", "numbers"),
    [
        (("1", "2.5", " ", None), ColumnKind.NUMBER, [1, 2.5, None, None]),
        (("1.234,5", "-2,25"), ColumnKind.NUMBER, [1234.5, -2.25]),
        (("1,234.5", "7"), ColumnKind.NUMBER, [1234.5, 7]),
        (("1970-01-02", "1970-02-01 10:00:00", ""), ColumnKind.DAY, [1, 31, None]),
        (("02/01/1970", "31/01/1970"), ColumnKind.DAY, [1, 30]),
        (("20240103", "20240104"), ColumnKind.DAY, [19725, 19726]),
        (("oro", "plata", "oro"), ColumnKind.WORD, [0, 1, 0]),
        ((None, ""), ColumnKind.WORD, [None, None]),
    ],
)
def test_a_column_is_what_nearly_all_of_it_is(cells: tuple[str, ...], kind: ColumnKind, numbers: list[float]) -> None:
    read = column(*cells)
    assert read.kind == kind
    assert [None if np.isnan(one) else one for one in read.numbers] == numbers


def test_texts_are_as_a_person_reads_them() -> None:
    assert column("1970-01-02", None).texts() == ["1970-01-02", ""]
    assert column("2,50", "3").texts() == ["2.5", "3"]
    assert column("oro", "").texts() == ["oro", ""]


def test_labels_by_word_by_the_rarer_and_by_number() -> None:
    assert read_labels(column("Yes", "No", "", "No")).yes.tolist() == [True, False, False, False]
    assert read_labels(column("Yes", "No", "", "No")).known.tolist() == [True, True, False, True]
    assert guess_rule(column("A", "B", "B")) == "A"
    assert guess_rule(column("0", "3", "7")) == "> 0"
    assert read_labels(column("0", "3", "7"), "> 3").yes.tolist() == [False, False, True]
    assert read_labels(column("pagado", "mora"), "MORA").yes.tolist() == [False, True]


@pytest.mark.parametrize(
    ("cells", "rule", "code"),
    [(("a", "b", "c"), "", "too_many_values"), (("a", "b"), "z", "no_such_value"), (("a", "b"), "> 3", "not_a_number")],
)
def test_a_label_that_cannot_be_read_says_why(cells: tuple[str, ...], rule: str, code: str) -> None:
    with pytest.raises(UnableToReadLabel) as refused:
        read_labels(column(*cells), rule)
    assert refused.value.code == code


def test_features_are_the_same_for_a_later_table() -> None:
    words = read_column("nivel", pa.array(["oro"] * 6 + ["plata"] * 5 + ["raro", None]))
    days = read_column("alta", pa.array(["1970-01-11"] * 13))
    found = learn_encoding([words, days], is_dated=True)
    assert [one.words for one in found.encoders] == [("oro", "plata"), ()]
    assert found.columns.tolist() == [0, 0, 1]
    later = [read_column("nivel", pa.array(["plata", "bronce", ""]))]
    cases = found.cases(later, np.array([20.0, 20.0, 20.0]), 3)
    assert np.array_equal(cases, [[0, 1, np.nan], [0, 0, np.nan], [np.nan] * 3], equal_nan=True)
    assert found.cases([days], np.full(13, 20.0), 13)[:, 2].tolist() == [10.0] * 13
    assert Encoding.from_json(found.as_json()) == found
