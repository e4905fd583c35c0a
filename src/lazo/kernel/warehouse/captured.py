"""What the truth has captured since the last sync: changed ids by table, and below which id nothing is still to come."""

from dataclasses import dataclass, field
from typing import Any

from lazo.kernel.models import Change
from lazo.kernel.warehouse.id_ranges import IdRanges
from lazo.kernel.warehouse.manifest import Manifest, Pending, TableState
from lazo.kernel.warehouse.mirror_table import MirrorTable
from lazo.kernel.warehouse.truth import Truth

CHANGES = Change._meta.db_table  # noqa: SLF001  # documented API of Django despite its name


@dataclass
class Settlement:
    """Ids up to `ceilings` (by table) and `changes` are complete; what waits for running transactions is `pending`."""

    ceilings: dict[str, int]
    changes: int
    pending: Pending | None = None


@dataclass(frozen=True)
class Captured:
    """Changes read: `dirty` ids by table, the largest change seen, and its fingerprint."""

    dirty: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    last: int = 0
    fingerprint: list[Any] = field(default_factory=list)


def settle(truth: Truth, manifest: Manifest, tables: tuple[MirrorTable, ...]) -> Settlement:
    """Find below which ids everything is committed or gone; to be called before the snapshot is taken.

    On PostgreSQL a transaction may have drawn id 10 and commit after another committed id 20. Whoever drew an id up to
    the largest one visible now did so under a lock on its table; when no such lock is held after that look, all those
    transactions are over, and a snapshot taken afterwards sees whatever they left. While some are running, the mark
    stays, their names are kept in the manifest, and the mark moves as soon as those very transactions are over: rows
    above it are mirrored meanwhile, and looked for again.
    """
    ceilings = {table.name: _largest(truth, table.source) for table in tables}
    changes = _largest(truth, CHANGES)
    writers = truth.writers([CHANGES, *(table.source for table in tables)])
    if not writers:
        return Settlement(ceilings, changes)
    before = manifest.pending
    if before is None:
        return Settlement({}, 0, Pending(writers, ceilings, changes))
    if set(before.writers) & set(writers):
        return Settlement({}, 0, before)
    return Settlement(before.ceilings, before.changes, Pending(writers, ceilings, changes))


def captured_since(truth: Truth, manifest: Manifest) -> Captured:
    """Read the changes above the manifest's mark."""
    sql = f"""SELECT id, "table", operation, row_from, row_to, {truth.instant("at")} AS at FROM {CHANGES}
        WHERE id > {manifest.changes} ORDER BY id"""  # noqa: S608  # only our own names and numbers
    dirty: dict[str, list[tuple[int, int]]] = {}
    last: tuple[Any, ...] = ()
    for row in truth.rows(sql):
        last = row
        _, table, operation, first, final, _ = row
        state = manifest.tables.get(table)
        if state is not None and (operation != Change.Operation.APPEND or first <= state.settled):
            dirty.setdefault(table, []).append((first, final))
    return Captured(dirty, last[0] if last else 0, list(last))


def is_continued(truth: Truth, manifest: Manifest) -> bool:
    """Whether the truth still holds the last change this warehouse has read: it is the same database, not an older copy."""
    if not manifest.last_change:
        return True
    sql = f"""SELECT id, "table", operation, row_from, row_to, {truth.instant("at")} AS at FROM {CHANGES}
        WHERE id = {int(manifest.last_change[0])}"""  # noqa: S608  # only our own names and numbers
    return [list(row) for row in truth.rows(sql)] == [manifest.last_change]


def birth_mark(truth: Truth) -> str:
    """When and how this database was born: its first migration. It travels with every copy of the database."""
    sql = f"SELECT app, name, {truth.instant('applied')} AS at FROM django_migrations ORDER BY id LIMIT 1"  # noqa: S608 - an expression of the dialect, nobody's words
    return "/".join(str(value) for value in truth.rows(sql)[0])


def mark_of(truth: Truth, table: MirrorTable) -> str:
    """What a table that is mirrored whole is known by now."""
    told = " || '/' || ".join(f"CAST(coalesce({one}, 0) AS text)" for one in table.mark)
    return str(truth.value(f"SELECT {told} AS mark FROM {table.source} t {table.join}"))  # noqa: S608  # names come from the models


def dirty_ids(captured: Captured, name: str, state: TableState | None) -> IdRanges:
    """The ids of table `name` that must be read again or forgotten."""
    return IdRanges.of(captured.dirty.get(name, ())).up_to(state.top) if state else IdRanges()


def _largest(truth: Truth, source: str) -> int:
    return int(truth.value(f"SELECT coalesce(max(id), 0) AS id FROM {source}"))  # noqa: S608  # names come from the models
