"""Facts and forecast of everyone who ever bought, side by side in the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import HORIZONS, Prediction

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table
    from pyarrow import Table as ArrowTable


def customers_table(con: Backend, facts: ArrowTable, history: History, prediction: Prediction, name: str) -> Table:
    """One row per customer who ever bought: the columns of the facts and those of the forecast, under `name`.

    Adds `is_margin` (of the values), `p_alive`, `p_alive_at_last`, `expected_purchases_*d`, `value_*d` (shown),
    `value_365d_model`, `value_365d_naive`, `value_365d_low`, `value_365d_high`, `clv` (null without a model) and
    `worth`, the lifetime value or what stands for it.
    """
    import pyarrow as pa

    columns: dict[str, Any] = {
        "is_margin": pa.array(history.is_margin, pa.bool_()),
        "p_alive": _floats(prediction.p_alive, len(history)),
        "p_alive_at_last": _floats(prediction.p_alive_at_last, len(history)),
        **{f"expected_purchases_{d}d": _floats(prediction.purchases[d], len(history)) for d in HORIZONS},
        **{f"value_{d}d": _whole(prediction.values[d], len(history)) for d in HORIZONS},
        "value_365d_model": _whole(prediction.model_values[365], len(history)),
        "value_365d_naive": _whole(prediction.naive_365d, len(history)),
        "value_365d_low": _whole(prediction.low, len(history)),
        "value_365d_high": _whole(prediction.high, len(history)),
        "clv": _whole(prediction.clv, len(history)),
        "worth": _whole(prediction.worth, len(history)),
    }
    wide = facts
    for column, values in columns.items():
        wide = wide.append_column(column, values)
    return con.create_table(name, wide, overwrite=True)


def _floats(values: Floats | None, rows: int) -> Any:
    import pyarrow as pa

    return pa.nulls(rows, pa.float64()) if values is None else pa.array(values.astype(np.float64))


def _whole(values: Ints | None, rows: int) -> Any:
    import pyarrow as pa

    return pa.nulls(rows, pa.int64()) if values is None else pa.array(values.astype(np.int64))
