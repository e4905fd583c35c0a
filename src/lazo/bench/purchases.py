"""Purchases by the million, drawn once and kept beside the benchmarks: the same for us, the floor and the peers."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 5
FIRST_DAY = date(2023, 1, 1)
DAYS = 1_095
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)


def write_purchases(path: Path, *, customers: int, purchases: int) -> Path:
    """A Parquet file (id, party_id, day, amount, margin), a few purchases for most and many for some; sorted by day."""
    if path.exists():
        return path
    rng = np.random.default_rng(SEED)
    weight = rng.gamma(0.6, size=customers)
    owners = rng.choice(customers, size=purchases, p=weight / weight.sum()) + 1
    start = rng.integers(0, DAYS, size=customers + 1)
    day = (start[owners] + (rng.random(purchases) * (DAYS - start[owners])).astype(np.int64)).astype(np.int32)
    order = np.argsort(day, kind="stable")
    amount = np.maximum((rng.lognormal(10.5, 0.8, size=purchases) * 100).astype(np.int64), 100)
    table = pa.table(
        {
            "id": np.arange(1, purchases + 1),
            "party_id": owners[order],
            "day": pa.array(np.datetime64(FIRST_DAY, "D") + day[order]),
            "amount": amount[order],
            "margin": (amount[order] * 2) // 5,
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", row_group_size=1_000_000)
    return path
