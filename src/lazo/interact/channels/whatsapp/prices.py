"""What WhatsApp charges for a message, by the country of who gets it: dated, with its source, and only where it is known."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("prices.toml")
CATEGORIES = {"marketing": "MARKETING", "surveys": "MARKETING", "profiling": "MARKETING", "sharing": "MARKETING"}
"""The category of a template by its purpose, where the provider did not say it; what serves the customer is UTILITY."""
REST = "other"


@dataclass(frozen=True, slots=True)
class PriceTable:
    """What holds from a day on; prices are in thousandths of a cent of US dollars, by country and category."""

    since: date
    source: str
    service_is_free: bool
    utility_in_window_is_free: bool
    rates: dict[str, dict[str, int]]


@cache
def tables() -> tuple[PriceTable, ...]:
    """Every table, the oldest first."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = []
    for one in told["table"]:
        rates = {
            country: {category.upper(): round(float(usd) * 100_000) for category, usd in row.items()}
            for country, row in one["rates"].items()
        }
        found.append(
            PriceTable(one["since"], one["source"], one["service_is_free"], one["utility_in_window_is_free"], rates)
        )
    return tuple(sorted(found, key=lambda table: table.since))


def table_on(day: date) -> PriceTable | None:
    return next((table for table in reversed(tables()) if table.since <= day), None)


def price_of(country: str, category: str, *, is_in_window: bool, on: date) -> int | None:
    """In thousandths of a cent of US dollars; null where no table tells it. A country that is not named has that of its region or of the rest."""
    table = table_on(on)
    if table is None:
        return None
    if category == "SERVICE" and table.service_is_free:
        return 0
    if category == "UTILITY" and is_in_window and table.utility_in_window_is_free:
        return 0
    row = table.rates.get(country) or table.rates.get(REST, {})
    return row.get(category)
