"""A resolution run: who is the same, proposed and, where it is sure, joined; killed at any instant it goes on where it was."""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import md5
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from lazo.analytics.parquet import read_file
from lazo.identify.forgetting import KEPT_BASE, RUNS
from lazo.identify.models import MatchPair, ResolutionRun
from lazo.identify.queries.identity_settings import MatchThresholds, match_thresholds
from lazo.identify.resolution.changed import Watermark, changed_since, watermark_now
from lazo.identify.resolution.computing import Computed, base_is_kept, compute_full, compute_new
from lazo.identify.resolution.families import Families, read_apart, shared_share
from lazo.identify.resolution.proposals import draw_edges, proposals_of
from lazo.identify.resolution.writing import MergeWriter, forget_pairs, last_day, write_pairs
from lazo.kernel.changes import runs
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, JobInterrupted
from lazo.kernel.jobs.queue import LostJob
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace

State, Scope = ResolutionRun.State, ResolutionRun.Scope
PAIRS_AT_ONCE, MERGES_AT_ONCE = 2_000, 500
LEAST_SAMPLE, MOST_SAMPLE, SAMPLE_SHARE = 20, 100, 0.01
PAIRS, EDGES, TOLD = "pairs.parquet", "edges.parquet", "run.json"
LEARN_AGAIN = 2
"""A base that has grown to so many times the one the model was learned from has another model learned."""


class UnableToResolve(Exception):
    """Another run of this workspace is going on; it will answer for the same records."""


def resolve(*, workspace: Workspace, by: User | None, full: bool = False, context: JobContext) -> ResolutionRun:
    """Look through the records that are new or changed since the last run, or with `full` through all, and join what is surely the same.

    Everything is compared by `lazo.analytics.linkage` with a model that was learned from the base itself. From the threshold `automatic` on
    records are joined, from `review` on a person is asked; what a person decided is never overturned, and no run parts what is joined. Writes
    one event for each merge and `resolution.run` at the end. Raises UnableToResolve.
    """
    with _only_run(workspace):
        run = _begin(by=by, full=full, workspace=workspace, context=context)
        folder = _folder(workspace, run)
        try:
            if not (folder / TOLD).exists():
                _propose(run, workspace, folder, context)
            _apply(run, folder, context)
            _finish(run, folder, by=by, context=context)
        except (JobInterrupted, LostJob, OperationalError, InterfaceError):
            raise  # it is taken up again where it was
        except BaseException as failure:
            failed = ResolutionRun.objects.filter(pk=run.pk, state=State.RUNNING)
            failed.update(state=State.FAILED, reason=type(failure).__name__[:60], finished_at=Now())
            raise
    shutil.rmtree(folder, ignore_errors=True)
    run.refresh_from_db()
    return run


def propose_same(*, workspace: Workspace, by: User | None, full: bool = False, context: JobContext) -> ResolutionRun:
    """The first half of `resolve`: a run begun and its proposals computed, nobody joined. `resolve` with the same checkpoint goes on from there.

    Raises UnableToResolve.
    """
    with _only_run(workspace):
        run = _begin(by=by, full=full, workspace=workspace, context=context)
        folder = _folder(workspace, run)
        if not (folder / TOLD).exists():
            _propose(run, workspace, folder, context)
    return run


def foresee(*, workspace: Workspace, context: JobContext) -> dict[str, Any]:
    """What a run of the whole base would do, nothing written: counts as those of a run."""
    thresholds = match_thresholds()
    computed = compute_full(
        _base(workspace), model=_last_model(), review=thresholds.review, keep=False, context=context
    )
    pairs, edges = _decided(computed, thresholds)
    return _counts(computed, pairs) | {"merges": edges.num_rows}


@contextmanager
def _only_run(workspace: Workspace) -> Iterator[None]:
    """The operating system drops this lock when its holder dies, so whoever holds it knows every other run is dead."""
    workspace.history.mkdir(parents=True, exist_ok=True)
    with (workspace.history / ".resolve.lock").open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnableToResolve from error
        yield


