"""Splink at work: compared pairs weighed by a model."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from lazo.analytics.linkage.comparison import Comparison
from lazo.analytics.linkage.frequencies import shares_of, with_shares
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
    import ibis
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
    ends = levels.select(left=levels.party_id_l, right=levels.party_id_r)
    shares = shares_of(prepared, ends, model)
    vectors = engine.keep(with_shares(levels, shares).mutate(match_key=ibis.literal("0")))
    engine.drop(shares)
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
