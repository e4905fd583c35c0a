"""Cells of tables of money that a page and a report write alike."""

from django.utils.translation import gettext as _

from lazo.measure.queries.ledger import Money
from lazo.web.charts.areas import CSS_KEYS
from lazo.web.formats import EMPTY, Formats
from lazo.web.words import AREA_NAMES

Cell = str | dict[str, str]


def area_cell(area: str) -> dict[str, str]:
    """How a row names its area."""
    return {"area": area, "key": CSS_KEYS[area], "name": str(AREA_NAMES[area])}


def money_cell(money: Money, formats: Formats) -> Cell:
    """A sum with its interval below."""
    if not money.entries:
        return EMPTY
    return {"main": formats.money_short(money.amount), "under": interval(money, formats)}


def interval(money: Money, formats: Formats) -> str:
    if money.low is None or money.high is None:
        return ""
    ends = {"low": formats.money_short(money.low), "high": formats.money_short(money.high)}
    return _("%(low)s a %(high)s") % ends
