"""What a customer is worth: money expected within days, and discounted over the coming years.

For companies without contracts (a customer leaves in silence): expected purchases x expected spend x margin. For
contracts (the end is observed): the sum of a margin that survives with the retention rate.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lazo.analytics.forecast import Forecast
from lazo.analytics.tuples import Floats, Ints

DEFAULT_MONTHS = 36
DEFAULT_YEARLY_RATE = 0.10
LARGEST_EXACT = 2.0**53


class UnableToValue(ValueError):
    """Raised when a rate or a duration has no meaning for a value."""


def value_over(forecast: Forecast, spend: Floats, *, days: float, margin: npt.ArrayLike = 1.0) -> Ints:
    """Money expected from each customer in the next `days`, in minor units.

    `spend` is the expected money per purchase day (Gamma-Gamma) and `margin` its share that is kept; one element per
    customer, or one for all. One element per customer, in the order of the forecast's base.
    """
    return value_of(forecast.tuples.spread(forecast.purchases(days)), spend, margin=margin)


def value_of(purchases: Floats, spend: Floats, *, margin: npt.ArrayLike = 1.0) -> Ints:
    """Money of expected purchase days, in minor units; `spend` and `margin` as in `value_over`. One element per customer."""
    return as_minor(purchases * spend * np.asarray(margin, dtype=np.float64))


def discounted_clv(
    forecast: Forecast,
    spend: Floats,
    *,
    months: int = DEFAULT_MONTHS,
    yearly_rate: float = DEFAULT_YEARLY_RATE,
    margin: npt.ArrayLike = 1.0,
) -> Ints:
    """Lifetime value of each customer, in minor units of today: the coming `months`, discounted at `yearly_rate`.

    Sum over months of expected purchase days x expected spend x margin / (1 + rate)^(month / 12), each month discounted
    from its end. What was already bought is not in it. One element per customer. Source: P. Fader, B. Hardie, K. L. Lee
    (2005), RFM and CLV, Journal of Marketing Research 42, cut after `months`.
    """
    if months < 1 or yearly_rate <= -1:
        raise UnableToValue(f"{months} months at a yearly rate of {yearly_rate}")
    bought = forecast.discounted_purchases(months=months, yearly_rate=yearly_rate)
    return as_minor(forecast.tuples.spread(bought) * spend * np.asarray(margin, dtype=np.float64))


def contractual_clv(*, margin: float, retention: float, discount: float, last_period: int | None = None) -> float:
    """Value of a contract: sum of margin x retention^t / (1 + discount)^t for t = 0 .. `last_period`, or for ever.

    `margin`, `retention` and `discount` are per period; the margin of period 0 is certain. Without end the sum is
    margin (1 + discount) / (1 + discount - retention).
    """
    if not 0 <= retention <= 1 or discount <= -1 or (last_period is None and retention >= 1 + discount):
        raise UnableToValue(f"retention {retention} at discount {discount}")
    kept = retention / (1 + discount)
    if last_period is None:
        return margin / (1 - kept)
    return float(margin * np.sum(kept ** np.arange(last_period + 1)))


def mean_tenure(retention: float) -> float:
    """Periods a contract lasts on average: 1 / (1 - retention)."""
    if not 0 <= retention < 1:
        raise UnableToValue(f"retention {retention}")
    return 1 / (1 - retention)


def as_minor(values: Floats) -> Ints:
    """Whole minor units, halves up. Raises `UnableToValue` when a value is not finite, or too large to be exact."""
    if not np.all(np.abs(values) < LARGEST_EXACT):
        raise UnableToValue("a value is not a number, or larger than money can be")
    return np.floor(values + 0.5).astype(np.int64)
