"""The sums of arms day by day, against customers counted by hand."""

import numpy as np

from lazo.analytics.experiments.days import Decided, Happenings, arm_days
from lazo.analytics.experiments.sample import Sample, of_values


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


DECIDED = Decided(ints(5, 7, 9, 11), ints(0, 1, 1, 0), ints(100, 100, 101, 103), np.array([10.0, 0.0, 4.0, 2.0]))
BOUGHT = Happenings(ints(1, 0, 1, 2, 0, 1), ints(102, 101, 100, 102, 101, 102), ints(30, 50, 20, 7, -50, -50))


def test_shares_count_a_customer_from_the_first_time_on() -> None:
    control, treated = arm_days(DECIDED, BOUGHT, arms=2, last=103, as_share=True)
    assert [treated.on(day).total for day in (99, 100, 101, 102, 200)] == [0, 1, 1, 2, 2]
    assert [treated.on(day).n for day in (99, 100, 101, 103)] == [0, 1, 2, 2]
    assert control.on(103) == Sample(2, 1, 1, 1.0, 12.0, 104.0, 10.0)


def test_money_adds_up_and_may_come_back_to_nothing() -> None:
    control, treated = arm_days(DECIDED, BOUGHT, arms=2, last=102, as_share=False)
    assert treated.on(100) == Sample(1, 1, 20, 400.0, 0.0, 0.0, 0.0)
    assert treated.on(102) == of_values(ints(0, 7), ints(0, 4))
    assert control.on(102) == Sample(1, 0, 0, 0.0, 10.0, 100.0, 0.0)


def test_nobody_decided_is_nobody_in_any_arm() -> None:
    nothing = ints()
    empty = Decided(nothing, nothing, nothing, np.array([]))
    (only,) = arm_days(empty, Happenings(nothing, nothing, nothing), arms=1, last=5, as_share=False)
    assert only.on(5) == Sample(0, 0, 0, 0.0)
