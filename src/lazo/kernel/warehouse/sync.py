"""`lazo sync`: the warehouse brought up to date with the truth, in one swap."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse import registry
from lazo.kernel.warehouse.captured import (
    Captured,
    Settlement,
    birth_mark,
    captured_since,
    dirty_ids,
    is_continued,
    settle,
)
from lazo.kernel.warehouse.garbage import mark_garbage, remove_files, remove_orphans
from lazo.kernel.warehouse.lock import writer_lock
from lazo.kernel.warehouse.manifest import Manifest, TableState, UnableToReadManifest
from lazo.kernel.warehouse.rollup_sync import RollupSync
from lazo.kernel.warehouse.table_sync import TableOutcome, TableSync
from lazo.kernel.warehouse.truth import Truth, open_truth
from lazo.kernel.workspace import Workspace

SCRATCH = ".scratch"


@dataclass(frozen=True)
class TableReport:
    """Rows of one table: read from the truth, taken out of the mirror, in it now; and the parts written."""

    read: int
    removed: int
    rows: int
    parts: list[str]


@dataclass(frozen=True)
class SyncReport:
    """What a sync did. `rebuilt` says why everything was read again: asked, missing, damaged, other_truth; or nothing."""

    manifest_id: int
    as_of: str
    rebuilt: str = ""
    tables: dict[str, TableReport] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        return sum(table.read for table in self.tables.values())


def sync(*, workspace: Workspace, full: bool = False, context: JobContext) -> SyncReport:
    """Mirror what changed in the truth since the last sync; with `full`, everything again.

    Killed at any instant, the warehouse is the one before or the one after. Raises UnableToWriteWarehouse when another
    process is writing it, UnableToReadTruth when the database is of an unknown kind.
    """
    folder = workspace.warehouse
    with writer_lock(folder), open_truth() as truth:
        old, reason = _current(folder, full=full)
        remove_orphans(folder, old)
        settlement = settle(truth, old, registry.tables())
        truth.begin()
        if not reason and not (old.truth == birth_mark(truth) and is_continued(truth, old)):
            reason = "other_truth"
        base = replace(Manifest(), id=old.id) if reason else old
        run = SyncRun(truth, folder, base, settlement, context)
        new, report = run.run()
        expired = mark_garbage(old, new)
        new.swap_in(folder)
        remove_files(folder, expired)
        return replace(report, rebuilt=reason)


def _current(folder: Path, *, full: bool) -> tuple[Manifest, str]:
    try:
        manifest = Manifest.read(folder)
    except UnableToReadManifest as error:
        return Manifest(), str(error)
    return manifest, "asked" if full else ""


class SyncRun:
    """One sync inside the lock and the snapshot: every table in order, then the rollups, then the new manifest."""

    def __init__(self, truth: Truth, folder: Path, base: Manifest, settlement: Settlement, context: JobContext) -> None:
        self._truth = truth
        self._folder = folder
        self._base = base
        self._settlement = settlement
        self._context = context
        self._outcomes: dict[str, TableOutcome] = {}

    def run(self) -> tuple[Manifest, SyncReport]:
        captured = captured_since(self._truth, self._base)
        as_of = self._truth.now()
        for table in registry.tables():
            followed = table.follows[0] if table.follows else ""
            state = self._known_state(table.name, table.schema, followed)
            self._outcomes[table.name] = TableSync(
                self._truth,
                table,
                folder=self._folder,
                manifest_id=self._base.id + 1,
                state=state,
                dirty=dirty_ids(captured, table.name, state),
                followed=self._outcomes.get(followed),
                context=self._context,
            ).run()
        rollups = self._rollups()
        changed = any(outcome.parts for outcome in self._outcomes.values()) or rollups != self._base.rollups
        new = Manifest(
            id=self._base.id + 1 if changed or not self._base.id else self._base.id,
            truth=birth_mark(self._truth),
            as_of=as_of,
            changes=self._settled_changes(captured),
            last_change=captured.fingerprint or self._base.last_change,
            pending=self._settlement.pending,
            tables={name: self._settled(name, outcome) for name, outcome in self._outcomes.items()},
            rollups=rollups,
        )
        return new, self._report(new)

    def _known_state(self, name: str, columns: dict[str, str], followed: str) -> TableState | None:
        """The table's state, unless its columns are not those of today or the table it follows is read anew."""
        state = self._base.tables.get(name)
        if state is None or state.columns != columns or (followed and followed not in self._base.tables):
            return None
        return state

    def _rollups(self) -> dict[str, TableState]:
        facts = {table.name: table for table in registry.tables()}
        states: dict[str, TableState] = {}
        for rollup in registry.rollups():
            outcome, state = self._outcomes[rollup.of], self._base.rollups.get(rollup.name)
            work = RollupSync(
                rollup,
                facts[rollup.of],
                folder=self._folder,
                scratch=self._folder / SCRATCH,
                manifest_id=self._base.id + 1,
                context=self._context,
            )
            known = state if state and state.columns == rollup.schema and rollup.of in self._base.tables else None
            states[rollup.name] = work.run(known, outcome.state, outcome.parts)
        return states

    def _settled(self, name: str, outcome: TableOutcome) -> TableState:
        mark = outcome.state.top if self._truth.in_order else self._settlement.ceilings.get(name, 0)
        return replace(outcome.state, settled=max(mark, outcome.state.settled))

    def _settled_changes(self, captured: Captured) -> int:
        mark = captured.last if self._truth.in_order else self._settlement.changes
        return max(mark, self._base.changes)

    def _report(self, new: Manifest) -> SyncReport:
        tables = {
            name: TableReport(outcome.read, outcome.removed, outcome.state.rows, sorted(outcome.parts))
            for name, outcome in self._outcomes.items()
        }
        return SyncReport(manifest_id=new.id, as_of=new.as_of, tables=tables)
