"""Arbitration: by money, within every limit, and the same as taking the pairs one by one."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lazo.analytics.decisions import arbitration
from lazo.analytics.decisions.arbitration import FREE, UNLIMITED, Pairs, Verdict, arbitrate

Row = tuple[int, int, int, bool, int]
CUSTOMERS, CANDIDATES, ROOMS = 9, 4, 3


def pairs_of(rows: Sequence[Row]) -> Pairs:
    """Customer, candidate, money, counts, capacity; ordered, each pair once."""
    once = sorted({(row[0], row[1]): row for row in rows}.values())
    column = [np.array(values) for values in zip(*once, strict=True)] if once else [np.zeros(0, int)] * 5
    return Pairs(
        column[0].astype(np.int32),
        column[1].astype(np.int32),
        column[2].astype(np.int64),
        column[3].astype(np.bool_),
        column[1].astype(np.int32),
        column[4].astype(np.int32),
    )


def one_by_one(pairs: Pairs, caps: list[int], rooms: list[int]) -> list[int]:
    """The definition. Of a pair that two full limits refuse either may be named: `named` tells them as one."""
    verdict, taken = [Verdict.WORTH_LESS] * len(pairs.money), set()
    order = sorted(range(len(pairs.money)), key=lambda n: (-pairs.money[n], pairs.customer[n], pairs.candidate[n]))
    for place in order:
        customer, candidate, room = (int(one[place]) for one in (pairs.customer, pairs.candidate, pairs.capacity))
        if customer in taken:
            continue
        if caps[candidate] <= 0:
            verdict[place] = Verdict.CAP
        elif room != FREE and rooms[room] <= 0:
            verdict[place] = Verdict.CAPACITY
        else:
            verdict[place] = Verdict.CHOSEN
            taken.add(customer)
            if pairs.counts[place]:
                caps[candidate] -= 1
                rooms[room] -= room != FREE
    return named(verdict)


def named(verdict: Sequence[int]) -> list[int]:
    return [int(Verdict.CAP if one == Verdict.CAPACITY else one) for one in verdict]


rows = st.lists(
    st.tuples(
        st.integers(0, CUSTOMERS - 1), st.integers(0, CANDIDATES - 1), st.integers(1, 6), st.booleans(),
        st.integers(FREE, ROOMS - 1),
    ),
    max_size=40,
)  # fmt: skip
room = st.one_of(st.integers(0, 4), st.just(UNLIMITED))


@given(
    rows,
    st.lists(room, min_size=CANDIDATES, max_size=CANDIDATES),
    st.lists(room, min_size=ROOMS, max_size=ROOMS),
    st.integers(1, 12),
)
def test_it_is_what_one_by_one_gives_and_no_limit_is_passed(
    rows: list[Row], caps: list[int], rooms: list[int], block: int
) -> None:
    pairs, usual = pairs_of(rows), arbitration.BLOCK
    arbitration.BLOCK = block
    try:
        found = arbitrate(pairs, customers=CUSTOMERS, caps=np.array(caps), rooms=np.array(rooms))
    finally:
        arbitration.BLOCK = usual
    assert named(found.tolist()) == one_by_one(pairs, caps.copy(), rooms.copy())
    chosen = found == Verdict.CHOSEN
    assert np.bincount(pairs.customer[chosen], minlength=1).max() <= 1
    counted = chosen & pairs.counts
    assert (np.bincount(pairs.candidate[counted], minlength=CANDIDATES) <= caps).all()
    bound = counted & (pairs.capacity >= 0)
    assert (np.bincount(pairs.capacity[bound], minlength=ROOMS) <= rooms).all()


def test_of_equal_money_the_lower_customer_and_then_the_lower_candidate_wins() -> None:
    pairs = pairs_of([(1, 0, 5, True, FREE), (0, 1, 5, True, FREE), (0, 0, 5, True, FREE)])
    found = arbitrate(pairs, customers=2, caps=np.array([1, 1]), rooms=np.zeros(0, np.int64))
    assert found.tolist() == [Verdict.CHOSEN, Verdict.WORTH_LESS, Verdict.CAP]
