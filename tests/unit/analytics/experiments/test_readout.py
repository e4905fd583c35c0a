"""The readout against the stories of the domain, to the unit, and against figures worked out by hand."""

import math
from fractions import Fraction

import numpy as np
import pytest

from lazo.analytics.experiments.money import returned
from lazo.analytics.experiments.readout import UnableToReadOut, chance_better, history_slope, read_out
from lazo.analytics.experiments.sample import of_counts, of_values


def test_the_bank_gains_336_cards_and_79_million() -> None:
    reading = read_out(of_counts(28_000, 868), of_counts(7_000, 133))
    assert (reading.extra, round(reading.extra_low), round(reading.extra_high)) == (Fraction(336), 230, 442)
    assert reading.difference == pytest.approx(0.012)
    assert reading.is_certain
    assert not reading.is_sparse
    money = returned(reading, cost=28_000 * 90_000, unit_margin=31_000_000)
    assert (money.gross, money.cost, money.net) == (10_416_000_000, 2_520_000_000, 7_896_000_000)
    assert (money.roi, money.per_unit) == (pytest.approx(3.1333, abs=1e-4), pytest.approx(4.1333, abs=1e-4))


def test_the_retailer_gains_180_second_purchases() -> None:
    reading = read_out(of_counts(4_000, 980), of_counts(1_000, 200))
    assert (reading.extra, round(reading.extra_low), round(reading.extra_high)) == (Fraction(180), 67, 293)
    money = returned(reading, cost=4_000 * 250, unit_margin=21_000)
    assert (money.gross, money.net) == (3_780_000, 2_780_000)


def test_the_airline_gains_112_requalified() -> None:
    reading = read_out(of_counts(1_600, 496), of_counts(400, 96))
    assert (reading.extra, round(reading.extra_low), round(reading.extra_high)) == (Fraction(112), 36, 188)
    money = returned(reading, cost=1_600 * 1_200, unit_margin=42_000)
    assert (money.gross, money.net, money.roi) == (4_704_000, 2_784_000, pytest.approx(1.45))
    assert (money.net_low, money.net_high) == (money.gross_low - money.cost, money.gross_high - money.cost)
    assert money.roi_low == pytest.approx((36 * 420 - 19_200) / 19_200, abs=0.01)


def test_two_halves_of_a_debt_are_read_in_money() -> None:
    ours, theirs = np.array([100, 0, 300, 0, 200]), np.array([100, 0, 0, 0, 100])
    reading = read_out(of_values(ours), of_values(theirs))
    assert reading.extra == Fraction(400)
    assert reading.difference == 80.0
    assert reading.error == pytest.approx(math.sqrt(13_600 / 5 + 2_400 / 5))
    assert returned(reading, cost=150).net == 250
    assert reading.is_sparse
    assert reading.lift == 2.0


def test_a_loss_and_a_free_treatment_are_told_as_they_are() -> None:
    reading = read_out(of_counts(100, 10), of_counts(100, 30))
    money = returned(reading, cost=0, unit_margin=10)
    assert (money.gross, money.gross_low < money.gross_high) == (-200, True)
    assert (money.roi, money.roi_low, money.per_unit) == (None, None, None)


def test_an_arm_without_customers_cannot_be_read() -> None:
    with pytest.raises(UnableToReadOut):
        read_out(of_counts(0, 0), of_counts(10, 1))
    assert of_counts(0, 0).mean == 0.0
    assert of_counts(0, 0).covariance == 0.0


def test_nobody_did_anything_is_no_difference() -> None:
    reading = read_out(of_counts(10, 0), of_counts(10, 0))
    assert (reading.difference, reading.chance, reading.lift) == (0.0, 1.0, None)
    assert read_out(of_counts(10, 10), of_counts(10, 0)).chance == 0.0


def test_arms_add_up() -> None:
    assert of_counts(10, 3) + of_counts(5, 1) == of_counts(15, 4)
    both = of_values(np.array([1, 2]), np.array([3, 4])) + of_values(np.array([5]), np.array([6]))
    assert both == of_values(np.array([1, 2, 5]), np.array([3, 4, 6]))


def test_history_takes_away_what_it_explains() -> None:
    random = np.random.default_rng(3)
    past = random.gamma(2.0, 500.0, 4_000).astype(np.int64)
    drawn = random.random(4_000) < 0.5
    outcome = (past * 0.8 + random.normal(0, 200, 4_000) + 50 * drawn).astype(np.int64)
    treated, control = of_values(outcome[drawn], past[drawn]), of_values(outcome[~drawn], past[~drawn])
    plain, adjusted = read_out(treated, control), read_out(treated, control, with_history=True)
    assert history_slope(treated, control) == pytest.approx(0.8, abs=0.01)
    explained = np.corrcoef(outcome - 50 * drawn, past)[0, 1] ** 2
    assert adjusted.taken == pytest.approx(explained, abs=0.01)
    assert adjusted.error == pytest.approx(plain.error * math.sqrt(1 - adjusted.taken))
    assert adjusted.low < 50 < adjusted.high
    by_hand = outcome - history_slope(treated, control) * past
    assert adjusted.difference == pytest.approx(by_hand[drawn].mean() - by_hand[~drawn].mean())
    assert adjusted.extra == Fraction(treated.n * adjusted.difference)


def test_a_history_that_explains_nothing_is_left_out() -> None:
    values, past = np.array([1, 0, 1, 0]), np.array([5, 5, 5, 5])
    reading = read_out(of_values(values, past), of_values(values, past), with_history=True)
    assert (reading.taken, reading.extra) == (0.0, Fraction(0))


def test_which_of_two_arms_is_better() -> None:
    control = of_counts(68, 9)
    one, other = read_out(of_counts(137, 55), control), read_out(of_counts(137, 28), control)
    assert chance_better(one, other) == pytest.approx(0.99989, abs=1e-4)
    assert chance_better(one, other) + chance_better(other, one) == pytest.approx(1.0)
    none = read_out(of_counts(5, 0), control)
    assert chance_better(none, none) == 0.5
    assert chance_better(read_out(of_counts(5, 5), control), none) == 1.0
