import numpy as np
import pytest
from unit.analytics import cdnow

from lazo.analytics.bgnbd import BgNbd, compress, fit_bgnbd
from lazo.analytics.clv import UnableToValue, as_minor, contractual_clv, discounted_clv, mean_tenure, value_over
from lazo.analytics.forecast import Forecast

PAPER = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


@pytest.fixture
def forecast() -> Forecast:
    return Forecast.of(PAPER, compress([2, 0, 2, 26], [213, 0, 213, 180], [272, 272, 272, 270]))


def test_contractual_clv_of_the_worked_example() -> None:
    assert contractual_clv(margin=100, retention=0.8, discount=0.1, last_period=4) == pytest.approx(292.06, abs=0.005)
    assert contractual_clv(margin=100, retention=0.8, discount=0.1) == pytest.approx(366.67, abs=0.005)
    assert contractual_clv(margin=100, retention=0, discount=0.1) == 100.0
    assert mean_tenure(0.8) == pytest.approx(5.0, rel=1e-15)
    assert mean_tenure(0.75) == 4.0


@pytest.mark.parametrize(("retention", "discount"), [(1.1, 0.1), (-0.1, 0.1), (0.8, -1.0), (1.0, 0.0)])
def test_contractual_clv_refuses_rates_without_meaning(retention: float, discount: float) -> None:
    with pytest.raises(UnableToValue):
        contractual_clv(margin=100, retention=retention, discount=discount)


@pytest.mark.parametrize("retention", [1.0, -0.5])
def test_mean_tenure_refuses_rates_without_meaning(retention: float) -> None:
    with pytest.raises(UnableToValue):
        mean_tenure(retention)


def test_value_over_is_purchases_times_spend_times_margin(forecast: Forecast) -> None:
    spend = np.array([3000.0, 1000.0, 3000.0, 500.0])
    weeks = 365 / 7
    expected = PAPER.expected_purchases(
        weeks, [2, 0, 2, 26], np.array([213, 0, 213, 180]) / 7, np.array([272, 272, 272, 270]) / 7
    )
    found = value_over(forecast, spend, days=365, margin=np.array([0.5, 1.0, 0.5, 1.0]))
    assert found.tolist() == as_minor(expected * [1500, 1000, 1500, 500]).tolist()
    assert found[0] == found[2]
    assert value_over(forecast, spend, days=90).sum() < value_over(forecast, spend, days=180).sum()


def test_discounted_clv_equals_the_sum_month_by_month(forecast: Forecast) -> None:
    until = [forecast.purchases(month * 365 / 12) for month in range(37)]
    monthly = sum((until[m] - until[m - 1]) / 1.10 ** (m / 12) for m in range(1, 37))
    spend = np.full(4, 1e9)
    assert (
        discounted_clv(forecast, spend).tolist() == as_minor(forecast.tuples.spread(np.asarray(monthly)) * 1e9).tolist()
    )


def test_discounted_clv_without_discount_is_the_value_over_the_same_time(forecast: Forecast) -> None:
    spend = np.full(4, 1e7)
    undiscounted = discounted_clv(forecast, spend, months=12, yearly_rate=0.0)
    assert np.abs(undiscounted - value_over(forecast, spend, days=365)).max() <= 1
    assert np.all(discounted_clv(forecast, spend, months=12) < undiscounted)


def test_discounted_clv_of_the_cdnow_sample() -> None:
    x, t_x, age, _ = cdnow.summary()
    forecast = Forecast.of(fit_bgnbd(x, t_x, age).params, compress(x, np.rint(t_x * 7), np.rint(age * 7)))
    weeks39 = forecast.purchases(39 * 7)
    assert float(forecast.tuples.weights @ weeks39) == pytest.approx(1653.4, abs=0.1)


def test_discounted_clv_refuses_no_months(forecast: Forecast) -> None:
    with pytest.raises(UnableToValue):
        discounted_clv(forecast, np.ones(4), months=0)


def test_as_minor_rounds_halves_up_and_refuses_what_is_not_money() -> None:
    assert as_minor(np.array([0.5, 1.4999, -0.5, 2.5])).tolist() == [1, 1, 0, 3]
    for bad in (np.nan, np.inf, 1e300):
        with pytest.raises(UnableToValue):
            as_minor(np.array([bad]))
