"""Rows in any order become sorted parts in bounded memory; what is written is what was given."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from drawn import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.kernel.warehouse import part_writer
from lazo.kernel.warehouse.mirror_table import Column, ColumnType, MirrorTable
from lazo.kernel.warehouse.part_writer import PartWriter, split
from lazo.kernel.warehouse.statement import schema_of

VISITS = MirrorTable(
    name="visits",
    label="visitas",
    model="identify.Purchase",
    kind="fact",
    columns=(
        Column(name="id", type=ColumnType.INTEGER, source="t.id"),
        Column(name="day", type=ColumnType.DAY, source="t.day"),
        Column(name="kind", type=ColumnType.TEXT, source="t.kind"),
    ),
    day_column="day",
)
PEOPLE = MirrorTable(
    name="people",
    label="gente",
    model="identify.Party",
    kind="snapshot",
    columns=(VISITS.columns[0], VISITS.columns[2]),
)
DAYS = st.dates(date(1969, 1, 1), date(2031, 12, 31))


def visits(rows: list[tuple[int, date]]) -> pa.Table:
    columns = [[number for number, _ in rows], [day for _, day in rows], ["x"] * len(rows)]
    return pa.table(dict(zip(("id", "day", "kind"), columns, strict=True)), schema=schema_of(VISITS))


@given(st.lists(DAYS, max_size=60))
def test_split_gives_each_row_to_its_month_and_keeps_the_order(days: list[date]) -> None:
    rows = list(enumerate(days))
    found = {part: table.column("id").to_pylist() for part, table in split(VISITS, visits(rows))}
    expected: dict[str, list[int]] = {}
    for number, day in rows:
        expected.setdefault(f"{day:%Y-%m}", []).append(number)
    assert found == expected


@settings(max_examples=examples(12), deadline=None)
@given(rows=st.lists(DAYS, min_size=1, max_size=60), limit=st.integers(1, 40))
def test_parts_hold_all_rows_once_sorted(
    rows: list[date], limit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder: Path = tmp_path_factory.mktemp("parts")
    numbered = list(enumerate(rows))[::-1]
    writer = PartWriter(folder, VISITS, 7, waiting_rows=limit)
    for start in range(0, len(numbered), 10):
        writer.add(visits(numbered[start : start + 10]))
    found = []
    for part, files in writer.finish().items():
        for file in files:
            table = pq.read_table(folder / file.path, partitioning=None)
            its = list(zip(table.column("day").to_pylist(), table.column("id").to_pylist(), strict=True))
            assert its == sorted(its)
            assert {f"{day:%Y-%m}" for day, _ in its} == {part}
            ids = table.column("id").to_pylist()
            assert (file.rows, file.first_id, file.last_id) == (len(its), min(ids), max(ids))
            found += its
    assert sorted(found) == sorted((day, number) for number, day in numbered)


def test_snapshot_parts_are_blocks_of_ids(tmp_path: Path) -> None:
    block = 1 << part_writer.BLOCK_BITS
    writer = PartWriter(tmp_path, PEOPLE, 3)
    ids = [1, block - 1, block, 5 * block]
    writer.add(pa.table({"id": ids, "kind": ["a"] * 4}, schema=schema_of(PEOPLE)))
    assert writer.parts() == {"000000", "000001", "000005"}
    files = writer.finish()
    assert [file.path for file in files["000005"]] == ["people/block=000005/00000003-0000.parquet"]
    assert [(file.first_id, file.last_id) for file in files["000000"]] == [(1, block - 1)]


def test_day_far_away_is_its_own_month() -> None:
    rows = visits([(1, date(2026, 1, 31)), (2, date(2026, 1, 31) + timedelta(days=1)), (3, date(1900, 2, 28))])
    assert [part for part, _ in split(VISITS, rows)] == ["1900-02", "2026-01", "2026-02"]
