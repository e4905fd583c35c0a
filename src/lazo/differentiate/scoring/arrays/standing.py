"""Where every customer and prospect stands on a day, as arrays: the numbers of `scoring.standing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.arrays.facts import Facts
from lazo.analytics.arrays.holdings import usual_holdings
from lazo.analytics.arrays.members import Flags
from lazo.analytics.arrays.ranks import percent_rank
from lazo.analytics.arrays.rhythm import expected_gaps
from lazo.analytics.arrays.tiers import (
    CLASSES,
    FREQUENCY_CLASSES,
    NONE,
    TIERS,
    Tiers,
    customer_classes,
    frequency_class,
    potential_values,
    top_customers,
)
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.positions.assign_arrays import Positions
from lazo.differentiate.positions.column import Column
from lazo.differentiate.positions.place_arrays import Standings, lost_for_days
from lazo.differentiate.positions.thresholds import in_force
from lazo.differentiate.scoring.arrays.people import NO_DAY, People, day_number
from lazo.differentiate.scoring.contract_standing import NUMBERS, ContractStanding
from lazo.differentiate.scoring.offering import flags_of
from lazo.differentiate.scoring.prediction import Prediction
from lazo.differentiate.scoring.standing import LATELY_DAYS, ONE_GAP

PROSPECTLESS = "HOUSEHOLD"


@dataclass(frozen=True, slots=True)
class Previous:
    """What the last run said, an element per member: NONE or a position in TIERS, NaN or P(alive)."""

    tier: NDArray[np.int8]
    p_alive: Floats

    @classmethod
    def nothing(cls, members: int) -> Self:
        return cls(np.full(members, NONE, dtype=np.int8), np.full(members, np.nan))


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known beside purchases, an element per member: see `signals`."""

    interest: NDArray[np.int32]
    held: Ints | None
    revenue_ratio: Floats
    contracts: ContractStanding | None = None
    offering: Ints | None = None
    """Customers to whom something is worth offering; null where nobody says."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is judged of each customer, in the order of the facts it was made from; `cuts` are A and G of the tiers, money."""

    expected_gap: Floats
    overdue_ratio: Floats
    potential: Ints
    tier: NDArray[np.int8]
    migrator: Flags
    cuts: tuple[int, int]
    customer_class: NDArray[np.int8]
    is_top: Flags
    unrealised: Floats
    unrealised_rank: Floats
    cell: Ints

    @classmethod
    def of(
        cls, facts: Facts, prediction: Prediction, people: People, gaps: Floats, previous: Previous, *, r: float | None
    ) -> Self:
        """Judge customers who are among the people; `gaps` has an element per customer, `r` is of BG/NBD."""
        row = people.row[facts.who]
        kind, country = people.kind.code[row].astype(np.int64), people.country.code[row].astype(np.int64)
        peers, frequency, worth = (
            kind * len(people.country.names) + country,
            frequency_class(facts.n_days),
            prediction.worth,
        )
        expected = expected_gaps(gaps, facts.x, facts.t_x, peers, r=r or ONE_GAP)
        overdue = facts.recency / expected
        potential = potential_values(worth, kind, country, frequency)
        tiers = Tiers.of(worth, potential, previous.tier[facts.who], percents=in_force().tier_percents)
        owes, is_top = facts.money_total < 0, top_customers(worth)
        is_active = overdue < 2 if prediction.p_alive is None else prediction.p_alive >= 0.5
        unrealised = np.where(owes, np.nan, potential - worth)
        ranks = np.full(len(facts), np.nan)
        ranks[~owes] = percent_rank((potential - worth)[~owes])
        return cls(
            expected_gap=expected,
            overdue_ratio=overdue,
            potential=potential,
            tier=tiers.tier,
            migrator=tiers.migrator,
            cuts=(tiers.actual_cut, tiers.unrealised_cut),
            customer_class=customer_classes(worth, facts.n_days, is_active, owes, is_top),
            is_top=is_top,
            unrealised=unrealised,
            unrealised_rank=ranks,
            cell=peers * len(FREQUENCY_CLASSES) + frequency,
        )


@dataclass(frozen=True, slots=True)
class Everyone:
    """Customers beside prospects: `person` are rows of the people, `at` where each customer stands among them."""

    person: Ints
    at: Ints

    @classmethod
    def of(cls, facts: Facts, people: People, *, on: date, run_on: date) -> Self:
        """A household, or who is only somebody's contact, is nobody's prospect."""
        known = people.known_since(on=on, run_on=run_on) <= day_number(on)
        stays = known & ~people.kind.are(PROSPECTLESS) & ~people.other_role
        row = people.row[facts.who]
        stays[row] = True
        place = np.cumsum(stays) - 1
        return cls(np.flatnonzero(stays), place[row])

    def __len__(self) -> int:
        return len(self.person)

    def spread(self, values: NDArray[Any], other: float) -> NDArray[Any]:
        """A value per customer as one for everyone, `other` for a prospect."""
        spread = np.full(len(self), other, dtype=values.dtype)
        spread[self.at] = values
        return spread

    def floats(self, values: NDArray[Any] | None) -> Floats:
        """The same as floats, NaN for a prospect and where there is no model."""
        if values is None:
            return np.full(len(self), np.nan)
        return self.spread(values.astype(np.float64, copy=False), np.nan)


