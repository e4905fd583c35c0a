"""The map of recency and frequency as rows and cells in the reader's words, ready for its template."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from lazo.differentiate.queries.rfm_map import Figures, Range, RfmMap
from lazo.web.formats import EMPTY, Formats

PEOPLE, MONEY = "clientes", "dinero"
HEATS = 10


@dataclass(frozen=True)
class RfmCellView:
    """`heat` from 0 (nothing) to 10 (the fullest cell); `href` opens its customers and `key` makes a rule of it, blank where there is nobody."""

    text: str
    heat: int
    href: str
    is_marked: bool
    key: str = ""


@dataclass(frozen=True)
class RfmRow:
    label: str
    cells: tuple[RfmCellView, ...]


@dataclass(frozen=True)
class RfmTable:
    """The rarest buyers in the last row, the most recent in the last column; a score that nobody has (equals share the higher one) has none.

    `marked` used to buy often and is leaving.
    """

    columns: tuple[str, ...]
    rows: tuple[RfmRow, ...]
    marked: Figures
    marked_href: str
    marked_rule_href: str


def rfm_table(base: RfmMap, *, measure: str, formats: Formats) -> RfmTable:
    """`measure` is PEOPLE or MONEY (of the last 12 months)."""
    scores = range(1, base.grid + 1)
    leaving = leaving_keys(base.grid)
    amounts = {key: square.customers if measure == PEOPLE else square.value_12m for key, square in base.squares.items()}
    fullest = max([1, *amounts.values()])

    def cell(r: int, f: int) -> RfmCellView:
        if (r, f) not in amounts:
            return RfmCellView(EMPTY, 0, "", (r, f) in leaving)
        amount = amounts[r, f]
        text = formats.number(amount) if measure == PEOPLE else formats.money_short(amount)
        return RfmCellView(
            text, max(0, -(-HEATS * amount // fullest)), people_of([(r, f)]), (r, f) in leaving, f"{r}{f}"
        )

    seen_f = [f for f in reversed(scores) if f in base.purchases]
    seen_r = [r for r in scores if r in base.recency]
    rows = tuple(RfmRow(purchases_label(base, f), tuple(cell(r, f) for r in seen_r)) for f in seen_f)
    columns = tuple(recency_label(base, r) for r in seen_r)
    return RfmTable(columns, rows, base.part(leaving), people_of(leaving), rule_of(leaving))


def leaving_keys(grid: int) -> tuple[tuple[int, int], ...]:
    """Who bought often (the upper two fifths, or the upper third) and not lately (the lower ones)."""
    some = 2 if grid > 3 else 1
    often = range(grid - some + 1, grid + 1)
    return tuple((r, f) for r in range(1, some + 1) for f in often)


def people_of(keys: Sequence[tuple[int, int]]) -> str:
    """The list of the customers of some squares."""
    return f"{reverse('web:customers')}?{urlencode([('rfm', f'{r}{f}') for r, f in keys])}"


def rule_of(keys: Sequence[tuple[int, int]]) -> str:
    """A new segment of the customers of some squares."""
    return f"{reverse('web:segment_new')}?{urlencode({'celdas': ','.join(f'{r}{f}' for r, f in keys)})}"


def recency_label(base: RfmMap, score: int) -> str:
    """`16 a 45`, `181 o más` days since the last purchase."""
    return _range(base.recency.get(score), is_open=score == 1)


def purchases_label(base: RfmMap, score: int) -> str:
    """`3 a 4`, `6 o más` days with a purchase."""
    return _range(base.purchases.get(score), is_open=score == base.grid)


def _range(found: Range | None, *, is_open: bool) -> str:
    if found is None:
        return EMPTY
    low, high = found
    if low == high:
        return str(low)
    return _("%(low)s o más") % {"low": low} if is_open else _("%(low)s a %(high)s") % {"low": low, "high": high}
