"""The migration matrix of one user: who went from where to where between two snapshots, with totals that reconcile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from lazo.differentiate.migration.scheme import Scheme, scheme_of
from lazo.differentiate.migration.snapshot import Snapshot, measure_of, standing
from lazo.identify.models import Party
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User

if TYPE_CHECKING:
    from lazo.analytics.arrays.migration import Crossed, Joined, Standing

KEPT = 64
"""So many matrices of the whole base are remembered: they are small, and their files do not change."""


@dataclass(frozen=True)
class Part:
    """Customers and the sum of the change of their value, base minor units."""

    customers: int = 0
    change: int = 0

    def __add__(self, other: Part) -> Part:
        return Part(self.customers + other.customers, self.change + other.change)


@dataclass(frozen=True)
class Kpis:
    """What became of those who were in a class (`base`): they rose, fell, stayed (also side by side) or were lost or left out; who was new or came back."""

    base: int
    upgraded: Part
    downgraded: Part
    stayed: Part
    lost: Part
    gone: Part
    new: Part
    returned: Part

    @property
    def moved(self) -> int:
        """The change of value of all who changed class, left or came."""
        return sum(
            one.change for one in (self.upgraded, self.downgraded, self.lost, self.gone, self.new, self.returned)
        )


@dataclass(frozen=True)
class Migration:
    """`cells[origin][destination]`, both by the scheme's places: its classes, then the lost, then who was in none.

    `measure` is clv or value_365d, the column by which value changed.
    """

    scheme: Scheme
    before: Snapshot
    after: Snapshot
    measure: str
    cells: tuple[tuple[Part, ...], ...]

    def row(self, origin: int) -> Part:
        return sum(self.cells[origin], Part())

    def column(self, destination: int) -> Part:
        return sum((row[destination] for row in self.cells), Part())

    @property
    def total(self) -> Part:
        return sum((self.row(origin) for origin in range(self.scheme.places)), Part())

    def share(self, origin: int, destination: int) -> float | None:
        """Of those who were in `origin`, how many went to `destination`; null where nobody was."""
        base = self.row(origin).customers
        return self.cells[origin][destination].customers / base if base else None

    def kpis(self) -> Kpis:
        sums = dict.fromkeys(("upgraded", "downgraded", "stayed", "lost", "gone", "new", "returned"), Part())
        for origin in range(self.scheme.places):
            for destination in range(self.scheme.places):
                way = way_of(self.scheme, origin, destination)
                if way:
                    sums[way] += self.cells[origin][destination]
        base = sum(self.row(origin).customers for origin in range(self.scheme.lost))
        return Kpis(base=base, **sums)


def way_of(scheme: Scheme, origin: int, destination: int) -> str:
    """What going from one place to the other is called; blank for who was out of all classes before and after."""
    if origin == scheme.absent:
        return "" if destination >= scheme.lost else "new"
    if origin == scheme.lost:
        return "returned" if destination < scheme.lost else ""
    if destination >= scheme.lost:
        return "lost" if destination == scheme.lost else "gone"
    was, is_now = scheme.classes[origin].rank, scheme.classes[destination].rank
    return "stayed" if was == is_now else "upgraded" if is_now > was else "downgraded"


def migration(*, user: User, scheme: Scheme, before: Snapshot, after: Snapshot) -> Migration:
    """The matrix of the customers `user` may see today."""
    measure = measure_of([before, after])
    rule = row_rule(user)
    if rule.everything:
        crossed = _of_everybody(scheme.key, before, after, measure, before.stamp, after.stamp)
    else:
        crossed = _crossed(scheme, _joined(scheme, before, after, measure=measure, rule=rule))
    cells = tuple(
        tuple(Part(*pair) for pair in zip(customers, change, strict=True))
        for customers, change in zip(crossed.customers, crossed.change, strict=True)
    )
    return Migration(scheme, before, after, measure, cells)


def chain(*, user: User, scheme: Scheme, snapshots: Sequence[Snapshot]) -> list[Migration]:
    """The matrices from each snapshot to the next, the oldest first."""
    ordered = sorted(snapshots, key=lambda one: (one.on, one.run))
    return [migration(user=user, scheme=scheme, before=one, after=next_one) for one, next_one in pairwise(ordered)]


@dataclass(frozen=True)
class Migrant:
    """A customer of a cell, with what they were worth before and are after, base minor units."""

    customer: int
    origin: int
    destination: int
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Migrants:
    """Some of the customers of a cell, from `start` on; `total` counts all of them."""

    rows: tuple[Migrant, ...]
    total: int


def migrants(
    *, user: User, scheme: Scheme, before: Snapshot, after: Snapshot, origin: int | None, destination: int | None,
    start: int = 0, size: int = 50,
) -> Migrants:  # fmt: skip
    """Who is in a cell, the largest change of value first; null: from, or to, anywhere."""
    import numpy as np

    joined = _joined(scheme, before, after, measure=measure_of([before, after]), rule=row_rule(user))
    mask = np.ones(len(joined.customers), dtype=bool)
    if origin is not None:
        mask &= joined.origin == origin
    if destination is not None:
        mask &= joined.destination == destination
    rows = np.flatnonzero(mask)
    order = np.lexsort((joined.customers[rows], -np.abs(joined.change[rows])))
    shown = rows[order[start : start + size]]
    names = ("customers", "origin", "destination", "before", "after")
    columns = [getattr(joined, name)[shown].tolist() for name in names]
    return Migrants(tuple(Migrant(*row) for row in zip(*columns, strict=True)), len(rows))


@lru_cache(maxsize=KEPT)
def _of_everybody(key: str, before: Snapshot, after: Snapshot, measure: str, _stamp: int, _other: int) -> Crossed:
    scheme = scheme_of(key)
    return _crossed(scheme, _joined(scheme, before, after, measure=measure, rule=None))


def _crossed(scheme: Scheme, joined: Joined) -> Crossed:
    from lazo.analytics.arrays.migration import cross

    return cross(joined, places=scheme.places)


def _joined(scheme: Scheme, before: Snapshot, after: Snapshot, *, measure: str, rule: RowRule | None) -> Joined:
    from lazo.analytics.arrays.migration import join

    stood, stands = (standing(one, scheme, measure=measure) for one in (before, after))
    if rule is not None and not rule.everything:
        stood, stands = _visible(rule, stood, stands)
    return join(stood, stands, absent=scheme.absent)


def _visible(rule: RowRule, *standings: Standing) -> list[Standing]:
    """Only the customers that `rule` allows today."""
    import numpy as np

    rows = Party.objects.filter(rule.as_q(customer="id")).order_by("pk").values_list("pk", flat=True)
    seen = np.fromiter(rows.iterator(chunk_size=10_000), np.int64)
    return [one.only(np.isin(one.customers, seen, assume_unique=True)) for one in standings]
