"""Splink at work: given pairs of prepared records, compared and weighed by a model."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.prepared import Prepared
from lazo.analytics.linkage.splink_settings import splink_settings

_LEFT = re.compile(r"\b(\w+)_l\b")

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from lazo.analytics.linkage.model import Model


def weighed(
    prepared: Prepared, pairs: Table, model: Model, *, threshold_weight: float | None = None, numbered: bool = False
) -> Table:
    """Splink's prediction of `pairs` (`left`, `right`): `party_id_l`, `party_id_r`, `match_weight`, `match_probability` and for each comparison
    `mw_<name>` and where frequencies count `mw_tf_adj_<name>`. With `numbered` the weights are numbers of levels and one, 0 unknown.
    """
    import ibis
    from splink import Linker

    engine = prepared.engine
    logging.getLogger("splink").setLevel(logging.ERROR)
    door = engine.splink()
    compared = engine.keep(_compared(prepared))
    linker = Linker(
        door.register(compared.op().name),
        splink_settings(model, engine.dialect, numbered=numbered),
        log_level=None,
        validate_settings=False,
    )
    _register_frequencies(linker, door, prepared, model)
    blocked = engine.keep(pairs.select(match_key=ibis.literal("0"), join_key_l=pairs.left, join_key_r=pairs.right))
    linker.table_management.register_blocked_pairs_for_predict(door.register(blocked.op().name))
    found = linker.inference.predict(threshold_match_weight=threshold_weight, warning_mode="never")
    engine.drop(blocked)
    engine.drop(compared)
    return engine.con.table(found.physical_name)


def _compared(prepared: Prepared) -> Table:
    """The columns that comparisons read, and no others: each is copied twice for every pair."""
    settings, table = prepared.settings, prepared.table
    conditions = [one.unknown for one in settings.comparisons]
    conditions += [level.condition for one in settings.comparisons for level in one.levels]
    read = {name for one in conditions for name in _LEFT.findall(one.sql(prepared.engine.dialect))}
    read |= {level.frequency for one in settings.comparisons for level in one.levels if level.frequency}
    return table.select("party_id", *(name for name in table.columns if name in read))


def _register_frequencies(linker: Any, door: Any, prepared: Prepared, model: Model) -> None:
    import pyarrow as pa

    used = {level.frequency for one in model.settings.comparisons for level in one.levels if level.frequency}
    for column in sorted(used & set(model.commonness)):
        shares = model.commonness[column].shares
        values: Any = list(shares)
        if column.endswith("_holders"):
            values = pa.array([int(value) for value in values], pa.int64())
        else:
            values = pa.array(values, pa.string())
        rows = pa.table({column: values, f"tf_{column}": pa.array(list(shares.values()), pa.float64())})
        known = prepared.engine.keep(prepared.engine.take(rows))
        linker.table_management.register_term_frequency_lookup(door.register(known.op().name), column)
