"""What the cycle page shows: one month's score run, read from the map's small cube alone, under the reader's row access."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from lazo.differentiate.models import MapCell, Movement, ScoreRun
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User
from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import BINS, AreaSlice, Bin, Flow
from lazo.web.queries.concentration import Concentration, concentration_of
from lazo.web.queries.verdict import Verdict, verdict_of

Cell = tuple[int, int, int, int]  # customers, strategic, value_12m, value_365d as shown


@dataclass(frozen=True)
class AreaFigures:
    """One row of «El ciclo en números»; money in base minor units, `value_365d` by the forecast that the back-test trusts."""

    key: str
    customers: int = 0
    strategic: int = 0
    value_12m: int = 0
    value_365d: int = 0
    entered: int = 0
    left: int = 0


@dataclass(frozen=True)
class CyclePicture:
    """The cycle at the end of one month. `before` is the total of the run before it, None for the first one."""

    run: ScoreRun
    verdict: Verdict
    areas: tuple[AreaFigures, ...]
    slices: tuple[AreaSlice, ...]
    flows: tuple[Flow, ...]
    total: AreaFigures
    before: AreaFigures | None
    months: tuple[date, ...]
    concentration: Concentration | None
    sees_everything: bool

    @property
    def month(self) -> date:
        return self.run.on_date.replace(day=1)

    @property
    def is_margin(self) -> bool:
        """Whether every customer's value is margin; else some of it is revenue, where no margin is known."""
        totals = self.run.counts.get("totals") or {}
        return bool(totals.get("customers")) and totals.get("on_margin") == totals["customers"]

    @property
    def earlier(self) -> date | None:
        """The nearest month before this one that has a run."""
        return max((m for m in self.months if m < self.month), default=None)

    @property
    def later(self) -> date | None:
        return min((m for m in self.months if m > self.month), default=None)

    @property
    def is_latest(self) -> bool:
        return self.later is None


def cycle_picture(*, user: User, month: date | None) -> CyclePicture | None:
    """The cycle at the last run of `month`, of the latest run without one; None when there is none to show."""
    runs = list(ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-on_date", "-pk"))
    run = _run_of(runs, month)
    if run is None:
        return None
    rule = row_rule(user)
    cells = _cells(run, rule)
    flows = _flows(run, rule)
    areas = tuple(_figures(key, cells, flows) for key in AREAS)
    earlier = next((r for r in runs if r.on_date < run.on_date), None)
    return CyclePicture(
        run=run,
        verdict=verdict_of(run),
        areas=areas,
        slices=tuple(_slice(figures, cells) for figures in areas),
        flows=flows,
        total=_total(areas, flows),
        before=_total_of(earlier, rule) if earlier else None,
        concentration=concentration_of(run) if rule.everything else None,
        sees_everything=rule.everything,
        months=tuple(sorted({r.on_date.replace(day=1) for r in runs})),
    )


def _run_of(runs: Sequence[ScoreRun], month: date | None) -> ScoreRun | None:
    """Newest first: the current run, or the last one of `month`."""
    if month is None:
        return next((r for r in runs if r.is_current), runs[0] if runs else None)
    end = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    of_month = [r for r in runs if month.replace(day=1) <= r.on_date < end]
    return next((r for r in of_month if r.is_current), of_month[0] if of_month else None)


def _cells(run: ScoreRun, rule: RowRule) -> dict[tuple[str, int], Cell]:
    """The cube summed over the owners and teams that the reader may see: at most 70 cells, whatever the customers."""
    rows = (
        MapCell.objects.filter(rule.as_q(), run=run)
        .values_list("area", "bin")
        .annotate(Sum("customers"), Sum("strategic"), Sum("value_12m"), Sum("value_365d"))
    )
    return {(area, cell): (n, strategic, now, coming) for area, cell, n, strategic, now, coming in rows}


def _flows(run: ScoreRun, rule: RowRule) -> tuple[Flow, ...]:
    rows = Movement.objects.filter(rule.as_q(), run=run).values_list("origin", "destination").annotate(Sum("customers"))
    flows = [Flow(origin or None, destination or None, n) for origin, destination, n in rows if n]
    return tuple(sorted(flows, key=lambda flow: (_place(flow.origin), _place(flow.destination))))


def _place(area: str | None) -> int:
    return AREAS.index(area) if area in AREAS else -1


def _figures(key: str, cells: dict[tuple[str, int], Cell], flows: Sequence[Flow]) -> AreaFigures:
    own = [cell for (area, _), cell in cells.items() if area == key]
    customers, strategic, now, coming = (sum(cell[column] for cell in own) for column in range(4))
    return AreaFigures(
        key,
        customers,
        strategic,
        now,
        coming,
        entered=sum(flow.customers for flow in flows if flow.destination == key and flow.origin != key),
        left=sum(flow.customers for flow in flows if flow.origin == key and flow.destination != key),
    )


def _slice(figures: AreaFigures, cells: dict[tuple[str, int], Cell]) -> AreaSlice:
    bins = tuple(Bin(*cells.get((figures.key, number), ())) for number in range(BINS))
    return AreaSlice(
        figures.key, figures.customers, figures.strategic, figures.value_12m, figures.value_365d, bins=bins
    )


def _total(areas: Sequence[AreaFigures], flows: Sequence[Flow]) -> AreaFigures:
    """All areas together; what moved inside the cycle neither entered nor left it."""
    return AreaFigures(
        "",
        sum(a.customers for a in areas),
        sum(a.strategic for a in areas),
        sum(a.value_12m for a in areas),
        sum(a.value_365d for a in areas),
        entered=sum(flow.customers for flow in flows if flow.origin is None),
        left=sum(flow.customers for flow in flows if flow.destination is None),
    )


def _total_of(run: ScoreRun, rule: RowRule) -> AreaFigures:
    found = MapCell.objects.filter(rule.as_q(), run=run).aggregate(
        n=Sum("customers"), ssc=Sum("strategic"), now=Sum("value_12m")
    )
    return AreaFigures("", found["n"] or 0, found["ssc"] or 0, found["now"] or 0)


def movement_table(flows: Sequence[Flow]) -> dict[tuple[str | None, str | None], int]:
    """Customers by (origin, destination); None is outside."""
    table: Counter[tuple[str | None, str | None]] = Counter()
    for flow in flows:
        table[flow.origin, flow.destination] += flow.customers
    return dict(table)
