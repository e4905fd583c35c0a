"""The check of the arms' sizes against a chi-square worked out by hand."""

import pytest

from lazo.analytics.experiments.ratio import UnableToCheckRatio, check_ratio


def test_arms_as_they_were_drawn_raise_no_alarm() -> None:
    check = check_ratio([9_030, 970], [9_000, 1_000])
    assert check.expected == (9_000.0, 1_000.0)
    assert check.chi_square == pytest.approx(1.0)
    assert check.chance == pytest.approx(0.3173, abs=1e-4)
    assert not check.alarms


def test_lost_customers_raise_it() -> None:
    check = check_ratio([9_000, 800, 1_000], [8, 1, 1])
    assert check.chi_square == pytest.approx((9_000 - 8_640) ** 2 / 8_640 + 280**2 / 1_080 + 80**2 / 1_080)
    assert check.alarms


def test_nobody_yet_is_no_alarm_and_shares_are_needed() -> None:
    assert check_ratio([0, 0], [1, 1]).chance == 1.0
    assert not check_ratio([5], [1]).alarms
    with pytest.raises(UnableToCheckRatio):
        check_ratio([1, 2], [1])
    with pytest.raises(UnableToCheckRatio):
        check_ratio([1, 2], [1, 0])
