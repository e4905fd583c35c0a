"""A score run: what every customer is worth and where each stands in the cycle, as of the end of one day."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from lazo.analytics.memory import give_back_memory
from lazo.differentiate.models import CyclePosition, MapCell, Movement, ScoreRun
from lazo.differentiate.operations.cards import bring_lists_up
from lazo.differentiate.operations.positions import write_history
from lazo.differentiate.operations.score_table import fill_next_table, swap_in
from lazo.differentiate.operations.segment_cube import write_segment_cube
from lazo.differentiate.positions.rule import VERSION
from lazo.differentiate.positions.thresholds import in_force, using
from lazo.differentiate.queries.cost_sheet import dated_costs
from lazo.differentiate.queries.cycle_settings import thresholds_now
from lazo.differentiate.queries.model_versions import pinned_fit
from lazo.differentiate.queries.month_before import month_before
from lazo.differentiate.queries.offering import offering_definition
from lazo.differentiate.queries.wallet_settings import wallet_definition
from lazo.differentiate.scoring.computation import Computation
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.prices import Prices, snapshot_months
from lazo.differentiate.scoring.score_file import places_path, score_path
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, JobInterrupted
from lazo.kernel.models import Company, User
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

REFIT_DAYS = 7


class UnableToScore(Exception):
    """Another score run of this workspace is going on; it will answer for the same data."""


def run_score(
    *, workspace: Workspace, on: date, by: User | None, refit: bool | None = None, context: JobContext
) -> ScoreRun:
    """Score everyone as of the end of `on` from the warehouse as it is; the run becomes the current one.

    Fits the value models when the last fit is a week old, another version's, or `refit` is True; otherwise takes its
    parameters and back-test over. A pinned fit holds whatever was asked. Killed at any instant and started again it finishes without doubles: scores, cube,
    positions, strategic register and event become true in one transaction. A run of an earlier day than one already
    done becomes current too, but leaves the dated history alone. Writes one event, `score.run`.

    Raises UnableToOpenWarehouse when nothing was synchronised yet, UnableToScore while another run is going on.
    """
    with _only_run(workspace), using(thresholds_now()):
        snapshot = open_snapshot(workspace)
        run = _begin(on=on, by=by, manifest=str(snapshot.manifest_id))
        try:
            earlier = _earlier(workspace, run, Prices.on(on, snapshot_months(snapshot)), refit=refit)
            computation = Computation.of(
                snapshot,
                workspace,
                run_id=run.pk,
                on=on,
                earlier=earlier,
                context=context,
                costs=dated_costs(),
                wallet=wallet_definition(),
                offering=offering_definition(),
            )
            give_back_memory()
            fill_next_table(run_id=run.pk, path=score_path(workspace, run.pk), context=context)
            _finish(run, computation, by=by, context=context)
        except JobInterrupted:
            raise
        except BaseException as failure:
            ScoreRun.objects.filter(pk=run.pk).update(
                state=ScoreRun.State.FAILED, reason=type(failure).__name__[:60], finished_at=Now()
            )
            raise
    run.refresh_from_db()
    bring_lists_up(context=context)
    return run


@contextmanager
def _only_run(workspace: Workspace) -> Iterator[None]:
    """The operating system drops this lock when its holder dies, so whoever holds it knows every other run is dead."""
    workspace.history.mkdir(parents=True, exist_ok=True)
    with (workspace.history / ".score.lock").open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnableToScore from error
        yield


@transaction.atomic
def _begin(*, on: date, by: User | None, manifest: str) -> ScoreRun:
    """Take over the run of this day that was killed, or begin one; other runs that were killed have failed."""
    unfinished = ScoreRun.objects.filter(state=ScoreRun.State.RUNNING)
    run = unfinished.filter(on_date=on, version=VERSION).order_by("-pk").first()
    if run is None:
        run = ScoreRun.objects.create(on_date=on, version=VERSION, manifest=manifest, created_by=by)
    unfinished.exclude(pk=run.pk).update(state=ScoreRun.State.FAILED, reason="ProcessDied", finished_at=Now())
    ScoreRun.objects.filter(pk=run.pk).update(manifest=manifest)
    return run


def _earlier(workspace: Workspace, run: ScoreRun, prices: Prices, *, refit: bool | None) -> Earlier:
    """What this run takes from those before it."""
    done = ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-on_date", "-pk")
    last = done.filter(on_date__lte=run.on_date).first()
    fitted = done.filter(
        on_date__lte=run.on_date, version=VERSION, fitted_on__gt=run.on_date - timedelta(days=REFIT_DAYS)
    ).first()
    same_money = fitted is not None and fitted.counts.get("prices") == prices.as_json()
    fit = _pinned(prices) or (None if refit or not same_money else fitted)
    compared, since = _a_month_ago(workspace, done, on=run.on_date, is_refit=fit is None)
    previous = None if last is None else score_path(workspace, last.pk)
    return Earlier(
        fit=fit,
        previous=previous if previous and previous.exists() else None,
        compared=compared,
        since=since,
        prices=prices,
    )


def _pinned(prices: Prices) -> ScoreRun | None:
    """The pinned fit, where it was made by these rules and in the money of this run."""
    pinned = pinned_fit()
    if pinned is None or pinned.version != VERSION or pinned.counts.get("prices") != prices.as_json():
        return None
    return pinned


def _a_month_ago(
    workspace: Workspace, done: QuerySet[ScoreRun], *, on: date, is_refit: bool
) -> tuple[Path | None, date]:
    """The file that says where everyone stood a month before `on`, or up to six days earlier, and its day.

    A run's own file comes first. Places that were computed afterwards serve until the next fit: then the rows that
    came in late count too, and the models may have changed.
    """
    month_ago = month_before(on)
    earliest = month_ago - timedelta(days=REFIT_DAYS - 1)
    for run in done.filter(on_date__range=(earliest, month_ago)):
        if score_path(workspace, run.pk).exists():
            return score_path(workspace, run.pk), run.on_date
    days = [month_ago - timedelta(days=back) for back in range(REFIT_DAYS)]
    kept = [day for day in days if not is_refit and places_path(workspace, day).exists()]
    return (places_path(workspace, kept[0]), kept[0]) if kept else (None, month_ago)


def _finish(run: ScoreRun, computation: Computation, *, by: User | None, context: JobContext) -> None:
    """Everything that pages see, at once. The checkpoint is the fence: an attempt that lost its job cannot commit."""
    context.progress(0, 1, "publicar")
    done = ScoreRun.objects.filter(state=ScoreRun.State.DONE)
    changed = computation.changed if computation.previous_rows == CyclePosition.objects.open().count() else None
    with transaction.atomic():
        context.checkpoint(score_run=run.pk)
        is_backdated = done.filter(on_date__gt=run.on_date).exists()
        swap_in(run_id=run.pk)
        change = None if is_backdated else write_history(run_id=run.pk, on=run.on_date, changed=changed)
        _write_cube(run, computation)
        write_segment_cube(run, computation.segments)
        ScoreRun.objects.filter(is_current=True).update(is_current=False)
        Company.objects.exclude(priced_in=computation.prices.label).update(priced_in=computation.prices.label)
        ScoreRun.objects.filter(pk=run.pk).update(
            state=ScoreRun.State.DONE,
            is_current=True,
            finished_at=Now(),
            thresholds=asdict(in_force()),
            **computation.columns(),
        )
        record_event(
            kind="score.run",
            by=by,
            table="score_run",
            row=run.pk,
            data={"on": run.on_date.isoformat(), "history": asdict(change) if change else None},
        )
    context.progress(1, 1, "publicar")


def _write_cube(run: ScoreRun, computation: Computation) -> None:
    MapCell.objects.filter(run=run).delete()
    Movement.objects.filter(run=run).delete()
    MapCell.objects.bulk_create((MapCell(run=run, **cell) for cell in computation.cells), batch_size=1000)
    month = run.on_date.replace(day=1)
    Movement.objects.bulk_create(
        (Movement(run=run, month=month, since=computation.since, **way) for way in computation.ways), batch_size=1000
    )
