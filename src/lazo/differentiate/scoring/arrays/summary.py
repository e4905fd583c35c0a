"""What a run tells of the whole base, from arrays: the JSON of `summary.summarise`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.cohorts import sums_by
from lazo.analytics.arrays.concentration import concentration
from lazo.analytics.arrays.tiers import CLASSES, NONE, TIERS
from lazo.analytics.tuples import Ints
from lazo.differentiate.positions.assign_arrays import AREA_NAMES, RULE_KEYS, SUB_STATES
from lazo.differentiate.scoring.arrays.rows import Standing
from lazo.differentiate.scoring.summary import CUTS, OUTSIDE


def summarise(s: Standing) -> dict[str, Any]:
    """JSON for `ScoreRun.counts`: totals, groups and concentration."""
    bought = s.facts.n_purchases > 0
    clv = np.zeros(0, dtype=np.int64) if s.prediction.clv is None else s.prediction.clv[bought]
    return {
        "totals": _totals(s),
        "areas": _by(s, s.positions.area, AREA_NAMES, blank=OUTSIDE),
        "sub_states": _by(s, s.positions.sub_state, SUB_STATES),
        "rules": _by(s, s.positions.rule, RULE_KEYS),
        "tiers": _by(s, s.columns["tier"].values, TIERS),
        "cuts": dict(zip(CUTS, s.judged.cuts, strict=True)) if len(s.facts) else dict.fromkeys(CUTS),
        "classes": _by(s, s.columns["customer_class"].values, CLASSES),
        "concentration": {"value_12m": concentration(s.facts.value_12m[bought]), "clv": concentration(clv)},
    }


def _totals(s: Standing) -> dict[str, int | None]:
    p, rows = s.prediction, len(s.everyone)
    return {
        "rows": rows,
        "customers": int(np.count_nonzero(s.facts.n_purchases > 0)) if rows else None,
        "on_margin": int(np.count_nonzero(s.is_margin)) if rows else None,
        "value_12m": int(s.facts.value_12m.sum()) if rows else None,
        "value_365d": _sum(p.values[365]),
        "value_365d_naive": _sum(p.naive_365d),
        "clv": _sum_of_clv(s),
        "strategic": int(np.count_nonzero(s.strategic)) if rows else None,
    }


def _sum_of_clv(s: Standing) -> int | None:
    bought = _sum(s.prediction.clv)
    if s.of_contracts is None or np.isnan(s.of_contracts).all():
        return bought
    return (bought or 0) + int(np.nansum(s.of_contracts))


def _sum(values: Ints | None) -> int | None:
    return None if values is None or not len(values) else int(values.sum())


def _by(s: Standing, codes: NDArray[np.int8], names: tuple[str, ...], *, blank: str = "") -> dict[str, dict[str, int]]:
    """Counts and money of each name that anyone has, in the order of the names; nobody's name is blank."""
    group = np.where(codes == NONE, len(names), codes).astype(np.int64)
    groups = len(names) + 1
    customers = np.bincount(group, minlength=groups)
    money = {name: sums_by(group[s.everyone.at], values, groups) for name, values in _values(s).items()}
    if s.of_contracts is not None:
        money["clv"] = money["clv"] + sums_by(group, np.nan_to_num(s.of_contracts).astype(np.int64), groups)
    found = {}
    for number in sorted(np.flatnonzero(customers).tolist(), key=lambda number: (*names, "")[number]):
        sums = {name: int(values[number]) for name, values in money.items()}
        found[(*names, "")[number] or blank] = {"customers": int(customers[number]), **sums}
    return found


def _values(s: Standing) -> dict[str, Ints]:
    clv = s.prediction.clv
    nothing = np.zeros(len(s.facts), dtype=np.int64)
    return {
        "value_12m": s.facts.value_12m,
        "value_365d": s.prediction.values[365],
        "clv": nothing if clv is None else clv,
    }
