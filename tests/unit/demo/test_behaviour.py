from datetime import date

import numpy as np

from lazo.analytics.bgnbd import fit_bgnbd
from lazo.analytics.simulate import histories
from lazo.demo.behaviour import Behaviour, draw_behaviour
from lazo.demo.company import BEHAVIOUR, HISTORY_DAYS

ON = date(2026, 6, 30)


def drawn(count: int = 20_000) -> Behaviour:
    return draw_behaviour(np.random.default_rng(3), np.zeros(count, dtype=bool), on=ON)


def test_three_quarters_buy_and_nobody_after_the_day() -> None:
    behaviour = drawn()
    assert 0.74 < len(behaviour.buyers) / 20_000 < 0.78
    assert behaviour.purchases.day.max() <= np.datetime64(ON)


def test_the_truth_is_found_again_by_the_model() -> None:
    _, x, t_x, age = histories(drawn().simulation, on=HISTORY_DAYS)
    fit = fit_bgnbd(x, t_x / 7, age / 7)
    found = np.array([fit.params.r, fit.params.alpha, fit.params.a, fit.params.b])
    truth = np.array([BEHAVIOUR.r, BEHAVIOUR.alpha, BEHAVIOUR.a, BEHAVIOUR.b])
    assert np.abs(found / truth - 1).max() < 0.12


def test_returns_come_after_and_are_never_more_than_was_paid() -> None:
    purchases = drawn().purchases
    returned = purchases.pesos < 0
    assert 0.01 < returned.mean() < 0.02
    paid = np.bincount(purchases.customer, np.maximum(purchases.pesos, 0))
    back = np.bincount(purchases.customer, np.maximum(-purchases.pesos, 0))
    assert (back <= paid).all()
