"""Clusters: who is one, from pairs, without ever joining what must stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from lazo.analytics.linkage.joining import Component, Cut
from lazo.analytics.linkage.thresholds import THRESHOLDS

if TYPE_CHECKING:
    import numpy as np
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Columns = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]
    Lonely = tuple[NDArray[np.int64], NDArray[np.int64]]

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
    lonely, others = _parted(_inside_components(rows, strong), _doubtful(barriers, papers), largest)
    for component in others:
        labels, cut = component.join(barriers, papers, largest)
        members |= labels
        cuts += cut
    return Clusters(_members(members, lonely), _cuts(cuts))


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


def _doubtful(*told: Mapping[int, object]) -> NDArray[np.int64]:
    """The parties of whom something is said that may keep them apart."""
    import numpy as np

    return np.fromiter({party for one in told for party in one}, np.int64)


def _inside_components(rows: pa.Table, strong: pa.ChunkedArray) -> Columns:
    """Of the pairs inside sets that no strong pair links to another: the number of the set in rising order, left, right, and whether it is strong."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    left, right = rows["left"].to_numpy(), rows["right"].to_numpy()
    is_strong = np.asarray(strong.to_numpy(zero_copy_only=False), dtype=bool)
    ids, places = np.unique(np.concatenate([left[is_strong], right[is_strong]]), return_inverse=True)
    if not len(ids):
        return left[:0], left[:0], right[:0], is_strong[:0]
    half = len(places) // 2
    graph = coo_matrix((np.ones(half, bool), (places[:half], places[half:])), shape=(len(ids), len(ids)))
    label_of = connected_components(graph, directed=False)[1]
    known = np.isin(left, ids) & np.isin(right, ids)
    one, other = label_of[np.searchsorted(ids, left[known])], label_of[np.searchsorted(ids, right[known])]
    inside = one == other
    order = np.argsort(one[inside], kind="stable")
    return (
        one[inside][order],
        left[known][inside][order],
        right[known][inside][order],
        is_strong[known][inside][order],
    )


def _parted(columns: Columns, doubtful: NDArray[np.int64], largest: int) -> tuple[Lonely, list[Component]]:
    """The pairs that are a set by themselves and that nothing speaks against, which are most; and the other sets."""
    import numpy as np

    label, left, right, is_strong = columns
    starts = np.flatnonzero(np.diff(label, prepend=-1))
    size = np.diff(starts, append=len(label))
    alone = np.repeat(size == 1, size) & ~np.isin(left, doubtful) & ~np.isin(right, doubtful) & (largest > 1)
    rest = ~alone
    cuts = np.flatnonzero(np.diff(label[rest])) + 1
    parts = (np.split(column[rest], cuts) for column in (left, right, is_strong))
    others = [Component(a.tolist(), b.tolist(), c.tolist()) for a, b, c in zip(*parts, strict=True) if len(a)]
    return (left[alone], right[alone]), others


def _members(labels: dict[int, int], lonely: Lonely) -> pa.Table:
    import numpy as np

    left, right = lonely
    smaller = np.minimum(left, right)
    party = np.concatenate([np.fromiter(labels, np.int64, len(labels)), left, right])
    cluster_id = np.concatenate([np.fromiter(labels.values(), np.int64, len(labels)), smaller, smaller])
    return pa.table([party, cluster_id], schema=MEMBERS).sort_by("party_id")


def _cuts(cuts: list[Cut]) -> pa.Table:
    cuts.sort()
    return pa.table([[cut[place] for cut in cuts] for place in range(3)], schema=CUTS)
