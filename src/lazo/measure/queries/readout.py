"""An experiment read out: what each group did, what treatment did more than control, in customers and in money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum

from lazo.analytics.experiments.money import Return, returned
from lazo.analytics.experiments.ratio import RatioCheck, check_ratio
from lazo.analytics.experiments.readout import Reading, chance_better, read_out
from lazo.analytics.experiments.sample import Sample
from lazo.analytics.experiments.sequential import Watch, watch
from lazo.customize.models import Arm, Experiment, MoneyEntry, Outcome
from lazo.customize.models.experiment import MONEY
from lazo.kernel.access import EVERYTHING, RowRule
from lazo.kernel.money.exchange import base_amount
from lazo.measure.reading.decided import day_number
from lazo.measure.reading.sums import ExperimentSums, day_of, sums_of


@dataclass(frozen=True)
class ArmFigures:
    """One group: `share` in parts of ten thousand as it was drawn, `n` customers, of whom `successes` did it; `money` in base minor units
    within the window (null where none is known); `cost` of having treated them.
    """

    key: str
    name: str
    is_control: bool
    share: int
    n: int
    successes: int
    money: int | None
    cost: int

    @property
    def rate(self) -> float | None:
        return self.successes / self.n if self.n else None

    @property
    def money_each(self) -> int | None:
        """Base minor units per customer, to the unit."""
        return round(self.money / self.n) if self.n and self.money is not None else None


@dataclass(frozen=True)
class Comparison:
    """Treated customers (one arm, or all of them: blank `key`) against control. `done` in shares, `money` in base minor units per customer,
    adjusted by what the customers bought before where that helps; `money_plain` without. `result` is in base minor units, null where
    neither money nor a margin per success is known.
    """

    key: str
    name: str
    done: Reading
    money: Reading | None
    money_plain: Reading | None
    result: Return | None
    watch: Watch
    by_money: bool

    @property
    def main(self) -> Reading:
        """What is compared and watched: money where that is the outcome, else how many did it."""
        return self.done if self.money is None or not self.by_money else self.money


@dataclass(frozen=True)
class DayLine:
    """The whole against control at the end of one day: difference per customer with its always-valid interval, in shares or minor units."""

    on: date
    fraction: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Readout:
    """`metric` and `by_money` say what is compared. `started`, `until`, `ends` are days: the first decision, the last day that is in, the last
    planned one; `fraction` of the days are in. `whole` is null without a control group or while an arm is empty. `ratio` is null without
    anybody. `on_margin` of the `purchases` have a known margin; the others count with their net amount. `cost_is_booked`: the cost is the
    ledger's, else the plan's. `sees_everything`: false where the reader sees only part of the customers, of whom alone all this is.
    """

    experiment: Experiment
    metric: str
    by_money: bool
    arms: tuple[ArmFigures, ...]
    whole: Comparison | None
    each: tuple[Comparison, ...]
    ratio: RatioCheck | None
    started: date | None
    until: date
    ends: date | None
    fraction: float
    as_of: datetime | None
    purchases: int
    on_margin: int
    cost_is_booked: bool
    sees_everything: bool
    days: tuple[DayLine, ...] = ()

    @property
    def is_final(self) -> bool:
        """All that was to be measured is in: the 95 % interval holds; before, the always-valid one does."""
        return self.ends is not None and self.until >= self.ends

    @property
    def n(self) -> int:
        return sum(arm.n for arm in self.arms)

    @property
    def best(self) -> tuple[Comparison, float] | None:
        """The treated arm that does most, and how likely it is better than the next; null with fewer than two."""
        if len(self.each) < 2:
            return None
        first, second, *_ = sorted(self.each, key=lambda one: (-one.main.treated.mean, one.key))
        return first, chance_better(first.main, second.main)


def read_experiment(
    *, experiment: Experiment, on: date, rule: RowRule = EVERYTHING, metric: str = "", with_days: bool = False
) -> Readout:
    """The readout at the end of `on`, of the customers that `rule` lets see. `metric` asks for another of its outcomes; `with_days` adds
    how the comparison stood on each day.
    """
    metric = metric or experiment.metric
    sums = sums_of(experiment, on=on, metric=metric, rule=rule)
    arms = list(Arm.objects.filter(experiment=experiment).order_by("-is_control", "key"))
    by_money = metric == MONEY
    costs, booked = _costs(experiment, arms, sums, rule)
    figures = tuple(_figures(arm, sums, costs[arm.pk]) for arm in arms)
    ends = _ends(experiment, sums)
    fraction = _fraction(sums, ends)
    control = next((arm for arm in arms if arm.is_control), None)
    treated = [arm for arm in arms if not arm.is_control]
    context = _Context(experiment, sums, control, costs, fraction, by_money)
    whole = context.compared("", "", treated)
    each = [context.compared(arm.key, arm.name, [arm]) for arm in treated]
    return Readout(
        experiment=experiment,
        metric=metric,
        by_money=by_money,
        arms=figures,
        whole=whole,
        each=tuple(one for one in each if one is not None),
        ratio=_ratio(figures),
        started=None if sums.first is None else day_of(sums.first),
        until=sums.until,
        ends=ends,
        fraction=fraction,
        as_of=sums.as_of,
        purchases=sums.purchases,
        on_margin=sums.on_margin,
        cost_is_booked=booked,
        sees_everything=rule.everything,
        days=tuple(context.days(treated, ends)) if with_days and whole is not None else (),
    )


def metrics_of(experiment: Experiment) -> list[str]:
    """Its own outcome first, then the names of all others it was told of. One query."""
    told = Outcome.objects.filter(experiment=experiment).values("name").annotate(n=Count("pk")).order_by("name")
    return [experiment.metric, *(row["name"] for row in told if row["name"] != experiment.metric)]


@dataclass(frozen=True)
class _Context:
    experiment: Experiment
    sums: ExperimentSums
    control: Arm | None
    costs: dict[int, int]
    fraction: float
    by_money: bool

    def compared(self, key: str, name: str, treated: Sequence[Arm]) -> Comparison | None:
        day = day_number(self.sums.until)
        ours, theirs = self._pair(treated, day, money=False)
        if not ours.n or not theirs.n:
            return None
        done = read_out(ours, theirs)
        money = plain = None
        if self.sums.money is not None:
            ours, theirs = self._pair(treated, day, money=True)
            money, plain = read_out(ours, theirs, with_history=True), read_out(ours, theirs)
        main = money if money is not None and self.by_money else done
        cost = sum(self.costs[arm.pk] for arm in treated)
        return Comparison(
            key,
            name,
            done,
            money,
            plain,
            self._result(done, money, cost),
            watch(main, fraction=self.fraction),
            self.by_money,
        )

    def days(self, treated: Sequence[Arm], ends: date | None) -> list[DayLine]:
        assert self.sums.first is not None
        first, last = self.sums.first, day_number(self.sums.until)
        planned = max((day_number(ends) if ends else last) - first + 1, 1)
        lines = []
        for day in range(first, min(last, first + planned - 1) + 1):
            ours, theirs = self._pair(treated, day, money=self.by_money)
            if not ours.n or not theirs.n:
                continue
            fraction = (day - first + 1) / planned
            reading = read_out(ours, theirs, with_history=self.by_money)
            seen = watch(reading, fraction=fraction)
            lines.append(DayLine(day_of(day), fraction, reading.difference, seen.low, seen.high))
        return lines

    def _pair(self, treated: Sequence[Arm], day: int, *, money: bool) -> tuple[Sample, Sample]:
        days = self.sums.money if money else self.sums.done
        nobody = Sample(0, 0, 0, 0.0)
        if not days or self.control is None:
            return nobody, nobody
        return sum((days[arm.pk].on(day) for arm in treated), nobody), days[self.control.pk].on(day)

    def _result(self, done: Reading, money: Reading | None, cost: int) -> Return | None:
        margin = _margin(self.experiment)
        if margin is not None and not self.by_money:
            return returned(done, cost=cost, unit_margin=margin)
        return None if money is None else returned(money, cost=cost)


def _margin(experiment: Experiment) -> int | None:
    """What a success is worth in base minor units, at the rate of the first day."""
    if experiment.unit_margin is None:
        return None
    return base_amount(experiment.unit_margin, experiment.currency, _rate_day(experiment))


def _rate_day(experiment: Experiment) -> date:
    return experiment.started_on or experiment.created_at.date()


def _costs(
    experiment: Experiment, arms: Sequence[Arm], sums: ExperimentSums, rule: RowRule
) -> tuple[dict[int, int], bool]:
    """Base minor units by arm: what the ledger says it cost, parted as planned; while it says nothing, what was planned."""
    day = day_number(sums.until)
    n = {arm.pk: sums.done[arm.pk].on(day).n if arm.pk in sums.done else 0 for arm in arms}
    planned = {
        arm.pk: n[arm.pk] * base_amount(arm.unit_cost, experiment.currency, _rate_day(experiment))
        if arm.unit_cost
        else 0
        for arm in arms
    }
    booked = booked_cost(experiment) if rule.everything else None
    if booked is None:
        return planned, False
    weights = planned if sum(planned.values()) else {arm.pk: 0 if arm.is_control else n[arm.pk] for arm in arms}
    return _parted(booked, weights), True


def booked_cost(experiment: Experiment) -> int | None:
    """What the ledger holds of costs of this experiment, in base minor units; null while it holds none. One query."""
    rows = MoneyEntry.objects.standing().filter(experiment=experiment, kind=MoneyEntry.Kind.COST)
    found: int | None = rows.aggregate(cost=Sum("base_amount"))["cost"]
    return found


def _parted(amount: int, weights: dict[int, int]) -> dict[int, int]:
    """`amount` in proportion, to the last unit: what rounding leaves goes to the first arm with a weight."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    parts = {key: amount * weight // total for key, weight in weights.items()}
    first = next(key for key, weight in weights.items() if weight)
    parts[first] += amount - sum(parts.values())
    return parts


