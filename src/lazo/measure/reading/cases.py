"""The customers of one treated arm and of control as rows to learn from: who, since when, treated or not, did it or not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.tuples import Floats, Ints
from lazo.customize.models import Arm, Experiment
from lazo.customize.models.experiment import BOUGHT, MONEY
from lazo.kernel.access import EVERYTHING
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.measure.reading.customers import Customers
from lazo.measure.reading.decided import day_number
from lazo.measure.reading.sums import last_day, once_each, source_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Cases:
    """One row per customer, ascending: `day` of the decision since 1970, whether treated, whether they did it within the window.

    `money` in base minor units within the window; null where none is told or read.
    """

    customer: Ints
    day: Ints
    treated: Mask
    outcome: Mask
    money: Floats | None

    def taken(self, rows: Any) -> "Cases":
        money = None if self.money is None else self.money[rows]
        return Cases(self.customer[rows], self.day[rows], self.treated[rows], self.outcome[rows], money)


def cases_of(experiment: Experiment, arm: Arm, control: Arm, *, on: date, snapshot: Snapshot | None) -> Cases:
    """Everybody in the arm or in control, as known at the end of `on`; while the experiment goes on, those whose window is over.

    A dozen queries whatever the customers.
    """
    metric = BOUGHT if experiment.metric == MONEY else experiment.metric
    arms = sorted([arm.pk, control.pk])
    every = list(Arm.objects.filter(experiment=experiment).order_by("key").values_list("pk", flat=True))
    customers = Customers.of(snapshot)
    customer, place, day = once_each(experiment, every, customers, EVERYTHING, snapshot)
    ours = np.isin(place, [every.index(one) for one in arms])
    last = day_number(last_day(experiment, on, snapshot))
    if experiment.ends_on is None:
        ours &= day + experiment.window_days <= last + 1
    source = source_of(experiment, metric, snapshot, customers, customer=customer, day=day, last=last)
    did = np.zeros(len(customer), dtype=np.bool_)
    did[source.done.row] = True
    money: Floats | None = None
    if source.money is not None:
        money = np.bincount(source.money.row, source.money.amount, len(customer)).astype(np.float64)
    return Cases(customer, day, place == every.index(arm.pk), did, money).taken(ours)
