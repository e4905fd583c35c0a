"""A batch from its file to the database: the dry run and the real one."""

from collections.abc import Callable

from django.db import transaction
from django.db.models.functions import Now

from lazo.identify.imports.pipeline.applying import apply_plan
from lazo.identify.imports.pipeline.folder import BatchFolder
from lazo.identify.imports.pipeline.ids import PretendedIds, ReservedIds
from lazo.identify.imports.pipeline.plan import Outcome, Plan
from lazo.identify.imports.pipeline.planning import make_plan
from lazo.identify.imports.pipeline.refusal import UnableToImport
from lazo.identify.kept_health import refresh_health_of_batch
from lazo.identify.models import ImportBatch
from lazo.identify.search.vocabulary import keep_new_words
from lazo.kernel.events import record_event
from lazo.kernel.models import User

State = ImportBatch.State
Progress = Callable[[int, int | None, str], None]


def check(batch: ImportBatch, *, by: User | None, progress: Progress) -> Outcome:
    """The dry run: what the import would do, without doing it. The batch becomes CHECKED with its counts and problems."""
    outcome = make_plan(batch, PretendedIds(), progress=lambda done, step: progress(done, None, step)).outcome
    with transaction.atomic():
        _keep(batch, outcome, State.CHECKED)
        record_event(
            kind="import.checked",
            by=by,
            table="identify_importbatch",
            row=batch.pk,
            batch=batch.pk,
            data=_counts(outcome),
        )
    return outcome


def run(batch: ImportBatch, *, by: User | None, progress: Progress) -> Outcome:
    """The import, from wherever an earlier attempt left it. The batch becomes DONE."""
    folder = BatchFolder.of(batch)
    plan = Plan.ready(folder.plan) if batch.state == State.RUNNING and batch.report.get("planned") else None
    if plan is None and batch.watermark:
        raise UnableToImport("plan_lost", "The folder of the batch has lost its plan; undo the batch and import again.")
    if plan is None:
        plan = make_plan(batch, ReservedIds(), progress=lambda done, step: progress(done, None, step))
        with transaction.atomic():
            _keep(batch, plan.outcome, State.RUNNING, planned=True)
    apply_plan(plan, batch, progress=lambda done, total: progress(done, total, "write"))
    if plan.outcome.new or plan.outcome.updated:
        keep_new_words()
        refresh_health_of_batch(batch.pk)
    with transaction.atomic():
        finished = ImportBatch.objects.filter(pk=batch.pk, state=State.RUNNING, watermark=plan.n_chunks)
        if finished.update(state=State.DONE, finished_at=Now()):
            data = _counts(plan.outcome) | {"entity": batch.entity, "source": batch.source_id}
            record_event(
                kind="import.done", by=by, table="identify_importbatch", row=batch.pk, batch=batch.pk, data=data
            )
    batch.refresh_from_db()
    folder.drop_work()
    return plan.outcome


def _keep(batch: ImportBatch, outcome: Outcome, state: str, *, planned: bool = False) -> None:
    report = outcome.report | ({"planned": True} if planned else {})
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=state,
        rows=outcome.rows,
        new=outcome.new,
        updated=outcome.updated,
        duplicate=outcome.duplicate,
        rejected=outcome.rejected,
        report=report,
        error=None,
    )
    batch.refresh_from_db()


def _counts(outcome: Outcome) -> dict[str, int]:
    return {
        "rows": outcome.rows,
        "new": outcome.new,
        "updated": outcome.updated,
        "duplicate": outcome.duplicate,
        "rejected": outcome.rejected,
    }
