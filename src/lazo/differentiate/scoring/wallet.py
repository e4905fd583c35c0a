"""Wallet shares as a run reads them: only where some are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Floats, Ints
from lazo.identify.models.trait import STRENGTH
from lazo.kernel.warehouse.snapshot import Snapshot

COLUMNS = ("id", "party_id", "definition_id", "kind", "source_id", "set_on", "number")
PERCENT = 100.0


@dataclass(frozen=True)
class Wallet:
    """Shares from 0 to 1 by customer, in the order of their ids."""

    customer: Ints
    share: Floats

    @classmethod
    def of(cls, snapshot: Snapshot, definition: int) -> Self | None:
        """The value that holds of each customer: of the stronger kind, a person's before a source's, then the newest. Null where there is none."""
        wanted = [read_file(path, COLUMNS) for path in snapshot.paths("traits")]
        table = pa.concat_tables(wanted) if wanted else None
        if table is not None:
            table = table.filter(pc.and_(pc.equal(table["definition_id"], definition), table["number"].is_valid()))
        if table is None or not table.num_rows:
            return None
        customer = customers_of(snapshot, table["party_id"].to_numpy())
        strength = np.array([STRENGTH.index(kind) for kind in table["kind"].to_pylist()])
        by_hand = table["source_id"].is_null().to_numpy()
        day = table["set_on"].cast(pa.int32()).fill_null(0).to_numpy()
        order = np.lexsort((table["id"].to_numpy(), day, by_hand, strength, customer))
        last = np.append(customer[order][1:] != customer[order][:-1], True)
        held = order[last]
        return cls(customer[held], table["number"].to_numpy()[held] / PERCENT)

    def of_customers(self, customers: Ints) -> Floats:
        """That of each; NaN where it is not known."""
        at = np.minimum(np.searchsorted(self.customer, customers), len(self.customer) - 1)
        return np.where(self.customer[at] == customers, self.share[at], np.nan)


def customers_of(snapshot: Snapshot, parties: Ints) -> Ints:
    """The customer that each party was found to be."""
    tables = [read_file(path, ["party_id", "canonical_id"]) for path in snapshot.paths("parties")]
    known = pa.concat_tables(tables)
    ids, canonical = known["party_id"].to_numpy(), known["canonical_id"].to_numpy()
    order = np.argsort(ids)
    at = order[np.minimum(np.searchsorted(ids, parties, sorter=order), len(ids) - 1)]
    return np.where(ids[at] == parties, canonical[at], parties)
