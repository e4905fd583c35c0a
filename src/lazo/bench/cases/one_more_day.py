"""Adds the purchases of the day after the last one, as an import of that day would leave them."""

import sys
from datetime import timedelta

import numpy as np

from lazo.bench.cases.fill import COLUMNS, TABLE
from lazo.bench.cases.filler import open_filler
from lazo.bench.purchases import LAST_DAY, SEED


def main(customers: int, purchases: int) -> None:
    rng = np.random.default_rng(SEED + 1)
    owners = rng.integers(1, customers + 1, size=purchases).tolist()
    amounts = rng.integers(1_000_000, 20_000_000, size=purchases).tolist()
    day = (LAST_DAY + timedelta(days=1)).isoformat()
    with open_filler() as filler:
        first = int(filler.value(f"SELECT max(id) + 1 FROM {TABLE}"))  # noqa: S608 - our own name
        rows = [
            (first + n, owner, 1, f"F{first + n}", day, "COP", amount, amount * 2 // 5, amount, amount * 2 // 5, "")
            for n, (owner, amount) in enumerate(zip(owners, amounts, strict=True))
        ]
        filler.rows(TABLE, COLUMNS, rows)
        filler.note("purchases", first + purchases - 1, first)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
