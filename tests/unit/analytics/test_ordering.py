"""Whole numbers in their order: what NumPy's own stable sort says, for short and for long ranges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazo.analytics.ordering import in_order

SHORT, LONG = st.integers(-(1 << 40), 1 << 40), st.integers(-(1 << 62), (1 << 62) - 1)


@given(st.one_of(st.lists(SHORT, max_size=60), st.lists(LONG, max_size=60), st.lists(st.integers(0, 3), max_size=60)))
def test_the_order_and_the_places_are_those_of_a_stable_sort(numbers: list[int]) -> None:
    values = np.array(numbers, dtype=np.int64)
    ordered, place = in_order(values)
    expected = np.argsort(values, kind="stable")
    assert place.tolist() == expected.tolist()
    assert ordered.tolist() == values[expected].tolist()


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.uint16])
def test_small_numbers_of_any_width_are_put_in_order(kind: type[np.integer]) -> None:
    ordered, place = in_order(np.array([3, 1, 3, 0], dtype=kind))
    assert ordered.tolist() == [0, 1, 3, 3]
    assert place.tolist() == [3, 1, 0, 2]
