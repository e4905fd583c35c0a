"""Python rows to tables of an engine and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

import ibis
import pyarrow as pa
from engines.reference import Purchase, Row
from ibis.expr.types import Table

from lazo.analytics.rollup import PURCHASES

_NUMBERS = count()


def table_of(con: Any, rows: Iterable[Row], columns: Mapping[str, str]) -> Table:
    schema = ibis.schema(dict(columns)).to_pyarrow()
    return con.create_table(f"made_{next(_NUMBERS)}", pa.Table.from_pylist(list(rows), schema=schema))


def purchases_table(con: Any, purchases: Iterable[Purchase]) -> Table:
    rows = [{"id": i} | vars(purchase) for i, purchase in enumerate(purchases)]
    return table_of(con, rows, PURCHASES)


def parties_table(con: Any, canonical: Mapping[int, int]) -> Table:
    rows = [{"party_id": party, "canonical_id": root} for party, root in canonical.items()]
    return table_of(con, rows, {"party_id": "int64", "canonical_id": "int64"})


def rows_of(table: Table) -> list[Row]:
    return table.to_pyarrow().to_pylist()


def by(rows: Iterable[Row], *keys: str) -> list[Row]:
    return sorted(rows, key=lambda row: [(row[key] is not None, row[key]) for key in keys])
