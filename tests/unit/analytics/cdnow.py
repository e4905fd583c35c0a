"""The CDNOW sample (2,357 customers of the first quarter of 1997) as the package `lifetimes` carries it."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@cache
def summary() -> tuple[Floats, Floats, Floats, Floats]:
    """x, t_x and T in weeks at 1997-09-30, mean value of the repeat purchases in dollars (0 without repeats)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lifetimes imports pkg_resources, which announces its end
        from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value

        table = load_cdnow_summary_data_with_monetary_value()
    x, t_x, age, value = (table[name].to_numpy(float) for name in ("frequency", "recency", "T", "monetary_value"))
    return x, t_x, age, value
