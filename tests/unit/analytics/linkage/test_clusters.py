from random import Random
from typing import Any

import pyarrow as pa

from lazo.analytics.linkage.clusters import Clusters, cluster


def _pairs(*rows: tuple[int, int, float]) -> pa.Table:
    left, right, probability = zip(*rows, strict=True)
    return pa.table({"left": left, "right": right, "match_weight": probability, "probability": probability})


def _groups(found: Clusters) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for row in found.members.to_pylist():
        groups.setdefault(row["cluster_id"], []).append(row["party_id"])
    return sorted(groups.values())


TRIANGLE = ((1, 2, 0.99), (2, 3, 0.98), (1, 3, 0.97))


def test_pairs_above_the_threshold_are_joined_and_bear_their_smallest_number() -> None:
    assert _groups(cluster(_pairs(*TRIANGLE, (7, 9, 0.96), (8, 9, 0.90)))) == [[1, 2, 3], [7, 9]]


def test_nothing_to_join_is_nobody() -> None:
    found = cluster(_pairs((1, 2, 0.8)))
    assert (found.members.num_rows, found.cut.num_rows) == (0, 0)


def test_parties_set_apart_never_end_in_one_cluster() -> None:
    found = cluster(_pairs(*TRIANGLE), apart=[(3, 1)])
    assert _groups(found) == [[1, 2]]
    assert found.cut.to_pylist() == [
        {"left": 1, "right": 3, "reason": "apart"},
        {"left": 2, "right": 3, "reason": "apart"},
    ]


def test_two_documents_of_a_scheme_cut_the_weakest_link() -> None:
    documents = pa.table(
        {"party_id": [1, 3, 2], "scheme": ["CO_CC", "CO_CC", "CO_NIT"], "key": ["CO:1", "CO:2", "CO:9"]}
    )
    assert _groups(cluster(_pairs((1, 2, 0.99), (2, 3, 0.97), (1, 3, 0.96)), documents=documents)) == [[1, 2]]


def test_the_same_document_keeps_nobody_apart() -> None:
    documents = pa.table({"party_id": [1, 3, 3], "scheme": ["CO_CC"] * 3, "key": ["CO:1", "CO:2", "CO:1"]})
    assert _groups(cluster(_pairs(*TRIANGLE), documents=documents)) == [[1, 2, 3]]


def test_a_chain_does_not_make_one_of_many() -> None:
    chain = [(number, number + 1, 0.99 - number / 1000) for number in range(1, 9)]
    found = cluster(_pairs(*chain))
    assert max(len(group) for group in _groups(found)) == 3
    assert {row["reason"] for row in found.cut.to_pylist()} == {"weak"}


def test_too_many_are_cut() -> None:
    everybody = [(one, other, 0.99) for one in range(6) for other in range(one + 1, 6)]
    found = cluster(_pairs(*everybody), largest=4)
    assert [len(group) for group in _groups(found)] == [4, 2]
    assert {row["reason"] for row in found.cut.to_pylist()} == {"size"}


def test_the_order_of_rows_changes_nothing() -> None:
    rng = Random(3)
    rows = [(one, other, rng.random()) for one in range(40) for other in range(one + 1, 40) if rng.random() < 0.2]
    wanted: Any = cluster(_pairs(*rows), merge_threshold=0.5, apart=[(1, 2), (5, 9)])
    for _ in range(3):
        rng.shuffle(rows)
        found = cluster(_pairs(*rows), merge_threshold=0.5, apart=[(9, 5), (2, 1)])
        assert (found.members, found.cut) == (wanted.members, wanted.cut)
