"""Who went where between two snapshots: every total reconciles, whatever the snapshots."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lazo.analytics.arrays.migration import Standing, cross, join

PLACES = 5
ABSENT = PLACES - 1
snapshot = st.dictionaries(
    st.integers(1, 40), st.tuples(st.integers(0, ABSENT - 1), st.integers(-(2**52), 2**52)), max_size=40
)
Rows = dict[int, tuple[int, int]]


def standing(rows: Rows) -> Standing:
    ids = sorted(rows)
    return Standing(
        np.array(ids, np.int64),
        np.array([rows[one][0] for one in ids], np.int16),
        np.array([rows[one][1] for one in ids], np.int64),
    )


def counted(before: Rows, after: Rows) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """The same in plain Python, one customer after the other."""
    customers: Counter[tuple[int, int]] = Counter()
    change: Counter[tuple[int, int]] = Counter()
    for one in {*before, *after}:
        origin, was = before.get(one, (ABSENT, 0))
        destination, is_now = after.get(one, (ABSENT, 0))
        customers[origin, destination] += 1
        change[origin, destination] += is_now - was
    return customers, change


@given(snapshot, snapshot)
def test_cells_are_those_of_counting_one_by_one(before: Rows, after: Rows) -> None:
    found = cross(join(standing(before), standing(after), absent=ABSENT), places=PLACES)
    customers, change = counted(before, after)
    pairs = [(origin, destination) for origin in range(PLACES) for destination in range(PLACES)]
    assert [found.customers[o][d] for o, d in pairs] == [customers[pair] for pair in pairs]
    assert [found.change[o][d] for o, d in pairs] == [change[pair] for pair in pairs]


@given(snapshot, snapshot)
def test_totals_reconcile_with_both_snapshots(before: Rows, after: Rows) -> None:
    found = cross(join(standing(before), standing(after), absent=ABSENT), places=PLACES)
    rows = [sum(row) for row in found.customers]
    columns = [sum(column) for column in zip(*found.customers, strict=True)]
    assert rows[:ABSENT] == [sum(place == one for place, _ in before.values()) for one in range(ABSENT)]
    assert columns[:ABSENT] == [sum(place == one for place, _ in after.values()) for one in range(ABSENT)]
    assert sum(rows) == sum(columns) == len({*before, *after})
    assert rows[ABSENT] == len(after.keys() - before.keys())
    assert columns[ABSENT] == len(before.keys() - after.keys())
    change = sum(sum(row) for row in found.change)
    assert change == sum(value for _, value in after.values()) - sum(value for _, value in before.values())


def test_empty_snapshots_have_empty_cells() -> None:
    found = cross(join(standing({}), standing({}), absent=1), places=2)
    assert (found.customers, found.change) == ([[0, 0], [0, 0]], [[0, 0], [0, 0]])
