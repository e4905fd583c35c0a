"""New records against the base: only what shares a key with them is read and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.analytics.linkage.base_index import BaseIndex
from lazo.analytics.linkage.candidates import candidates, largest
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.prepared import Prepared, with_cheap, with_holders
from lazo.analytics.linkage.relations import related
from lazo.analytics.linkage.scoring import Scored, matching
from lazo.analytics.linkage.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from ibis.expr.types import Table


def match_new(new: Prepared, base: BaseIndex, model: Model, *, threshold: float = THRESHOLDS.review) -> Scored:
    """Pairs of `new` records with the base and among themselves, as `scoring.score_pairs` gives them; the base is not changed.

    A key that too many records of the base hold brings no candidates. How widely a telephone or an e-mail is held is counted
    among the records that came up.
    """
    engine = new.engine
    met = engine.keep(_met(new, base))
    known = with_cheap(base.rows(engine), new.settings)
    known = known.semi_join(met, [known.party_id == met.known]).select(*new.table.columns)
    table = engine.keep(with_holders(engine, _without_holders(new.table.union(known)), new.settings))
    both = Prepared(engine, new.settings, table, new.keys)
    pairs = engine.keep(_pairs(met).union(candidates(new)).distinct())
    kept = matching(both, pairs, model, threshold=threshold)
    relations = related(both, kept)
    fresh = new.table.select("party_id")
    touched = relations.left.isin(fresh.party_id) | relations.right.isin(fresh.party_id)
    return Scored(kept, engine.keep(relations.filter(touched)))


def _met(new: Prepared, base: BaseIndex) -> Table:
    """`fresh`, `known`: each pair of a new record and one of the base that share a key, once."""
    ours, theirs = new.engine.keep(new.keys), base.keys(new.engine)
    wanted = ours.select("key").distinct()
    found = new.engine.keep(theirs.semi_join(wanted, "key"))
    sizes = found.group_by("key").aggregate(n=lambda rows: rows.count())
    small = found.semi_join(sizes.filter(sizes.n <= largest(new.settings, sizes.key)), "key")
    pairs = ours.join(small, ours.key == small.key, rname="known_{name}")
    met = pairs.select(fresh=pairs.party_id, known=pairs.known_party_id).distinct()
    return met.filter(met.fresh != met.known)


def _pairs(met: Table) -> Table:
    import ibis

    return met.select(left=ibis.least(met.fresh, met.known), right=ibis.greatest(met.fresh, met.known))


def _without_holders(table: Table) -> Table:
    return table.drop(*(name for name in table.columns if name.endswith("_holders")))
