"""How common the values of single records are, and the bits by which a pair's common values count for less."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.comparison import Comparison
from lazo.analytics.linkage.model import LEAST_CHANCE, Model
from lazo.analytics.linkage.prepared import Prepared

if TYPE_CHECKING:
    import numpy as np
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    from lazo.analytics.linkage.told_records import ToldRecords


def shares_of(prepared: Prepared, pairs: Table, model: Model) -> Table:
    """`party_id` and `tf_<column>`: of each record of the pairs (`left`, `right`) and each column whose frequencies count, the share of the base
    that has its value; null of rare ones. Kept.
    """
    engine, table = prepared.engine, prepared.table
    used = {level.frequency for one in model.settings.comparisons for level in one.levels if level.frequency}
    names = sorted(used & set(model.commonness))
    taking_part = pairs.select(party_id=pairs.left).union(pairs.select(party_id=pairs.right))
    found = table.semi_join(taking_part, "party_id").select("party_id", *names)
    for name in names:
        known = engine.take(_known(name, model.commonness[name].shares))
        found = found.left_join(known, found[name] == known[f"value_{name}"])
    return engine.keep(found.select("party_id", *(f"tf_{name}" for name in names)))


def with_shares(levels: Table, shares: Table) -> Table:
    """Compared pairs with the shares of both records: `tf_<column>_l`, `tf_<column>_r`."""
    names = [name for name in shares.columns if name != "party_id"]
    one, other = (
        shares.select(**{f"known_{end}": shares.party_id, **{f"{name}_{end}": shares[name] for name in names}})
        for end in ("l", "r")
    )
    found = levels.join(one, levels.party_id_l == one.known_l)
    found = found.join(other, found.party_id_r == other.known_r)
    return found.drop("known_l", "known_r")


def frequency_bits(rows: Table, model: Model) -> Any:
    """Of pairs `with_shares`, the bits by which the common values that they have in common count for less, all comparisons together."""
    import ibis

    total: Any = ibis.literal(0.0)
    for comparison in model.settings.comparisons:
        cases = [(number, _bits(rows, model, name)) for number, name in _frequent(comparison, model)]
        if cases:
            total += rows[f"gamma_{comparison.name}"].cases(*cases, else_=0.0)
    return total


def common_bits(
    prepared: Prepared, comparison: Comparison, model: Model, told: ToldRecords
) -> dict[str, NDArray[np.float32]]:
    """By column whose frequency counts, of each record the bits by which its value counts for less; NaN of values that are none of the common ones."""
    import numpy as np

    found = {}
    for name in sorted({name for _number, name in _frequent(comparison, model)}):
        common = model.commonness[name]
        bits = found[name] = np.full(len(told.parties), np.nan, np.float32)
        if not common.shares:
            continue
        known = prepared.engine.take(_known(name, common.shares))
        asked = f"SELECT hash(value_{name}) AS digest, tf_{name} AS share FROM ({{}}) AS known"  # noqa: S608 - a column of ours
        rows = prepared.engine.ask(asked, known).to_pyarrow()
        digests, shares = rows["digest"].to_numpy(), rows["share"].to_numpy()
        order = np.argsort(digests)
        place = np.searchsorted(digests[order], told.digests[name]).clip(max=len(order) - 1)
        met = (digests[order][place] == told.digests[name]) & told.there[name]
        bits[met] = math.log2(max(common.rest, LEAST_CHANCE)) - np.log2(shares[order][place[met]])
    return found


def _frequent(comparison: Comparison, model: Model) -> list[tuple[int, str]]:
    """The levels, by their number, whose weight depends on a frequency."""
    top = len(comparison.levels)
    return [
        (top - place, level.frequency)
        for place, level in enumerate(comparison.levels)
        if level.frequency and level.frequency in model.commonness
    ]


def _bits(rows: Table, model: Model, name: str) -> Any:
    import ibis

    commoner = ibis.greatest(rows[f"tf_{name}_l"], rows[f"tf_{name}_r"])
    return (math.log2(max(model.commonness[name].rest, LEAST_CHANCE)) - commoner.log2()).fill_null(0.0)


def _known(name: str, shares: Any) -> Any:
    """The common values of a column with their shares, as Arrow."""
    import pyarrow as pa

    if name.endswith("_holders"):
        values = pa.array([int(value) for value in shares], pa.int64())
    else:
        values = pa.array(list(shares), pa.string())
    return pa.table({f"value_{name}": values, f"tf_{name}": pa.array(list(shares.values()), pa.float64())})
