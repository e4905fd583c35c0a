"""The base by recency and frequency, and its strategic customers, for one user: read from the small cube alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Max, Min, Sum

from lazo.analytics.rfm import CELL_CUSTOMERS, COARSE, FINE
from lazo.differentiate.models import RfmCell, Score, ScoreRun
from lazo.differentiate.queries.shared_part import SharedCustomer, shared_customers
from lazo.differentiate.queries.strategic import registered
from lazo.kernel.access import RowRule

SUMS = ("customers", "value_12m", "value_365d", "strategic", "high_ltv", "cost_magnet", "strategic_value_12m")
Range = tuple[int, int]
KeyT = TypeVar("KeyT")


@dataclass(frozen=True)
class Figures:
    """Customers and money (base minor units) of a part of the base; the last four are of its strategic customers."""

    customers: int = 0
    value_12m: int = 0
    value_365d: int = 0
    strategic: int = 0
    high_ltv: int = 0
    cost_magnet: int = 0
    strategic_value_12m: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in SUMS))


@dataclass(frozen=True)
class RfmMap:
    """`squares` by (recency, frequency), scores from 1 to `grid`, the best highest; who has nobody is not among them.

    `recency` is the days since the last purchase that each score of recency stands for, `purchases` the days with a
    purchase that each score of frequency stands for, both as seen among the customers the user may see. `areas` is by
    place in the cycle, "" outside.
    """

    grid: int
    squares: dict[tuple[int, int], Figures]
    recency: dict[int, Range]
    purchases: dict[int, Range]
    areas: dict[str, Figures]

    @property
    def total(self) -> Figures:
        return sum(self.squares.values(), Figures())

    def part(self, keys: Iterable[tuple[int, int]]) -> Figures:
        """Several squares together."""
        return sum((self.squares.get(key, Figures()) for key in keys), Figures())


@dataclass(frozen=True)
class _Cell:
    r: int
    f: int
    area: str
    days: Range
    purchases: Range
    figures: Figures


def rfm_map(*, rule: RowRule, run: ScoreRun) -> RfmMap:
    """The part of the base that `rule` allows, of the current `run`. One query of at most 150 rows, and one by one what is shared and
    whom the register has beside those that the data show.
    """
    cells = _cells(rule, run) + [_cell_of(one) for one in shared_customers(run, rule) if one.rfm] + _declared(rule)
    finest = max((max(cell.r, cell.f) for cell in cells), default=0)
    return RfmMap(
        grid=FINE if finest > COARSE or _has_fine_grid(run) else COARSE,
        squares=_together(cells, lambda cell: (cell.r, cell.f)),
        recency=_ranges((cell.r, cell.days) for cell in cells),
        purchases=_ranges((cell.f, cell.purchases) for cell in cells),
        areas=_together(cells, lambda cell: cell.area),
    )


def _cells(rule: RowRule, run: ScoreRun) -> list[_Cell]:
    grouped = RfmCell.objects.filter(rule.as_q(), run=run).values_list("r", "f", "area")
    sums = [Sum(name) for name in SUMS]
    rows = grouped.annotate(Min("recency_from"), Max("recency_to"), Min("purchases_from"), Max("purchases_to"), *sums)
    return [
        _Cell(r, f, area, (newest, oldest), (few, many), Figures(*figures))
        for r, f, area, newest, oldest, few, many, *figures in rows
    ]


def _cell_of(one: SharedCustomer) -> _Cell:
    """A cell of one customer."""
    figures = Figures(
        customers=1,
        value_12m=one.value_12m,
        value_365d=one.value_365d,
        strategic=int(one.strategic),
        high_ltv=int("HIGH_LTV" in one.kinds),
        cost_magnet=int("COST_MAGNET" in one.kinds),
        strategic_value_12m=one.value_12m if one.strategic else 0,
    )
    days, purchases = (one.recency_days, one.recency_days), (one.purchase_days, one.purchase_days)
    return _Cell(int(one.rfm[0]), int(one.rfm[1]), one.area, days, purchases, figures)


def _declared(rule: RowRule) -> list[_Cell]:
    """The strategic customers whom the run's own cube does not count as such: counted already, but not as strategic."""
    scores = Score.objects.filter(rule.as_q(customer="customer_id"), strategic=False, pk__in=registered())
    rows = scores.exclude(rfm="").values_list("rfm", "area", "recency_days", "frequency", "value_12m")
    return [
        _Cell(
            int(rfm[0]), int(rfm[1]), area, (days or 0, days or 0), (frequency + 1, frequency + 1),
            Figures(strategic=1, strategic_value_12m=value),
        )
        for rfm, area, days, frequency, value in rows
    ]  # fmt: skip


def _together(cells: list[_Cell], key: Callable[[_Cell], KeyT]) -> dict[KeyT, Figures]:
    found: dict[KeyT, Figures] = {}
    for cell in cells:
        found[key(cell)] = found.get(key(cell), Figures()) + cell.figures
    return found


def _ranges(pairs: Iterable[tuple[int, Range]]) -> dict[int, Range]:
    found: dict[int, Range] = {}
    for score, (least, most) in pairs:
        low, high = found.get(score, (least, most))
        found[score] = (min(low, least), max(high, most))
    return found


def _has_fine_grid(run: ScoreRun) -> bool:
    return int((run.counts.get("totals") or {}).get("customers") or 0) >= CELL_CUSTOMERS * FINE**3
