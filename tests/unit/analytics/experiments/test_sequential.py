"""The always-valid interval against the published boundary, and simulated campaigns against what it promises."""

import math

import numpy as np
import pytest

from lazo.analytics.experiments.readout import read_out
from lazo.analytics.experiments.sample import of_counts
from lazo.analytics.experiments.sequential import TUNED, watch, widening
from lazo.analytics.experiments.simulation import Plan, simulate_campaigns


def test_the_boundary_is_the_mixture_of_normals_of_the_paper() -> None:
    n, sigma, planned = 400, 3.0, 1_000
    rho2 = TUNED / planned
    margin = sigma * math.sqrt(2 * (n * rho2 + 1) / (n**2 * rho2) * math.log(math.sqrt(n * rho2 + 1) / 0.05))
    assert float(widening(n / planned)) * sigma / math.sqrt(n) == pytest.approx(margin)


def test_it_is_tightest_at_the_planned_end() -> None:
    fractions = np.array([0.05, 0.25, 0.5, 1.0, 2.0, 8.0])
    assert widening(fractions).argmin() == 3
    assert float(widening(1.0)) == pytest.approx(3.035, abs=0.001)


def test_a_watch_decides_when_the_interval_leaves_out_nothing() -> None:
    clear = watch(read_out(of_counts(9_000, 900), of_counts(1_000, 50)), fraction=0.5)
    assert (clear.is_ready, clear.is_decided, clear.low > 0) == (True, True, True)
    early = watch(read_out(of_counts(9_000, 900), of_counts(1_000, 4)), fraction=0.1)
    assert (early.is_ready, early.is_decided) == (False, False)
    even = watch(read_out(of_counts(9_000, 450), of_counts(1_000, 50)), fraction=1.0)
    assert (even.is_ready, even.is_decided) == (True, False)


@pytest.mark.parametrize("plan", [Plan(), Plan(amount=120.0, customers=20_000), Plan(arriving=True)])
def test_campaigns_without_effect_alarm_seldom(plan: Plan) -> None:
    tally = simulate_campaigns(plan, campaigns=1_000, seed=11)
    assert 0.035 <= tally.at_end <= 0.065
    assert tally.watched <= 0.02
    assert tally.either <= 0.065
    assert tally.covered == 1 - tally.at_end


def test_planted_effects_are_inside_the_interval() -> None:
    tally = simulate_campaigns(Plan(effect=0.02, control_share=0.2), campaigns=1_000, seed=5)
    assert 0.93 <= tally.covered <= 0.97
    assert tally.at_end > 0.85
    assert tally == simulate_campaigns(Plan(effect=0.02, control_share=0.2), campaigns=1_000, seed=5)
