"""The rules over arrays: for each customer of each country the first that forbids, exactly as `customer.block_of` says it of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.segments.arrays_base import Base
from lazo.analytics.segments.arrays_states import EPOCH
from lazo.customize.policy.answer import ALLOWED, Answers
from lazo.customize.policy.asked import Asked
from lazo.customize.policy.customer import (
    BLOCKED,
    CONTACT_POINT,
    ERASED,
    EXPIRED,
    LIST,
    NO_CONSENT,
    WITHDRAWN,
    Block,
    block_of,
)
from lazo.customize.policy.hours import is_open
from lazo.customize.policy.listed import NOBODY, first_lists
from lazo.customize.policy.reading_truth import AT_ONCE, read_customers
from lazo.customize.policy.reading_warehouse import (
    CHANNEL_NAMES,
    PURPOSE_NAMES,
    STATES,
    Population,
    Sent,
    read_population,
    read_ranks,
    read_sent,
)
from lazo.customize.policy.rule import WAITING, Kind, Rule
from lazo.customize.policy.since_sync import changed_since
from lazo.customize.policy.zones import Clocks, has_several, zones_of
from lazo.differentiate.segments.warehouse_source import WarehouseSource
from lazo.identify.models import ConsentEntry
from lazo.kernel.warehouse.snapshot import Snapshot

State = ConsentEntry.State
Numbers = NDArray[np.int32]


@dataclass
class Names:
    """The rules that were met, numbered in the order in which they were; 0 is none."""

    keys: list[str] = field(default_factory=lambda: [ALLOWED])
    countries: list[str] = field(default_factory=lambda: [""])

    def code(self, key: str, country: str = "") -> int:
        if key not in self.keys:
            self.keys.append(key)
            self.countries.append(country)
        return self.keys.index(key)

    def answers(self, codes: NDArray[np.int16]) -> Answers:
        return Answers(codes == 0, codes, tuple(self.keys), tuple(self.countries))


def answers_from_truth(parties: Sequence[int] | NDArray[Any], asked: Asked) -> Answers:
    """One by one, from the operational database; each piece of two thousand costs the same ten queries."""
    numbers = [int(party) for party in parties]
    names, codes = Names(), np.zeros(len(numbers), np.int16)
    for start in range(0, len(numbers), AT_ONCE):
        piece = numbers[start : start + AT_ONCE]
        found = read_customers(piece, asked)
        codes[start : start + len(piece)] = [_code(names, block_of(found[party], asked)) for party in piece]
    return names.answers(codes)


def _code(names: Names, block: Block | None) -> int:
    return 0 if block is None else names.code(block.key, block.country)


def answers_from_warehouse(parties: Sequence[int] | NDArray[Any], asked: Asked, snapshot: Snapshot) -> Answers:
    """All customers at once, and of them those asked about; of whom something happened since the sync, as of now."""
    source = WarehouseSource(snapshot, None)
    population = read_population(source, asked.channel)
    names, base, who = Names(), population.base, np.asarray(parties, np.int64)
    place = base.places.of(who)
    wanted = np.zeros(len(base), np.bool_)
    wanted[place[place >= 0]] = True
    ranks = read_ranks(source, base, asked)
    sent = read_sent(source, base, asked.since, asked.reserved)
    every = _Sieve(asked, population, ranks, sent, names, wanted).codes()
    erased = np.int16(names.code(ERASED))
    codes = np.where(place >= 0, every[place] if len(every) else erased, erased)
    changed = _changed(snapshot, base, who, place)
    if len(changed):
        later = read_customers(np.unique(who[changed]).tolist(), asked)
        codes[changed] = [_code(names, block_of(later[party], asked)) for party in who[changed].tolist()]
    return names.answers(codes)


def _changed(snapshot: Snapshot, base: Base, who: NDArray[np.int64], place: Numbers) -> NDArray[np.intp]:
    """The places in the question of those who are to be looked at one by one."""
    parties = np.array(sorted(changed_since(snapshot)), np.int64)
    if not len(parties):
        return np.zeros(0, np.intp)
    theirs = base.places.of(parties)
    return np.flatnonzero(np.isin(who, parties) | np.isin(place, theirs[theirs >= 0]))


@dataclass
class _Sieve:
    """The rules in order; a customer whom one forbids is not asked the next."""

    asked: Asked
    population: Population
    ranks: NDArray[np.int64]
    sent: Sent
    names: Names
    wanted: NDArray[np.bool_]

    def codes(self) -> NDArray[np.int16]:
        """The number of each customer's first rule; 0 where none forbids."""
        found = np.zeros(len(self.population.base), np.int16)
        countries = by_country(self.population, self.asked.country, self.wanted)
        found[self.population.is_blocked] = self.names.code(BLOCKED)
        for country, who in countries.items():
            self._lasting(found, country, who)
        self._lists(found)
        for country, who in countries.items():
            self._registries(found, country, who)
            self._waiting(found, country, who)
        return found

    def _mark(self, found: NDArray[np.int16], who: Numbers, forbidden: Any, key: str, country: str = "") -> None:
        """Write a rule where it is the first to forbid."""
        told = who[(found[who] == 0) & forbidden]
        if len(told):
            found[told] = self.names.code(key, country)

    def _lasting(self, found: NDArray[np.int16], country: str, who: Numbers) -> None:
        everybody, rules = self.population, self.asked.rules_of(country)
        for rule in rules:
            if rule.kind == Kind.AGE:
                young = everybody.has_birth[who] & (everybody.born[who] > _oldest_minor(rule.age, self.asked.on))
                self._mark(found, who, young, rule.key, rule.country)
        self._mark(found, who, ~everybody.is_reached[who], CONTACT_POINT)
        state = {said: self.ranks[who] == rank for rank, said in STATES.items()}
        self._mark(found, who, state[State.WITHDRAWN], WITHDRAWN)
        asking = next((rule for rule in rules if rule.kind == Kind.CONSENT), None)
        if asking is not None:
            self._mark(found, who, state[State.EXPIRED], EXPIRED)
            self._mark(found, who, ~state[State.GRANTED], NO_CONSENT)

    def _lists(self, found: NDArray[np.int16]) -> None:
        base = self.population.base
        codes, lists = first_lists(base, (found == 0) & self.wanted, self.asked.lists)
        for code in np.unique(codes[codes != NOBODY]).tolist():
            found[codes == code] = self.names.code(LIST + lists[code])

    def _registries(self, found: NDArray[np.int16], country: str, who: Numbers) -> None:
        for rule in self.asked.rules_of(country):
            if rule.kind == Kind.REGISTRY and rule.registry in self.asked.stale:
                self._mark(found, who, True, rule.key, rule.country)

    def _waiting(self, found: NDArray[np.int16], country: str, who: Numbers) -> None:
        rules = [rule for rule in self.asked.rules_of(country) if rule.kind in WAITING]
        if not rules:
            return
        for clocks, there in by_clocks(self.population, self.asked.zone, country, who):
            days = [day.toordinal() - EPOCH for day in self.asked.days(clocks, self.asked.when)]
            for rule in rules:
                if rule.kind == Kind.HOURS:
                    closed = not is_open(rule, country=country, clocks=clocks, at=self.asked.when)
                    self._mark(found, there, closed, rule.key, rule.country)
                else:
                    self._mark(found, there, self._full(rule, days)[there], rule.key, rule.country)

    def _full(self, rule: Rule, days: Sequence[int]) -> NDArray[np.bool_]:
        """Of each customer whether the contacts around the days leave no place for another."""
        sent, rows = self.sent, len(self.population.base)
        if rule.kind == Kind.MIX:
            others = sent.channel != CHANNEL_NAMES.index(self.asked.channel)
            return counts_of(rule, sent, days, rows, others) > 0
        return counts_of(rule, sent, days, rows) >= rule.counted_most


