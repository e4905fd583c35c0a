"""A held-back period: what was known at the cut-off, what then happened, and what each forecast had said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lazo.analytics.bgnbd import BgNbdFit, fit_bgnbd_tuples
from lazo.analytics.estimation import UnableToFit
from lazo.analytics.forecast import Forecast
from lazo.analytics.outlook import NaiveMethod, Outlook, same_rate, same_window
from lazo.analytics.pace import Pace
from lazo.analytics.spend import Spend, expected_spend
from lazo.analytics.tuples import Floats, Ints, compress


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was known at the cut-off, one element per customer who had bought by then, in the order of the customer id.

    `mean` is the mean money of the repeat purchase days (NaN without), `money` all money until the cut-off, and
    `window_purchases` and `window_money` what the time before the cut-off, as long as the one held back, brought. `pace` is
    that of the whole company at the cut-off, null where it is not known.
    """

    x: Ints
    t_x_days: Ints
    age_days: Ints
    mean: Floats
    money: Ints
    window_purchases: Ints
    window_money: Ints
    pace: Pace | None = None

    @property
    def silence_days(self) -> Ints:
        """Days since the last purchase."""
        return self.age_days - self.t_x_days

    @property
    def history_days(self) -> int:
        """Age of the oldest customer."""
        return int(self.age_days.max(initial=0))

    @property
    def repeaters(self) -> int:
        """Customers who came back at least once."""
        return int(np.count_nonzero(self.x))


@dataclass(frozen=True, slots=True)
class Holdout:
    """What happened to the same customers in the `days` after the cut-off: purchase days and money."""

    days: int
    purchases: Ints
    money: Ints

    @property
    def outcome(self) -> Outlook:
        """The same as numbers to compare with."""
        return Outlook(self.purchases.astype(np.float64), self.money.astype(np.float64))


@dataclass(frozen=True, slots=True)
class FittedModel:
    """The value models fitted at the cut-off, and what they said of the time held back."""

    fit: BgNbdFit
    spend: Spend
    outlook: Outlook
    mean_p_alive: float


@dataclass(frozen=True, slots=True)
class Trial:
    """The forecasts on trial. Without a `model`, `problem` says why it could not be fitted."""

    calibration: Calibration
    holdout: Holdout
    naive: dict[NaiveMethod, Outlook]
    model: FittedModel | None
    problem: UnableToFit | None


def hold_trial(calibration: Calibration, holdout: Holdout) -> Trial:
    """Make every forecast of the time held back from what was known at the cut-off, and from nothing else."""
    c = calibration
    naive = {
        NaiveMethod.SAME_RATE: same_rate(c.x, c.age_days, c.mean, days=holdout.days),
        NaiveMethod.SAME_WINDOW: same_window(c.window_purchases, c.window_money),
    }
    try:
        return Trial(c, holdout, naive, model=_fitted(c, holdout.days), problem=None)
    except UnableToFit as problem:
        return Trial(c, holdout, naive, model=None, problem=problem)


def _fitted(calibration: Calibration, days: int) -> FittedModel:
    tuples = compress(calibration.x, calibration.t_x_days, calibration.age_days)
    fit = fit_bgnbd_tuples(tuples)
    forecast = Forecast.of(fit.params, tuples)
    spend = expected_spend(calibration.x, calibration.mean)
    purchases = tuples.spread(forecast.purchases(days))
    return FittedModel(
        fit=fit,
        spend=spend,
        outlook=Outlook(purchases=purchases, money=purchases * spend.per_purchase),
        mean_p_alive=float(tuples.weights @ forecast.p_alive) / fit.n,
    )
