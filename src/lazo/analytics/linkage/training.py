"""Learning a model from the base itself, without a single label."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from lazo.analytics.linkage.candidates import candidates
from lazo.analytics.linkage.commonness import measure_commonness
from lazo.analytics.linkage.comparing import compared
from lazo.analytics.linkage.frequencies import frequency_bits, shares_of, with_shares
from lazo.analytics.linkage.maximisation import Patterns, maximise
from lazo.analytics.linkage.model import Model, default_model
from lazo.analytics.linkage.prepared import Prepared

if TYPE_CHECKING:
    import numpy as np
    from ibis.expr.types import Table

RANDOM_PAIRS = 200_000
MOST_CANDIDATES = 150_000
MOST_RANDOM_RECORDS = 50_000
MIXED = 9973
FEWEST_RECORDS = 200
"""Below so many records nothing is learned; the default is taken, with the frequencies of the base."""


def train(prepared: Prepared, *, seed: int = 0, pairs: Table | None = None) -> Model:
    """Learn how telling each level is: expectation maximisation over a sample of the pairs that share a key and another of random pairs.

    `pairs` are the candidates (`candidates.candidates`) when they are already at hand. The same records and seed give the same model. A base of
    fewer than `FEWEST_RECORDS` records teaches nothing; its model is `default_model` with the frequencies of the base.
    """
    records = prepared.count()
    start = replace(default_model(prepared.settings, records=records), commonness=measure_commonness(prepared))
    if records < FEWEST_RECORDS:
        return start
    found = candidates(prepared) if pairs is None else pairs
    total = int(found.count().to_pyarrow().as_py())
    share = min(1.0, MOST_CANDIDATES / max(total, 1))
    near = _patterns(prepared, _sampled(found, share, seed), start)
    random = _patterns(prepared, _random_pairs(prepared, records, seed), start)
    odds, prior = maximise(start, near, random, near_share=share, pairs=records * (records - 1) / 2)
    return replace(
        start, odds=odds, prior=prior, provenance=f"expectation maximisation over {total} candidate pairs, seed {seed}"
    )


def _sampled(pairs: Table, share: float, seed: int) -> Table:
    """All pairs of a share of the records, told by their ids alone, so that the same pairs are taken again."""
    if share >= 1:
        return pairs
    return pairs.filter((pairs.left * 7919 + seed) % MIXED < int(share * MIXED))


def _random_pairs(prepared: Prepared, records: int, seed: int) -> Table:
    """Every record with some that stand so many places further, as chance has it; all pairs of a small base."""
    import ibis

    table = prepared.table
    if records > 2 * MOST_RANDOM_RECORDS:
        # Each record that takes part is read with all its columns: few of them make as many pairs.
        share = max(MIXED * MOST_RANDOM_RECORDS // records, 1)
        table = table.filter((table.party_id * 7919 + seed) % MIXED < share)
        records = int(table.count().to_pyarrow().as_py())
    half = (records - 1) // 2
    wanted = min(max(RANDOM_PAIRS // records, 1), max(half, 1))
    steps = sorted(Random(seed).sample(range(1, half + 1), wanted)) if half else [1]
    placed = prepared.engine.keep(table.select("party_id", place=ibis.row_number().over(order_by=[table.party_id])))
    first = placed.filter(placed.place < RANDOM_PAIRS)
    moved = first.select(one=first.party_id, start=first.place, step=ibis.array(steps).unnest())
    moved = prepared.engine.keep(moved.select(one=moved.one, place=(moved.start + moved.step) % records))
    pairs = moved.join(placed, "place")
    return pairs.select(left=ibis.least(pairs.one, pairs.party_id), right=ibis.greatest(pairs.one, pairs.party_id))


def _patterns(prepared: Prepared, wanted: Table, model: Model) -> Patterns:
    """Pairs compared, with the bits of the frequencies of what they have in common; of few pairs not the whole base is read."""
    engine = prepared.engine
    pairs = engine.keep(wanted)
    few = prepared.only(pairs)
    reached, shares = compared(few, pairs), shares_of(few, pairs, model)
    names = [one.name for one in model.settings.comparisons]
    told = with_shares(reached, shares)
    rows = told.select(
        **{name: told[f"gamma_{name}"] for name in names}, frequency=frequency_bits(told, model).cast("float32")
    ).to_pyarrow()
    for kept in (pairs, reached, shares):
        engine.drop(kept)
    levels: dict[str, np.ndarray] = {name: rows[name].to_numpy() for name in names}
    return Patterns(levels, rows["frequency"].to_numpy())
