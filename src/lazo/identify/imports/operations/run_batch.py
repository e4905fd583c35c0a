"""Check, import and undo a batch: the requests people make, and what their jobs then do."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from lazo.identify.imports.operations.preview_batch import missing_fields
from lazo.identify.imports.pipeline.refusal import UnableToImport
from lazo.identify.models import ImportBatch
from lazo.kernel.access import may
from lazo.kernel.jobs import JobContext, enqueue
from lazo.kernel.models import Job, User

State = ImportBatch.State
UNFINISHED = (State.RUNNING, State.UNDOING)


def start_check(*, batch: ImportBatch, by: User) -> Job:
    """Ask for the dry run of a batch. Raises UnableToImport."""
    _allow(by)
    _require_mapping(batch)
    return enqueue("identify.check", by=by, arguments={"batch": batch.pk}, key=f"import:{batch.pk}")


def start_import(*, batch: ImportBatch, by: User) -> Job:
    """Ask for the import of a batch. Raises UnableToImport."""
    _allow(by)
    _require_mapping(batch)
    refuse_same_file(batch)
    return _enqueued("identify.import", batch, by)


def start_undo(*, batch: ImportBatch, by: User) -> Job:
    """Ask for the undo of a batch. Raises UnableToImport."""
    _allow(by)
    return _enqueued("identify.undo", batch, by)


def check_batch(context: JobContext, *, batch: int) -> dict[str, Any]:
    """The dry run: counts new, updated, duplicate and rejected rows, and writes nothing but the batch's own report.

    Raises UnableToImport and, as its codes, what makes a file unreadable.
    """
    from lazo.identify.imports.pipeline.run import check

    found = ImportBatch.objects.get(pk=batch)
    if found.state not in {State.MAPPED, State.CHECKED, State.FAILED} or found.watermark:
        raise UnableToImport("not_mapped", f"A batch in state {found.state} can't be checked.", state=found.state)
    _require_mapping(found)
    with _failures(found):
        check(found, by=found.created_by, progress=_progress(context))
    return result_of(found)


def import_batch(context: JobContext, *, batch: int) -> dict[str, Any]:
    """The import, or the rest of it where an earlier attempt was killed. Asking again when it is done changes nothing.

    Raises UnableToImport and, as its codes, what makes a file unreadable.
    """
    from lazo.identify.imports.pipeline.run import run

    found = ImportBatch.objects.get(pk=batch)
    if found.state != State.DONE:
        _require_mapping(found)
        found = begin(found, State.RUNNING, {State.MAPPED, State.CHECKED, State.FAILED})
        with _failures(found):
            run(found, by=found.created_by, progress=_progress(context))
    return result_of(found)


def undo_batch(context: JobContext, *, batch: int) -> dict[str, Any]:
    """Take a whole batch back, also one that ended halfway. Asking again when it is done changes nothing.

    Rows the batch changed get their former values, unless a person edited them since: those are kept and named. Purchases and interactions
    it brought are deleted; so are parties, except those something else refers to, which are retired. Raises UnableToImport.
    """
    from lazo.identify.imports.pipeline.undo import undo

    found = ImportBatch.objects.get(pk=batch)
    if found.state != State.UNDONE:
        found = begin(found, State.UNDOING, {State.DONE, State.FAILED, State.RUNNING})
        undo(found, by=found.created_by, progress=_progress(context))
    found.refresh_from_db()
    return result_of(found) | {"kept": found.kept, "kept_rows": found.report.get("kept", [])}


@transaction.atomic
def begin(batch: ImportBatch, state: str, allowed: set[Any]) -> ImportBatch:
    """Take the right to write: one batch at a time changes the people of the company. Raises UnableToImport."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == state:
        return batch
    if batch.state not in allowed:
        raise UnableToImport("wrong_state", f"A batch in state {batch.state} can't become {state}.", state=batch.state)
    other = ImportBatch.objects.filter(state__in=UNFINISHED).exclude(pk=batch.pk).order_by("pk").first()
    if other is not None:
        raise UnableToImport(
            "another_running", f"Batch {other.pk} is not finished yet: let it end or undo it.", batch=other.pk
        )
    if state == State.RUNNING:
        refuse_same_file(batch)
    batch.state = state
    batch.watermark = batch.watermark if state == State.RUNNING else 0
    batch.save(update_fields=["state", "watermark"])
    return batch


def refuse_same_file(batch: ImportBatch) -> None:
    """A file whose rows carry no number of their own would be counted twice: the same file again is refused, unless forced.

    Raises UnableToImport.
    """
    filled = set(batch.mapping.values())
    known_again = {"external_id"} if batch.entity != "customers" else {"external_id", "tax_id", "email", "phone"}
    if batch.entity in {"products", "consents"} or filled & known_again or batch.options.get("force"):
        return
    same = ImportBatch.objects.filter(
        source=batch.source_id, entity=batch.entity, sha256=batch.sha256, state=State.DONE
    )
    earlier = same.exclude(pk=batch.pk).order_by("pk").first()
    if earlier is not None:
        raise UnableToImport(
            "same_file",
            f"The same file was imported as batch {earlier.pk}, and its rows have no number by which to know them.",
            batch=earlier.pk,
        )


def result_of(batch: ImportBatch) -> dict[str, Any]:
    """The counts of a batch, for the job's result and the command line."""
    names = ("rows", "new", "updated", "duplicate", "rejected")
    return {
        "batch": batch.pk,
        "state": batch.state,
        **{name: getattr(batch, name) for name in names},
        "reasons": batch.report.get("reasons", {}),
    }


def _allow(by: User) -> None:
    if not may(by, "may_import"):
        raise UnableToImport("not_allowed", "This user's roles do not let them import.")


def _enqueued(kind: str, batch: ImportBatch, by: User) -> Job:
    """The job asked for; a batch has one unfinished job at a time, and another's kind is never taken for this one's."""
    job = enqueue(kind, by=by, arguments={"batch": batch.pk}, key=f"import:{batch.pk}")
    if job.kind == kind:
        return job
    code = "check_running" if job.kind == "identify.check" else "import_running"
    raise UnableToImport(code, f"Job {job.pk} ({job.kind}) of batch {batch.pk} is not finished yet.", batch=batch.pk)


def _require_mapping(batch: ImportBatch) -> None:
    missing = missing_fields(batch.entity, batch.mapping)
    if missing:
        raise UnableToImport("not_mapped", f"No column fills {', '.join(missing)}.", fields=missing)


def _progress(context: JobContext) -> Callable[[int, int | None, str], None]:
    def tell(done: int, total: int | None, step: str) -> None:
        context.progress(done, total, step)
        context.raise_if_cancelled()

    return tell


class _failures:  # noqa: N801 - reads as a word of the with statement
    """Marks the batch FAILED with the reason when the file as a whole is refused; nothing of it is in the database then."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch = batch

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        from lazo.identify.imports.readers.problem import UnableToRead
        from lazo.identify.imports.readers.reason import explain

        if isinstance(error, UnableToRead):
            told = {"code": error.code, "message": explain(error), "params": dict(error.params)}
            ImportBatch.objects.filter(pk=self._batch.pk, watermark=0).update(state=State.FAILED, error=told)
            raise UnableToImport(error.code, explain(error), **error.params) from error
