"""Where customers with contracts stand: in both ways of computing a run the same arrays, made only where there are contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

import numpy as np
import pyarrow as pa

from lazo.analytics.arrays.ranks import percent_rank
from lazo.analytics.contract_hazard import ContractTraits
from lazo.analytics.contract_risk import churn_chances
from lazo.analytics.contract_spells import NEVER, Contracts, day_number
from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.wallet import customers_of
from lazo.kernel.warehouse.snapshot import Snapshot

COLUMNS = ["party_id", "started_on", "ends_on", "cancelled_on", "renews_on", "period_months", "amount", "product_id"]
DAYS = COLUMNS[1:5]
NO_PRODUCT = -1


@dataclass(frozen=True)
class Agreements:
    """All contracts of a snapshot, an element each; days since 1970, NEVER where nobody said one."""

    customer: Ints
    contracts: Contracts
    traits: ContractTraits
    renews: Ints
    monthly: Floats

    @classmethod
    def read(cls, snapshot: Snapshot) -> Self | None:
        """Null where there are none."""
        files = snapshot.paths("contracts") if "contracts" in snapshot.manifest.tables else []
        table = pa.concat_tables([read_file(file, COLUMNS) for file in files]) if files else None
        if table is None or not table.num_rows:
            return None
        days = {name: _days(table.column(name)) for name in DAYS}
        end = np.minimum(days["ends_on"], days["cancelled_on"])
        period = table.column("period_months").to_numpy().astype(np.int64)
        return cls(
            customer=customers_of(snapshot, table.column("party_id").to_numpy()),
            contracts=Contracts(days["started_on"], end, period),
            traits=ContractTraits(
                table.column("product_id").combine_chunks().fill_null(NO_PRODUCT).to_numpy().astype(np.int64),
                table.column("amount").to_numpy().astype(np.float64),
            ),
            renews=days["renews_on"],
            monthly=np.maximum(table.column("amount").to_numpy() / period, 1.0),
        )


@dataclass(frozen=True)
class ContractStanding:
    """Customers with a running contract on a day, by their ids.

    `churn_90d` is the chance of losing them within 90 days, their contracts weighed by what they pay a month (NaN: nobody knows);
    `churn_rank` the share of the others who are less likely to go; `contract_renewals` the most a contract has passed, `contract_age_days`
    since the first began, `contract_end_in_days` until the last ends where an end of all is agreed (else NaN).
    """

    customer: Ints
    churn_90d: Floats
    churn_rank: Floats
    contract_renewals: Floats
    contract_age_days: Floats
    contract_end_in_days: Floats

    @classmethod
    def of(cls, a: Agreements, survival: Sequence[Mapping[str, Any]], *, on: date) -> Self | None:
        """Null where nobody has one that runs."""
        today = day_number(on)
        begun = a.contracts.start <= today
        runs = a.contracts.runs(on=on)
        customer = np.unique(a.customer[runs])
        if not len(customer):
            return None
        at = np.minimum(np.searchsorted(customer, a.customer), len(customer) - 1)
        theirs = customer[at] == a.customer
        chance = churn_chances(a.contracts, a.traits, a.renews, survival, on=on)
        churn = _weighed(at, chance, a.monthly, runs & ~np.isnan(chance), len(customer))
        first, last, renewals = (
            np.full(len(customer), NEVER),
            np.zeros(len(customer), int),
            np.zeros(len(customer), int),
        )
        np.minimum.at(first, at[theirs & begun], a.contracts.start[theirs & begun])
        np.maximum.at(last, at[runs], a.contracts.end[runs])
        np.maximum.at(renewals, at[runs], a.contracts.passed(on=on)[runs])
        rank = np.full(len(customer), np.nan)
        rank[~np.isnan(churn)] = percent_rank(churn[~np.isnan(churn)])
        return cls(
            customer=customer,
            churn_90d=churn,
            churn_rank=rank,
            contract_renewals=renewals.astype(np.float64),
            contract_age_days=(today - first).astype(np.float64),
            contract_end_in_days=np.where(last == NEVER, np.nan, last - today),
        )

    def of_customers(self, customers: Ints) -> dict[str, Floats]:
        """Each column for these customers; NaN where they have no contract."""
        at = np.minimum(np.searchsorted(self.customer, customers), len(self.customer) - 1)
        here = self.customer[at] == customers
        return {name: np.where(here, getattr(self, name)[at], np.nan) for name in NUMBERS}

    def table(self) -> pa.Table:
        """One row per customer who has one: customer_id and the columns, null where they are not known."""
        told = {name: pa.array(getattr(self, name), from_pandas=True).cast(TYPES[name]) for name in TYPES}
        return pa.table({"customer_id": self.customer, **told})


TYPES = {
    field.name: pa.int64() if field.name.startswith("contract_") else pa.float64()
    for field in fields(ContractStanding)[1:]
}
NUMBERS = tuple(TYPES)


def _weighed(at: Ints, chance: Floats, weight: Floats, known: Any, size: int) -> Floats:
    shares = np.bincount(at[known], weights=weight[known], minlength=size)
    sums = np.bincount(at[known], weights=(chance * weight)[known], minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(shares > 0, sums / shares, np.nan)


def _days(column: pa.ChunkedArray) -> Ints:
    days: Ints = column.combine_chunks().cast(pa.int32()).cast(pa.int64()).fill_null(int(NEVER)).to_numpy()
    return days
