"""Sets of ids as ranges, against plain Python sets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lazo.kernel.warehouse.id_ranges import NEIGHBOURHOOD, IdRanges

ranges = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 50)).map(lambda pair: (pair[0], pair[0] + pair[1])))


def as_set(found: IdRanges) -> set[int]:
    return {number for first, last in found for number in range(first, last + 1)}


def test_near_ranges_become_one() -> None:
    assert IdRanges.of([(100, 101), (1, 2), (5, 9)]).ranges == ((1, 9), (100, 101))
    assert IdRanges.of([(1, 2), (3 + NEIGHBOURHOOD, 70)]).ranges == ((1, 2), (67, 70))


def test_empty_set() -> None:
    nothing = IdRanges.of([])
    assert (bool(nothing), nothing.touches(0, 10**9), nothing.holds(np.array([1])).tolist()) == (False, False, [False])
    assert IdRanges.of_ids(np.array([], dtype=np.int64)) == nothing


@given(ranges, st.lists(st.integers(0, 2100)))
def test_holds_what_the_ranges_hold(given_ranges: list[tuple[int, int]], ids: list[int]) -> None:
    found = IdRanges.of(given_ranges, neighbourhood=0)
    expected = {number for first, last in given_ranges for number in range(first, last + 1)}
    assert as_set(found) == expected
    assert found.holds(np.array(ids, dtype=np.int64)).tolist() == [number in expected for number in ids]
    assert [found.touches(number, number + 3) for number in ids] == [
        bool(expected & set(range(number, number + 4))) for number in ids
    ]
    assert as_set(found.up_to(1000)) == {number for number in expected if number <= 1000}


@given(st.lists(st.integers(0, 10_000)))
def test_of_ids_holds_them_all_and_few_others(ids: list[int]) -> None:
    found = as_set(IdRanges.of_ids(np.array(ids, dtype=np.int64)))
    assert found >= set(ids)
    assert all(any(abs(number - other) <= NEIGHBOURHOOD for other in ids) for number in found)


@given(ranges, ranges)
def test_union(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert as_set(IdRanges.of(one) | IdRanges.of(other)) >= as_set(IdRanges.of(one)) | as_set(IdRanges.of(other))
