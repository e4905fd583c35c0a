"""Where every customer and prospect stands on a day: value, tier, class, rhythm and place, one wide row each.

Ranks and quantiles are taken on narrow tables and joined: a window over a wide table carries every column through its
sort, which at a million customers is most of a run.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from lazo.analytics.holdings import missing_holdings
from lazo.analytics.rfm import rfm_scores
from lazo.analytics.rhythm import rhythm
from lazo.analytics.tiers import (
    customer_classes,
    frequency_class,
    potential_values,
    significant_customers,
    value_tiers,
)
from lazo.analytics.tuples import Ints
from lazo.differentiate.positions.assign import with_position
from lazo.differentiate.positions.features import unrealised_ranks, with_features
from lazo.differentiate.positions.place import with_place, worth_ranks
from lazo.differentiate.positions.thresholds import in_force
from lazo.differentiate.scoring.accounts import revenue_ratios
from lazo.differentiate.scoring.contract_standing import ContractStanding
from lazo.differentiate.scoring.offering import with_offering
from lazo.differentiate.scoring.reading import Reading
from lazo.differentiate.scoring.summary import CUTS
from lazo.differentiate.scoring.wallet import Wallet

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

JUDGED_BY = ("margin_total", "money_12m", "margin_12m", "value_12m_is_margin", "t_x", "previous_tier")
"""Columns that only what is made from `known` reads: the wide table goes on without them."""

ONLY_RULES = (
    "is_customer",
    "has_contract",
    "frequency",
    "age_days",
    "interest_days",
    "lost_for_days",
    "p_alive_before",
    "unrealised",
    "unrealised_rank",
    "holdings",
    "usual_holdings",
    "missing_holdings",
    "p_alive_at_last",
    "previous_p_alive",
    "money_total",
    "created_on",
    "last_interest",
    "n_days",
    "potential_cell",
    "known_by",
    "other_role",
)
"""Columns that only the rules read: their numbers are in the evidence."""

OF_ALL = ("actual_cut", "unrealised_cut")
"""The cut-offs of the tiers, the same in every row."""

LATELY_DAYS = 30
ONE_GAP = 1.0
"""Weight of the peers' rhythm, in gaps, when no model was fitted."""


