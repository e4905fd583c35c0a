"""The warehouse's tables in an engine, and the customers in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lazo.analytics.segments.vocabulary import Vocabulary

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True)
class SetTables:
    """`tables` are the warehouse's by name, with "scores" (the run's file). A table that a rule needs and that is missing raises KeyError."""

    tables: Mapping[str, Table]
    on: date
    vocabulary: Vocabulary

    def customers(self) -> Table:
        """All there are: customer_id and the columns of their own party; neither merged into another nor taken out."""
        parties = self.tables["parties"]
        own = parties.filter((parties.party_id == parties.canonical_id) & ~parties.retired)
        return own.mutate(customer_id=own.party_id)

    def of_customer(self, rows: Table, column: str) -> Table:
        """The rows with the customer whose they are by `column`; those of nobody known are left out."""
        parties = self.tables["parties"]
        theirs = parties.select(of_party=parties.party_id, customer_id=parties.canonical_id)
        return rows.inner_join(theirs, rows[column] == theirs.of_party)
