"""The fictitious exchange rates: one a month and currency, sliding from the start of the history to its end."""

from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from lazo.demo.company import COUNTRIES, HISTORY_DAYS, Country


def monthly_rates(country: Country, *, on: date) -> dict[date, Decimal]:
    """Pesos per unit of the country's currency from the first day of each month of the history."""
    months = _months(on)
    start, end = country.rate
    levels = np.geomspace(start, end, num=len(months))
    return {month: Decimal(f"{level:.4f}") for month, level in zip(months, levels, strict=True)}


def rate_of_days(days: npt.NDArray[np.datetime64], country: Country, *, on: date) -> npt.NDArray[np.float64]:
    """The rate in force on each of `days`."""
    table = monthly_rates(country, on=on)
    first = np.datetime64(next(iter(table)), "M")
    levels = np.array([float(rate) for rate in table.values()])
    index: npt.NDArray[np.int64] = (days.astype("datetime64[M]") - first).astype(np.int64)
    return levels[index]


def foreign_countries() -> list[Country]:
    return [country for country in COUNTRIES if country.rate != (1.0, 1.0)]


def _months(on: date) -> list[date]:
    first = np.datetime64(on, "D") - HISTORY_DAYS
    months = np.arange(first.astype("datetime64[M]"), np.datetime64(on, "M") + 1)
    return [month.astype(date) for month in months]
