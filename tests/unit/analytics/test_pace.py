"""The pace of known customers, on months whose truth is known."""

from datetime import date

import numpy as np
import pytest

from lazo.analytics.pace import MonthReturns, Pace, pace_of, whole_until

CHRISTMAS = (0.5, 0.5, 0.7, 0.8, 0.9, 0.9, 0.9, 1.0, 1.2, 1.4, 1.7, 1.5)


def months(rates: list[float], *, first: date = date(2023, 1, 1), growth: int = 0) -> list[MonthReturns]:
    """A month for each rate of purchase days per known customer and day; 1,000 known at first and `growth` more each month."""
    found = []
    for number, rate in enumerate(rates):
        start = date(first.year + (first.month - 1 + number) // 12, (first.month - 1 + number) % 12 + 1, 1)
        length = ((start.replace(day=28) - start).days + 1) + {2: 1 if start.year % 4 == 0 else 0}.get(
            start.month, 3 if start.month in {1, 3, 5, 7, 8, 10, 12} else 2
        )
        known = 1000 + growth * number
        days = round(known * length * rate)
        found.append(MonthReturns(start, known, days, 50 * days, days + growth))
    return found


def test_the_pace_is_that_of_the_last_twelve_months() -> None:
    found = pace_of(months([0.5] * 3 + [0.01] * 12), until=date(2024, 3, 31))
    assert found == Pace(
        pytest.approx(0.01, rel=1e-3), pytest.approx(0.5, rel=1e-3), pytest.approx(10.0, rel=1e-3), 12, False
    )


def test_new_customers_do_not_make_it_faster() -> None:
    steady = pace_of(months([0.01] * 12), until=date(2023, 12, 31))
    growing = pace_of(months([0.01] * 12, growth=500), until=date(2023, 12, 31))
    assert steady is not None
    assert growing is not None
    assert growing.purchases == pytest.approx(steady.purchases, rel=1e-3)
    assert growing.all_purchases > steady.all_purchases


def test_a_month_begun_counts_by_its_days_and_not_before_half_of_it() -> None:
    rows = months([0.02, 0.02, 0.04])
    half = MonthReturns(rows[2].start, 1000, 15 * 40, 0, 0)
    assert pace_of([*rows[:2], half], until=date(2023, 3, 15)) == pace_of(rows[:2], until=date(2023, 2, 28))
    counted = pace_of([*rows[:2], half], until=date(2023, 3, 20))
    assert counted is not None
    assert counted.months == 3
    assert counted.purchases == pytest.approx((20 * 31 + 20 * 28 + 600) / (1000 * (31 + 28 + 20)) * 1.0, rel=1e-6)


def test_months_without_a_purchase_are_months_too() -> None:
    rows = months([0.02, 0.0, 0.0, 0.02])
    found = pace_of([rows[0], rows[3]], until=date(2023, 4, 30))
    assert found is not None
    assert (found.months, found.purchases) == (4, pytest.approx(0.02 * 61 / 120))


def test_nobody_known_has_no_pace() -> None:
    assert pace_of([], until=date(2023, 4, 30)) is None
    assert pace_of([MonthReturns(date(2023, 4, 1), 0, 0, 0, 5)], until=date(2023, 4, 30)) is None
    assert whole_until(months([0.01]), date(2023, 1, 30)) is None


def test_an_earlier_day_knows_only_the_months_that_were_over() -> None:
    rows = months([0.01, 0.01, 0.9])
    assert whole_until(rows, date(2023, 3, 30)) == pace_of(rows[:2], until=date(2023, 2, 28))


def test_something_new_sets_the_pace_since_it_began() -> None:
    found = pace_of(months([0.001] * 24 + [0.05, 0.06, 0.055]), until=date(2025, 3, 31))
    assert found is not None
    assert (found.is_break, found.months) == (True, 3)
    assert found.purchases == pytest.approx(0.055, rel=0.02)


def test_a_season_is_no_break_when_the_year_before_had_it() -> None:
    toys = [0.01] * 11 + [0.05]
    found = pace_of(months([*toys, *toys]), until=date(2024, 12, 31))
    assert found is not None
    assert (found.is_break, found.months) == (False, 12)


def test_what_looks_like_a_break_in_the_first_year_may_be_a_season() -> None:
    found = pace_of(months([0.01] * 11 + [0.05]), until=date(2023, 12, 31))
    assert found is not None
    assert not found.is_break


def test_a_season_that_two_years_agree_on_is_found() -> None:
    rng = np.random.default_rng(3)
    noisy = [0.01 * factor * rng.uniform(0.95, 1.05) for factor in CHRISTMAS * 2]
    found = pace_of(months(noisy), until=date(2024, 12, 31))
    assert found is not None
    assert found.season == pytest.approx(CHRISTMAS, rel=0.06)
    assert np.mean(found.season) == pytest.approx(1.0)
    assert found.factor(date(2024, 9, 30), 92) == pytest.approx((31 * 1.4 + 30 * 1.7 + 31 * 1.5) / 92, rel=0.05)
    assert found.factor(date(2024, 12, 31), 90) == pytest.approx((31 * 0.5 + 28 * 0.5 + 31 * 0.7) / 90, rel=0.05)


def test_a_season_that_ends_in_june_begins_where_it_should() -> None:
    turned = [*CHRISTMAS[6:], *CHRISTMAS, *CHRISTMAS[:6]]
    found = pace_of(months([0.01 * factor for factor in turned], first=date(2022, 7, 1)), until=date(2024, 6, 30))
    assert found is not None
    assert found.season == pytest.approx(CHRISTMAS, rel=1e-3)


def test_years_that_do_not_agree_have_no_season() -> None:
    rng = np.random.default_rng(5)
    found = pace_of(months([0.01 * rng.uniform(0.6, 1.4) for _ in range(24)]), until=date(2024, 12, 31))
    assert found is not None
    assert found.season is None
    assert found.factor(date(2024, 12, 31), 90) == 1.0
