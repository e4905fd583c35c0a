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


def customers_table(con: Backend, facts: Table, history: History, prediction: Prediction, name: str) -> Table:
    """One row per customer who ever bought: the columns of the facts and those of the forecast, kept under `name`.

    Adds `is_margin` (of the values), `p_alive`, `p_alive_at_last`, `expected_purchases_*d`, `value_*d` (shown),
    `value_365d_model`, `value_365d_naive`, `value_365d_low`, `value_365d_high`, `clv` (null without a model) and
    `worth`, the lifetime value or what stands for it.
    """
    import pyarrow as pa

    rows = len(history)
    columns: dict[str, Any] = {
        "customer_id": _whole(history.customer, rows),
        "is_margin": pa.array(history.is_margin, pa.bool_()),
        "p_alive": _floats(prediction.p_alive, rows),
        "p_alive_at_last": _floats(prediction.p_alive_at_last, rows),
        **{f"expected_purchases_{days}d": _floats(prediction.purchases[days], rows) for days in HORIZONS},
        **{f"value_{days}d": _whole(prediction.values[days], rows) for days in HORIZONS},
        "value_365d_model": _whole(prediction.model_values[365], rows),
        "value_365d_naive": _whole(prediction.naive_365d, rows),
        "value_365d_low": _whole(prediction.low, rows),
        "value_365d_high": _whole(prediction.high, rows),
        "clv": _whole(prediction.clv, rows),
        "worth": _whole(prediction.worth, rows),
    }
    forecast = con.create_table(name, pa.table(columns), overwrite=True)
    return facts.inner_join(forecast, "customer_id")


def _floats(values: Floats | None, rows: int) -> Any:
    import pyarrow as pa

    return pa.nulls(rows, pa.float64()) if values is None else pa.array(values.astype(np.float64))


def _whole(values: Ints | None, rows: int) -> Any:
    import pyarrow as pa

    return pa.nulls(rows, pa.int64()) if values is None else pa.array(values.astype(np.int64))
