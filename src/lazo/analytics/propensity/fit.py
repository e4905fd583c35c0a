"""The fit of the trees: the one place where scikit-learn is loaded."""

from __future__ import annotations

from typing import Any

import numpy as np

from lazo.analytics.bare_arrow import without_pandas
from lazo.analytics.propensity.measures import Labels
from lazo.analytics.propensity.trees import LEAVES, LEVELS, QUESTIONS, Trees
from lazo.analytics.tuples import Floats

RATE = 0.06
MOST_TREES = 300
RIDGE = 1.0
FEATURE_SHARE = 0.6
ROWS_FOR_THREADS = 50_000
"""Below it threads cost more than they bring, by far on a machine that has other work."""


def fit_trees(cases: Floats, label: Labels, *, trees: int = MOST_TREES, seed: int) -> Trees:
    """Gradient boosting of the log-odds over histograms, three levels a tree (Friedman 2001; LightGBM's histograms in scikit-learn).

    Steps of 0.06 with a ridge of 1 on the leaves; a leaf holds at least a sixtieth of the cases, between 5 and 40; each split looks at
    60 % of the features. The same cases and `seed` give the same trees.
    """
    with without_pandas():
        from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    boosting = HistGradientBoostingClassifier(
        learning_rate=RATE,
        max_iter=trees,
        max_depth=LEVELS,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=int(np.clip(len(cases) // 60, 5, 40)),
        l2_regularization=RIDGE,
        max_features=FEATURE_SHARE,
        early_stopping=False,
        random_state=seed,
    )
    with threadpool_limits(1 if len(cases) < ROWS_FOR_THREADS else None):
        fitted = boosting.fit(cases, label)
    nodes = [stage[0].nodes for stage in fitted._predictors]  # noqa: SLF001 - the only door to its numbers
    return _as_trees(nodes, float(fitted._baseline_prediction.ravel()[0]))  # noqa: SLF001 - as above


def _as_trees(found: list[Any], base: float) -> Trees:
    count = len(found)
    trees = Trees(
        base=base,
        feature=np.full((count, QUESTIONS), -1, dtype=np.int32),
        threshold=np.full((count, QUESTIONS), np.inf),
        missing_left=np.ones((count, QUESTIONS), dtype=np.bool_),
        value=np.zeros((count, LEAVES)),
        weight=np.zeros((count, LEAVES)),
    )
    for number, nodes in enumerate(found):
        _place(trees, number, nodes, 0, 0)
    return trees


def _place(trees: Trees, tree: int, nodes: Any, row: int, place: int) -> None:
    """Write a node where a full tree has it; a leaf before the last level goes left to the end."""
    node = nodes[row]
    if node["is_leaf"]:
        while place < QUESTIONS:
            place = 2 * place + 1
        trees.value[tree, place - QUESTIONS] = node["value"]
        trees.weight[tree, place - QUESTIONS] = node["count"]
        return
    trees.feature[tree, place] = node["feature_idx"]
    trees.threshold[tree, place] = node["num_threshold"]
    trees.missing_left[tree, place] = bool(node["missing_go_to_left"])
    _place(trees, tree, nodes, int(node["left"]), 2 * place + 1)
    _place(trees, tree, nodes, int(node["right"]), 2 * place + 2)
