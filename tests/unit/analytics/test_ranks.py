from typing import Any

from engines.tables import by, rows_of, table_of

from lazo.analytics.ranks import nearest_rank, share_at_most

COLUMNS = {"id": "int64", "value": "int64", "cell": "string"}


def _table(con: Any, *values: int | None) -> Any:
    return table_of(con, [{"id": i, "value": value, "cell": "ab"[i % 2]} for i, value in enumerate(values)], COLUMNS)


def test_share_at_most_gives_ties_the_higher_score(con: Any) -> None:
    table = _table(con, 10, 10, 10, 20, 30)

    scored = table.select("id", score=share_at_most(table.value, table=table, parts=5))

    assert [row["score"] for row in by(rows_of(scored), "id")] == [3, 3, 3, 4, 5]


def test_nearest_rank_is_a_value_that_is_there(con: Any) -> None:
    assert rows_of(nearest_rank(_table(con, 4, 1, 3, 2), "value", percent=80)) == [{"cut": 4, "n": 4}]
    assert rows_of(nearest_rank(_table(con, 5, 4, 1, 3, 2), "value", percent=80)) == [{"cut": 4, "n": 5}]
    assert rows_of(nearest_rank(_table(con), "value", percent=80)) == []


def test_nearest_rank_by_cell(con: Any) -> None:
    found = nearest_rank(_table(con, 1, 10, 2, 20, 3), "value", percent=50, by=("cell",))

    assert by(rows_of(found), "cell") == [{"cell": "a", "cut": 2, "n": 3}, {"cell": "b", "cut": 10, "n": 2}]
