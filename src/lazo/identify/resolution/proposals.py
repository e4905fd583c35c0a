"""What linkage found, turned into proposals and into the edges a run will draw: Arrow in, Arrow out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.queries.why import DIFFERENT, EQUAL, START
from lazo.identify.resolution.families import Families
from lazo.identify.trees import Forest

NAMES = ("given", "surnames", "company")
UNTOLD = ("given", "surnames", "company", "country")
"""Comparisons of which nothing is said where one side has no value."""
PROVES = "documents"
NAMELESS = "nameless"
RELATION_PROBABILITY = 0.9
"""What a proposed household or company is taken for: the thresholds of DOMAIN 2.4 are for the same person."""
MOST_HOLDERS = 5
"""A key that more records have is a crowd's: it proposes nothing."""
REASONS = {"size": "crowd", "weak": "chain"}
PAIRS = pa.schema(
    [
        ("left", pa.int64()),
        ("right", pa.int64()),
        ("kind", pa.string()),
        ("weight", pa.float64()),
        ("probability", pa.float64()),
        ("levels", pa.string()),
        ("contributions", pa.string()),
        ("pattern", pa.string()),
        ("held_back", pa.string()),
    ]
)
EDGES = pa.schema([("left", pa.int64()), ("right", pa.int64())])


@dataclass(frozen=True)
class Found:
    """`pairs` and `relations` of linkage as Arrow, with the names of its comparisons and its starting weight."""

    pairs: pa.Table
    relations: pa.Table
    comparisons: tuple[str, ...]
    start: float


@dataclass(frozen=True)
class Edges:
    """`drawn` are the merges to be made, the strongest first; `held` why a sure pair is not: records -> reason."""

    drawn: pa.Table
    held: dict[tuple[int, int], str]


def draw_edges(
    found: Found, families: Families, *, automatic: float, apart: Sequence[tuple[int, int]], documents: pa.Table
) -> Edges:
    """The edges by which records become one: pairs from `automatic` on, none inside a customer, none that contradicts what people said.

    A pair whose names are unknown on a side is sure only by a document.
    """
    from lazo.analytics.linkage.clusters import cluster

    named = _is_named(found)
    sure = pc.and_(pc.greater_equal(found.pairs["probability"], automatic), named)
    weak = pc.and_(pc.greater_equal(found.pairs["probability"], automatic), pc.invert(named))
    held = dict.fromkeys(_ends(found.pairs.filter(weak)), NAMELESS)
    probability = pc.if_else(sure, found.pairs["probability"], pc.min_element_wise(found.pairs["probability"], 0.0))
    told = found.pairs.select(["left", "right", "match_weight"]).append_column("probability", probability)
    strong = found.pairs.filter(sure)
    records = set(strong["left"].to_pylist()) | set(strong["right"].to_pylist())
    certain = families.certain_pairs(records)
    together = pa.concat_tables([_without(told, families), certain])
    papers = documents.filter(pc.is_in(documents["party_id"], pa.array(sorted(_all(together)), pa.int64())))
    clusters = cluster(together, merge_threshold=automatic, apart=apart, documents=papers)
    label = dict(zip(*(clusters.members[name].to_pylist() for name in ("party_id", "cluster_id")), strict=True))
    for left, right, reason in zip(
        *(clusters.cut[name].to_pylist() for name in ("left", "right", "reason")), strict=True
    ):
        held[left, right] = REASONS.get(reason, reason)
    return Edges(_edges(strong, families, label), held)


def proposals_of(found: Found, held: Mapping[tuple[int, int], str]) -> pa.Table:
    """All proposals of a run as rows of PAIRS."""
    same = [_same(row, found, held) for row in found.pairs.to_pylist()]
    others = [_related(row) for row in found.relations.to_pylist() if row["holders"] <= MOST_HOLDERS]
    return pa.Table.from_pylist([*same, *others], schema=PAIRS)


def _same(row: Mapping[str, Any], found: Found, held: Mapping[tuple[int, int], str]) -> dict[str, Any]:
    levels = {name: row[f"{name}_level"] for name in found.comparisons}
    weights = {name: row[f"{name}_weight"] for name in found.comparisons}
    told = {
        "weight": row["match_weight"],
        "probability": min(max(row["probability"], 0.0), 1.0),
        "contributions": json.dumps(_told(levels, weights, found.start)),
        "held_back": held.get((row["left"], row["right"]), ""),
    }
    return _row(row, "SAME", levels) | told


def _related(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "weight": 0.0,
        "probability": RELATION_PROBABILITY,
        "contributions": json.dumps([{"comparison": row["shared"], "level": EQUAL, "weight": 0.0}]),
        "held_back": "",
    }
    return _row(row, row["relation"], {row["shared"]: EQUAL}) | told


def _row(row: Mapping[str, Any], kind: str, levels: Mapping[str, str | None]) -> dict[str, Any]:
    reached = "|".join(f"{name}:{level}" for name, level in sorted(levels.items()) if level)
    pattern = md5(f"{kind}|{reached}".encode(), usedforsecurity=False).hexdigest()
    return {"left": row["left"], "right": row["right"], "kind": kind, "levels": reached, "pattern": pattern}


def _told(levels: Mapping[str, str | None], weights: Mapping[str, float | None], start: float) -> list[dict[str, Any]]:
    """The contributions as a pair keeps them: the starting point, then the heaviest first, what is unknown last."""
    said = [
        {"comparison": name, "level": level, "weight": round(weights[name] or 0.0, 4)}
        for name, level in levels.items()
        if level is not None or name not in UNTOLD
    ]
    said.sort(key=lambda one: (one["level"] is None, -float(one["weight"] or 0), str(one["comparison"])))
    return [{"comparison": START, "level": None, "weight": round(start, 4)}, *said]


def _is_named(found: Found) -> pa.ChunkedArray:
    """Whether something of the names agrees, or a document is the same."""
    rows = found.pairs
    parts = [
        pc.fill_null(pc.not_equal(rows[f"{name}_level"], DIFFERENT), False)
        for name in NAMES
        if f"{name}_level" in rows.column_names
    ]
    if f"{PROVES}_level" in rows.column_names:
        parts.append(pc.fill_null(pc.equal(rows[f"{PROVES}_level"], EQUAL), False))
    named = parts[0]
    for part in parts[1:]:
        named = pc.or_(named, part)
    return named


def _without(pairs: pa.Table, families: Families) -> pa.Table:
    """Those between two customers: inside one they are certain."""
    outside = [families.root(left) != families.root(right) for left, right in _ends(pairs)]
    return pairs.filter(pa.array(outside, pa.bool_()))


def _edges(strong: pa.Table, families: Families, label: Mapping[int, int]) -> pa.Table:
    forest = Forest()
    for record, root in families.customer.items():
        forest.hang(root, record)
    rows = sorted(
        zip(*(strong[name].to_pylist() for name in ("match_weight", "left", "right")), strict=True),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    drawn = []
    for _weight, left, right in rows:
        one, other = forest.root(left), forest.root(right)
        if one != other and label.get(left) is not None and label.get(left) == label.get(right):
            forest.hang(one, other)
            drawn.append((left, right))
    return pa.table([[edge[0] for edge in drawn], [edge[1] for edge in drawn]], schema=EDGES)


def _ends(rows: pa.Table) -> list[tuple[int, int]]:
    return list(zip(rows["left"].to_pylist(), rows["right"].to_pylist(), strict=True))


def _all(rows: pa.Table) -> set[int]:
    return set(rows["left"].to_pylist()) | set(rows["right"].to_pylist())