def _figures(arm: Arm, sums: ExperimentSums, cost: int) -> ArmFigures:
    day = day_number(sums.until)
    done = sums.done[arm.pk].on(day) if arm.pk in sums.done else Sample(0, 0, 0, 0.0)
    money = sums.money[arm.pk].on(day).total if sums.money is not None else None
    return ArmFigures(arm.key, arm.name, arm.is_control, arm.share, done.n, done.events, money, cost)


def _ratio(figures: Sequence[ArmFigures]) -> RatioCheck | None:
    drawn = [arm for arm in figures if arm.share]
    if len(drawn) < 2 or not any(arm.n for arm in drawn):
        return None
    return check_ratio([arm.n for arm in drawn], [arm.share for arm in drawn])


def _ends(experiment: Experiment, sums: ExperimentSums) -> date | None:
    """The last day that is to be in."""
    if experiment.ends_on is not None:
        return day_of(day_number(experiment.ends_on) - 1)
    return None if sums.last_decision is None else day_of(sums.last_decision + experiment.window_days - 1)


def _fraction(sums: ExperimentSums, ends: date | None) -> float:
    if sums.first is None or ends is None:
        return 0.0
    planned = max(day_number(ends) - sums.first + 1, 1)
    return min(max(day_number(sums.until) - sums.first + 1, 0) / planned, 1.0)
