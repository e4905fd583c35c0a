"""Splink at work: compared pairs weighed by a model."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.comparison import Comparison
from lazo.analytics.linkage.model import LEAST_CHANCE, Model
from lazo.analytics.linkage.prepared import Prepared
from lazo.analytics.linkage.splink_settings import splink_settings

if TYPE_CHECKING:
    from ibis.expr.types import Table

VECTORS = "__splink__df_comparison_vectors"
"""The table of compared pairs, as the queries of Splink call it."""
HAIR = 1e-6


def weighed(prepared: Prepared, levels: Table, model: Model, *, threshold_weight: float | None = None) -> Table:
    """Splink's prediction of pairs that `comparing.compared` has compared: its columns and `match_weight`, `match_probability`, `mw_<name>` and
    where frequencies count `mw_tf_adj_<name>`. Pairs below `threshold_weight` are left out.
    """
    from splink.internals.dialects import SplinkDialect
    from splink.internals.pipeline import CTEPipeline
    from splink.internals.predict import predict_from_comparison_vectors_sqls
    from splink.internals.settings_creator import SettingsCreator

    engine = prepared.engine
    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(**splink_settings(model, engine.dialect)).get_settings(engine.dialect)
    if threshold_weight is not None:
        least = f"{threshold_weight - HAIR:.12e}"
        levels = engine.keep(engine.ask(f"SELECT * FROM ({{}}) AS told WHERE {_at_most(model)} >= {least}", levels))  # noqa: S608 - numbers of ours
    vectors = engine.keep(_with_frequencies(prepared, levels, model))
    pipeline = CTEPipeline()
    pipeline.enqueue_sql(f"SELECT * FROM {vectors.op().name}", VECTORS)  # noqa: S608 - a table of ours
    told = predict_from_comparison_vectors_sqls(
        settings.column_info_settings.unique_id_input_columns,
        settings.core_model_settings,
        SplinkDialect.from_string(engine.dialect),
        threshold_match_weight=threshold_weight,
        retain_intermediate_calculation_columns=True,
        training_mode=True,
    )
    pipeline.enqueue_list_of_sqls(told)
    found = engine.splink().sql_pipeline_to_splink_dataframe(pipeline)
    engine.drop(vectors)
    return engine.con.table(found.physical_name)


def _at_most(model: Model) -> str:
    """What a pair weighs at most, as SQL: frequencies are looked up only of those that may reach the threshold.

    Bits are written with their power of ten: DuckDB takes a plain fraction for a decimal, and loses it.
    """
    parts = [f"{model.starting_weight:.12e}"]
    for one in model.settings.comparisons:
        top = len(one.levels)
        cases = " ".join(f"WHEN {number} THEN {_most(model, one, top - number):.12e}" for number in range(top + 1))
        parts.append(f"CASE gamma_{one.name} {cases} ELSE 0.0e0 END")
    return " + ".join(parts)


def _most(model: Model, comparison: Comparison, place: int) -> float:
    """The bits of a level, with those by which a value rarer than the rest taken together may count for more."""
    weight = model.weight_of(comparison, place)
    level = comparison.levels[place] if place < len(comparison.levels) else None
    common = model.commonness.get(level.frequency or "") if level is not None else None
    if common is None or not common.shares:
        return weight
    return weight + max(math.log2(max(common.rest, LEAST_CHANCE)) - math.log2(min(common.shares.values())), 0.0)


def _with_frequencies(prepared: Prepared, levels: Table, model: Model) -> Table:
    """The pairs with how common the values of both records are: `tf_<column>_l`, `tf_<column>_r`."""
    import ibis

    shares = _shares(prepared, levels, model)
    names = [name for name in shares.columns if name != "party_id"]
    one, other = (
        shares.select(**{f"known_{end}": shares.party_id, **{f"{name}_{end}": shares[name] for name in names}})
        for end in ("l", "r")
    )
    found = levels.join(one, levels.party_id_l == one.known_l)
    found = found.join(other, found.party_id_r == other.known_r)
    return found.mutate(match_key=ibis.literal("0")).drop("known_l", "known_r")


def _shares(prepared: Prepared, levels: Table, model: Model) -> Table:
    """Of each record that takes part and each column whose frequencies count, the share of the base that has its value; null of rare ones."""
    engine, table = prepared.engine, prepared.table
    used = {level.frequency for one in model.settings.comparisons for level in one.levels if level.frequency}
    names = sorted(used & set(model.commonness))
    taking_part = levels.select(party_id=levels.party_id_l).union(levels.select(party_id=levels.party_id_r))
    found = table.semi_join(taking_part, "party_id").select("party_id", *names)
    for name in names:
        known = engine.take(_known(name, model.commonness[name].shares))
        found = found.left_join(known, found[name] == known[f"value_{name}"])
    return engine.keep(found.select("party_id", *(f"tf_{name}" for name in names)))


def _known(name: str, shares: Any) -> Any:
    """The common values of a column with their shares, as Arrow."""
    import pyarrow as pa

    if name.endswith("_holders"):
        values = pa.array([int(value) for value in shares], pa.int64())
    else:
        values = pa.array(list(shares), pa.string())
    return pa.table({f"value_{name}": values, f"tf_{name}": pa.array(list(shares.values()), pa.float64())})
