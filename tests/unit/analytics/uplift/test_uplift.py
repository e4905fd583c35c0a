"""Uplift on drawn customers whose true uplift is known, and the Qini area by hand."""

import numpy as np
import pyarrow as pa
import pytest

from lazo.analytics.propensity.columns import ReadColumn, read_column
from lazo.analytics.propensity.measures import Labels
from lazo.analytics.tuples import Floats
from lazo.analytics.uplift.model import UnableToLearnUplift, UpliftModel, learn_uplift, out_of_fold
from lazo.analytics.uplift.qini import Qini, qini
from lazo.analytics.uplift.verdict import Targeting, judge

ROWS = 12_000


def drawn(seed: int, uplift: dict[str, float]) -> tuple[list[ReadColumn], Labels, Labels, Floats]:
    """Customers of two kinds («a», «b»), half treated; each kind with its own effect on a base of 20 %."""
    random = np.random.default_rng(seed)
    kind = random.choice(["a", "b"], ROWS)
    treated = random.random(ROWS) < 0.5
    true = np.where(kind == "a", uplift["a"], uplift["b"])
    outcome = random.random(ROWS) < 0.2 + true * treated
    noise = random.normal(size=ROWS).round(3)
    table = {"kind": kind.tolist(), "noise": [str(x) for x in noise]}
    return [read_column(name, pa.chunked_array([pa.array(v)])) for name, v in table.items()], treated, outcome, true


def tried(seed: int, uplift: dict[str, float]) -> tuple[Qini, Floats, Labels, Labels]:
    columns, treated, outcome, _ = drawn(seed, uplift)
    score = out_of_fold(columns, None, treated=treated, outcome=outcome, seed=1)
    return qini(score, treated=treated, outcome=outcome, seed=1, draws=60), score, treated, outcome


def test_the_model_tells_apart_whom_it_changes() -> None:
    columns, treated, outcome, true = drawn(1, {"a": 0.15, "b": 0.0})
    model = learn_uplift(columns, None, treated=treated, outcome=outcome)
    found = model.uplifts(columns, None, ROWS)
    assert found[true == 0.15].mean() == pytest.approx(0.15, abs=0.03)
    assert found[true == 0.0].mean() == pytest.approx(0.0, abs=0.03)
    again = UpliftModel.from_json(model.as_json())
    assert np.array_equal(again.uplifts(columns, None, ROWS), found)
    blank = np.full(ROWS, np.nan)
    assert np.isfinite(model.uplifts([ReadColumn("noise", columns[1].kind, blank)], None, ROWS)).all()


def test_where_some_are_changed_more_the_curve_rises_above_the_line() -> None:
    found, score, treated, outcome = tried(2, {"a": 0.15, "b": 0.0})
    assert found.value == pytest.approx(
        0.0375 / 2, abs=0.006
    )  # half of all, 0.15 each: a triangle of 0.5 x 0.5 x 0.075
    assert not found.is_noise
    assert dict(found.uplift_at)[0.5] == pytest.approx(0.15, abs=0.03)
    assert found.curve[0] == (0.0, 0.0)
    assert judge(found, score, treated=treated, outcome=outcome).targeting == Targeting.SOME


def test_where_all_are_changed_alike_everybody_is_treated() -> None:
    found, score, treated, outcome = tried(3, {"a": 0.08, "b": 0.08})
    assert found.is_noise
    verdict = judge(found, score, treated=treated, outcome=outcome)
    assert (verdict.targeting, verdict.asleep_below, verdict.asleep_share) == (Targeting.ALL, None, 0.0)


def test_where_nobody_is_changed_nobody_is_treated() -> None:
    found, score, treated, outcome = tried(4, {"a": 0.0, "b": 0.0})
    assert judge(found, score, treated=treated, outcome=outcome).targeting == Targeting.NONE


def test_sleeping_dogs_are_left_alone() -> None:
    found, score, treated, outcome = tried(5, {"a": 0.10, "b": -0.10})
    verdict = judge(found, score, treated=treated, outcome=outcome)
    assert (verdict.targeting, verdict.asleep_share) == (Targeting.SOME, 0.5)
    assert verdict.asleep_below is not None


def test_too_few_outcomes_teach_nothing() -> None:
    columns, treated, outcome, _ = drawn(6, {"a": 0.0, "b": 0.0})
    outcome[treated] = False
    with pytest.raises(UnableToLearnUplift):
        learn_uplift(columns, None, treated=treated, outcome=outcome)


def test_the_area_by_hand() -> None:
    treated = np.array([True, False, True, False])
    outcome = np.array([True, False, False, False])
    found = qini(np.array([4.0, 3.0, 2.0, 1.0]), treated=treated, outcome=outcome, seed=0, shares=(0.5, 1.0), draws=2)
    # gains after each: 0, 1 x 0.5, 0.5 x 0.75, 0.5 x 1; under: .0625 + .109375 + .109375, less the line's .25
    assert found.value == pytest.approx(0.0625 + 0.109375 + 0.109375 - 0.25)
    assert found.uplift_at == ((0.5, 1.0), (1.0, 0.5))
