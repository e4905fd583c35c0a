"""Periods that end on a day."""

import itertools
from datetime import date

import pytest

from lazo.web.periods import calendar_quarter, months_before, quarters_until


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 10, 31), 1, date(2025, 9, 30)),
        (date(2025, 11, 30), 3, date(2025, 8, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 5, 15), 5, date(2024, 12, 15)),
        (date(2025, 5, 30), 3, date(2025, 2, 28)),
        (date(2025, 12, 31), -3, date(2026, 3, 31)),
    ],
)
def test_months_before(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_quarters_follow_each_other_and_end_on_the_day() -> None:
    periods = quarters_until(date(2025, 12, 31), 4)
    assert periods[0] == (date(2024, 12, 31), date(2025, 3, 31))
    assert periods[-1] == (date(2025, 9, 30), date(2025, 12, 31))
    assert all(earlier[1] == later[0] for earlier, later in itertools.pairwise(periods))


def test_a_quarter_of_the_calendar_has_a_number() -> None:
    assert [calendar_quarter(day) for day in (date(2025, 3, 31), date(2025, 12, 31), date(2025, 12, 30))] == [1, 4, 0]
