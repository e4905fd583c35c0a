"""The migration matrix as its pages, files and drawings show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from lazo.differentiate.migration.matrix import Migrant, Migration, Part, way_of
from lazo.differentiate.migration.scheme import Scheme, UnableToFindScheme, scheme_of, schemes
from lazo.differentiate.migration.snapshot import Snapshot, UnableToReadSnapshot, snapshot_of, snapshots
from lazo.kernel.workspace import Workspace
from lazo.web.formats import Formats

MANY = 10
"""A scheme with more classes shows only those where somebody was or is."""
HEAT = 10
CHAINED = 6
"""So many snapshots are chained: half a year."""


@dataclass(frozen=True)
class Asked:
    """What the address asks: a scheme and two snapshots, those of the last month when it names none; null: too few snapshots."""

    scheme: Scheme
    pair: tuple[Snapshot, Snapshot] | None
    months: list[Snapshot]

    def address(self, **more: str) -> str:
        told = {"esquema": self.scheme.key}
        if self.pair:
            told |= {"desde": str(self.pair[0].run), "hasta": str(self.pair[1].run)}
        return urlencode(told | {name: value for name, value in more.items() if value})


def read_migration(params: QueryDict, workspace: Workspace) -> Asked:
    """The question of an address; what nobody can have meant is the newest month by value tier."""
    try:
        scheme = scheme_of(params.get("esquema", "tier"))
    except UnableToFindScheme:
        scheme = schemes()[0]
    months = snapshots(workspace)
    after = _named(params.get("hasta", ""), workspace) or (months[0] if months else None)
    earlier = [one for one in months if after and one.on < after.on]
    before = _named(params.get("desde", ""), workspace) or (earlier[0] if earlier else None)
    pair = (before, after) if before and after and before.run != after.run else None
    return Asked(scheme, pair, months)


def _named(run: str, workspace: Workspace) -> Snapshot | None:
    try:
        return snapshot_of(workspace, int(run)) if run.isdecimal() and run.isascii() and len(run) < 18 else None
    except UnableToReadSnapshot:
        return None


def read_place(scheme: Scheme, key: str) -> int | None:
    """The place of that key; null for anywhere."""
    return scheme.keys.index(key) if key in scheme.keys else None


def place_words(scheme: Scheme, place: int, *, is_origin: bool) -> str:
    """A class by its name; those lost, and who was new or is not there any more."""
    if place == scheme.lost:
        return _("Perdidos")
    if place == scheme.absent:
        return _("Nuevos") if is_origin else _("Ya no están")
    return str(scheme.classes[place].label)


@dataclass(frozen=True)
class Cell:
    """`heat` from 0 to 10 is the share of the row; `way` names what going there is, blank on the totals."""

    part: Part
    share: float | None
    heat: int
    way: str
    href: str
    words: str


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Table:
    """Rows by origin, columns by destination; `totals` the last row, `total` its end."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]
    total: Cell


WAYS = ("upgraded", "stayed", "downgraded", "lost", "gone", "new", "returned")


def way_words(way: str) -> str:
    return {
        "upgraded": _("sube"),
        "stayed": _("sigue igual"),
        "downgraded": _("baja"),
        "lost": _("se pierde"),
        "gone": _("ya no está"),
        "new": _("es nuevo"),
        "returned": _("vuelve"),
    }.get(way, "")


def matrix_table(found: Migration, asked: Asked) -> Table:
    """The matrix without the places where nobody was or is, where there are many."""
    scheme = found.scheme
    origins = [one for one in range(scheme.places) if _is_shown(scheme, found.row(one))]
    destinations = [one for one in range(scheme.places) if _is_shown(scheme, found.column(one))]
    rows = tuple(
        Row(
            scheme.keys[origin],
            place_words(scheme, origin, is_origin=True),
            tuple(_cell(found, asked, origin, destination) for destination in destinations),
            _total(found.row(origin), asked, origin=scheme.keys[origin]),
        )
        for origin in origins
    )
    return Table(
        tuple(place_words(scheme, one, is_origin=False) for one in destinations),
        rows,
        tuple(_total(found.column(one), asked, destination=scheme.keys[one]) for one in destinations),
        _total(found.total, asked),
    )


def _is_shown(scheme: Scheme, part: Part) -> bool:
    return bool(part.customers) or len(scheme.classes) <= MANY


def _cell(found: Migration, asked: Asked, origin: int, destination: int) -> Cell:
    scheme, part = found.scheme, found.cells[origin][destination]
    share = found.share(origin, destination)
    way = way_of(scheme, origin, destination)
    href = _people(asked, origin=scheme.keys[origin], destination=scheme.keys[destination]) if part.customers else ""
    heat = min(HEAT, -(-int((share or 0) * 1000) // 100))
    return Cell(part, share, heat, way, href, way_words(way))


def _total(part: Part, asked: Asked, *, origin: str = "", destination: str = "") -> Cell:
    href = _people(asked, origin=origin, destination=destination) if part.customers else ""
    return Cell(part, None, 0, "", href, "")


def _people(asked: Asked, *, origin: str = "", destination: str = "") -> str:
    return f"{reverse('web:migration_customers')}?{asked.address(de=origin, a=destination)}"


@dataclass(frozen=True)
class Figure:
    """One of the figures above the matrix; `share` is of who was in a class before, null where it is of nobody."""

    label: str
    part: Part
    share: float | None


def figures(found: Migration) -> list[Figure]:
    """Those who rose, stayed, fell, were lost, and who came."""
    kpis = found.kpis()
    base = kpis.base
    told = (
        (_("Suben"), kpis.upgraded, True),
        (_("Siguen igual"), kpis.stayed, True),
        (_("Bajan"), kpis.downgraded, True),
        (_("Se pierden"), kpis.lost, True),
        (_("Nuevos y de vuelta"), kpis.new + kpis.returned, False),
    )
    return [Figure(label, part, part.customers / base if base and within else None) for label, part, within in told]


def matrix_csv(found: Migration, formats: Formats) -> Iterator[tuple[object, ...]]:
    """The matrix as rows of plain values, the header first: one for each way that somebody went; value in whole currency units."""
    yield "from", "to", "way", "customers", "row_share", f"{found.measure}_change"
    keys = found.scheme.keys
    for origin, row in enumerate(found.cells):
        for destination, part in enumerate(row):
            if part.customers:
                way = way_of(found.scheme, origin, destination)
                share = round(found.share(origin, destination) or 0, 6)
                yield keys[origin], keys[destination], way, part.customers, share, formats.major(part.change)


def migrants_csv(
    rows: Sequence[Migrant], names: dict[int, str], scheme: Scheme, formats: Formats
) -> Iterator[tuple[object, ...]]:
    yield "customer_id", "name", "from", "to", "before", "after", "change"
    for row in rows:
        money = (formats.major(value) for value in (row.before, row.after, row.after - row.before))
        yield row.customer, names.get(row.customer, ""), scheme.keys[row.origin], scheme.keys[row.destination], *money


@dataclass(frozen=True)
class Step:
    """One step of the chain: from a day to the next."""

    since: date
    until: date
    href: str
    found: Migration


def chain_steps(found: Sequence[Migration], scheme: Scheme) -> list[Step]:
    """The newest first, each with the address of its own matrix."""
    place = reverse("web:migration")
    return [
        Step(
            one.before.on,
            one.after.on,
            f"{place}?{urlencode({'esquema': scheme.key, 'desde': one.before.run, 'hasta': one.after.run})}",
            one,
        )
        for one in reversed(found)
    ]
