"""A forecast as it would have been made on a day, from purchases until then, beside what then came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from lazo.analytics.accuracy import Accuracy, captured
from lazo.analytics.backtest import BackTest, back_test, candidates_of, hold_back_days
from lazo.analytics.outlook import NaiveMethod, Outlook
from lazo.analytics.pace import MonthReturns, pace_of, whole_until
from lazo.analytics.strata import Bands
from lazo.analytics.trial import Calibration, Holdout, hold_trial
from lazo.analytics.tuples import Floats, Ints
from lazo.bench.public_purchases import EPOCH, Purchases


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Purchase days and money of the model, of both naive outlooks and of what is shown, against what came.

    `coverage` is the share of customers whose money fell within their interval; `captured` and `captured_by_past` the share
    of the money held by the best fifth by the forecast and by past money. `test` is the back-test made before the day.
    """

    test: BackTest
    model: dict[str, float]
    naive: dict[str, Accuracy]
    shown: dict[str, Accuracy]
    coverage: float
    captured: float
    captured_by_past: float


def look_back(purchases: Purchases, *, on: date, days: int) -> Hindsight:
    """Forecast the `days` after `on` from what came until then, and compare."""
    first = date.fromordinal(int(purchases.day.min()) + EPOCH)
    held = hold_back_days((on - first).days)
    test = _test(purchases, on=on, days=held)
    calibration, holdout = known_and_held(purchases, cutoff=on, days=days)
    trial = hold_trial(calibration, holdout)
    outlook = trial.model.outlook if trial.model else trial.naive[NaiveMethod.SAME_WINDOW]
    if test.repair is not None:
        of_purchases, of_money = candidates_of(trial)
        outlook = Outlook(test.repair.purchases.of(of_purchases), test.repair.money.of(of_money))
    actual = holdout.outcome
    window = trial.naive[NaiveMethod.SAME_WINDOW]
    names = ("purchases", "money")
    return Hindsight(
        test=test,
        model={name: _ratio(trial.model.outlook if trial.model else None, actual, name) for name in names},
        naive={name: Accuracy.of(getattr(window, name), getattr(actual, name)) for name in names},
        shown={name: Accuracy.of(getattr(outlook, name), getattr(actual, name)) for name in names},
        coverage=_coverage(test, calibration, outlook.money, actual.money, days=days),
        captured=captured(outlook.money, actual.money) or 0.0,
        captured_by_past=captured(calibration.money.astype(np.float64), actual.money) or 0.0,
    )


def _test(purchases: Purchases, *, on: date, days: int) -> BackTest:
    return back_test(*known_and_held(purchases, cutoff=on - timedelta(days=days), days=days, whole_months=True))


def known_and_held(
    purchases: Purchases, *, cutoff: date, days: int, whole_months: bool = False
) -> tuple[Calibration, Holdout]:
    """What was known at the cut-off, and what the same customers did in the `days` after it."""
    cut = cutoff.toordinal() - EPOCH
    bought = _purchase_days(purchases, until=cut)
    who, place, n_days = np.unique(bought[:, 0], return_inverse=True, return_counts=True)
    first, last = np.full(len(who), cut), np.zeros(len(who), dtype=np.int64)
    np.minimum.at(first, place, bought[:, 1])
    np.maximum.at(last, place, bought[:, 1])
    money, x = _money(purchases, who, after=None, until=cut), n_days - 1
    later = money - _money_of_first_days(purchases, who, first)
    months = month_returns(purchases, until=cut)
    calibration = Calibration(
        x=x,
        t_x_days=last - first,
        age_days=cut - first,
        mean=np.where(x > 0, later / np.maximum(x, 1), np.nan),
        money=money,
        window_purchases=_days_of(purchases, who, after=cut - days, until=cut),
        window_money=_money(purchases, who, after=cut - days, until=cut),
    )
    pace = whole_until(months, cutoff) if whole_months else pace_of(months, until=cutoff)
    held = Holdout(
        days=days,
        purchases=_days_of(purchases, who, after=cut, until=cut + days),
        money=_money(purchases, who, after=cut, until=cut + days),
    )
    return replace(calibration, pace=pace), held


def month_returns(purchases: Purchases, *, until: int) -> list[MonthReturns]:
    """The months of `pace`, from purchases; `until` as days since 1970."""
    bought = _purchase_days(purchases, until=until)
    who, place = np.unique(bought[:, 0], return_inverse=True)
    first = np.full(len(who), until)
    np.minimum.at(first, place, bought[:, 1])
    start = _months(first)
    month, of = _months(bought[:, 1]), start[place]
    paid = (purchases.day <= until) & np.isin(purchases.customer, who)
    of_money = start[np.searchsorted(who, purchases.customer[paid])]
    month_of_money, money = _months(purchases.day[paid]), purchases.money[paid]
    found = []
    for number in np.unique(month).tolist():
        here, paid_here = month == number, (month_of_money == number) & (of_money < number)
        found.append(
            MonthReturns(
                start=date(1970 + number // 12, number % 12 + 1, 1),
                known=int(np.count_nonzero(start < number)),
                days=int(np.count_nonzero(here & (of < number))),
                money=int(money[paid_here].sum()),
                all_days=int(np.count_nonzero(here)),
            )
        )
    return found


def _purchase_days(purchases: Purchases, *, until: int) -> Ints:
    kept = (purchases.day <= until) & (purchases.money >= 0)
    return np.unique(np.stack([purchases.customer[kept], purchases.day[kept]], axis=1), axis=0)


def _days_of(purchases: Purchases, who: Ints, *, after: int, until: int) -> Ints:
    bought = _purchase_days(purchases, until=until)
    return _counted(who, bought[bought[:, 1] > after, 0], None)


def _money(purchases: Purchases, who: Ints, *, after: int | None, until: int) -> Ints:
    kept = (purchases.day <= until) & (after is None or purchases.day > (after or 0))
    return _counted(who, purchases.customer[kept], purchases.money[kept])


def _money_of_first_days(purchases: Purchases, who: Ints, first: Ints) -> Ints:
    known = np.isin(purchases.customer, who) & (purchases.money >= 0)
    place = np.searchsorted(who, purchases.customer[known])
    on_first = purchases.day[known] == first[place]
    return _counted(who, purchases.customer[known][on_first], purchases.money[known][on_first])


def _counted(who: Ints, customers: Ints, money: Ints | None) -> Ints:
    """By customer of `who`: how many elements are theirs, or what they add up to."""
    found = np.zeros(len(who), dtype=np.int64)
    known = np.isin(customers, who)
    np.add.at(found, np.searchsorted(who, customers[known]), 1 if money is None else money[known])
    return found


def _months(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _ratio(outlook: Outlook | None, actual: Outlook, name: str) -> float:
    return float(getattr(outlook, name).sum() / getattr(actual, name).sum()) if outlook else 0.0


def _coverage(test: BackTest, known: Calibration, value: Floats, actual: Floats, *, days: int) -> float:
    """With the least scale of a stratum stretched from the days held back to those forecast, as a run does."""
    bands = Bands(test.bands.low, test.bands.high, test.bands.floor * days / test.days, test.bands.pooled)
    low, high = bands.around(value, test.borders.assign(known.x, known.silence_days))
    return float(((actual >= low) & (actual <= high)).mean())
