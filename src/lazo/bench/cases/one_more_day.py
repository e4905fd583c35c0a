"""Adds the purchases of the day after the last one, as an import of that day would leave them."""

import sqlite3
import sys
from datetime import timedelta

import numpy as np

from lazo.bench.cases.fill import CHANGE, INSERT
from lazo.bench.purchases import LAST_DAY, SEED
from lazo.kernel.workspace import Workspace


def main(customers: int, purchases: int) -> None:
    rng = np.random.default_rng(SEED + 1)
    owners = rng.integers(1, customers + 1, size=purchases).tolist()
    amounts = rng.integers(1_000_000, 20_000_000, size=purchases).tolist()
    day = (LAST_DAY + timedelta(days=1)).isoformat()
    connection = sqlite3.connect(Workspace.from_environment().database)
    (first,) = connection.execute("SELECT max(id) + 1 FROM identify_purchase").fetchone()
    rows = [
        (first + number, owner, f"F{first + number}", day, amount, amount * 2 // 5, amount, amount * 2 // 5)
        for number, (owner, amount) in enumerate(zip(owners, amounts, strict=True))
    ]
    with connection:
        connection.executemany(INSERT, rows)
        connection.execute(CHANGE, (first, first + purchases - 1))
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