def by_country(population: Population, home: str, wanted: NDArray[np.bool_]) -> dict[str, Numbers]:
    """The customers of each country; of whom none is known, the company's own holds."""
    code, words = population.country, population.countries
    known = {word: np.flatnonzero((code == at) & wanted) for at, word in enumerate(words)}
    unknown = np.flatnonzero((code < 0) & wanted)
    if len(unknown):
        known[home] = np.concatenate([known.get(home, np.zeros(0, np.int64)), unknown])
    return {word: who.astype(np.int32) for word, who in known.items() if len(who)}


def by_clocks(population: Population, home: str, country: str, who: Numbers) -> list[tuple[Clocks, Numbers]]:
    """The customers of one country by where their clock is."""
    if not has_several(country):
        return [(zones_of(country, "", home), who)]
    words, found = population.cities, dict[Clocks, list[Numbers]]()
    city = population.city[who]
    order = np.argsort(city, kind="stable")
    codes, starts = np.unique(city[order], return_index=True)
    for code, there in zip(codes.tolist(), np.split(who[order], starts[1:]), strict=True):
        clocks = zones_of(country, words[code] if code >= 0 else "", home)
        found.setdefault(clocks, []).append(there)
    return [(clocks, np.concatenate(parts)) for clocks, parts in found.items()]


def counts_of(
    rule: Rule, sent: Sent, days: Sequence[int], rows: int, only: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """How many contacts of each of `rows` customers a rule counts around any of `days` (since 1970); of those that are `only`."""
    counted = np.logical_or.reduce([np.abs(sent.day - day) < rule.days for day in days])
    if only is not None:
        counted &= only
    if rule.purposes:
        counted &= _among(("", *rule.purposes), PURPOSE_NAMES)[sent.purpose]
    if rule.counted_channels:
        counted &= _among(tuple(rule.counted_channels), CHANNEL_NAMES)[sent.channel]
    return np.bincount(sent.place[counted], minlength=rows)


def _among(wanted: tuple[str, ...], names: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([name in wanted for name in names], np.bool_)


def _oldest_minor(age: int, on: date) -> int:
    """The last day, since 1970, on which somebody was born who has that age."""
    day = on.day - 1 if (on.month, on.day) == (2, 29) and not _is_leap(on.year - age) else on.day
    return date(on.year - age, on.month, day).toordinal() - EPOCH


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
