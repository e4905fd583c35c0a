"""One sync inside the writer's lock and the truth's snapshot: every table in order, then the rollups, then the manifest."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse import registry
from lazo.kernel.warehouse.captured import Captured, Settlement, birth_mark, captured_since, dirty_ids, mark_of
from lazo.kernel.warehouse.id_ranges import IdRanges
from lazo.kernel.warehouse.manifest import Manifest, TableState
from lazo.kernel.warehouse.mirror_table import MirrorTable
from lazo.kernel.warehouse.rollup_sync import RollupSync
from lazo.kernel.warehouse.table_sync import MAX_FILES, TableOutcome, TableSync
from lazo.kernel.warehouse.truth import Truth

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


@dataclass(frozen=True)
class Wish:
    """What a sync is to do beyond what changed: ids to read `again` by table, and to leave at most `files` a part."""

    again: dict[str, IdRanges] = field(default_factory=dict)
    files: int = MAX_FILES


class SyncRun:
    """Reads from `truth` what `base` lacks; the files of `base` stay, the new manifest is not swapped in yet."""

    def __init__(
        self,
        truth: Truth,
        *,
        folder: Path,
        base: Manifest,
        settlement: Settlement,
        wish: Wish,
        context: JobContext,
    ) -> None:
        self._truth = truth
        self._folder = folder
        self._base = base
        self._settlement = settlement
        self._wish = wish
        self._context = context
        self._outcomes: dict[str, TableOutcome] = {}

    def run(self) -> tuple[Manifest, SyncReport]:
        captured = captured_since(self._truth, self._base)
        as_of = self._truth.now()
        for table in registry.tables():
            self._outcomes[table.name] = self._mirror(table, captured)
        rollups = self._rollups()
        changed = any(outcome.written for outcome in self._outcomes.values()) or rollups != self._base.rollups
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

    def _mirror(self, table: MirrorTable, captured: Captured) -> TableOutcome:
        followed = table.follows[0] if table.follows else ""
        state = self._known_state(table, followed)
        again = self._wish.again.get(table.name, IdRanges())
        if table.kind == "whole":
            return self._mirror_whole(table, state, is_wanted=bool(again))
        return TableSync(
            self._truth,
            table,
            folder=self._folder,
            manifest_id=self._base.id + 1,
            state=state,
            dirty=dirty_ids(captured, table.name, state) | again,
            followed=self._outcomes.get(followed),
            max_files=self._wish.files,
            context=self._context,
        ).run()

    def _mirror_whole(self, table: MirrorTable, state: TableState | None, *, is_wanted: bool) -> TableOutcome:
        """All of a table or nothing, as its mark says."""
        mark = mark_of(self._truth, table)
        if state is not None and state.mark == mark and not is_wanted:
            return TableOutcome(
                state=state,
                continued=True,
                read=0,
                removed=0,
                changed=set(),
                stale_parts=set(),
                written=set(),
                dirty=IdRanges(),
            )
        read = TableSync(
            self._truth,
            table,
            folder=self._folder,
            manifest_id=self._base.id + 1,
            state=None,
            dirty=IdRanges(),
            context=self._context,
        ).run()
        before = set(state.parts) if state else set()
        return replace(read, state=replace(read.state, mark=mark), written=read.written | before)

    def _known_state(self, table: MirrorTable, followed: str) -> TableState | None:
        """The table's state, unless its columns are not those of today or the table it follows is read anew."""
        state = self._base.tables.get(table.name)
        if state is None or state.columns != table.schema or (followed and followed not in self._base.tables):
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
            known = state if state and state.columns == rollup.schema and outcome.continued else None
            states[rollup.name] = work.run(known, outcome.state, outcome.changed)
        return states

    def _settled(self, name: str, outcome: TableOutcome) -> TableState:
        mark = outcome.state.top if self._truth.in_order else self._settlement.ceilings.get(name, 0)
        return replace(outcome.state, settled=max(mark, outcome.state.settled))

    def _settled_changes(self, captured: Captured) -> int:
        mark = captured.last if self._truth.in_order else self._settlement.changes
        return max(mark, self._base.changes)

    def _report(self, new: Manifest) -> SyncReport:
        tables = {
            name: TableReport(outcome.read, outcome.removed, outcome.state.rows, sorted(outcome.changed))
            for name, outcome in self._outcomes.items()
        }
        return SyncReport(manifest_id=new.id, as_of=new.as_of, tables=tables)
