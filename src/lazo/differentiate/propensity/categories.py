"""Which category a customer is going to buy that they did not buy in a year: one case per customer and category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lazo.differentiate.propensity.asked import Asked
from lazo.differentiate.propensity.purchases import EPOCH, HORIZON, Customers

if TYPE_CHECKING:
    from lazo.analytics.propensity.categories import Baskets
    from lazo.analytics.propensity.columns import ReadColumn
    from lazo.analytics.propensity.training import Labelled
    from lazo.analytics.tuples import Ints

LOOKS = 3
MOST_CATEGORIES = 12


@dataclass(frozen=True)
class Shelf:
    """What was bought, line by line: `who` (position of the customer), `day` (days since 1970) and `category` (position in `names`)."""

    who: Ints
    day: Ints
    category: Ints
    names: list[str]


def shelf_of(customers: Customers) -> Shelf:
    """All lines of known customers and categories; only the twelve categories with most lines."""
    import numpy as np
    import pyarrow as pa

    from lazo.analytics.parquet import read_file

    products = [read_file(path, ["product_id", "category"]) for path in customers.snapshot.paths("products")]
    named = (
        pa.concat_tables(products) if products else pa.table({"product_id": pa.array([], pa.int64()), "category": []})
    )
    category_of = dict(zip(named.column("product_id").to_pylist(), named.column("category").to_pylist(), strict=True))
    parts: list[tuple[Ints, Ints, list[str]]] = []
    counts: dict[str, int] = {}
    for path in customers.snapshot.paths("purchase_lines"):
        rows = read_file(path, ["party_id", "day", "product_id"])
        party = rows.column("party_id").fill_null(-1).to_numpy().astype(np.int64)
        day = rows.column("day").combine_chunks().cast("int32").to_numpy().astype(np.int64)
        product = rows.column("product_id").to_pylist()
        found = [category_of.get(one) or "" for one in product]
        for name in found:
            counts[name] = counts.get(name, 0) + 1
        parts.append((customers.members.position(party), day, found))
    counts.pop("", None)
    names = sorted(counts, key=lambda name: (-counts[name], name))[:MOST_CATEGORIES]
    place = {name: number for number, name in enumerate(names)}
    who = np.concatenate([one[0] for one in parts]) if parts else np.zeros(0, dtype=np.int64)
    day = np.concatenate([one[1] for one in parts]) if parts else np.zeros(0, dtype=np.int64)
    category = np.array([place.get(name, -1) for one in parts for name in one[2]], dtype=np.int64)
    known = (who >= 0) & (category >= 0)
    return Shelf(customers.members.customer[who[known]], day[known], category[known], names)


def category_rows(customers: Customers, on: date) -> Labelled:
    """Past looks, each pair of an active customer and a category not bought in the year before, with whether it was bought in the horizon."""
    import numpy as np

    from lazo.analytics.propensity.columns import ReadColumn
    from lazo.analytics.propensity.guard import Timing
    from lazo.analytics.propensity.training import Labelled

    shelf, looks = shelf_of(customers), []
    for history in customers.histories(on, looks=LOOKS)[1:]:
        baskets = _baskets(shelf, len(customers.members), history.day)
        rows = customers.to_foretell(history)
        who, category = baskets.open_pairs(rows)
        looks.append((baskets, baskets.columns(history, who, category, shelf.names), baskets.bought(who, category)))
    columns = [
        ReadColumn(one[0].name, one[0].kind, np.concatenate([part.numbers for part in one]), one[0].words)
        for one in zip(*(table for _, table, _ in looks), strict=True)
    ]
    days = np.concatenate([np.full(len(yes), float(baskets.day)) for baskets, _, yes in looks])
    # Computed from what was bought before the day, however much they tell: no leak.
    declared = {one.name: Timing.BEFORE for one in columns}
    return Labelled(columns, np.concatenate([yes for _, _, yes in looks]), days, days + HORIZON, declared)


def categories_to_foretell(customers: Customers, on: date) -> Asked:
    """Every pair of today; the likeliest of a customer is the one told."""
    import numpy as np

    shelf = shelf_of(customers)
    now = customers.histories(on, looks=0)[0]
    baskets = _baskets(shelf, len(customers.members), on.toordinal() - EPOCH)
    who, category = baskets.open_pairs(customers.to_foretell(now))
    columns: Sequence[ReadColumn] = baskets.columns(now, who, category, shelf.names)
    return Asked(
        customers.members.ids[who],
        columns,
        np.full(len(who), float(now.day)),
        [shelf.names[one] for one in category.tolist()],
    )


def _baskets(shelf: Shelf, count: int, day: int) -> Baskets:
    from lazo.analytics.propensity.categories import Baskets

    return Baskets(shelf.who, shelf.day, shelf.category, count=count, names=len(shelf.names), day=day, horizon=HORIZON)
