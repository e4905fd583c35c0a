"""Forecasts of companies whose truth is known: seasons, growth, and records that begin in the middle of old relations."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from lazo.analytics.backtest import Shown
from lazo.bench.ground import Ground, Size
from lazo.bench.hindsight import known_and_held, look_back, month_returns
from lazo.bench.main import run_comparisons
from lazo.bench.public_purchases import EPOCH, Purchases

FIRST = date(2021, 1, 1)
CHRISTMAS = np.array([0.5, 0.5, 0.7, 0.8, 0.9, 0.9, 0.9, 1.0, 1.2, 1.4, 1.7, 1.5])


def company(*, seed: int, years: int = 3, customers: int = 1_500, growth: float = 1.0, stay: float = 0.4) -> Purchases:
    """Half of the customers buy since long before the records begin, at half the pace of who is new; the others come later.

    A customer stays with the chance `stay` from year to year after the first; months follow CHRISTMAS. `growth` is by how much
    more customers come each year.
    """
    rng = np.random.default_rng(seed)
    last = 365 * years
    old = rng.random(customers) < 0.5
    arrival = np.where(old, 0, (last * rng.random(customers) ** (1 / (1 + growth))).astype(int))
    leaves = np.where(old, last * 2, arrival + rng.exponential(365 / -np.log(stay), customers)).astype(int)
    rate = rng.gamma(2.0, 0.012, customers) * np.where(old, 0.5, 1.0)
    day = np.arange(last)
    month = np.array([(FIRST + timedelta(days=int(one))).month for one in day]) - 1
    chance = np.clip(rate[:, None] * CHRISTMAS[month][None, :], 0, 1)
    there = (day[None, :] >= arrival[:, None]) & (day[None, :] < leaves[:, None])
    bought = (rng.random((customers, last)) < chance) & there
    bought[np.arange(customers), np.minimum(arrival, last - 1)] = True
    who, when = np.nonzero(bought)
    return Purchases(who, when + FIRST.toordinal() - EPOCH, rng.integers(1_000, 5_000, len(who)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_year_after_two_seasons_is_foreseen_within_a_fifth(seed: int) -> None:
    seen = look_back(company(seed=seed), on=date(2022, 12, 31), days=365)
    for quantity in ("purchases", "money"):
        assert seen.shown[quantity].predicted / seen.shown[quantity].actual == pytest.approx(1.0, abs=0.2)
        assert seen.shown[quantity].mae <= seen.naive[quantity].mae * 1.05
    assert seen.test.verdict.is_reliable
    assert 0.80 <= seen.coverage <= 0.98
    assert seen.captured >= seen.captured_by_past - 0.01


def test_a_company_that_nobody_leaves_is_not_left_to_the_model_alone() -> None:
    seen = look_back(company(seed=4, stay=0.95), on=date(2022, 12, 31), days=365)
    assert seen.test.shown is Shown.REPAIRED
    assert seen.shown["money"].predicted / seen.shown["money"].actual == pytest.approx(1.0, abs=0.15)


def test_the_future_is_not_known_before_it_comes() -> None:
    whole = company(seed=5)
    cut = date(2022, 6, 30)
    before = whole.day <= cut.toordinal() - EPOCH
    past = Purchases(whole.customer[before], whole.day[before], whole.money[before])
    known, _ = known_and_held(whole, cutoff=cut, days=90)
    alone, held = known_and_held(past, cutoff=cut, days=90)
    for name in ("x", "t_x_days", "age_days", "money", "window_purchases", "window_money"):
        assert np.array_equal(getattr(known, name), getattr(alone, name)), name
    assert known.pace == alone.pace
    assert held.purchases.sum() == 0


def test_months_count_who_was_known_before_them() -> None:
    day = np.array([date(2021, 1, 5), date(2021, 1, 20), date(2021, 2, 3), date(2021, 2, 3), date(2021, 2, 9)])
    days = np.array([one.toordinal() - EPOCH for one in day])
    found = month_returns(
        Purchases(np.array([1, 1, 1, 2, 1]), days, np.array([10, 20, 30, 40, -5])), until=int(days[-1])
    )
    assert [(one.start.month, one.known, one.days, one.money, one.all_days) for one in found] == [
        (1, 0, 0, 0, 2),
        (2, 1, 1, 25, 2),
    ]


def test_without_a_folder_nothing_is_measured_and_it_says_so(tmp_path: Path) -> None:
    ground = Ground(folder=tmp_path, size=Size(customers=100, purchases=1_000, rounds=1), tell=lambda _words: None)
    found = run_comparisons(["forecast"], ground)["forecast"]
    assert found.readings == []
    assert len(found.not_measured) == 4
