import pyarrow as pa

from lazo.identify.imports.readers.problem import Problem
from lazo.identify.imports.values.dates import DateFormat, parse_dates
from lazo.identify.imports.values.parsed import parse_each_unique

FORMAT = DateFormat("DMY", ambiguous=False, why="day_above_12")


def test_problems_name_row_column_and_value():
    texts = pa.chunked_array([pa.array(["01/02/2024", "31/02/2024"]), pa.array([None, "x"], pa.string())])

    parsed = parse_dates(texts, FORMAT)

    assert parsed.n_problems == 2
    assert parsed.problems("Fecha", pa.array([2, 3, 5, 9]), texts) == [
        Problem(3, "Fecha", "no_such_day", "31/02/2024"),
        Problem(9, "Fecha", "not_a_date", "x"),
    ]


def test_a_clean_column_has_no_problems():
    texts = pa.array(["01/02/2024"])

    assert parse_dates(texts, FORMAT).problems("Fecha", pa.array([2]), texts) == []


def test_each_distinct_text_is_parsed_once():
    seen = []

    def read(text):
        seen.append(text)
        return len(text), None

    parsed = parse_each_unique(pa.array(["a", "bb", "a", None, " "]), read, pa.int64())

    assert parsed.values.to_pylist() == [1, 2, 1, None, None]
    assert seen == ["a", "bb"]
