"""Sample sizes against textbook figures, and against the readout itself."""

import numpy as np
import pytest

from lazo.analytics.experiments.power import (
    Outlook,
    UnableToPlan,
    customers_needed,
    power_of,
    share_outlook,
    smallest_effect,
)
from lazo.analytics.experiments.readout import read_out
from lazo.analytics.experiments.sample import of_counts


def test_ten_against_fifteen_percent_takes_683_in_each_arm() -> None:
    assert customers_needed(share_outlook(0.10), effect=0.05, control_share=0.5) == 1_366
    assert power_of(share_outlook(0.10), effect=0.05, treated=683, control=683) == pytest.approx(0.8, abs=5e-4)


def test_half_a_deviation_takes_63_in_each_arm() -> None:
    assert customers_needed(Outlook(0.0, 1.0), effect=0.5, control_share=0.5) == 126


def test_a_small_control_group_takes_more_customers() -> None:
    needed = customers_needed(share_outlook(0.019), effect=0.012, control_share=0.2)
    assert power_of(share_outlook(0.019), effect=0.012, treated=round(needed * 0.8), control=round(needed * 0.2)) == (
        pytest.approx(0.8, abs=1e-3)
    )
    assert needed > customers_needed(share_outlook(0.019), effect=0.012, control_share=0.5)


def test_the_smallest_effect_is_the_one_found_four_times_in_five() -> None:
    least = smallest_effect(share_outlook(0.05), treated=9_000, control=1_000)
    assert power_of(share_outlook(0.05), effect=least, treated=9_000, control=1_000) == pytest.approx(0.8, abs=1e-6)
    assert smallest_effect(share_outlook(0.9), treated=3, control=3) == pytest.approx(0.1)
    assert smallest_effect(Outlook(500.0, 2_000.0), treated=900, control=100) == pytest.approx(590.7, abs=0.1)


def test_without_effect_power_is_the_false_alarm() -> None:
    assert power_of(share_outlook(0.05), effect=0.0, treated=100, control=100) == pytest.approx(0.05)


def test_power_is_how_often_the_readout_finds_it() -> None:
    random = np.random.default_rng(2)
    ours, theirs = random.binomial(3_000, 0.12, 2_000), random.binomial(1_000, 0.09, 2_000)
    found = [
        read_out(of_counts(3_000, int(a)), of_counts(1_000, int(b))).is_certain
        for a, b in zip(ours, theirs, strict=True)
    ]
    told = power_of(share_outlook(0.09), effect=0.03, treated=3_000, control=1_000)
    assert np.mean(found) == pytest.approx(told, abs=0.02)


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1])
def test_a_rate_that_is_none_cannot_be_planned(rate: float) -> None:
    with pytest.raises(UnableToPlan):
        share_outlook(rate)


def test_what_cannot_be_planned_is_refused() -> None:
    outlook = share_outlook(0.1)
    for refused in (
        lambda: customers_needed(outlook, effect=0.0, control_share=0.5),
        lambda: customers_needed(outlook, effect=0.1, control_share=1.0),
        lambda: customers_needed(outlook, effect=0.1, control_share=0.5, power=1.0),
        lambda: power_of(outlook, effect=0.1, treated=0, control=5),
    ):
        with pytest.raises(UnableToPlan):
            refused()
