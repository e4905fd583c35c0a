"""How much of the money a few customers hold, over an array: the numbers of `concentration`."""

from __future__ import annotations

from typing import Any

import numpy as np

from lazo.analytics.concentration import MOST, TOPS
from lazo.analytics.tuples import Ints


def concentration(values: Ints) -> dict[str, Any]:
    """The row of `concentration.concentration` and, as `curve`, the rows of `concentration_curve`; order does not count."""
    ordered = np.sort(values)[::-1]
    n, running = len(ordered), np.cumsum(ordered)
    total = int(running[-1]) if n else None
    tops = {f"top_{top}": int(running[-(-top * n // 100) - 1]) if n else None for top in TOPS}
    above = ordered > 0
    return {
        "customers": n,
        "total": total,
        **tops,
        "customers_80": _fewest(running, total),
        "gini": _gini(np.maximum(ordered, 0)),
        "peak": int(ordered[above].sum()),
        "peak_customers": int(np.count_nonzero(above)),
        "curve": _curve(running),
    }


def _fewest(running: Ints, total: int | None) -> int | None:
    if total is None or total <= 0:
        return None
    return int(np.flatnonzero(running * 100 >= total * MOST)[0]) + 1


def _gini(floor: Ints) -> float | None:
    n, values = len(floor), floor.astype(np.float64)
    total = float(values.sum())
    if total <= 0:
        return None
    ranked = float((values * np.arange(1, n + 1)).sum())
    return round((n + 1) / n - 2 * ranked / (n * total), 6)


def _curve(running: Ints) -> list[dict[str, int]]:
    n = len(running)
    cuts = sorted({-(-percent * n // 100) for percent in range(1, 101)} if n else set())
    return [{"customers": cut, "value": int(running[cut - 1])} for cut in cuts]
