from datetime import date
from decimal import Decimal

import pytest

from lazo.identify.imports.price_table import UnableToReadPrices, read_price_table
from lazo.kernel.operations.price_index import DatedLevel


def test_months_are_read_alone_or_by_a_day_of_them() -> None:
    found = read_price_table("índice;mes;nivel\nuf;2026-01;38.416,69\nUF;02/2026;38.500,10\nUF;31/03/2026;38.600,25\n")
    assert found.problems == []
    assert found.levels == [
        DatedLevel("UF", date(2026, 1, 1), Decimal("38416.69")),
        DatedLevel("UF", date(2026, 2, 1), Decimal("38500.10")),
        DatedLevel("UF", date(2026, 3, 31), Decimal("38600.25")),
    ]


def test_without_titles_the_order_is_index_month_level() -> None:
    found = read_price_table("IPC,2026-01,110.52\nIPC,2026-02,111.04\n")
    assert [one.level for one in found.levels] == [Decimal("110.52"), Decimal("111.04")]


def test_bad_rows_are_named_with_their_remedy() -> None:
    found = read_price_table(
        "mes;indice;valor\n2026-13;UF;1,5\n2026-01;;2,5\n2026-01;UF;cero\n2026-01;UF;-2,5\n2026-02;UF;3,5\n"
    )
    assert [(one.row, one.column, one.code) for one in found.problems] == [
        (2, "month", "no_such_day"),
        (3, "index", "no_name"),
        (4, "level", "not_a_number"),
        (5, "level", "not_positive"),
    ]
    assert found.levels == [DatedLevel("UF", date(2026, 2, 1), Decimal("3.5"))]
    assert "El nivel «-2,5» tiene que ser mayor que cero." in [one.sentence for one in found.problems]


def test_two_levels_of_one_day_are_refused_and_the_same_twice_is_once() -> None:
    found = read_price_table("UF;2026-01-05;1,5\nUF;2026-01-05;1,5\nUF;2026-01-05;2,5\n")
    assert len(found.levels) == 1
    assert [(one.row, one.code) for one in found.problems] == [(3, "repeated")]


@pytest.mark.parametrize(
    ("text", "code", "columns"), [("", "empty", ""), ("mes;valor\n2026-01;2\n", "missing_columns", "índice")]
)
def test_a_table_without_its_columns_is_refused_whole(text: str, code: str, columns: str) -> None:
    with pytest.raises(UnableToReadPrices) as refusal:
        read_price_table(text)
    assert (refusal.value.code, refusal.value.params["columns"]) == (code, columns)
