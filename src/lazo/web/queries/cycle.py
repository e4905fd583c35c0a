"""What the cycle page shows: one month's score run, read from the map's small cube alone, under the reader's row access."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.cycle_map import AreaOnMap, Way, cycle_map_of, totals_of
from lazo.differentiate.queries.cycle_settings import target_mix_now
from lazo.kernel.access import RowRule, may, row_rule
from lazo.kernel.models import User
from lazo.measure.queries.balance import CycleBalance, balance_of
from lazo.measure.queries.ledger import month_after
from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import AreaSlice, Bin, Flow
from lazo.web.queries.concentration import Concentration, concentration_of
from lazo.web.queries.mix import MixLine, mix_of
from lazo.web.queries.verdict import Verdict, verdict_of


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
    mix: tuple[MixLine, ...] = ()
    """Beside the wanted one; empty while none is set, and for who sees a part."""
    money: CycleBalance | None = None
    """What the month cost and brought; for who sees the whole base and the company's money."""

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
    seen = cycle_map_of(run, rule)
    flows = _flows(seen.ways)
    areas = tuple(_figures(area, flows) for area in seen.areas)
    earlier = next((r for r in runs if r.on_date < run.on_date), None)
    money = _money(run) if rule.everything and may(user, "may_see_money") else None
    return CyclePicture(
        run=run,
        verdict=verdict_of(run),
        areas=areas,
        slices=tuple(_with_money(_slice(area), money) for area in seen.areas),
        flows=flows,
        total=_total(areas, flows),
        before=_total_of(earlier, rule) if earlier else None,
        concentration=concentration_of(run) if rule.everything else None,
        sees_everything=rule.everything,
        months=tuple(sorted({r.on_date.replace(day=1) for r in runs})),
        mix=_mix(areas) if rule.everything else (),
        money=money,
    )


def _mix(areas: Sequence[AreaFigures]) -> tuple[MixLine, ...]:
    target = target_mix_now()
    return mix_of(((area.key, area.customers, area.value_365d) for area in areas), target) if target else ()


def _money(run: ScoreRun) -> CycleBalance:
    first = run.on_date.replace(day=1)
    return balance_of(first=first, until=month_after(first))


def _with_money(piece: AreaSlice, money: CycleBalance | None) -> AreaSlice:
    """The slice with the two arcs: what the area cost, and what control groups say it brought."""
    if money is None:
        return piece
    area = next(one for one in money.areas if one.area == piece.key)
    returned = area.returned.amount if area.returned.entries else None
    return replace(piece, cost=area.cost or None, incremental_return=returned)


def _run_of(runs: Sequence[ScoreRun], month: date | None) -> ScoreRun | None:
    """Newest first: the current run, or the last one of `month`."""
    if month is None:
        return next((r for r in runs if r.is_current), runs[0] if runs else None)
    end = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    of_month = [r for r in runs if month.replace(day=1) <= r.on_date < end]
    return next((r for r in of_month if r.is_current), of_month[0] if of_month else None)


def _flows(ways: Sequence[Way]) -> tuple[Flow, ...]:
    flows = [Flow(way.origin or None, way.destination or None, way.customers) for way in ways if way.customers]
    return tuple(sorted(flows, key=lambda flow: (_place(flow.origin), _place(flow.destination))))


def _place(area: str | None) -> int:
    return AREAS.index(area) if area in AREAS else -1


def _figures(area: AreaOnMap, flows: Sequence[Flow]) -> AreaFigures:
    key = area.area
    return AreaFigures(
        key,
        area.customers,
        area.strategic,
        area.value_12m,
        area.value_365d,
        entered=sum(flow.customers for flow in flows if flow.destination == key and flow.origin != key),
        left=sum(flow.customers for flow in flows if flow.origin == key and flow.destination != key),
    )


def _slice(area: AreaOnMap) -> AreaSlice:
    figures = ("customers", "strategic", "value_12m", "value_365d")
    bins = tuple(Bin(*cell) for cell in zip(*(area.bins[figure] for figure in figures), strict=True))
    return AreaSlice(area.area, area.customers, area.strategic, area.value_12m, area.value_365d, bins=bins)


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
    total = totals_of(run, rule)
    return AreaFigures("", total.customers, total.strategic, total.value_12m)


def movement_table(flows: Sequence[Flow]) -> dict[tuple[str | None, str | None], int]:
    """Customers by (origin, destination); None is outside."""
    table: Counter[tuple[str | None, str | None]] = Counter()
    for flow in flows:
        table[flow.origin, flow.destination] += flow.customers
    return dict(table)
