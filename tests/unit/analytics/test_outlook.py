import numpy as np

from lazo.analytics.outlook import same_rate, same_window


def test_same_rate_goes_on_at_the_own_rate_and_mean() -> None:
    found = same_rate(
        np.array([4, 0, 1, 0]), np.array([200, 200, 50, 0]), np.array([1000.0, np.nan, 300.0, np.nan]), days=100
    )
    assert found.purchases.tolist() == [2.0, 0.0, 2.0, 0.0]
    assert found.money.tolist() == [2000.0, 0.0, 600.0, 0.0]


def test_same_window_repeats_what_was() -> None:
    found = same_window(np.array([3, 0]), np.array([700, -50]))
    assert found.purchases.tolist() == [3.0, 0.0]
    assert found.money.tolist() == [700.0, -50.0]