def columns_of_rules(
    everyone: Everyone,
    people: People,
    *,
    facts: Facts,
    prediction: Prediction,
    judged: Judged,
    signals: Signals,
    previous: Previous,
    on: date,
    run_on: date,
) -> dict[str, Column]:
    """The columns that the rules read and show, an element for everyone."""
    e = everyone
    who = people.who[e.person]
    gap, recency, x = e.floats(judged.expected_gap), e.floats(facts.recency), e.floats(facts.x)
    at_last, before = e.floats(prediction.p_alive_at_last), e.floats(previous.p_alive[facts.who])
    interest = signals.interest[who]
    known = people.known_since(on=on, run_on=run_on)[e.person]
    sign = np.maximum(np.maximum(known, interest), e.spread(facts.last_day, NO_DAY))
    wrote, lately = interest != NO_DAY, interest > day_number(on) - LATELY_DAYS
    bought = (facts.n_purchases > 0) & (facts.money_total > 0)
    return {
        "is_customer": Column(e.spread(bought, False)),
        "kind": Column(people.kind.code[e.person], people.kind.names),
        "frequency": Column(x, is_whole=True),
        "n_days": Column(e.floats(facts.n_days), is_whole=True),
        "age_days": Column(e.floats(facts.age), is_whole=True),
        "recency_days": Column(recency, is_whole=True),
        "interest_days": Column(np.maximum(day_number(on) - sign, 0)),
        "lost_for_days": Column(lost_for_days(recency, x, gap), is_whole=True),
        "steps": Column(people.known_by[e.person] + wrote + lately),
        "p_alive": Column(e.floats(prediction.p_alive)),
        "p_alive_before": Column(np.fmax(at_last, before)),
        "expected_gap": Column(gap),
        "overdue_ratio": Column(e.floats(judged.overdue_ratio)),
        "revenue_ratio": Column(signals.revenue_ratio[who]),
        "tier": Column(e.spread(judged.tier, NONE), TIERS),
        "customer_class": Column(e.spread(judged.customer_class, NONE), CLASSES),
        "unrealised": Column(e.floats(judged.unrealised)),
        "unrealised_rank": Column(e.floats(judged.unrealised_rank)),
        **_of_holdings(e, facts, people, judged, signals.held),
        **_of_contracts(signals.contracts, people.customer[e.person]),
        **_of_offering(signals.offering, people.customer[e.person]),
    }


def _of_offering(worth: Ints | None, customers: Ints) -> dict[str, Column]:
    return {} if worth is None else {"worth_offering": Column(flags_of(worth, customers))}


def _of_contracts(contracts: ContractStanding | None, customers: Ints) -> dict[str, Column]:
    """What is known of contracts; of who has none, nothing."""
    if contracts is None:
        none = np.full(len(customers), np.nan)
        return {"has_contract": Column(np.zeros(len(customers), bool)), **{name: Column(none) for name in NUMBERS}}
    found = contracts.of_customers(customers)
    has_one = ~np.isnan(found["contract_age_days"])
    columns = {name: Column(values, is_whole=name.startswith("contract_")) for name, values in found.items()}
    return {"has_contract": Column(has_one), **columns}


def _of_holdings(
    everyone: Everyone, facts: Facts, people: People, judged: Judged, held: Ints | None
) -> dict[str, Column]:
    """Holdings and what is usual among look-alikes of kind and frequency; unknown of who has none or too few peers."""
    found = np.full(len(facts), np.nan)
    usual = found
    if held is not None and len(facts):
        theirs = held[facts.who]
        classes = len(FREQUENCY_CLASSES)
        kind = people.kind.code[people.row[facts.who]].astype(np.int64)
        group = kind * classes + judged.cell % classes
        known = theirs > 0
        by_group = usual_holdings(theirs[known], group[known])
        padded = np.append(by_group, np.full(int(group.max()) + 1 - len(by_group), np.nan))
        usual = np.where(known, padded[group], np.nan)
        found = np.where(np.isfinite(usual), theirs, np.nan)
    columns = {"holdings": found, "usual_holdings": usual, "missing_holdings": usual - found}
    return {name: Column(everyone.floats(values), is_whole=True) for name, values in columns.items()}


def standings(everyone: Everyone, columns: Mapping[str, Column], prediction: Prediction, judged: Judged) -> Standings:
    """What places are made of."""
    return Standings(
        steps=columns["steps"].values,
        x=columns["frequency"].values,
        age=columns["age_days"].values,
        coming_90d=everyone.floats(prediction.purchases.get(90)),
        p_alive=columns["p_alive"].values,
        overdue_ratio=columns["overdue_ratio"].values,
        revenue_ratio=columns["revenue_ratio"].values,
        churn=columns["churn_90d"].values,
        contract_end=columns["contract_end_in_days"].values,
        contract_age=columns["contract_age_days"].values,
        worth=everyone.spread(prediction.worth, 0),
        cell=everyone.spread(judged.cell, 0),
    )


def positions_of(columns: Mapping[str, Column], everyone: Everyone) -> Positions:
    """Where the rules put everyone."""
    return Positions.of(columns, len(everyone))
