"""A number and its goal."""

import pytest

from lazo.bench.reading import Reading, at_least, at_most


@pytest.mark.parametrize(("value", "met"), [(9.9, True), (10.0, True), (10.1, False)])
def test_at_most(value: float, *, met: bool) -> None:
    assert Reading("flow", value, "veces", at_most(10)).is_met is met


@pytest.mark.parametrize(("value", "met"), [(3_999, False), (4_000, True), (4_001, True)])
def test_at_least(value: float, *, met: bool) -> None:
    assert Reading("rows", value, "", at_least(4_000)).is_met is met


def test_reading_without_a_goal_is_neither_met_nor_missed() -> None:
    assert Reading("rows", 1, "").is_met is None
