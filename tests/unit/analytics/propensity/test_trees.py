"""Trees as numbers answer as scikit-learn does, and the shares of the columns add up and are Shapley's."""

from itertools import permutations

import numpy as np
import pytest

from lazo.analytics.propensity.fit import fit_trees
from lazo.analytics.propensity.trees import Trees, joined


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    cases = rng.normal(size=(600, 5))
    cases[rng.random((600, 5)) < 0.1] = np.nan
    odds = np.nan_to_num(cases[:, 0]) * 1.5 - np.nan_to_num(cases[:, 1] * cases[:, 2])
    return cases, rng.random(600) < 1 / (1 + np.exp(-odds))


def test_the_numbers_answer_as_the_library_does(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    cases, yes = drawn
    ours = fit_trees(cases, yes, trees=40, seed=5)
    theirs = HistGradientBoostingClassifier(
        learning_rate=0.06, max_iter=40, max_depth=3, max_leaf_nodes=8, min_samples_leaf=10, l2_regularization=1.0,
        max_features=0.6, early_stopping=False, random_state=5,
    ).fit(cases, yes)  # fmt: skip
    assert ours.answers(cases) == pytest.approx(theirs.decision_function(cases), abs=1e-9)
    assert ours.staged(cases)[9] == pytest.approx(ours.first(10).answers(cases), abs=1e-12)


def test_shares_add_up_exactly(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    cases, yes = drawn
    trees = fit_trees(cases, yes, trees=30, seed=1)
    start, parts = trees.shares(cases, np.array([0, 1, 1, 2, 3]))
    assert parts.shape == (600, 4)
    assert start + parts.sum(axis=1) == pytest.approx(trees.answers(cases), abs=1e-9)


def mean_answer(trees: Trees, case: np.ndarray, known: frozenset[int], node: int = 0) -> tuple[float, float]:
    """The answer of the first tree where only some features are known, and the cases below: by the definition."""
    if node >= 7:
        return float(trees.value[0, node - 7]), float(trees.weight[0, node - 7])
    left, right = (mean_answer(trees, case, known, child) for child in (2 * node + 1, 2 * node + 2))
    weight = left[1] + right[1]
    feature = int(trees.feature[0, node])
    if feature < 0:
        return left[0], weight
    if feature in known:
        goes_left = case[feature] <= trees.threshold[0, node]
        return (left if goes_left else right)[0], weight
    return (left[0] * left[1] + right[0] * right[1]) / weight, weight


def test_shares_are_the_shapley_values_of_the_definition(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    cases, yes = np.nan_to_num(drawn[0]), drawn[1]
    tree = fit_trees(cases, yes, trees=1, seed=2)
    features = sorted({int(one) for one in tree.feature[0] if one >= 0})
    assert len(features) > 1
    start, parts = tree.shares(cases[:3], np.arange(5))
    assert start == pytest.approx(tree.base + mean_answer(tree, cases[0], frozenset())[0])
    for row in range(3):
        for one in features:
            gains = []
            for order in permutations(features):
                before = frozenset(order[: order.index(one)])
                gains.append(
                    mean_answer(tree, cases[row], before | {one})[0] - mean_answer(tree, cases[row], before)[0]
                )
            assert parts[row, one] == pytest.approx(np.mean(gains), abs=1e-12)


def test_the_same_seed_gives_the_same_trees_and_json_keeps_them(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    cases, yes = drawn
    first, again = (fit_trees(cases, yes, trees=5, seed=9) for _ in range(2))
    assert first.as_json() == again.as_json()
    assert Trees.from_json(first.as_json()).answers(cases).tolist() == first.answers(cases).tolist()
    other = fit_trees(cases, yes, trees=5, seed=10)
    both = joined([first, other])
    assert both.answers(cases) == pytest.approx((first.answers(cases) + other.answers(cases)) / 2, abs=1e-12)
