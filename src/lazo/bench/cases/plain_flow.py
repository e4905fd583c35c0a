"""Our flow without models over the mirrored purchases: rollup by month, facts, RFM, cohorts and concentration."""

import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np

from lazo.analytics.arrays.cohorts import Cohorts
from lazo.analytics.arrays.concentration import concentration
from lazo.analytics.arrays.facts import Facts
from lazo.analytics.arrays.members import Members
from lazo.analytics.arrays.months import Book, parties_of
from lazo.analytics.arrays.rfm import rfm_numbers
from lazo.analytics.arrays.walk import Walk, Window
from lazo.analytics.facts import WINDOW_MONTHS
from lazo.analytics.memory import keep_freed_memory
from lazo.analytics.parquet import read_file
from lazo.analytics.rollup import months_before
from lazo.bench.cases.plain_rollup import manifest_of, months
from lazo.bench.purchases import LAST_DAY
from lazo.kernel.warehouse.part_writer import write_file

BY_VALUE = ["month", "first_day", "last_day", "last_day_of_any"]


def main(warehouse: Path, scratch: Path) -> None:
    keep_freed_memory()
    tables = manifest_of(warehouse)["tables"]
    purchases = _by_month(warehouse, tables["purchases"]["parts"])
    rollup = {}
    for month, rows in zip(sorted(purchases), months(warehouse), strict=True):
        rollup[month] = [scratch / f"{month}.parquet"]
        write_file(rows, rollup[month][0], by_value=BY_VALUE)
    book = Book(_members(warehouse, tables["parties"]["parts"], rollup), rollup, purchases)
    year = Window(len(book.members), after=months_before(LAST_DAY, WINDOW_MONTHS), until=LAST_DAY)
    cohorts = Cohorts(len(book.members))
    sums = Walk(book, [LAST_DAY], LAST_DAY, [year], [cohorts]).run()
    facts = Facts.of(sums[LAST_DAY], year, book.members, on=LAST_DAY)
    cells = np.count_nonzero(np.bincount(rfm_numbers(facts)))
    top = concentration(facts.money_total)["top_20"]
    sys.stdout.write(f"{cells} {len(cohorts.cells())} {top}\n")


def _members(warehouse: Path, parts: dict[str, list[dict[str, str]]], rollup: dict[date, list[Path]]) -> Members:
    read = [
        read_file(warehouse / file["path"], ["party_id", "canonical_id"]) for part in parts.values() for file in part
    ]
    party, canonical = (
        np.concatenate([t.column(name).to_numpy() for t in read]) for name in ("party_id", "canonical_id")
    )
    return Members.of(party, canonical, parties_of(rollup))


def _by_month(warehouse: Path, parts: dict[str, list[dict[str, str]]]) -> dict[date, list[Path]]:
    return {
        date.fromisoformat(f"{part}-01"): [warehouse / one["path"] for one in files] for part, files in parts.items()
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(sys.argv[1]), Path(folder))
