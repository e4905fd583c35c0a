"""The sums of an experiment's arms, day by day, kept in this process for as long as nothing they are made of changes."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import Any

import numpy as np
from django.conf import settings

from lazo.analytics.experiments.days import ArmDays, Decided, Happenings, arm_days
from lazo.analytics.tuples import Floats, Ints
from lazo.customize.models import Arm, Decision, Experiment, Outcome
from lazo.customize.models.experiment import BOUGHT, MONEY
from lazo.kernel.access import EVERYTHING, RowRule
from lazo.kernel.warehouse.snapshot import Snapshot, UnableToOpenWarehouse, open_snapshot
from lazo.measure.reading.bought import bought_by
from lazo.measure.reading.customers import Customers, seen_by
from lazo.measure.reading.decided import EPOCH, day_number, decisions_of, outcomes_of

MOST_HELD = 64
_held: OrderedDict[tuple[Any, ...], "ExperimentSums"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class ExperimentSums:
    """`done` (did it or not) and `money` per arm, by the arm's number; `money` null where none is known. `first` and `last_decision` are days
    since 1970, null while nobody was decided about. `until` is the last day that is in; `purchases` of them `on_margin` with known margin.
    """

    first: int | None
    last_decision: int | None
    until: date
    as_of: datetime | None
    done: dict[int, ArmDays]
    money: dict[int, ArmDays] | None
    purchases: int = 0
    on_margin: int = 0


@dataclass(frozen=True)
class Source:
    """What customers did, and spent, within the window; `before` is the money of each in the 180 days before."""

    done: Happenings
    money: Happenings | None
    before: Floats
    purchases: int = 0
    on_margin: int = 0


def sums_of(experiment: Experiment, *, on: date, metric: str = "", rule: RowRule = EVERYTHING) -> ExperimentSums:
    """What is known at the end of `on` of the customers that `rule` lets see; `metric` in place of the experiment's own.

    Reads all decisions and the months they touch once, and answers from memory afterwards: at a million decisions some seconds, then
    milliseconds. A dozen queries whatever the customers.
    """
    metric = metric or experiment.metric
    snapshot = snapshot_of_now()
    until = last_day(experiment, on, snapshot)
    marks = (
        Decision.objects.filter(experiment=experiment).count(),
        Outcome.objects.filter(experiment=experiment).count(),
        snapshot.manifest_id if snapshot else 0,
    )
    key = (
        str(settings.WORKSPACE.root),
        experiment.pk,
        experiment.salt,
        experiment.window_days,
        metric,
        until,
        rule,
        *marks,
    )
    with _lock:
        if key in _held:
            _held.move_to_end(key)
            return _held[key]
    found = _computed(experiment, metric, until, rule, snapshot)
    with _lock:
        _held[key] = found
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
    return found


def forget_sums() -> None:
    """Let go of what this process holds."""
    with _lock:
        _held.clear()


def reads_purchases(experiment: Experiment) -> bool:
    """Whether what customers bought is in the warehouse: not so of an experiment that ended elsewhere."""
    return experiment.kind != Experiment.Kind.IMPORTED


def snapshot_of_now() -> Snapshot | None:
    """The warehouse as it is; null where there is none."""
    try:
        return open_snapshot(settings.WORKSPACE)
    except UnableToOpenWarehouse:
        return None


def last_day(experiment: Experiment, on: date, snapshot: Snapshot | None) -> date:
    """The last day that can be in: no later than the day of the last sync, where purchases are read."""
    if snapshot is None or not reads_purchases(experiment):
        return on
    return min(on, snapshot.as_of.date())


def _computed(
    experiment: Experiment, metric: str, until: date, rule: RowRule, snapshot: Snapshot | None
) -> ExperimentSums:
    arms = list(Arm.objects.filter(experiment=experiment).order_by("key").values_list("pk", flat=True))
    customers = Customers.of(snapshot)
    customer, arm, day = once_each(experiment, arms, customers, rule, snapshot)
    if not len(customer):
        return ExperimentSums(None, None, until, _as_of(snapshot), {}, None)
    last = day_number(until)
    source = source_of(experiment, metric, snapshot, customers, customer=customer, day=day, last=last)
    decided = Decided(customer, arm, day, source.before)
    done = arm_days(decided, source.done, arms=len(arms), last=last, as_share=True)
    money = source.money and arm_days(decided, source.money, arms=len(arms), last=last, as_share=False)
    return ExperimentSums(
        int(day.min()),
        int(day.max()),
        until,
        _as_of(snapshot),
        dict(zip(arms, done, strict=True)),
        dict(zip(arms, money, strict=True)) if money else None,
        source.purchases,
        source.on_margin,
    )


def once_each(
    experiment: Experiment, arms: list[int], customers: Customers, rule: RowRule, snapshot: Snapshot | None
) -> tuple[Ints, Ints, Ints]:
    """Customer (ascending), place of the arm and day of the first decision of each."""
    party, arm, day = decisions_of(experiment)
    customer = customers.of_parties(party)
    order = np.lexsort((day, customer))
    customer, arm, day = customer[order], arm[order], day[order]
    kept = np.ones(len(customer), dtype=np.bool_)
    kept[1:] = customer[1:] != customer[:-1]
    kept &= seen_by(rule, snapshot)(customer)
    numbers = np.sort(np.array(arms, dtype=np.int64))
    places = np.argsort(np.array(arms, dtype=np.int64))[np.searchsorted(numbers, arm[kept])]
    return customer[kept], places, day[kept]


def source_of(
    experiment: Experiment,
    metric: str,
    snapshot: Snapshot | None,
    customers: Customers,
    *,
    customer: Ints,
    day: Ints,
    last: int,
) -> Source:
    """Purchases of the warehouse, but for what the experiment was told: its outcomes by name, and money where any was told."""
    nothing = np.empty(0, np.int64)
    none = Happenings(nothing, nothing, nothing)
    paid = _inside(experiment, MONEY, customers, customer, day)
    source = Source(none, paid if len(paid.row) else None, np.zeros(len(customer)), len(paid.row))
    if reads_purchases(experiment) and source.money is None and snapshot is not None:
        found = bought_by(
            snapshot, customers, customer=customer, decided_on=day, window=experiment.window_days, last=last
        )
        bought = found.amount > 0
        source = Source(
            Happenings(found.row[bought], found.day[bought], found.amount[bought]),
            Happenings(found.row, found.day, found.money),
            found.before,
            len(found.row),
            found.on_margin,
        )
    told = paid if metric == MONEY else _inside(experiment, metric, customers, customer, day)
    if metric in (BOUGHT, MONEY) and not len(told.row):
        return source
    did = told.amount > 0
    return replace(source, done=Happenings(told.row[did], told.day[did], told.amount[did]))


def _inside(experiment: Experiment, name: str, customers: Customers, customer: Ints, decided_on: Ints) -> Happenings:
    """The outcomes of that name within the window of their customer."""
    party, day, amount = outcomes_of(experiment, name)
    who = customers.of_parties(party)
    place = np.minimum(np.searchsorted(customer, who), len(customer) - 1)
    since = day - decided_on[place]
    inside = (customer[place] == who) & (since >= 0) & (since < experiment.window_days)
    return Happenings(place[inside], day[inside], amount[inside])


def _as_of(snapshot: Snapshot | None) -> datetime | None:
    return snapshot.as_of if snapshot else None


def day_of(number: int) -> date:
    """The date of a day since 1970."""
    return date.fromordinal(number + EPOCH)
