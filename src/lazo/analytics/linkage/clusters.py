"""Clusters: who is one, from pairs, without ever joining what must stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from lazo.analytics.linkage.joining import Component, Cut
from lazo.analytics.linkage.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from ibis.expr.types import Table

LARGEST = 50
"""More records than that are not one party, whatever links them."""
MEMBERS = pa.schema([("party_id", pa.int64()), ("cluster_id", pa.int64())])
CUTS = pa.schema([("left", pa.int64()), ("right", pa.int64()), ("reason", pa.string())])


@dataclass(frozen=True)
class Clusters:
    """`members`: `party_id`, `cluster_id` (the smallest party of its cluster), only of parties that are not alone.

    `cut`: pairs strong enough to join whose records stay in different clusters, with the `reason`: 'apart' (somebody said so), 'documents'
    (two valid ones of the same scheme), 'size' (too many), 'weak' (most of the other records do not resemble it).
    """

    members: pa.Table
    cut: pa.Table


def cluster(
    pairs: pa.Table | Table,
    *,
    merge_threshold: float = THRESHOLDS.merge,
    apart: Iterable[tuple[int, int]] = (),
    documents: pa.Table | None = None,
    largest: int = LARGEST,
) -> Clusters:
    """Join the pairs at or above `merge_threshold`, the strongest first, each time only where nothing speaks against it.

    `pairs` has `left`, `right`, `match_weight`, `probability`; those below the threshold do not join but speak for those that do. `apart` are
    pairs of parties that are not the same; `documents` has `party_id`, `scheme`, `key`, valid documents alone. Two clusters are joined when at
    least half of their cross pairs are among `pairs`, so that a chain of resemblances does not make one party of many. The result does
    not depend on the order of any rows.
    """
    rows = (
        pairs
        if isinstance(pairs, pa.Table)
        else pairs.select("left", "right", "match_weight", "probability").to_pyarrow()
    )
    rows = rows.sort_by([("match_weight", "descending"), ("left", "ascending"), ("right", "ascending")])
    strong = pc.greater_equal(rows["probability"], merge_threshold)
    members: dict[int, int] = {}
    cuts: list[Cut] = []
    barriers, papers = _barriers(apart), _papers(documents)
    for component in _components(rows, strong):
        labels, cut = component.join(barriers, papers, largest)
        members |= labels
        cuts += cut
    return Clusters(_members(members), _cuts(cuts))


def _barriers(apart: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in apart:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _papers(documents: pa.Table | None) -> dict[int, dict[str, frozenset[str]]]:
    """By party and scheme, the keys of its documents."""
    found: dict[int, dict[str, frozenset[str]]] = {}
    if documents is not None:
        columns = (documents[name].to_pylist() for name in ("party_id", "scheme", "key"))
        for party, scheme, key in zip(*columns, strict=True):
            own = found.setdefault(party, {})
            own[scheme] = own.get(scheme, frozenset()) | {key}
    return found


def _components(rows: pa.Table, strong: pa.ChunkedArray) -> list[Component]:
    """The pairs parted into sets that no strong pair links to another."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    left, right = rows["left"].to_numpy(), rows["right"].to_numpy()
    is_strong = np.asarray(strong.to_numpy(zero_copy_only=False), dtype=bool)
    ids, places = np.unique(np.concatenate([left[is_strong], right[is_strong]]), return_inverse=True)
    if not len(ids):
        return []
    half = len(places) // 2
    graph = coo_matrix((np.ones(half, bool), (places[:half], places[half:])), shape=(len(ids), len(ids)))
    label_of = connected_components(graph, directed=False)[1]
    known = np.isin(left, ids) & np.isin(right, ids)
    one, other = label_of[np.searchsorted(ids, left[known])], label_of[np.searchsorted(ids, right[known])]
    inside = one == other
    table = [one[inside], left[known][inside], right[known][inside], is_strong[known][inside]]
    order = np.argsort(table[0], kind="stable")
    labels, lefts, rights, strongs = (column[order] for column in table)
    cuts = np.flatnonzero(np.diff(labels)) + 1
    return [
        Component(a.tolist(), b.tolist(), c.tolist())
        for a, b, c in zip(np.split(lefts, cuts), np.split(rights, cuts), np.split(strongs, cuts), strict=True)
    ]


def _members(labels: dict[int, int]) -> pa.Table:
    parties = sorted(labels)
    return pa.table([parties, [labels[party] for party in parties]], schema=MEMBERS)


def _cuts(cuts: list[Cut]) -> pa.Table:
    cuts.sort()
    return pa.table([[cut[place] for cut in cuts] for place in range(3)], schema=CUTS)