@transaction.atomic
def _begin(*, by: User | None, full: bool, workspace: Workspace, context: JobContext) -> ResolutionRun:
    """Take over the run that this job began, or begin one; a run that another job left has failed."""
    running = ResolutionRun.objects.filter(state=State.RUNNING)
    own = running.filter(pk=context.saved.get("run", 0)).first()
    running.exclude(pk=own.pk if own else 0).update(state=State.FAILED, reason="ProcessDied", finished_at=Now())
    if own is not None:
        return own
    last = _last_done()
    is_full = full or last is None or not base_is_kept(_base(workspace))
    run = ResolutionRun.objects.create(
        scope=Scope.FULL if is_full else Scope.INCREMENTAL,
        changed_after=0 if is_full or last is None else last.watermark,
        thresholds=vars(match_thresholds()),
        created_by=by,
    )
    context.checkpoint(run=run.pk, pairs=0, edges=0, own=[])
    return run


def _propose(run: ResolutionRun, workspace: Workspace, folder: Path, context: JobContext) -> None:
    """Compute, and leave the proposals in the folder of the run: from there on they are written, and nothing is computed again."""
    seen = watermark_now()
    changed = _changed(run, workspace)
    model, thresholds = _last_model(), MatchThresholds(**run.thresholds)
    if changed is None:
        learned = "" if _is_outgrown() or not model else model
        computed = compute_full(_base(workspace), model=learned, review=thresholds.review, keep=True, context=context)
    else:
        computed = compute_new(_base(workspace), changed, model=model, review=thresholds.review, context=context)
    pairs, edges = _decided(computed, thresholds)
    counts = _counts(computed, pairs) | {"upto": vars(seen)}
    ResolutionRun.objects.filter(pk=run.pk).update(
        scope=Scope.FULL if changed is None else Scope.INCREMENTAL,
        is_trained=computed.is_trained,
        model=json.loads(computed.model) if computed.is_trained else {},
        version=_version(computed.model),
        watermark=seen.change,
    )
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pairs, folder / PAIRS)
    pq.write_table(edges, folder / EDGES)
    written = folder / f"{TOLD}.new"
    written.write_text(json.dumps({"counts": counts, "looked_at": changed}))
    written.replace(folder / TOLD)


def _changed(run: ResolutionRun, workspace: Workspace) -> list[int] | None:
    """The records to look at; None for all of them."""
    last = _last_done()
    if run.scope == Scope.FULL or last is None or not base_is_kept(_base(workspace)) or not _last_model():
        return None
    seen = Watermark(**last.counts.get("upto", {"change": last.watermark}))
    # What a run joined is told to everybody as changed; the records say what they said before.
    return changed_since(seen, without=last.counts.get("own_changes", []))


def _decided(computed: Computed, thresholds: MatchThresholds) -> tuple[pa.Table, pa.Table]:
    """The proposals, and the edges to be drawn."""
    edges = draw_edges(
        computed.found,
        Families.read(),
        automatic=thresholds.automatic,
        apart=read_apart(),
        documents=computed.documents,
    )
    return proposals_of(computed.found, edges.held), edges.drawn


def _apply(run: ResolutionRun, folder: Path, context: JobContext) -> None:
    """Write pairs and then merges, some in each transaction together with the checkpoint that says how far it came."""
    pairs, edges = read_file(folder / PAIRS), read_file(folder / EDGES)
    until = last_day()
    for start in range(context.saved.get("pairs", 0), pairs.num_rows, PAIRS_AT_ONCE):
        rows = pairs.slice(start, PAIRS_AT_ONCE).to_pylist()
        with transaction.atomic():
            context.checkpoint(pairs=start + PAIRS_AT_ONCE)
            write_pairs(run, rows, until=until)
        context.progress(min(start + PAIRS_AT_ONCE, pairs.num_rows), pairs.num_rows, "propuestas")
        context.raise_if_cancelled()
    drawn = list(zip(edges["left"].to_pylist(), edges["right"].to_pylist(), strict=True))
    sampled = _sample(run, drawn)
    for start in range(context.saved.get("edges", 0), len(drawn), MERGES_AT_ONCE):
        with transaction.atomic():
            writer = MergeWriter(run, drawn[start : start + MERGES_AT_ONCE], sampled=sampled)
            writer.write()
            own = [*context.saved.get("own", []), *(list(span) for span in runs(writer.changes))]
            context.checkpoint(edges=start + MERGES_AT_ONCE, own=own)
        context.progress(min(start + MERGES_AT_ONCE, len(drawn)), len(drawn), "uniones")
        context.raise_if_cancelled()


