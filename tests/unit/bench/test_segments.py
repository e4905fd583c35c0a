"""What the case of segments draws and shows."""

import numpy as np

from lazo.analytics.segments.definition import conditions
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.vocabulary import BASE, TraitSpec, ValueType
from lazo.bench.cases.segments import FIRST, SEGMENTS, drawn
from lazo.bench.comparisons.segments import GOALS, _readings

WORDS = BASE.with_traits(TraitSpec("canal", 1, ValueType.TEXT, is_demographic=True))


def test_a_hundred_segments_of_six_conditions_are_drawn_alike_each_time() -> None:
    definitions = drawn(np.random.default_rng(3))
    assert definitions == drawn(np.random.default_rng(3))
    trees = [parse(one, WORDS) for one in definitions]
    assert {len(list(conditions(tree))) for tree in trees} == {6}
    assert len(set(trees)) == SEGMENTS
    assert len(list(conditions(parse(FIRST, WORDS)))) == 3


def test_each_figure_is_shown_with_its_goal_and_by_the_clock() -> None:
    found = {key: {"cpu": 10.0, "wall": 20.0} for key in GOALS} | {"first_cold": [10.0, 20.0]}
    readings = _readings(found)
    assert len(readings) == 2 * len(GOALS)
    assert {reading.value for reading in readings[::2]} == {10.0}
    assert {reading.value for reading in readings[1::2]} == {20.0}
    assert [reading.goal is None for reading in readings[1::2]] == [True] * len(GOALS)
    assert sum(reading.goal is not None for reading in readings) == 6
