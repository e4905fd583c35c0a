"""How long a customer is still served: what a yearly cost to serve adds up to over the coming years."""

from __future__ import annotations

import numpy as np

from lazo.analytics.bgnbd import BgNbd
from lazo.analytics.clv import DEFAULT_MONTHS, DEFAULT_YEARLY_RATE
from lazo.analytics.forecast import MONTH_DAYS, MONTHS_PER_YEAR, Forecast
from lazo.analytics.tuples import DistinctTuples, Floats


def service_months(
    model: BgNbd, tuples: DistinctTuples, *, months: int = DEFAULT_MONTHS, yearly_rate: float = DEFAULT_YEARLY_RATE
) -> Floats:
    """Months of service expected in the coming `months`, each discounted from its end at `yearly_rate`: one per customer.

    P(alive) x the sum over months of discounted purchases over those of the first month: service goes on for as long as
    the customer stays, and fades as the expected purchases do. Between 0 and the annuity of `months` (31.19 for 36 at
    10 %), which who never leaves has.
    """
    forecast = Forecast.of(model, tuples)
    first = forecast.purchases(MONTH_DAYS)
    coming = forecast.discounted_purchases(months=months, yearly_rate=yearly_rate)
    lasting = np.divide(coming, first, out=np.zeros(len(first)), where=first > 0)
    return tuples.spread(forecast.p_alive * np.minimum(lasting, annuity(months, yearly_rate)))


def annuity(months: int, yearly_rate: float) -> float:
    """What one unit at the end of each of `months` is worth today."""
    ends = np.arange(1, months + 1, dtype=np.float64)
    return float(np.sum((1 + yearly_rate) ** (-ends / MONTHS_PER_YEAR)))
