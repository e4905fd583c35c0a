"""What was known of customers before a day, as columns to learn from; and what is known of everybody now, the same columns."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lazo.analytics.arrays.members import Flags
from lazo.analytics.parquet import read_file
from lazo.analytics.propensity.columns import ColumnKind, ReadColumn, read_column
from lazo.analytics.propensity.history import History
from lazo.analytics.tuples import Ints
from lazo.differentiate.propensity.purchases import HORIZON, Customers
from lazo.identify.models import TraitDefinition
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.measure.reading.decided import day_number

LOOKS = 4
"""Decisions of many days are looked at as of at most so many: each customer as they stood before the first day of their part."""
FILLED = 0.05
"""Of the customers must have a trait for it to be learned from."""
OF_BUYERS = frozenset({"facts.silence", "facts.gap", "facts.overdue", "facts.age", "facts.ticket"})
"""Undefined of who never bought."""
COLUMNS = ("id", "party_id", "definition_id", "kind", "set_on", "text", "number", "money", "day")
Type = TraitDefinition.Type
CELLS = {
    Type.TEXT: ("text", ColumnKind.WORD),
    Type.CHOICE: ("text", ColumnKind.WORD),
    Type.MONEY: ("money", ColumnKind.NUMBER),
    Type.DATE: ("day", ColumnKind.DAY),
}
"""Where the value of a trait of each type is, and as what it is read; numbers and flags are numbers."""
INFERRED = str(TraitDefinition.Kind.INFERRED)


class Known:
    """Everybody in the warehouse. `ids` of `rows()` are customers: not merged into another, not retired."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.base = Customers.of(snapshot)

    def has(self, customers: Ints) -> Flags:
        """Which of these the warehouse knows, as a mask."""
        return np.asarray(self.base.members.position(customers) >= 0)

    def before(self, customers: Ints, days: Ints, *, any_day: bool) -> list[ReadColumn]:
        """Of customers that the warehouse knows, each before its own day; with `any_day` traits count whenever they were written down."""
        rows = np.asarray(self.base.members.position(customers))
        firsts = _parts(days)
        part = np.searchsorted(firsts, days, side="right") - 1
        histories = self._histories([int(first) - 1 for first in firsts])
        found: list[ReadColumn] = []
        tables = [self._facts(one, rows) for one in histories]
        for same in zip(*tables, strict=True):
            stacked = np.stack([one.numbers for one in same])
            found.append(ReadColumn(same[0].name, same[0].kind, stacked[part, np.arange(len(rows))], same[0].words))
        return found + list(self._traits(rows, None if any_day else days))

    def now(self, on: date) -> tuple[Ints, list[ReadColumn]]:
        """Every customer (ids ascending) at the end of `on`, with their columns."""
        rows = self.base.allowed
        history = self._histories([day_number(on)])[0]
        return self.base.members.ids[rows], self._facts(history, rows) + list(self._traits(rows, None))

    def _histories(self, days: Sequence[int]) -> list[History]:
        found = [History(len(self.base.members), day=day, horizon=HORIZON) for day in days]
        for month in self.base.bought():
            for one in found:
                one.add(month)
        return found

    def _facts(self, history: History, rows: Ints) -> list[ReadColumn]:
        never = ~history.ever[rows]
        found = self.base.columns(history, rows)
        return [
            ReadColumn(one.name, one.kind, np.where(never, np.nan, one.numbers), one.words)
            if one.name in OF_BUYERS
            else one
            for one in found
        ]

    def _traits(self, rows: Ints, days: Ints | None) -> Iterator[ReadColumn]:
        """Own fields and observed traits of these rows; of what was written down on the day or later, nothing. What models say is left out."""
        told = self._told(rows, days)
        if told is None:
            return
        place, table = told
        definition = table.column("definition_id").to_numpy()
        for one in TraitDefinition.objects.exclude(type=Type.PARTY).order_by("key"):
            of_it = np.flatnonzero(definition == one.pk)
            held = np.full(len(rows), -1)
            held[place[of_it]] = of_it  # the later row is the newer one
            if (held >= 0).mean() >= FILLED:
                yield _column(one, table, held)

    def _told(self, rows: Ints, days: Ints | None) -> tuple[Ints, pa.Table] | None:
        """The trait values that count, in the order they were made, and the row that each is about; null where there are none."""
        parts = [read_file(path, COLUMNS) for path in self.snapshot.paths("traits")]
        if not parts or not len(rows):
            return None
        table = pa.concat_tables(parts).sort_by("id")
        members = self.base.members
        places = np.full(len(members), -1)
        places[rows] = np.arange(len(rows))
        position = members.position(table.column("party_id").to_numpy().astype(np.int64))
        place = np.where(position >= 0, places[members.customer[position]], -1)
        counts = (place >= 0) & (np.array(table.column("kind").to_pylist()) != INFERRED)
        if days is not None:
            set_on = table.column("set_on").cast(pa.int32()).fill_null(0).to_numpy()
            counts &= set_on < days[place]
        return place[counts], table.filter(pa.array(counts))


def _column(definition: TraitDefinition, table: pa.Table, held: Ints) -> ReadColumn:
    """The cells of one trait: `held` is the row of `table` of each customer, -1 where there is none."""
    name = f"trait.{definition.key}"
    field, kind = CELLS.get(Type(definition.type), ("number", ColumnKind.NUMBER))
    rows = pa.array(np.maximum(held, 0))
    cells = table.column(field).take(rows)
    if kind == ColumnKind.WORD:
        return read_column(name, pc.if_else(pa.array(held >= 0), cells, None))
    plain = cells.cast(pa.int32()) if kind == ColumnKind.DAY else cells
    numbers = plain.cast(pa.float64()).to_numpy().astype(np.float64)
    return ReadColumn(name, kind, np.where(held >= 0, numbers, np.nan))


def _parts(days: Ints) -> Ints:
    """The first day of each part of the decisions, about as many in each."""
    if not len(days):
        return np.empty(0, np.int64)
    cuts = np.quantile(days, np.arange(LOOKS) / LOOKS, method="lower")
    return np.unique(cuts).astype(np.int64)
