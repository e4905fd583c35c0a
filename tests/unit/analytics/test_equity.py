from collections import Counter
from typing import Any

from engines.tables import rows_of, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.analytics.equity import PARTS, equity_changes

BEFORE = {"customer_id": "int64", "clv": "int64", "lost": "boolean"}
NOW = {"customer_id": "int64", "clv": "int64", "clv_before_refit": "int64", "lost": "boolean"}


def _changes(con: Any, before: list[tuple[Any, ...]], now: list[tuple[Any, ...]]) -> list[tuple[int, str, int]]:
    tables = (
        table_of(con, [dict(zip(columns, row, strict=True)) for row in rows], columns)
        for columns, rows in ((BEFORE, before), (NOW, now))
    )
    return sorted((row["customer_id"], row["part"], row["amount"]) for row in rows_of(equity_changes(*tables)))


def test_every_way_in_which_a_customer_changes(con: Any) -> None:
    before = [(1, 100, False), (2, 100, False), (3, 100, False), (4, 100, False), (5, 100, True), (6, 70, False)]
    now = [
        (1, 130, 120, False),
        (2, 90, 90, False),
        (3, 20, 15, True),
        (5, 40, 40, True),
        (6, 70, 70, False),
        (7, 55, 60, False),
        (8, None, None, False),
    ]

    assert _changes(con, before, now) == [
        (1, "grown", 20),
        (1, "refit", 10),
        (2, "shrunk", -10),
        (3, "lost", -85),
        (3, "refit", 5),
        (4, "lost", -100),
        (5, "shrunk", -60),
        (7, "new", 60),
        (7, "refit", -5),
    ]


WORTH = st.integers(-1_000, 1_000)
BASE = st.dictionaries(st.integers(1, 9), st.tuples(WORTH, st.booleans()), max_size=9)
LATER = st.dictionaries(st.integers(1, 9), st.tuples(WORTH, WORTH, st.booleans()), max_size=9)


@settings(max_examples=25)
@given(before=BASE, now=LATER)
def test_the_parts_are_the_change_exactly(con: Any, before: Any, now: Any) -> None:
    found = _changes(con, [(one, *row) for one, row in before.items()], [(one, *row) for one, row in now.items()])

    change = sum(row[0] for row in now.values()) - sum(row[0] for row in before.values())
    assert sum(amount for _one, _part, amount in found) == change
    assert {part for _one, part, _amount in found} <= set(PARTS)
    assert max(Counter((one, part == "refit") for one, part, _amount in found).values(), default=1) == 1
