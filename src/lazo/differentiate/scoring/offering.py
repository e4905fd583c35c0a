"""To whom something is worth offering, as the last decision of the floor above said it in a trait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.wallet import Wallet
from lazo.kernel.warehouse.snapshot import Snapshot

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table


def worth_offering(snapshot: Snapshot, definition: int | None) -> Ints | None:
    """The customers, growing; null where nothing was decided, or something is worth offering to nobody."""
    found = None if definition is None else Wallet.of(snapshot, definition)
    return None if found is None else found.customer


def flags_of(worth: Ints, customers: Ints) -> Floats:
    """1 of the customers among `worth`, 0 of the others."""
    return np.isin(customers, worth).astype(np.float64)


def with_offering(con: Backend, table: Table, worth: Ints | None, *, name: str) -> Table:
    """The same for the table of a run in the engine: adds `worth_offering`; the ids are kept there under `name`."""
    import pyarrow as pa

    if worth is None:
        return table
    ids = con.create_table(name, pa.table({"customer_id": worth}), overwrite=True)
    return table.mutate(worth_offering=table.customer_id.isin(ids.customer_id).cast("float64"))
