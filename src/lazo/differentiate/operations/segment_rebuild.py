"""The members of every segment found again after a sync or a score run: who came, who went, and which rules changed for them."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from numpy.typing import NDArray

from lazo.analytics.segments.arrays import Bits
from lazo.analytics.segments.definition import FactCondition, InSegment, Measure, Node, Range, conditions
from lazo.analytics.segments.writing import key_of
from lazo.differentiate.models import Segment, SegmentRebuild
from lazo.differentiate.operations.segment import TABLE
from lazo.differentiate.queries.segment_base import segment_base
from lazo.differentiate.queries.segment_freshness import POINTER
from lazo.differentiate.queries.segment_history import EPOCH, members_path, passages_path, read_members
from lazo.differentiate.queries.segment_numbers import Question, tree_of
from lazo.differentiate.segments.rules import catalogue, paths
from lazo.differentiate.segments.segment_base import FOLDER, SegmentBase, mask_of, prune_folders
from lazo.kernel.access import EVERYTHING
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.workspace import Workspace

USUAL = (
    FactCondition("purchases", Measure.COUNT, Range(1, None)),
    FactCondition("purchases", Measure.AMOUNT, Range(1, None)),
)
"""What most rules begin with: whoever builds one finds these ready, whatever the number."""
Ids = NDArray[np.int64]


class UnableToRebuildSegments(Exception):
    """Another process is rebuilding the segments of this workspace; it will answer for the same data."""


@dataclass(frozen=True)
class RebuildReport:
    """Segments looked at, those whose members changed, and how many customers came and went over all of them."""

    segments: int
    changed: int
    entered: int
    left: int


def rebuild_segments(*, workspace: Workspace, context: JobContext) -> RebuildReport:
    """Find the members of all live segments in the warehouse as it is, and write who came and went. Events: `segment.moved`.

    One event per segment whose members changed. Killed at any instant and started again nothing is doubled: a segment's files are written
    first under the number that its row gets in one transaction; a segment that is done has no difference any more. Raises
    UnableToOpenWarehouse, UnableToRebuildSegments.
    """
    with _only_rebuild(workspace):
        question = Question(segment_base(), catalogue(), EVERYTHING)
        rows = list(Segment.objects.live().order_by("pk"))
        trees = {row.pk: tree_of(row, question.known) for row in rows}
        context.progress(0, len(rows), "segmentos")
        question.base.bits([one for tree in trees.values() for one in conditions(tree)], question.known.vocabulary)
        question.base.warm_up(USUAL, question.known.vocabulary)
        then = _Then.of(workspace)
        entered = left = changed = 0
        for done, row in enumerate(rows, start=1):
            passed = _rebuild(row, trees[row.pk], question, then, context)
            changed += passed is not None
            entered, left = entered + (passed or (0, 0))[0], left + (passed or (0, 0))[1]
            context.progress(done, len(rows), "segmentos")
            context.raise_if_cancelled()
        _remember(workspace, question, trees)
    return RebuildReport(len(rows), changed, entered, left)


@contextmanager
def _only_rebuild(workspace: Workspace) -> Iterator[None]:
    """The operating system drops this lock when its holder dies."""
    workspace.history.mkdir(parents=True, exist_ok=True)
    with (workspace.history / ".segments.lock").open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnableToRebuildSegments from error
        yield


def _rebuild(
    row: Segment, tree: Node, question: Question, then: "_Then", context: JobContext
) -> tuple[int, int] | None:
    """Write what changed in one segment: how many came and went; null when nobody did."""
    base = question.base
    bits = question.members(tree)
    members = np.asarray(base.ids[mask_of(bits, len(base.ids))])
    before, since = read_members(row.pk, row.sequence)
    came = np.setdiff1d(members, before, assume_unique=True)
    went = np.setdiff1d(before, members, assume_unique=True)
    if row.sequence and not len(came) and not len(went):
        Segment.objects.filter(pk=row.pk).update(members=len(members), as_of=base.on)
        return None
    sequence = row.sequence + 1
    day = base.on.toordinal() - EPOCH
    kept = np.full(len(members), day, np.int32)
    kept[np.searchsorted(members, np.setdiff1d(before, went, assume_unique=True))] = since[~np.isin(before, went)]
    _write(members_path(row.pk, sequence), {"customer_id": members, "since": pa.array(kept).cast(pa.date32())})
    reasons = _Reasons(row, tree, question, then)
    _write_passages(passages_path(row.pk, sequence), came, went, day, reasons)
    with transaction.atomic():
        context.checkpoint(segment=row.pk)  # the fence: an attempt that lost its job cannot commit
        counted = {"members": len(members), "sequence": sequence, "as_of": base.on}
        if not Segment.objects.filter(pk=row.pk, sequence=row.sequence).update(**counted):
            return None
        told = {"members": len(members), "entered": len(came), "left": len(went)}
        SegmentRebuild.objects.create(segment=row, sequence=sequence, version=row.version, on_date=base.on, **told)
        data = {"key": row.key, "sequence": sequence, "on": base.on.isoformat(), **told}
        record_event(kind="segment.moved", by=None, table=TABLE, row=row.pk, data=data)
    # Who came and went is kept; the members of a while ago follow from it. The last one stays for whoever is reading it.
    members_path(row.pk, sequence - 2).unlink(missing_ok=True)
    return len(came), len(went)


def _write_passages(path: Path, came: Ids, went: Ids, day: int, reasons: "_Reasons") -> None:
    ids = np.concatenate([came, went])
    entered = np.arange(len(ids)) < len(came)
    order = np.argsort(ids, kind="stable")
    because = np.concatenate([reasons.of(came), reasons.of(went)])[order] if len(ids) else np.zeros(0, object)
    columns = {
        "customer_id": ids[order],
        "on_day": pa.array(np.full(len(ids), day, np.int32)).cast(pa.date32()),
        "entered": entered[order],
        "because": pa.array(because.tolist(), pa.string()).dictionary_encode(),
    }
    _write(path, columns)


def _write(path: Path, columns: Mapping[str, Any]) -> None:
    """The whole file or none; it is on the disk before a row names it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as stream:
        table = pa.table(dict(columns))
        packed = {name: "DELTA_BINARY_PACKED" for name in table.column_names if name == "customer_id"}
        coded = [name for name in table.column_names if name not in packed]
        pq.write_table(table, stream, compression="zstd", use_dictionary=coded, column_encoding=packed)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


