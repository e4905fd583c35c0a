"""What is left out before texts are compared could not have reached the threshold."""

from random import Random
from typing import Any

import pyarrow as pa
import pytest

from lazo.analytics.linkage import narrowing
from lazo.analytics.linkage.comparing import compared
from lazo.analytics.linkage.likeness import edits
from lazo.analytics.linkage.linking import weighed
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.narrowing import at_most, narrowed
from lazo.analytics.linkage.prepared import Prepared
from lazo.analytics.linkage.told_records import ToldRecords, _letters


@pytest.fixture(scope="module")
def pairs(prepared: Prepared) -> pa.Table:
    """Of every record the thirty behind it."""
    ids = prepared.table["party_id"].to_pyarrow().to_pylist()
    near = [(one, one + step) for one in ids for step in range(1, 30) if one + step in ids]
    return pa.table({"left": [one for one, _ in near], "right": [other for _, other in near]})


@pytest.fixture(scope="module")
def weights(prepared: Prepared, model: Model, pairs: pa.Table) -> dict[tuple[int, int], float]:
    told = weighed(prepared, compared(prepared, prepared.engine.take(pairs)), model)
    rows = told.select("party_id_l", "party_id_r", "match_weight").to_pyarrow()
    return {(one, other): weight for one, other, weight in zip(*rows.to_pydict().values(), strict=True)}


def test_no_pair_weighs_more_than_it_was_said_to_weigh_at_most(
    prepared: Prepared, model: Model, pairs: pa.Table, weights: dict[tuple[int, int], float]
) -> None:
    most = at_most(prepared, pairs["left"].to_numpy(), pairs["right"].to_numpy(), model)
    ends = zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True)
    said = dict(zip(ends, most.tolist(), strict=True))
    assert len(said) == len(weights) > 10_000
    assert max(weights[pair] - said[pair] for pair in said) < 1e-4


def test_what_may_reach_the_threshold_is_kept(
    prepared: Prepared, model: Model, pairs: pa.Table, weights: dict[tuple[int, int], float], monkeypatch: Any
) -> None:
    all_of_them = prepared.engine.take(pairs)
    assert narrowed(prepared, all_of_them, model, threshold_weight=1.58) is all_of_them  # few are compared at once
    monkeypatch.setattr(narrowing, "FEWEST", 1)
    rows = narrowed(prepared, all_of_them, model, threshold_weight=1.58).to_pyarrow()
    kept = set(zip(rows["left"].to_pylist(), rows["right"].to_pylist(), strict=True))
    assert {pair for pair, weight in weights.items() if weight >= 1.58} <= kept
    assert len(kept) < len(weights)
    sure = narrowed(prepared, all_of_them, model, threshold_weight=18.0).count().to_pyarrow().as_py()
    assert sum(weight >= 18.0 for weight in weights.values()) <= sure < len(weights) / 10


def test_a_slip_is_never_overlooked() -> None:
    rng = Random(5)
    texts: list[str | None] = [None, "", "ñandú", "a" * 20]
    for _ in range(400):
        word = "".join(rng.choice("abc1") for _ in range(rng.randrange(4, 18)))
        place = rng.randrange(len(word) - 1)
        texts += [
            word,
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
        texts += [word[:place] + "z" + word[place + 1 :], word[:place] + "z" + word[place:]]
    told = ToldRecords(
        pa.array(range(len(texts))).to_numpy(), {}, {}, frozenset(), {"x": _letters(pa.chunked_array([texts]))}
    )
    left = [rng.randrange(len(texts)) for _ in range(4_000)] + list(range(len(texts) - 5))
    right = [rng.randrange(len(texts)) for _ in range(4_000)] + list(range(5, len(texts)))
    left += list(range(4, len(texts) - 4))
    right += list(range(5, len(texts) - 3))
    said = told.one_slip("x", *(pa.array(side).to_numpy() for side in (left, right))).tolist()
    near = [
        bool(texts[one] and texts[other]) and edits(texts[one] or "", texts[other] or "") <= 1
        for one, other in zip(left, right, strict=True)
    ]
    assert sum(near) > 500
    assert not [
        pair for pair, may, slip in zip(zip(left, right, strict=True), said, near, strict=True) if slip and not may
    ]
    assert sum(said) < sum(near) * 4
