"""Customers by their purchases in the warehouse: as they stood on past days, to learn from, and today, to foretell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lazo.kernel.warehouse.snapshot import Snapshot

if TYPE_CHECKING:
    from lazo.analytics.arrays.members import Members
    from lazo.analytics.propensity.columns import ReadColumn
    from lazo.analytics.propensity.history import Bought, History
    from lazo.analytics.propensity.training import Labelled
    from lazo.analytics.tuples import Ints

HORIZON = 90
LOOKS = 4
"""Times at which the base is looked at to learn: the last three months, and the three before, and so on back."""
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Customers:
    """Everybody in the warehouse who may be foretold, with the months of their purchases."""

    snapshot: Snapshot
    members: Members
    allowed: Ints
    """Positions of customers: canonical, not retired, not blocked."""
    kind: list[str]
    country: list[str]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Customers:
        import numpy as np
        import pyarrow as pa

        from lazo.analytics.arrays.members import Members
        from lazo.analytics.parquet import read_file

        names = ["party_id", "canonical_id", "retired", "kind", "country"]
        parts = [read_file(path, names) for path in snapshot.paths("parties")]
        rows = pa.concat_tables(parts) if parts else pa.table({name: pa.array([], pa.int64()) for name in names})
        party = rows.column("party_id").to_numpy().astype(np.int64)
        canonical = rows.column("canonical_id").to_numpy().astype(np.int64)
        members = Members.of(party, canonical)
        standing = np.array([not one for one in rows.column("retired").to_pylist()], dtype=np.bool_)
        chosen = standing & (party == canonical)
        position = members.position(party)
        kind, country = [""] * len(members), [""] * len(members)
        for place, k, c in zip(
            position.tolist(), rows.column("kind").to_pylist(), rows.column("country").to_pylist(), strict=True
        ):
            kind[place], country[place] = k or "", c or ""
        return cls(snapshot, members, np.sort(position[chosen]), kind, country)

    def bought(self) -> Iterator[Bought]:
        """Every month's purchases of zero or more, by customer."""
        import numpy as np

        from lazo.analytics.parquet import read_file
        from lazo.analytics.propensity.history import Bought

        for path in self.snapshot.paths("purchases"):
            rows = read_file(path, ["party_id", "day", "amount"])
            party = rows.column("party_id").fill_null(-1).to_numpy().astype(np.int64)
            day = rows.column("day").combine_chunks().cast("int32").to_numpy().astype(np.int64)
            amount = rows.column("amount").to_numpy().astype(np.int64)
            place = self.members.position(party)
            known = (place >= 0) & (amount >= 0)
            yield Bought(self.members.customer[place[known]], day[known], amount[known])

    def histories(self, on: date, *, looks: int = LOOKS) -> list[History]:
        """The base at the end of `on`, and at the end of as many earlier days, each a horizon before the next."""
        from lazo.analytics.propensity.history import History

        last = on.toordinal() - EPOCH
        found = [History(len(self.members), day=last - HORIZON * back, horizon=HORIZON) for back in range(looks + 1)]
        for part in self.bought():
            for history in found:
                history.add(part)
        return found

    def columns(self, history: History, rows: Ints) -> list[ReadColumn]:
        """The features of these customers at the history's day."""
        import numpy as np

        from lazo.analytics.propensity.columns import ColumnKind, ReadColumn

        found = history.columns(rows)
        for name, texts in (("facts.kind", self.kind), ("facts.country", self.country)):
            words = sorted({texts[row] for row in rows.tolist()} - {""})
            place = {word: float(number) for number, word in enumerate(words)}
            numbers = np.array([place.get(texts[row], np.nan) for row in rows.tolist()], dtype=np.float64)
            found.append(ReadColumn(name, ColumnKind.WORD, numbers, tuple(words)))
        return found

    def to_foretell(self, history: History) -> Ints:
        """Positions of the customers the question is about at the history's day."""
        import numpy as np

        return np.asarray(self.allowed[history.active[self.allowed]])

    def labelled(self, histories: list[History]) -> Labelled:
        """All past looks under one another, each customer as they stood, with what followed; the look's day is the row's day."""
        import numpy as np

        from lazo.analytics.propensity.columns import ReadColumn
        from lazo.analytics.propensity.training import Labelled

        looks = [(one, self.to_foretell(one)) for one in histories if one.ever.any()]
        yes = np.concatenate([one.fell_silent[rows] for one, rows in looks]) if looks else np.zeros(0, dtype=np.bool_)
        days = np.concatenate([np.full(len(rows), float(one.day)) for one, rows in looks]) if looks else np.zeros(0)
        tables = [[c for c in self.columns(one, rows) if not c.words] for one, rows in looks]
        joined = [
            ReadColumn(name[0].name, name[0].kind, np.concatenate([c.numbers for c in name]))
            for name in zip(*tables, strict=True)
        ]
        if looks:
            everyone = np.concatenate([rows for _, rows in looks])
            joined += [c for c in self.columns(looks[0][0], everyone) if c.words]
        return Labelled(joined, yes, days, days + HORIZON)
