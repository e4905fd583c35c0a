"""What the cycle map reads, from arrays: the rows of `cube.map_cells`, `cube.movements` and `cube.changed_customers`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lazo.analytics.arrays.cohorts import sums_by
from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Ints
from lazo.differentiate.positions.assign_arrays import AREA_NAMES, SUB_STATES
from lazo.differentiate.positions.bins import BINS
from lazo.differentiate.positions.place_arrays import bins
from lazo.differentiate.scoring.arrays.rows import STRATEGIC, Standing

ACQUIRE = AREA_NAMES.index("ACQUIRE")
NOT_THERE = -1
SAME = {"area": AREA_NAMES, "sub_state": SUB_STATES, "strategic_kinds": STRATEGIC}


class Keepers:
    """Owner and team of everyone as one number."""

    def __init__(self, owner: pa.Array, team: pa.Array) -> None:
        self._owners, owners = _numbered(owner)
        self._teams, teams = _numbered(team)
        self.code = owners * len(self._teams) + teams

    def named(self, code: int) -> dict[str, int | None]:
        """The columns that a number stands for."""
        owner, team = divmod(code, len(self._teams))
        return {"owner_id": self._owners[owner], "team_id": self._teams[team]}


def _numbered(column: pa.Array) -> tuple[list[int | None], Ints]:
    """The different values, growing, null last; and each element's place among them."""
    values = np.unique(column.drop_null().to_numpy())
    codes = np.searchsorted(values, column.fill_null(0).to_numpy())
    codes[column.is_null().to_numpy(zero_copy_only=False)] = len(values)
    return [*values.tolist(), None], codes


def map_cells(s: Standing, keepers: Keepers) -> list[dict[str, Any]]:
    """See `cube.map_cells`."""
    inside = s.positions.area != 0
    place = s.positions.area.astype(np.int64) * BINS + bins(s.place)
    keys, group = np.unique((keepers.code * (len(AREA_NAMES) * BINS) + place)[inside], return_inverse=True)
    counted = {
        "customers": np.bincount(group, minlength=len(keys)),
        "strategic": np.bincount(group, s.strategic[inside] > 0, minlength=len(keys)),
    }
    for name, values in _money(s).items():
        counted[name] = sums_by(group, values[inside], len(keys))
    cells = []
    for number, key in enumerate(keys.tolist()):
        keeper, place_ = divmod(key, len(AREA_NAMES) * BINS)
        area, bin_ = divmod(place_, BINS)
        numbers = {name: int(found[number]) for name, found in counted.items()}
        cells.append({**keepers.named(keeper), "area": AREA_NAMES[area], "bin": bin_, **numbers})
    return sorted(cells, key=by_keeper)


def _money(s: Standing) -> dict[str, Ints]:
    e, p = s.everyone, s.prediction
    return {
        "value_12m": e.spread(s.facts.value_12m, 0),
        "value_365d": e.spread(p.values[365], 0),
        "value_365d_naive": e.spread(p.naive_365d, 0),
    }


def by_keeper(cell: dict[str, Any]) -> tuple[Any, ...]:
    """The order of cells: owner and team, nobody's last, then what else tells them apart."""
    owner, team = cell["owner_id"], cell["team_id"]
    rest = (cell[name] for name in ("area", "bin", "r", "f", "band", "origin", "destination") if name in cell)
    return (owner is None, owner or 0, team is None, team or 0, *rest)


def movements(before: NDArray[np.int8], now: NDArray[np.int8], keepers: Keepers) -> list[dict[str, Any]]:
    """See `cube.movements`; both are areas of everyone now, `before` NOT_THERE for who was not there at all."""
    moved = np.flatnonzero(np.maximum(before, 0) != now)
    origin, to, keeper = before[moved], now[moved], keepers.code[moved]
    is_new = (origin == NOT_THERE) & (to != ACQUIRE)
    start = np.where(is_new, ACQUIRE, np.maximum(origin, 0))
    areas = len(AREA_NAMES)
    steps = (keeper * areas + start) * areas + to
    arrivals = keeper[is_new] * areas * areas + ACQUIRE
    ways, counts = np.unique(np.concatenate([steps, arrivals]), return_counts=True)
    found = []
    for way, customers in zip(ways.tolist(), counts.tolist(), strict=True):
        rest, destination = divmod(way, areas)
        who, origin_ = divmod(rest, areas)
        names = {"origin": AREA_NAMES[origin_], "destination": AREA_NAMES[destination]}
        found.append({**keepers.named(who), **names, "customers": customers})
    return sorted(found, key=by_keeper)


def coded_column(file: Path, name: str, names: tuple[str, ...]) -> NDArray[np.int8]:
    """A text column of a run's file as positions in `names`; what is not among them is UNKNOWN, one past the last."""
    column = read_file(file, [name], coded=[name]).column(0)
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], pa.string()).dictionary_encode()
    codes = [names.index(one) if one in names else len(names) for one in whole.dictionary.to_pylist()]
    blank = names.index("") if "" in names else len(names)
    table = np.array([*codes, blank], dtype=np.int8)
    return np.asarray(table[whole.indices.fill_null(len(codes)).to_numpy()])


def changed_customers(file: Path, s: Standing) -> tuple[list[int], int]:
    """Who is elsewhere, strategic otherwise, new or gone against the last run's file, sorted; and how many rows that has."""
    ids = read_file(file, ["customer_id"]).column(0).to_numpy()
    now = s.people.customer[s.everyone.person]
    codes = {"area": s.positions.area, "sub_state": s.positions.sub_state, "strategic_kinds": s.strategic}
    at = np.searchsorted(now, ids)
    there = at < len(now)
    there[there] = now[at[there]] == ids[there]
    differs = np.ones(len(now), dtype=np.bool_)
    same = np.ones(int(np.count_nonzero(there)), dtype=np.bool_)
    for name, names in SAME.items():
        same &= coded_column(file, name, names)[there] == codes[name][at[there]]
    differs[at[there][same]] = False
    return np.union1d(now[differs], ids[~there]).tolist(), len(ids)
