"""What customers do beside buying: interest shown, categories held, accounts that shrink. An element per member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lazo.analytics.arrays.members import Flags, Members
from lazo.analytics.arrays.months import Book
from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.accounts import QUARTER, QUARTERS_BEFORE, QUARTERS_FOR_SEASON, last_whole_month
from lazo.differentiate.scoring.arrays.people import NO_DAY


def last_interest(files: Sequence[Path], members: Members, in_snapshot: Flags, *, on: date) -> NDArray[np.int32]:
    """The last day each customer turned to us, as days since 1970, NO_DAY without one: see `Reading.interest`."""
    last = np.full(len(members), NO_DAY, dtype=np.int32)
    for file in files:
        table = read_file(file, ["party_id", "day", "direction"])
        theirs = pc.and_(
            pc.less_equal(table.column("day"), pa.scalar(on, pa.date32())),
            pc.not_equal(pc.fill_null(table.column("direction"), "IN"), "OUT"),
        )
        table = table.filter(pc.and_(theirs, table.column("party_id").is_valid()))
        who = members.position(table.column("party_id").to_numpy())
        day = table.column("day").combine_chunks().cast(pa.int32()).to_numpy()
        known = who >= 0
        known[known] = in_snapshot[who[known]]
        np.maximum.at(last, members.customer[who[known]], day[known])
    return last


def holdings(
    lines: Sequence[Path], products: Sequence[Path], members: Members, in_snapshot: Flags, *, on: date
) -> Ints | None:
    """How many categories each customer has bought, 0 of none; null when no line says anything: see `holdings`."""
    category = _categories(products)
    if not lines or not category:
        return None
    numbers = np.array(sorted(category))
    code = np.array([category[number] for number in numbers.tolist()])
    codes = int(code.max()) + 1
    pairs = np.zeros(0, dtype=np.int64)
    for file in lines:
        table = read_file(file, ["party_id", "product_id", "day", "amount"])
        counts = pc.and_(
            pc.less_equal(table.column("day"), pa.scalar(on, pa.date32())), pc.greater_equal(table.column("amount"), 0)
        )
        known = pc.and_(table.column("party_id").is_valid(), table.column("product_id").is_valid())
        table = table.filter(pc.and_(counts, known))
        who, product = (members.position(table.column("party_id").to_numpy()), table.column("product_id").to_numpy())
        found = np.minimum(np.searchsorted(numbers, product), len(numbers) - 1)
        inside = (numbers[found] == product) & (who >= 0)
        inside[inside] = in_snapshot[who[inside]]
        fresh = np.unique(members.customer[who[inside]] * codes + code[found[inside]])
        pairs = np.union1d(pairs, fresh)
    return np.bincount(pairs // codes, minlength=len(members))


def _categories(products: Sequence[Path]) -> dict[int, int]:
    """A number for the category of each product that has one."""
    numbers: dict[str, int] = {}
    found: dict[int, int] = {}
    for file in products:
        table = read_file(file, ["product_id", "category"])
        for product, name in zip(table["product_id"].to_pylist(), table["category"].to_pylist(), strict=True):
            if name:
                found[product] = numbers.setdefault(name, len(numbers))
    return found


def revenue_ratios(book: Book, organizations: Flags, *, on: date) -> Floats:
    """Last quarter / what is usual of each account, NaN where that cannot be said: see `accounts.revenue_ratios`."""
    members = len(organizations)
    ratio = np.full(members, np.nan)
    if not organizations.any():
        return ratio
    end = last_whole_month(on)
    sums = np.zeros((3, members), dtype=np.int64)
    oldest = np.full(members, -1, dtype=np.int64)
    for month in book.months:
        back = end - (month.year * 12 + month.month - 1)
        if back < 0:
            continue
        quarter = back // QUARTER
        rows = book.whole_of(month, organizations)
        inside = (quarter == 0, 1 <= quarter <= QUARTERS_BEFORE, quarter == QUARTERS_BEFORE)
        for number in np.flatnonzero(inside).tolist():
            sums[number, rows.who] += rows.money
        oldest[rows.who] = np.maximum(oldest[rows.who], quarter)
    last, before, year_ago = sums.astype(np.float64)
    usual = np.where(oldest >= QUARTERS_FOR_SEASON - 1, year_ago, before / QUARTERS_BEFORE)
    known = (usual > 0) & (oldest >= QUARTERS_BEFORE)
    ratio[known] = last[known] / usual[known]
    return ratio
