import numpy as np
import pytest

from lazo.analytics.strata import Strata, bands

WIDE = Strata(silence_starts=(0, 30, 90))


def test_strata_put_their_borders_at_the_thirds_of_silence() -> None:
    assert Strata.of(np.arange(1, 10)).silence_starts == (0, 4, 7)
    assert Strata.of(np.zeros(5, dtype=np.int64)).silence_starts == (0,)
    assert Strata.of(np.array([], dtype=np.int64)).silence_starts == (0,)


def test_assign_numbers_frequency_first_and_covers_everyone() -> None:
    x, silence = np.array([0, 0, 1, 3, 7, 8, 500]), np.array([0, 29, 30, 89, 90, 5000, 0])
    assert WIDE.assign(x, silence).tolist() == [0, 0, 4, 7, 11, 14, 12]
    assert len(WIDE) == 15


def test_borders_of_a_number_are_those_that_were_assigned() -> None:
    assert WIDE.borders(0) == (0, 1, 0, 30)
    assert WIDE.borders(7) == (2, 4, 30, 90)
    assert WIDE.borders(14) == (8, None, 90, None)


def test_bands_are_the_order_statistics_of_the_stratum() -> None:
    stratum = np.zeros(99, dtype=np.int64)
    found = bands(WIDE, stratum, np.full(99, 10.0), np.arange(1.0, 100.0) * 10)
    assert found.pooled[0] == "stratum"
    assert (found.low[0], found.high[0]) == (5.0, 95.0)
    low, high = found.around(np.array([20.0]), np.array([0]))
    assert (low[0], high[0]) == (20.0, 1900.0)


def test_bands_of_a_small_stratum_come_from_its_frequency_then_from_everyone() -> None:
    stratum = np.repeat([0, 1, 6, 9], [70, 2, 45, 10])
    actual = np.repeat([1.0, 4.0, 2.0, 3.0], [70, 2, 45, 10])
    found = bands(WIDE, stratum, np.ones(127), actual)
    assert [found.pooled[number] for number in (0, 1, 6, 9, 12)] == ["stratum", "frequency", "all", "all", "all"]
    assert (found.low[1], found.high[1]) == (1.0, 1.0)
    assert (found.low[6], found.high[6]) == (1.0, 3.0)


def test_bands_hold_the_value_even_where_nearly_nobody_buys() -> None:
    stratum = np.zeros(100, dtype=np.int64)
    actual = np.zeros(100)
    actual[:4] = 1000.0
    found = bands(WIDE, stratum, np.full(100, 50.0), actual)
    low, high = found.around(np.array([50.0]), np.array([0]))
    assert (low[0], high[0]) == (0.0, 50.0)


def test_bands_of_a_forecast_of_nothing_have_a_width() -> None:
    stratum = np.zeros(100, dtype=np.int64)
    predicted = np.tile([0.0, 200.0], 50)
    actual = np.tile([100.0, 200.0], 50)
    found = bands(WIDE, stratum, predicted, actual)
    assert found.floor[0] == pytest.approx(10.0)
    low, high = found.around(np.array([0.0]), np.array([0]))
    assert (low[0], high[0]) == (0.0, pytest.approx(100.0))


def test_bands_of_nobody_are_nothing() -> None:
    nothing = np.array([], dtype=np.float64)
    found = bands(WIDE, np.array([], dtype=np.int64), nothing, nothing)
    assert found.around(np.array([5.0]), np.array([3])) == (pytest.approx([0.0]), pytest.approx([5.0]))


def test_bands_cover_nine_in_ten_of_customers_not_seen_before() -> None:
    rng = np.random.default_rng(11)
    predicted, stratum = rng.gamma(2.0, 50.0, 8000), rng.integers(0, 15, 8000)
    actual = predicted * rng.gamma(0.5, 2.0, 8000) * (rng.random(8000) < 0.7)
    found = bands(WIDE, stratum[:4000], predicted[:4000], actual[:4000])
    low, high = found.around(predicted[4000:], stratum[4000:])
    inside = (actual[4000:] >= low) & (actual[4000:] <= high)
    assert 0.90 <= inside.mean() <= 0.97


def test_bands_are_widened_from_the_forecast() -> None:
    found = bands(WIDE, np.zeros(99, dtype=np.int64), np.full(99, 10.0), np.arange(1.0, 100.0) * 10).widened(2.0)
    assert (found.low[0], found.high[0]) == (0.5, 190.0)
    nothing = bands(WIDE, np.zeros(60, dtype=np.int64), np.zeros(60), np.ones(60)).widened(5.0)
    low, high = nothing.around(np.array([30.0]), np.array([0]))
    assert (low[0], high[0]) == (0.0, 150.0)
