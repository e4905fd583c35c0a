"""What a snapshot of lists repeats of the scores: from the current run's own file, which is read several times as fast as its table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from numpy.typing import NDArray

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.strategic import registered
from lazo.differentiate.scoring.score_file import score_path

TEXTS = ("area", "tier", "rfm")
COSTS = ("cost_12m", "net_12m")
"""Runs of an older version wrote no such columns: then the table is read."""
NUMBERS = ("value_12m", "value_365d", "clv", *COSTS, "n_purchases", "first_day", "last_day", "place", "strategic")
OF_RISK = ("frequency", "p_alive")


def scores_from_file(customers: NDArray[np.int64]) -> pa.Table | None:
    """A row for each of the customers, ascending ids: the columns of the view that come from scores; None where the current run has no file, or one of an older version.

    Who has no score has nulls, of texts the blank. `risk` is that of `card_view.RISK`.
    """
    path = _current_file()
    if path is None:
        return None
    table = pq.read_table(path, columns=["customer_id", *TEXTS, *NUMBERS, *OF_RISK], read_dictionary=list(TEXTS))
    scored = table["customer_id"].to_numpy()
    if len(scored) != len(customers) or not np.array_equal(scored, customers):
        table = table.take(_places(scored, customers))
    columns: dict[str, Any] = {name: table[name] for name in NUMBERS}
    columns["strategic"] = _strategic(table["strategic"], customers)
    return pa.table({**columns, **{name: _words(table[name]) for name in TEXTS}, "risk": _risk(table)})


def _strategic(column: pa.ChunkedArray, customers: NDArray[np.int64]) -> pa.Array:
    """What the run says, and who is on the register by what people declared or recommended."""
    on_register = np.isin(customers, np.fromiter(registered(), np.int64))
    said = column.cast(pa.bool_()).fill_null(False).to_numpy()
    return pa.array(on_register | said)


def _current_file() -> Path | None:
    run = ScoreRun.objects.filter(is_current=True).values_list("pk", flat=True).first()
    path = None if run is None else score_path(settings.WORKSPACE, run)
    return path if path and path.exists() and set(COSTS) <= set(pq.read_schema(path).names) else None


def _places(scored: NDArray[np.int64], customers: NDArray[np.int64]) -> pa.Array:
    """Where each customer is in the file, null where nowhere."""
    places = np.searchsorted(scored, customers)
    places[places == len(scored)] = 0
    there = scored[places] == customers if len(scored) else np.zeros(len(customers), np.bool_)
    return pa.array(places, mask=~there)


def _words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not column.null_count:
        return column
    return column.cast(pa.string()).fill_null("")


def _risk(table: pa.Table) -> pa.Array:
    frequency = table["frequency"].fill_null(0).to_numpy()
    p_alive = table["p_alive"].cast(pa.float64()).fill_null(np.nan).to_numpy()
    unknown = (frequency <= 0) | np.isnan(p_alive)
    percent = np.floor(np.where(unknown, 0, 1 - p_alive) * 100 + 0.5)
    return pa.array(percent.astype(np.int64), mask=unknown)
