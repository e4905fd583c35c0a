"""The company's contact budget, given to what is expected to bring most: an auction for the places each customer has left."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from lazo.analytics.segments.arrays_states import EPOCH
from lazo.customize.policy.asked import Asked
from lazo.customize.policy.asking import FEW, checked
from lazo.customize.policy.customer import is_counted
from lazo.customize.policy.many import counts_of
from lazo.customize.policy.reading_truth import read_customers
from lazo.customize.policy.reading_warehouse import read_population, read_sent
from lazo.customize.policy.rule import Kind, Rule
from lazo.differentiate.segments.warehouse_source import WarehouseSource
from lazo.kernel.warehouse.snapshot import Snapshot, UnableToOpenWarehouse, open_snapshot

UNLIMITED = 32_000
Ints = NDArray[np.int64]


def allot(
    *, parties: Sequence[int] | Ints, expected: Sequence[int] | Ints, purpose: str, channel: str, when: datetime
) -> NDArray[np.bool_]:
    """Which of the candidates may use what is left of their customer's budget: those expected to bring most (minor units), the first of equals.

    `parties` may repeat: several things that somebody could be told. Asks nothing but the budget, see `may_contact_many`. Raises UnableToAsk.
    """
    who, money = np.asarray(parties, np.int64), np.asarray(expected, np.int64)
    customers, place = np.unique(who, return_inverse=True)
    left = places_left(parties=customers, purpose=purpose, channel=channel, when=when)
    order = np.lexsort((np.arange(len(who)), -money, place))
    begins = np.searchsorted(place[order], np.arange(len(customers)))
    found = np.zeros(len(who), np.bool_)
    found[order] = np.arange(len(who)) - begins[place[order]] < left[place[order]]
    return found


def places_left(*, parties: Ints, purpose: str, channel: str, when: datetime) -> NDArray[np.int32]:
    """How many contacts for `purpose` the company's budget leaves each customer on that day; UNLIMITED without a budget.

    Up to five thousand are read from the operational database, more from the warehouse. Raises UnableToAsk.
    """
    asked = checked(purpose=purpose, channel=channel, when=when)
    budgets = [rule for rule in asked.own if is_budget(rule) and rule.asks(purpose=purpose, channel=channel)]
    if not budgets or not len(parties):
        return np.full(len(parties), UNLIMITED, np.int32)
    if len(parties) > FEW:
        try:
            return _from_warehouse(parties, asked, budgets, open_snapshot(settings.WORKSPACE))
        except UnableToOpenWarehouse:
            pass
    return _from_truth(parties, asked, budgets)


def is_budget(rule: Rule) -> bool:
    """Whether it is the company's limit on all channels together."""
    return rule.is_own and rule.kind == Kind.CAP and not rule.channels


def _from_truth(parties: Ints, asked: Asked, budgets: list[Rule]) -> NDArray[np.int32]:
    customers = read_customers([int(party) for party in parties], asked)
    left = []
    for party in parties.tolist():
        contacts = customers[party].contacts
        used = [sum(is_counted(rule, one, asked.on) for one in contacts) for rule in budgets]
        left.append(max(0, min(rule.most - count for rule, count in zip(budgets, used, strict=True))))
    return np.array(left, np.int32)


def _from_warehouse(parties: Ints, asked: Asked, budgets: list[Rule], snapshot: Snapshot) -> NDArray[np.int32]:
    source = WarehouseSource(snapshot, None)
    base = read_population(source, asked.channel).base
    sent, today = read_sent(source, base, asked.since), asked.on.toordinal() - EPOCH
    left = np.full(len(base) + 1, UNLIMITED, np.int64)
    for rule in budgets:
        left[:-1] = np.minimum(left[:-1], rule.most - counts_of(rule, sent, [today], len(base)))
    left[-1] = 0
    return np.maximum(left, 0)[base.places.of(parties)].astype(np.int32)
