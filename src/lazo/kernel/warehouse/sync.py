"""`lazo sync`: the warehouse brought up to date with the truth, in one swap; and its kin, erasing and compacting."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse import registry
from lazo.kernel.warehouse.captured import birth_mark, is_continued, settle
from lazo.kernel.warehouse.garbage import GRACE, mark_garbage, remove_files, remove_orphans
from lazo.kernel.warehouse.id_ranges import IdRanges
from lazo.kernel.warehouse.lock import writer_lock
from lazo.kernel.warehouse.manifest import Manifest, UnableToReadManifest
from lazo.kernel.warehouse.mirror_table import MirrorTable
from lazo.kernel.warehouse.sync_run import SyncReport, SyncRun, Wish
from lazo.kernel.warehouse.truth import open_truth
from lazo.kernel.workspace import Workspace


def sync(*, workspace: Workspace, full: bool = False, context: JobContext) -> SyncReport:
    """Mirror what changed in the truth since the last sync; with `full`, everything again.

    Killed at any instant, the warehouse is the one before or the one after. Raises UnableToWriteWarehouse when another
    process is writing it, UnableToReadTruth when the database is of an unknown kind or its reader died.
    """
    with writer_lock(workspace.warehouse):
        return _renew(workspace.warehouse, full=full, context=context)


def compact(*, workspace: Workspace, context: JobContext) -> SyncReport:
    """Sync, and leave every part of every table as one sorted file. Raises as `sync` does."""
    with writer_lock(workspace.warehouse):
        return _renew(workspace.warehouse, wish=Wish(files=1), context=context)


@dataclass(frozen=True)
class ErasureReport:
    """Rows of the parties taken out of each table of the mirror, and those still there because the truth has them."""

    removed: dict[str, int]
    remaining: dict[str, int]


def erase(*, workspace: Workspace, parties: Collection[int], context: JobContext) -> ErasureReport:
    """Make the warehouse forget what the truth has forgotten of `parties`, at once and without a time of grace.

    The rows of the parties are found in the mirror itself, whether or not a change was captured, and read again; the
    parts that held them are written anew and every older file is removed: a reader that opens one later fails and takes
    a new snapshot. Rows the truth still has come back and are counted as remaining. Raises as `sync` does.
    """
    folder = workspace.warehouse
    wanted = pa.array(sorted(parties), type=pa.int64())
    with writer_lock(folder):
        try:
            before = _rows_of(folder, Manifest.read(folder), wanted)
        except UnableToReadManifest:
            before = {}
        wish = Wish(again={name: IdRanges.of_ids(ids) for name, ids in before.items()})
        _renew(folder, wish=wish, grace=timedelta(0), context=context)
        after = {name: len(ids) for name, ids in _rows_of(folder, Manifest.read(folder), wanted).items()}
    removed = {name: len(ids) - after.get(name, 0) for name, ids in before.items()}
    return ErasureReport(removed=removed, remaining=after)


def _renew(
    folder: Path, *, full: bool = False, wish: Wish | None = None, grace: timedelta = GRACE, context: JobContext
) -> SyncReport:
    """Read, write, swap; inside the writer's lock."""
    with open_truth() as truth:
        old, reason = _current(folder, full=full)
        remove_orphans(folder, old)
        settlement = settle(truth, old, registry.tables())
        truth.begin()
        if not reason and not (old.truth == birth_mark(truth) and is_continued(truth, old)):
            reason = "other_truth"
        base = replace(Manifest(), id=old.id) if reason else old
        chosen = Wish() if reason or not wish else wish
        run = SyncRun(truth, folder=folder, base=base, settlement=settlement, wish=chosen, context=context)
        new, report = run.run()
    expired = mark_garbage(old, new, grace=grace)
    new.swap_in(folder)
    remove_files(folder, expired)
    return replace(report, rebuilt=reason)


def _current(folder: Path, *, full: bool) -> tuple[Manifest, str]:
    try:
        manifest = Manifest.read(folder)
    except UnableToReadManifest as error:
        return Manifest(), str(error)
    return manifest, "asked" if full else ""


def _rows_of(folder: Path, manifest: Manifest, parties: pa.Array) -> dict[str, np.ndarray]:
    """By table, the ids of the rows that are about one of `parties`; tables without any are left out."""
    found = {}
    for table in registry.tables():
        if table.party_column and table.name in manifest.tables:
            ids = [_ids_about(folder / file.path, table, parties) for file in manifest.tables[table.name].files()]
            if sum(len(some) for some in ids):
                found[table.name] = np.concatenate(ids)
    return found


def _ids_about(file: Path, table: MirrorTable, parties: pa.Array) -> np.ndarray:
    columns = list(dict.fromkeys([table.key.name, table.party_column]))
    rows = pq.read_table(file, columns=columns, partitioning=None)
    ids: np.ndarray = rows.filter(pc.is_in(rows.column(table.party_column), parties)).column(table.key.name).to_numpy()
    return ids
