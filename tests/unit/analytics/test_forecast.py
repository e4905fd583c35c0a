import numpy as np
import pytest

from lazo.analytics.bgnbd import BgNbd, compress
from lazo.analytics.forecast import Forecast

PAPER = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


def _base() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    age = rng.integers(0, 900, 3000)
    x = rng.integers(0, 6, 3000) * rng.integers(0, 2, 3000)
    return x, np.where(x > 0, (age * rng.random(3000)).astype(np.int64), 0), age


@pytest.mark.parametrize("days", [0, 1, 90, 365, 1095])
def test_forecast_of_distinct_histories_equals_the_model_customer_by_customer(days: int) -> None:
    x, t_x, age = _base()
    forecast = Forecast.of(PAPER, compress(x, t_x, age))
    found = forecast.tuples.spread(forecast.purchases(days))
    assert np.allclose(found, PAPER.expected_purchases(days / 7, x, t_x / 7, age / 7), rtol=1e-12, atol=0)


def test_forecast_carries_the_probability_of_being_active() -> None:
    x, t_x, age = _base()
    forecast = Forecast.of(PAPER, compress(x, t_x, age))
    assert np.array_equal(forecast.tuples.spread(forecast.p_alive), PAPER.p_alive(x, t_x / 7, age / 7))


def test_discounted_purchases_equal_the_sum_of_the_months() -> None:
    x, t_x, age = _base()
    forecast = Forecast.of(PAPER, compress(x, t_x, age))
    until = np.stack([forecast.purchases(month * 365 / 12) for month in range(25)])
    by_month = np.diff(until, axis=0) * (1.10 ** (-np.arange(1, 25) / 12))[:, None]
    found = forecast.discounted_purchases(months=24, yearly_rate=0.10)
    assert np.allclose(found, by_month.sum(axis=0), rtol=1e-11, atol=0)


def test_forecast_of_nobody_is_empty() -> None:
    forecast = Forecast.of(PAPER, compress([], [], []))
    assert forecast.purchases(365).tolist() == []
    assert forecast.discounted_purchases(months=36, yearly_rate=0.1).tolist() == []
