"""Customers whose truth is known: purchases drawn from a BG/NBD model, for the fictitious company and for checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lazo.analytics.bgnbd import BgNbd
from lazo.analytics.tuples import DAYS_PER_WEEK, Floats, Ints


@dataclass(frozen=True, slots=True)
class SimulatedPurchases:
    """What happened, and the truth behind it.

    `customer` and `day`: one element per purchase day, sorted by customer then day; customers are numbered from 0, days
    count from the caller's day 0, each customer's first purchase included. `rate` (purchases per week while active),
    `dropout` (chance of leaving after each repeat purchase) and `left_on` (day of leaving, infinity while active on the
    last day): one element per customer.
    """

    customer: Ints
    day: Ints
    rate: Floats
    dropout: Floats
    left_on: Floats


def simulate_bgnbd(
    rng: np.random.Generator, params: BgNbd, *, first_days: npt.ArrayLike, last_day: int
) -> SimulatedPurchases:
    """Draw the purchase days of customers who first bought on `first_days`, up to and including `last_day`.

    The assumptions of Fader, Hardie, Lee (2005), section 2: a rate from Gamma(r, alpha), exponential gaps, after each
    repeat purchase the customer leaves with a chance from Beta(a, b). Gaps are drawn in continuous time and then fall on
    whole days; two purchases on one day are one purchase day. The same generator state gives the same purchases.
    """
    first = np.asarray(first_days, dtype=np.int64)
    rate = rng.gamma(params.r, 1 / params.alpha, size=len(first))
    dropout = rng.beta(params.a, params.b, size=len(first))
    customers, days = [np.arange(len(first))], [first]
    left_on = np.full(len(first), np.inf)
    active, clock = np.flatnonzero(rate > 0), first.astype(np.float64)
    while len(active):
        clock[active] += np.maximum(np.rint(rng.exponential(DAYS_PER_WEEK / rate[active])), 1.0)
        active = active[clock[active] <= last_day]
        customers.append(active)
        days.append(clock[active].astype(np.int64))
        leaves = rng.random(len(active)) < dropout[active]
        left_on[active[leaves]] = clock[active[leaves]]
        active = active[~leaves]
    customer, day = _distinct_days(np.concatenate(customers), np.concatenate(days))
    return SimulatedPurchases(customer=customer, day=day, rate=rate, dropout=dropout, left_on=left_on)


def histories(purchases: SimulatedPurchases, *, on: int) -> tuple[Ints, Ints, Ints, Ints]:
    """(customer, x, t_x, T) of everyone who had bought by day `on`; x in purchase days, t_x and T in days."""
    seen = purchases.day <= on
    customer, day = purchases.customer[seen], purchases.day[seen]
    starts = np.flatnonzero(np.diff(customer, prepend=-1))
    ends = np.append(starts[1:], len(customer)) - 1
    return customer[starts], ends - starts, day[ends] - day[starts], on - day[starts]


def _distinct_days(customer: Ints, day: Ints) -> tuple[Ints, Ints]:
    if not len(day):
        return customer, day
    earliest = day.min()
    span = int(day.max() - earliest) + 1
    keys = np.unique(customer * span + (day - earliest))
    return keys // span, keys % span + earliest