@dataclass(frozen=True)
class _Then:
    """The masks of the last rebuild, as far as they are still there: they are derived, and may be deleted."""

    base: SegmentBase | None
    names: Mapping[str, str]
    versions: Mapping[str, int]

    @classmethod
    def of(cls, workspace: Workspace) -> "_Then":
        try:
            told = json.loads((workspace.warehouse / FOLDER / POINTER).read_text())
        except (OSError, ValueError):
            return cls(None, {}, {})
        folder = workspace.warehouse / FOLDER / told["base"]
        if not (folder / "id.npy").exists():
            return cls(None, {}, told["versions"])
        source = segment_base().source
        return cls(SegmentBase(folder, source, date.fromisoformat(told["on"])), told["names"], told["versions"])

    def bits(self, name: str) -> Bits | None:
        return self.base.kept_bits(self.names[name]) if self.base is not None and name in self.names else None


class _Reasons:
    """Why customers came or went: the rules of the segment that changed for each of them."""

    def __init__(self, row: Segment, tree: Node, question: Question, then: _Then) -> None:
        self._row, self._tree, self._question, self._then = row, tree, question, then

    def of(self, customers: Ids) -> NDArray[Any]:
        """A text for each, see Passage."""
        found = np.full(len(customers), "", object)
        base = self._then.base
        if not len(customers) or not self._row.sequence:
            return found
        if self._then.versions.get(str(self._row.pk)) not in {None, self._row.version}:
            found[:] = "definition"
            return found
        if base is None:
            return found
        before, now = _places(base.ids, customers), _places(self._question.base.ids, customers)
        for path, part in paths(self._tree):
            old = self._bits_then(part)
            if old is None:
                continue
            new = self._question.members(part)
            changed = _holds(old, before) != _holds(new, now)
            changed &= (before >= 0) & (now >= 0)
            named = path or "."
            found[changed] = [f"{text},{named}" if text else named for text in found[changed]]
        found[before < 0] = "new"
        found[now < 0] = "gone"
        return found

    def _bits_then(self, part: Node) -> Bits | None:
        return self._then.bits(key_of(part))


def _places(ids: Ids, customers: Ids) -> NDArray[np.int64]:
    if not len(ids):
        return np.full(len(customers), -1)
    places = np.minimum(np.searchsorted(ids, customers), len(ids) - 1)
    return np.where(ids[places] == customers, places, -1)


def _holds(bits: Bits, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    at = np.maximum(places, 0)
    return np.asarray((bits[at >> 3] >> (7 - (at & 7)) & 1).astype(np.bool_))


def _remember(workspace: Workspace, question: Question, trees: Mapping[int, Node]) -> None:
    """Which masks this rebuild looked at, so that the next one can say what changed."""
    base, words = question.base, question.known.vocabulary
    names: dict[str, str] = {}
    for tree in trees.values():
        for one in conditions(tree):
            names[key_of(one)] = base.name_of(one, words)
        for _path, part in paths(tree):
            if isinstance(part, InSegment):
                name = f"named-{key_of(part)}"
                base.keep_bits(name, question.members(part))
                names[key_of(part)] = name
    versions = {str(row.pk): row.version for row in Segment.objects.live()}
    source = base.source
    told = {
        "base": base.key,
        "on": base.on.isoformat(),
        "manifest": source.snapshot.manifest_id,
        "scores": source.scores.name if source.scores else "",
        "names": names,
        "versions": versions,
    }
    folder = workspace.warehouse / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    part_path = folder / f"{POINTER}.part"
    part_path.write_text(json.dumps(told))
    part_path.replace(folder / POINTER)
    prune_folders(workspace.warehouse, kept={base.key})
