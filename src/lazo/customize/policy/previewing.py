"""How many customers a rule by itself would hold back now, counted over arrays."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from lazo.analytics.segments.arrays_states import EPOCH
from lazo.customize.policy.asked import Ground
from lazo.customize.policy.hours import is_open
from lazo.customize.policy.many import Numbers, by_clocks, by_country, counts_of
from lazo.customize.policy.reading_warehouse import Population, Sent, read_population, read_sent
from lazo.customize.policy.rule import COUNTED, Kind, Rule
from lazo.customize.policy.zones import Clocks
from lazo.differentiate.segments.warehouse_source import WarehouseSource
from lazo.kernel.warehouse.snapshot import Snapshot

ANY_CHANNEL = "email"
"""Whom it reaches does not matter here."""


def held_back(rules: Sequence[Rule], *, when: datetime, snapshot: Snapshot) -> tuple[list[int], int]:
    """Of each rule how many customers it holds back at `when`, whatever the others say, and how many customers there are."""
    ground, source = Ground.now(), WarehouseSource(snapshot, None)
    population = read_population(source, ANY_CHANNEL)
    days = [rule.days for rule in rules if rule.kind in COUNTED]
    since = when.date() - timedelta(days=max(days) + 1) if days else None
    sent = read_sent(source, population.base, since)
    return [_held(rule, population, sent, ground, when) for rule in rules], len(population.base)


def _held(rule: Rule, population: Population, sent: Sent, ground: Ground, when: datetime) -> int:
    everybody = np.ones(len(population.base), np.bool_)
    return sum(
        _count(rule, country, clocks, there, sent, when, ZoneInfo(ground.zone), len(everybody))
        for country, who in by_country(population, ground.country, everybody).items()
        if rule.country in {"", country}
        for clocks, there in by_clocks(population, ground.zone, country, who)
    )


def _count(  # noqa: PLR0917 - one place of one country
    rule: Rule, country: str, clocks: Clocks, there: Numbers, sent: Sent, when: datetime, home: ZoneInfo, rows: int
) -> int:
    if rule.kind == Kind.HOURS:
        return 0 if is_open(rule, country=country, clocks=clocks, at=when) else len(there)
    days = {when.astimezone(zone).date().toordinal() - EPOCH for zone in (clocks[0], home)}
    return int((counts_of(rule, sent, sorted(days), rows)[there] >= rule.counted_most).sum())
