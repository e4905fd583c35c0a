"""A model as Splink understands it."""

from __future__ import annotations

from typing import Any

from lazo.analytics.linkage.comparison import ELSE, Comparison
from lazo.analytics.linkage.conditions import Dialect
from lazo.analytics.linkage.model import LEAST_CHANCE, Model


def splink_settings(model: Model, dialect: Dialect) -> dict[str, Any]:
    """Settings of a linker that scores given pairs and shows what each comparison contributed."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "party_id",
        "probability_two_random_records_match": model.prior,
        "comparisons": [_comparison(model, one, dialect) for one in model.settings.comparisons],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(model: Model, comparison: Comparison, dialect: Dialect) -> dict[str, Any]:
    unknown = {"sql_condition": comparison.unknown.sql(dialect), "label_for_charts": "unknown", "is_null_level": True}
    levels = [_level(model, comparison, place, dialect) for place in range(len(comparison.levels))]
    last = len(comparison.levels)
    levels.append({"sql_condition": "ELSE", "label_for_charts": ELSE, **_odds(model, comparison, last)})
    return {"output_column_name": comparison.name, "comparison_levels": [unknown, *levels]}


def _level(model: Model, comparison: Comparison, place: int, dialect: Dialect) -> dict[str, Any]:
    level = comparison.levels[place]
    found: dict[str, Any] = {
        "sql_condition": level.condition.sql(dialect),
        "label_for_charts": level.name,
        **_odds(model, comparison, place),
    }
    if level.frequency in model.commonness:
        found |= {"tf_adjustment_column": level.frequency, "disable_tf_exact_match_detection": True}
    return found


def _odds(model: Model, comparison: Comparison, place: int) -> dict[str, float]:
    same, others = model.odds[comparison.name][place].same, model.others_of(comparison, place)
    return {"m_probability": max(same, LEAST_CHANCE), "u_probability": max(others, LEAST_CHANCE)}