class Standing:
    """The tables of one day in the engine, made in order and dropped when nobody reads them any more."""

    def __init__(
        self,
        reading: Reading,
        *,
        on: date,
        run_on: date,
        wallet: Wallet | None = None,
        contracts: ContractStanding | None = None,
        offering: Ints | None = None,
    ) -> None:
        self._reading = reading
        self._contracts = contracts
        self._offering = offering
        self._wallet = wallet
        self._con = reading.con
        self._on = on
        self._run_on = run_on
        self._kept: list[str] = []

    def known(self, customers: Table, gaps: Table, previous: Table) -> Table:
        """Who bought and is still a customer, with kind, country and what the last run said; kept in the engine.

        `customers` is `customers_table` of the day, `gaps` the median of own gaps, `previous` has customer_id,
        previous_tier and previous_p_alive of the last run.
        """
        named = customers.inner_join(self._people().select("customer_id", "kind", "country"), "customer_id")
        beside = _beside(named, [gaps, previous])
        return self._keep("known", beside.mutate(frequency_class=frequency_class(beside.n_days)))

    def placed(self, known: Table, *, r: float | None) -> Table:
        """One row per customer and prospect known on the day, with area, rule and evidence; kept in the engine.

        `known` is what the method of that name gave, `r` the shape of BG/NBD's rates (null without a model).
        """
        self._keep("rfm", rfm_scores(known).select("customer_id", "rfm"))
        return self._keep("placed", self._by_rules(known, r).drop(*ONLY_RULES))

    def areas(self, known: Table, *, r: float | None) -> Table:
        """The area of everyone, as `placed` gives it: customer_id, area. Nothing else is computed or kept."""
        return self._keep("areas", self._by_rules(known, r).select("customer_id", "area"))

    def _by_rules(self, known: Table, r: float | None) -> Table:
        people = self._people()
        clock = self._keep("clock", rhythm(known, r=r or ONE_GAP, peers=("kind", "country")).drop("gap_source"))
        potential = self._keep("potential", potential_values(known.drop("clv").rename(clv="worth")))
        judged = self._keep("judged", _judged(known, clock, potential))
        parts = [
            clock,
            potential,
            self._keep("tiers", self._tiers(judged)).drop(*OF_ALL),
            self._keep("classes", customer_classes(judged)),
            self._keep("gains", unrealised_ranks(judged)),
            self._keep("holdings", missing_holdings(known, self._reading.holdings(self._on))),
        ]
        everyone = self._everyone(people, _beside(known.drop(*JUDGED_BY), parts))
        everyone = with_offering(self._con, everyone, self._offering, name=self._offered())
        return with_position(with_features(everyone, on=self._on))

    def _offered(self) -> str:
        name = self._name("offering")
        if self._offering is not None and name not in self._kept:
            self._kept.append(name)
        return name

    def _tiers(self, judged: Table) -> Table:
        actual, unrealised = in_force().tier_percents
        return value_tiers(judged, actual_percent=actual, unrealised_percent=unrealised)

    def cuts(self) -> dict[str, int | None]:
        """The cut-offs of the tiers of `placed`, by CUTS; null where there is nobody."""
        tiers = self._con.table(self._name("tiers"))
        found = tiers.aggregate(**{name: tiers[column].max() for name, column in zip(CUTS, OF_ALL, strict=True)})
        row: dict[str, int | None] = found.to_pyarrow().to_pylist()[0]
        return row

    def finished(self, placed: Table) -> Table:
        """The placed with their place in the area, RFM and strategic kinds: one row stays one row, nothing is kept."""
        judged = self._con.table(self._name("judged"))
        parts = [
            self._keep("ranks", worth_ranks(placed)),
            self._con.table(self._name("rfm")),
            self._keep("significant", significant_customers(judged)),
        ]
        if self._wallet is not None:
            parts.append(self._shares(self._wallet))
        beside = _beside(placed, parts)
        return with_place(beside.mutate(strategic_kinds=_kinds(beside)))

    def _shares(self, wallet: Wallet) -> Table:
        import pyarrow as pa

        self._kept.append(self._name("wallet"))
        shares = pa.table({"customer_id": wallet.customer, "wallet_share": wallet.share})
        return self._con.create_table(self._name("wallet"), shares, overwrite=True)

    def _agreed(self) -> Table:
        """One row per customer with a running contract."""
        import pyarrow as pa

        from lazo.differentiate.scoring.contract_standing import TYPES

        none = pa.schema({"customer_id": pa.int64(), **TYPES}).empty_table()
        rows = none if self._contracts is None else self._contracts.table()
        self._kept.append(self._name("contracts"))
        return self._con.create_table(self._name("contracts"), rows, overwrite=True)

    def forget(self) -> None:
        """Drop every table of the day, once its rows have been written elsewhere."""
        for name in self._kept:
            self._con.drop_table(name)
        self._kept.clear()

    def _name(self, what: str) -> str:
        return f"{what}_{self._on:%Y%m%d}"

    def _keep(self, what: str, table: Table) -> Table:
        self._kept.append(self._name(what))
        return self._con.create_table(self._name(what), table, overwrite=True)

    def _people(self) -> Table:
        """Canonical parties that are not retired. One that entered the database after the run's day is of unknown age.

        It then counts as known all along: the date says when the file was read, not when the person was met.
        """
        import ibis

        parties = self._reading.parties()
        own = _with_records(parties, parties.filter((parties.canonical_id == parties.party_id) & ~parties.retired))
        is_unknown = own.created_on > ibis.literal(self._run_on, "date")
        created = is_unknown.ifelse(ibis.literal(self._on, "date"), own.created_on)
        return own.select(
            "kind",
            "owner_id",
            "team_id",
            customer_id=own.party_id,
            country=own.country.fill_null(""),
            created_on=created,
            known_by=own.identified.cast("int64") + own.contactable.cast("int64"),
            other_role=own.other_role,
        )

    def _everyone(self, people: Table, ranked: Table) -> Table:
        """Customers beside prospects; a household, or who is only somebody's contact, is nobody's prospect."""
        import ibis

        ratios = revenue_ratios(self._reading.months(), self._reading.parties(), on=self._on)
        parts = [ranked.drop("kind", "country"), self._reading.interest(self._on), ratios, self._agreed()]
        table = _beside(people, parts)
        table = table.mutate(has_contract=table.contract_age_days.notnull())
        is_prospect = (
            (table.created_on <= ibis.literal(self._on, "date")) & (table.kind != "HOUSEHOLD") & ~table.other_role
        )
        kept = table.filter(table.n_days.notnull() | is_prospect)
        wrote = kept.last_interest.notnull()
        lately = wrote & (kept.last_interest > ibis.literal(self._on - timedelta(days=LATELY_DAYS), "date"))
        return kept.mutate(
            steps=kept.known_by + wrote.cast("int64") + lately.fill_null(False).cast("int64"),
            cell=kept.kind + "|" + kept.country + "|" + kept.frequency_class.fill_null(""),
        )


def _with_records(parties: Table, own: Table) -> Table:
    """Customers known by what any of their records says, since the first of them, and in another role only when all say so."""
    import ibis

    further = parties.filter((parties.canonical_id != parties.party_id) & ~parties.retired)
    told = further.group_by(told_id=further.canonical_id).aggregate(
        also_identified=further.identified.any(),
        also_contactable=further.contactable.any(),
        all_other=further.other_role.all(),
        first_on=further.created_on.min(),
    )
    joined = own.left_join(told, own.party_id == told.told_id)
    return joined.mutate(
        identified=joined.identified | joined.also_identified.fill_null(False),
        contactable=joined.contactable | joined.also_contactable.fill_null(False),
        other_role=joined.other_role & joined.all_other.fill_null(True),
        created_on=ibis.least(joined.created_on, joined.first_on.fill_null(joined.created_on)),
    )


def _beside(table: Table, parts: list[Table]) -> Table:
    """The table with the columns of the parts, where they have a row for the customer."""
    for part in parts:
        table = table.left_join(part, "customer_id", rname="{name}_again").drop("customer_id_again")
    return table


def _judged(known: Table, clock: Table, potential: Table) -> Table:
    """The few columns that tiers, classes and strategic kinds are judged by; `clv` is what the customer is worth."""
    table = known.inner_join(potential, "customer_id").inner_join(clock, "customer_id")
    return table.select(
        "customer_id",
        "potential_value",
        "previous_tier",
        "n_days",
        clv=table.worth,
        is_active=(table.p_alive >= 0.5).fill_null(table.overdue_ratio < 2),
        returns_or_owes=table.money_total < 0,
        volume=table.money_12m,
        contribution=table.margin_12m,
    )


def _kinds(table: Table) -> Column:
    import ibis

    high, magnet = table.high_ltv.fill_null(False), table.cost_magnet.fill_null(False)
    return ibis.cases((high & magnet, "HIGH_LTV,COST_MAGNET"), (high, "HIGH_LTV"), (magnet, "COST_MAGNET"), else_="")
