"""How common the values of a base are: what two records of a rare surname share says more than a common one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.linkage.model import Commonness
from lazo.analytics.linkage.prepared import MOST_HOLDERS, Prepared

if TYPE_CHECKING:
    import pyarrow as pa

MOST_VALUES = 5_000
SMALLEST_GROUP = 2
ASSUMED_RECORDS = 100
"""A small base tells little of how common a value is: so many records as judgement would have them are added."""
SMALLEST_POPULATION = 5_000
"""Telephones and e-mails are meant for one holder, however small the base."""


def measure_commonness(prepared: Prepared) -> dict[str, Commonness]:
    """By column, how likely another record that has one has the same value: of the commonest each its own, of all others their average."""
    found = {name: _of_values(prepared, name) for name in prepared.settings.frequencies}
    found |= {f"{name}_holders": _of_holders(prepared, name) for name in prepared.settings.shared}
    return {name: one for name, one in found.items() if one is not None}


def _of_values(prepared: Prepared, name: str) -> Commonness | None:
    import ibis

    column = prepared.table[name]
    counts = prepared.table.filter(column.notnull()).group_by(value=column).aggregate(n=lambda rows: rows.count())
    counts = prepared.engine.keep(counts)
    totals: pa.Table = counts.aggregate(
        n=counts.n.sum().cast("float64"), squares=(counts.n.cast("float64") * counts.n.cast("float64")).sum()
    ).to_pyarrow()
    total, squares = totals["n"][0].as_py(), totals["squares"][0].as_py()
    if not total:
        return None
    common = counts.filter(counts.n >= SMALLEST_GROUP).order_by(ibis.desc("n"), "value").limit(MOST_VALUES).to_pyarrow()
    prepared.engine.drop(counts)
    sizes = common["n"].to_pylist()
    left, left_squares = total - sum(sizes), squares - sum(size * size for size in sizes)
    assumed, whole = ASSUMED_RECORDS * _assumed_chance(prepared, name), total - 1 + ASSUMED_RECORDS
    shares = {
        value: (size - 1 + assumed) / whole for value, size in zip(common["value"].to_pylist(), sizes, strict=True)
    }
    return Commonness(shares, (max(left_squares / left if left > 0 else 1.0, 1.0) + assumed) / whole)


def _assumed_chance(prepared: Prepared, name: str) -> float:
    levels = (level for one in prepared.settings.comparisons for level in one.levels)
    return next((level.chance for level in levels if level.frequency == name), 0.0)


def _of_holders(prepared: Prepared, name: str) -> Commonness | None:
    column = prepared.table[f"{name}_holders"]
    held = prepared.table.filter(column.notnull())
    total = int(held.count().to_pyarrow().as_py())
    if not total:
        return None
    most = int(held.aggregate(n=column.max()).to_pyarrow()["n"][0].as_py())
    steps = [*range(3, MOST_HOLDERS), *(n for n in _round_numbers(MOST_HOLDERS) if n <= most)]
    population = max(total, SMALLEST_POPULATION)
    return Commonness({str(n): min(n / population, 1.0) for n in steps}, 2.0 / population)


def _round_numbers(first: int) -> list[int]:
    """The counts of holders that are told apart where there are many: see `prepared.with_holders`."""
    return [first * 2**power for power in range(40)]
