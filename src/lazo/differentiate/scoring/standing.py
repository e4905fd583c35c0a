"""Where every customer and prospect stands on a day: value, tier, class, rhythm and place, one wide row each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lazo.analytics.rfm import rfm_scores
from lazo.analytics.rhythm import rhythm
from lazo.analytics.tiers import (
    customer_classes,
    frequency_class,
    potential_values,
    significant_customers,
    value_tiers,
)
from lazo.differentiate.positions.assign import with_position
from lazo.differentiate.positions.features import with_features
from lazo.differentiate.positions.place import with_place
from lazo.differentiate.scoring.accounts import revenue_ratios
from lazo.differentiate.scoring.reading import Reading

if TYPE_CHECKING:
    from ibis.expr.types import Table

EVENT_RATE = 1.0  # of the prior's gaps when no model was fitted: one gap's weight


def standing(reading: Reading, customers: Table, *, previous: Table, on: date, run_on: date, r: float | None) -> Table:
    """One row per customer and prospect known on `on`, kept in the engine.

    `customers` is `customers_table` of that day, `previous` has customer_id, previous_tier and previous_p_alive of the
    last run, `r` is the shape of BG/NBD's rates (null without a model). `run_on` is the day of the run itself: a party
    that entered the database after it is of unknown age, and counts as known all along.
    """
    con, stamp = reading.con, f"{on:%Y%m%d}"
    people = _people(reading, on=on, run_on=run_on)
    known = customers.inner_join(people.select("customer_id", "kind", "country"), "customer_id")
    gaps = reading.gaps(on)
    known = known.left_join(gaps, "customer_id", rname="{name}_gap").drop("customer_id_gap")
    known = known.left_join(previous, "customer_id", rname="{name}_previous").drop("customer_id_previous")
    known = con.create_table(
        f"known_{stamp}", known.mutate(frequency_class=frequency_class(known.n_days)), overwrite=True
    )
    ranked = con.create_table(f"ranked_{stamp}", _ranked(known, r), overwrite=True)
    everyone = _everyone(reading, people, ranked, on=on)
    placed = with_position(with_features(everyone, on=on))
    return con.create_table(f"standing_{stamp}", with_place(placed), overwrite=True)


def _people(reading: Reading, *, on: date, run_on: date) -> Table:
    """Customers and prospects known on `on`: canonical, not retired; who bought is known whatever the date."""
    import ibis

    parties = reading.parties()
    own = parties.filter((parties.canonical_id == parties.party_id) & ~parties.retired)
    created = (own.created_on > ibis.literal(run_on, "date")).ifelse(ibis.literal(on, "date"), own.created_on)
    return own.select(
        "kind", "owner_id", "team_id", customer_id=own.party_id, country=own.country.fill_null(""), created_on=created
    )


def _ranked(known: Table, r: float | None) -> Table:
    """The table with rhythm, potential, tier, class, strategic kinds and RFM beside it."""
    worth = known.drop("clv").rename(clv="worth")
    clock = rhythm(known, r=r or EVENT_RATE, peers=("kind", "country")).drop("gap_source")
    potential = potential_values(worth)
    with_potential = worth.inner_join(potential, "customer_id").join(clock, "customer_id")
    active = (with_potential.p_alive >= 0.5).fill_null(with_potential.overdue_ratio < 2)
    full = with_potential.mutate(
        is_active=active,
        returns_or_owes=with_potential.money_total <= 0,
        volume=with_potential.money_12m,
        contribution=with_potential.margin_12m,
    )
    joined = known.inner_join(clock, "customer_id")
    for part in (potential, value_tiers(full), customer_classes(full), significant_customers(full), rfm_scores(known)):
        joined = joined.left_join(part, "customer_id", rname="{name}_again").drop("customer_id_again")
    return joined.mutate(strategic_kinds=_kinds(joined))


def _kinds(table: Table) -> object:
    import ibis

    high, magnet = table.high_ltv.fill_null(False), table.cost_magnet.fill_null(False)
    return ibis.cases((high & magnet, "HIGH_LTV,COST_MAGNET"), (high, "HIGH_LTV"), (magnet, "COST_MAGNET"), else_="")


def _everyone(reading: Reading, people: Table, ranked: Table, *, on: date) -> Table:
    """Customers beside prospects; who is neither a person nor a company and never bought is nobody's prospect."""
    import ibis

    table = people.left_join(ranked.drop("kind", "country"), "customer_id", rname="{name}_bought")
    table = table.left_join(reading.interest(on), "customer_id", rname="{name}_interest")
    ratios = revenue_ratios(reading.months(), reading.parties(), on=on)
    table = table.left_join(ratios, "customer_id", rname="{name}_ratio")
    known = (table.created_on <= ibis.literal(on, "date")) & (table.kind != "HOUSEHOLD")
    kept = table.filter(table.n_days.notnull() | known)
    return kept.mutate(
        steps=1 + kept.last_interest.notnull().cast("int64"),
        cell=kept.kind + "|" + kept.country + "|" + kept.frequency_class.fill_null(""),
    )