def _sample(run: ResolutionRun, edges: Sequence[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The merges a person will be asked about: the same ones however often the run is taken up again."""
    size = min(MOST_SAMPLE, max(LEAST_SAMPLE, round(len(edges) * SAMPLE_SHARE)))

    def mixed(edge: tuple[int, int]) -> str:
        return md5(f"{run.pk}:{edge[0]}:{edge[1]}".encode(), usedforsecurity=False).hexdigest()

    return frozenset(sorted(edges, key=mixed)[:size])


@transaction.atomic
def _finish(run: ResolutionRun, folder: Path, *, by: User | None, context: JobContext) -> None:
    """The end, once: the checkpoint is the fence, so an attempt that lost its job cannot commit."""
    context.checkpoint(finished=True)
    told: dict[str, Any] = json.loads((folder / TOLD).read_text())
    gone = forget_pairs(run, looked_at=told["looked_at"])
    counts = told["counts"] | {
        "own_changes": context.saved.get("own", []),
        "merges": run.merges.count(),
        "waiting": MatchPair.objects.open().count(),
        "gone": gone,
        "shared_phones": shared_share("PHONE"),
        "shared_emails": shared_share("EMAIL"),
    }
    ended = ResolutionRun.objects.filter(pk=run.pk, state=State.RUNNING)
    if not ended.update(state=State.DONE, finished_at=Now(), counts=counts):
        return
    data = {name: counts[name] for name in ("records", "proposed", "merges", "waiting")}
    record_event(kind="resolution.run", by=by, table="identify_resolutionrun", row=run.pk, data=data)


def _counts(computed: Computed, pairs: pa.Table) -> dict[str, Any]:
    kinds = pairs["kind"].to_pylist()
    held = [reason for reason in pairs["held_back"].to_pylist() if reason]
    return {
        "records": computed.records,
        "proposed": len(kinds),
        "same": kinds.count("SAME"),
        "households": kinds.count("HOUSEHOLD"),
        "companies": kinds.count("COMPANY"),
        "held_back": {reason: held.count(reason) for reason in sorted(set(held))},
    }


def _last_done() -> ResolutionRun | None:
    return ResolutionRun.objects.filter(state=State.DONE).order_by("-pk").first()


def _last_model() -> str:
    """The model that was learned last, as text; blank before the first."""
    run = ResolutionRun.objects.filter(state=State.DONE, is_trained=True).order_by("-pk").first()
    return json.dumps(run.model) if run else ""


def _is_outgrown() -> bool:
    """Whether the base is another by now than the one the model was learned from."""
    learned = ResolutionRun.objects.filter(state=State.DONE, is_trained=True).order_by("-pk").first()
    last = _last_done()
    then = learned.counts.get("records", 0) if learned else 0
    now = last.counts.get("base", last.counts.get("records", 0)) if last else 0
    return bool(now > then * LEARN_AGAIN)


def _version(model: str) -> str:
    told: Mapping[str, Any] = json.loads(model)
    return str(told.get("version", ""))[:40]


def _base(workspace: Workspace) -> Path:
    """The kept base: derived, like all of the warehouse."""
    return workspace.warehouse / KEPT_BASE


def _folder(workspace: Workspace, run: ResolutionRun) -> Path:
    return workspace.files / RUNS / str(run.pk)
