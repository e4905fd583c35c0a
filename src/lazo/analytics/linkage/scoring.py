"""Pairs of records with their probability and what each comparison contributed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.candidates import candidates
from lazo.analytics.linkage.comparing import compared
from lazo.analytics.linkage.comparison import UNKNOWN, Comparison
from lazo.analytics.linkage.linking import weighed
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.narrowing import narrowed
from lazo.analytics.linkage.prepared import Prepared
from lazo.analytics.linkage.relations import other_names, related
from lazo.analytics.linkage.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True)
class Scored:
    """`pairs`: who may be the same; `relations`: who shares a telephone, e-mail or document and is somebody else.

    `pairs` has `left` < `right`, `match_weight` (bits), `probability` and for each comparison `<name>_level` (its name, null unknown) and
    `<name>_weight` (bits, the frequency of the value included). `relations` has `left` < `right`, `relation`, `shared`, `holders`.
    """

    pairs: Table
    relations: Table


def score_pairs(
    prepared: Prepared, model: Model, *, threshold: float = THRESHOLDS.review, pairs: Table | None = None
) -> Scored:
    """Score the candidates of a base; pairs at or above `threshold`, each once. `pairs` are the candidates (`candidates.candidates`) when already at hand."""
    found = candidates(prepared) if pairs is None else pairs
    kept = matching(prepared, found, model, threshold=threshold)
    return Scored(kept, prepared.engine.keep(related(prepared, kept)))


def matching(prepared: Prepared, pairs: Table, model: Model, *, threshold: float) -> Table:
    """Those of `pairs` that are the same with a probability of `threshold` or more, as `Scored.pairs` has them. Kept."""
    engine, least = prepared.engine, math.log2(threshold / (1 - threshold))
    near = narrowed(prepared, pairs, model, threshold_weight=least)
    levels = compared(prepared, near)
    predicted = weighed(prepared, levels, model, threshold_weight=least)
    kept = engine.keep(as_scored(predicted, model).filter(lambda rows: ~other_names(rows, model.settings)))
    for table in (levels, predicted, *(() if near is pairs else (near,))):
        engine.drop(table)
    return kept


def as_scored(predicted: Table, model: Model) -> Table:
    """Splink's columns by our names."""
    columns: dict[str, Any] = {
        "left": predicted.party_id_l,
        "right": predicted.party_id_r,
        "match_weight": predicted.match_weight,
        "probability": predicted.match_probability,
    }
    for one in model.settings.comparisons:
        weight = predicted[f"mw_{one.name}"]
        columns[f"{one.name}_level"] = _level_of(predicted[f"gamma_{one.name}"], one)
        adjusted = f"mw_tf_adj_{one.name}"
        columns[f"{one.name}_weight"] = weight + predicted[adjusted] if adjusted in predicted.columns else weight
    return predicted.select(**columns)


def _level_of(number: Any, comparison: Comparison) -> Any:
    """The name of a level by its number."""
    import ibis

    known = [(len(comparison.levels) - place, name) for place, name in enumerate(comparison.level_names)]
    return number.cases((UNKNOWN, ibis.null("string")), *known, else_=None)
