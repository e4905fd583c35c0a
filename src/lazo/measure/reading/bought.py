"""What decided customers bought: within their window, and in the days before it, by months of the warehouse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Floats, Ints
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.measure.reading.customers import Customers
from lazo.measure.reading.decided import EPOCH

HISTORY_DAYS = 180
"""Before the decision: what a customer did in them explains much of what they do after."""


@dataclass(frozen=True)
class Bought:
    """Purchases within the window of their customer: the customer's row, day, net amount and money (margin where known, else the amount).

    `before`: money of each customer in the 180 days before. `on_margin`: how many of the purchases have a known margin.
    """

    row: Ints
    day: Ints
    amount: Ints
    money: Ints
    before: Floats
    on_margin: int


def bought_by(
    snapshot: Snapshot, customers: Customers, *, customer: Ints, decided_on: Ints, window: int, last: int
) -> Bought:
    """`customer` ascending, with the day each was decided on; purchases from that day on to before `window` days later, until `last`."""
    before = np.zeros(len(customer))
    parts: list[tuple[Ints, Ints, Ints, Ints]] = []
    on_margin = 0
    if len(customer):
        first = int(decided_on.min()) - HISTORY_DAYS
        final = min(int(decided_on.max()) + window - 1, last)
        for party, day, amount, margin in _months(snapshot, first, final):
            who = customers.of_parties(party)
            place = np.minimum(np.searchsorted(customer, who), len(customer) - 1)
            since = day - decided_on[place]
            ours = customer[place] == who
            known = ~np.isnan(margin)
            money = np.where(known, np.nan_to_num(margin), amount).astype(np.int64)
            past = ours & (since < 0) & (since >= -HISTORY_DAYS)
            before += np.bincount(place[past], weights=money[past], minlength=len(customer))
            inside = ours & (since >= 0) & (since < window) & (day <= last)
            parts.append((place[inside], day[inside], amount[inside], money[inside]))
            on_margin += int((known & inside).sum())
    row, day, amount, money = (
        np.concatenate([part[place] for part in parts]) if parts else np.empty(0, np.int64) for place in range(4)
    )
    return Bought(row, day, amount, money, before, on_margin)


def _months(snapshot: Snapshot, first: int, last: int) -> Iterator[tuple[Ints, Ints, Ints, Floats]]:
    """Party, day, amount and margin (NaN: unknown) of the purchases of the months that hold these days, a file at a time."""
    begin, end = (f"{date.fromordinal(day + EPOCH):%Y-%m}" for day in (first, last))
    months = [month for month in snapshot.months("purchases") if begin <= month <= end]
    for path in snapshot.paths("purchases", months):
        rows = read_file(path, ["party_id", "day", "amount", "margin"])
        party = rows.column("party_id").fill_null(-1).to_numpy().astype(np.int64)
        day = rows.column("day").combine_chunks().cast("int32").to_numpy().astype(np.int64)
        margin = rows.column("margin").cast("float64").to_numpy(zero_copy_only=False).astype(np.float64)
        yield party, day, rows.column("amount").to_numpy().astype(np.int64), margin
