import numpy as np

from lazo.analytics.bgnbd import BgNbd
from lazo.analytics.simulate import histories, simulate_bgnbd

PAPER = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


def test_simulate_gives_the_same_purchases_for_the_same_seed() -> None:
    drawn = [simulate_bgnbd(np.random.default_rng(3), PAPER, first_days=[0, 5, 9] * 50, last_day=400) for _ in range(2)]
    assert np.array_equal(drawn[0].day, drawn[1].day)
    assert np.array_equal(drawn[0].customer, drawn[1].customer)


def test_simulate_begins_on_the_first_day_and_ends_by_the_last() -> None:
    first = np.repeat([10, 40], 500)
    drawn = simulate_bgnbd(np.random.default_rng(3), PAPER, first_days=first, last_day=200)
    starts = np.flatnonzero(np.diff(drawn.customer, prepend=-1))
    assert np.array_equal(drawn.customer[starts], np.arange(1000))
    assert np.array_equal(drawn.day[starts], first)
    assert drawn.day.max() <= 200
    same_customer = np.diff(drawn.customer) == 0
    assert np.all(np.diff(drawn.day)[same_customer] >= 1)


def test_simulate_says_who_left_and_nobody_buys_afterwards() -> None:
    drawn = simulate_bgnbd(np.random.default_rng(5), PAPER, first_days=np.zeros(2000), last_day=700)
    last = np.zeros(2000)
    np.maximum.at(last, drawn.customer, drawn.day)
    left = np.isfinite(drawn.left_on)
    assert 0.3 < left.mean() < 0.5
    assert np.array_equal(last[left], drawn.left_on[left])
    assert np.all((drawn.dropout > 0) & (drawn.dropout < 1))


def test_simulate_nobody_gives_nothing() -> None:
    drawn = simulate_bgnbd(np.random.default_rng(5), PAPER, first_days=[], last_day=700)
    assert (len(drawn.customer), len(drawn.day), len(drawn.rate)) == (0, 0, 0)


def test_histories_count_purchase_days_up_to_the_cut_off() -> None:
    drawn = simulate_bgnbd(np.random.default_rng(6), PAPER, first_days=[0, 0, 300, 100], last_day=365)
    customer, x, t_x, age = histories(drawn, on=200)
    assert customer.tolist() == [0, 1, 3]
    assert age.tolist() == [200, 200, 100]
    for who, repeats, last in zip(customer, x, t_x, strict=True):
        days = drawn.day[(drawn.customer == who) & (drawn.day <= 200)]
        assert (repeats, last) == (len(days) - 1, days.max() - days.min())
