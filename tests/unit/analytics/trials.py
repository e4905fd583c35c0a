"""Held-back periods with a known truth, for the tests of the verdict and of the back-test."""

from __future__ import annotations

import numpy as np

from lazo.analytics.bgnbd import BgNbd
from lazo.analytics.simulate import SimulatedPurchases, histories, simulate_bgnbd
from lazo.analytics.trial import Calibration, Holdout

TRUTH = BgNbd(r=0.6, alpha=6.0, a=0.8, b=2.5)
CUT_OFF, END = 400, 765


def drawn(*, customers: int = 20_000, seed: int = 1) -> tuple[Calibration, Holdout]:
    """A base that is exactly what the models assume: cut off after 400 days, 365 days held back."""
    rng = np.random.default_rng(seed)
    purchases = simulate_bgnbd(rng, TRUTH, first_days=rng.integers(0, 300, customers), last_day=END)
    spend_rate = 4.0 / rng.gamma(5.0, 1 / 1000.0, customers)
    amount = (
        np.rint(rng.gamma(4.0, 1.0, len(purchases.day)) * spend_rate[purchases.customer] * 1e4 / 4).astype(np.int64) + 1
    )
    return split(purchases, amount)


def split(purchases: SimulatedPurchases, amount: np.ndarray) -> tuple[Calibration, Holdout]:
    """Cut a base at `CUT_OFF`, in the columns that a back-test asks for."""
    n, days = len(purchases.rate), END - CUT_OFF
    _, x, t_x, age = histories(purchases, on=CUT_OFF)

    def totals(chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        who = purchases.customer[chosen]
        return np.bincount(who, minlength=n), np.bincount(who, amount[chosen], minlength=n).astype(np.int64)

    is_first = np.diff(purchases.customer, prepend=-1) > 0
    before, after = purchases.day <= CUT_OFF, purchases.day > CUT_OFF
    repeats, repeat_money = totals(before & ~is_first)
    window, window_money = totals(before & (purchases.day > CUT_OFF - days))
    bought, money = totals(after)
    mean = np.where(repeats > 0, repeat_money / np.maximum(repeats, 1), np.nan)
    calibration = Calibration(
        x=x,
        t_x_days=t_x,
        age_days=age,
        mean=mean,
        money=totals(before)[1],
        window_purchases=window,
        window_money=window_money,
    )
    return calibration, Holdout(days=days, purchases=bought, money=money)


def first(calibration: Calibration, holdout: Holdout, n: int) -> tuple[Calibration, Holdout]:
    """The first `n` customers only."""
    columns = ("x", "t_x_days", "age_days", "mean", "money", "window_purchases", "window_money")
    return (
        Calibration(**{name: getattr(calibration, name)[:n] for name in columns}),
        Holdout(days=holdout.days, purchases=holdout.purchases[:n], money=holdout.money[:n]),
    )
