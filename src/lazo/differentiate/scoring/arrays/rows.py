"""The file of a run from arrays: the columns and nulls of `score_file.score_rows`, sorted by customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lazo.analytics.arrays.facts import Facts
from lazo.analytics.arrays.tiers import CLASSES, NONE, TIERS
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.positions.assign_arrays import ALSO_IN, AREA_NAMES, RULE_KEYS, SUB_STATES, Positions
from lazo.differentiate.positions.column import Column
from lazo.differentiate.scoring.arrays.people import NO_DAY, Names, People
from lazo.differentiate.scoring.arrays.standing import Everyone, Judged
from lazo.differentiate.scoring.prediction import HORIZONS, Prediction

STRATEGIC = ("", "HIGH_LTV", "COST_MAGNET", "HIGH_LTV,COST_MAGNET")


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that one day's standing has found, side by side."""

    everyone: Everyone
    people: People
    facts: Facts
    is_margin: NDArray[np.bool_]
    prediction: Prediction
    judged: Judged
    columns: Mapping[str, Column]
    positions: Positions
    place: Floats
    strategic: NDArray[np.int8]
    rfm: Ints
    gaps: Floats
    of_contracts: Floats | None = None
    """By everyone: what who never bought is worth by their contracts, NaN of the others; null where that is nobody."""


def score_table(s: Standing, *, run_id: int, on: date) -> pa.Table:
    """One row per customer and prospect."""
    rows = len(s.everyone)
    person = s.everyone.person
    return pa.table(
        {
            "customer_id": s.people.customer[person],
            "kind": _named(s.people.kind.taken(person)),
            "country": _named(s.people.country.taken(person)),
            **_clock(s),
            **_forecast(s),
            **_place(s),
            "run_id": pa.repeat(pa.scalar(run_id, pa.int64()), rows),
            "on_date": pa.repeat(pa.scalar(on, pa.date32()), rows),
            "owner_id": s.people.owner.take(pa.array(person)),
            "team_id": s.people.team.take(pa.array(person)),
            **_facts(s),
            **_judged(s),
        }
    )


def _clock(s: Standing) -> dict[str, Any]:
    columns = {name: _floats(s.columns[name].values) for name in ("p_alive", "expected_gap", "overdue_ratio")}
    columns["revenue_ratio"] = _floats(s.columns["revenue_ratio"].values)
    return columns | {"gap_median_days": _floats(s.everyone.floats(s.gaps))}


def _forecast(s: Standing) -> dict[str, Any]:
    p = s.prediction
    values: dict[str, Ints | None] = {f"value_{days}d": p.values[days] for days in HORIZONS}
    values |= {"value_365d_model": p.model_values[365], "value_365d_naive": p.naive_365d}
    values |= {"value_365d_low": p.low, "value_365d_high": p.high, "clv": p.clv}
    bought = {f"expected_purchases_{days}d": _floats(s.everyone.floats(p.purchases[days])) for days in HORIZONS}
    told = {name: _whole(s.everyone, one) for name, one in values.items()}
    if s.of_contracts is not None:
        others = pa.array(np.nan_to_num(s.of_contracts).astype(np.int64), mask=np.isnan(s.of_contracts))
        told["clv"] = pc.coalesce(told["clv"], others)
    return bought | told


def _place(s: Standing) -> dict[str, Any]:
    return {
        "area": _coded(s.positions.area, AREA_NAMES),
        "sub_state": _coded(s.positions.sub_state, SUB_STATES),
        "place": s.place,
        "also_in": _coded(s.positions.also_in, ALSO_IN),
        "rule": _coded(s.positions.rule, RULE_KEYS),
        "evidence": s.positions.evidence(s.columns),
        "strategic_kinds": _coded(s.strategic, STRATEGIC),
    }


def _facts(s: Standing) -> dict[str, Any]:
    e, f = s.everyone, s.facts
    monetary = np.where(np.isnan(f.monetary), 0, f.monetary).astype(np.int64)
    return {
        "frequency": e.spread(f.x, 0),
        "recency_days": _whole(e, f.recency),
        "age_days": _whole(e, f.age),
        "n_purchases": e.spread(f.n_purchases, 0),
        "first_day": _days(e, f.first_day),
        "last_day": _days(e, f.last_day),
        "monetary": pa.array(e.spread(monetary, 0), mask=e.spread(np.isnan(f.monetary), True)),
        "value_12m": e.spread(f.value_12m, 0),
        "value_is_margin": e.spread(s.is_margin, False),
    }


def _judged(s: Standing) -> dict[str, Any]:
    e, j = s.everyone, s.judged
    cells, cell = np.unique(s.rfm, return_inverse=True)
    return {
        "potential_value": _whole(e, j.potential),
        "rfm": _coded(e.spread(cell.astype(np.int16), len(cells)), (*map(str, cells.tolist()), "")),
        "customer_class": _coded(_or_blank(s.columns["customer_class"].values, CLASSES), (*CLASSES, "")),
        "tier": _coded(_or_blank(s.columns["tier"].values, TIERS), (*TIERS, "")),
        "migrator": e.spread(j.migrator, False),
        "strategic": s.strategic > 0,
    }


def _or_blank(codes: NDArray[np.int8], names: tuple[str, ...]) -> NDArray[np.int8]:
    return np.where(codes == NONE, len(names), codes).astype(np.int8)


def _floats(values: Floats) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))


def _whole(everyone: Everyone, values: Ints | None) -> pa.Array:
    if values is None:
        return pa.nulls(len(everyone), pa.int64())
    return pa.array(everyone.spread(values, 0), mask=_absent(everyone))


def _days(everyone: Everyone, days: NDArray[np.int32]) -> pa.Array:
    return pa.array(everyone.spread(days, NO_DAY), mask=_absent(everyone)).cast(pa.date32())


def _absent(everyone: Everyone) -> NDArray[np.bool_] | None:
    """Who is a prospect; null when nobody is."""
    absent = np.ones(len(everyone), dtype=np.bool_)
    absent[everyone.at] = False
    return absent if absent.any() else None


def _named(names: Names) -> pa.Array:
    return _coded(names.code, names.names)


def _coded(codes: NDArray[Any], names: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names, pa.string()))
