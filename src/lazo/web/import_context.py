"""What the pages of one import have in common."""

from django.http import Http404

from lazo.identify.models import ImportBatch
from lazo.identify.resolution.due import ResolutionDue, resolution_due
from lazo.web.import_words import failure_sentence
from lazo.web.queries.batches import BatchView, batch_view

State = ImportBatch.State
NOBODY_NEW = frozenset({ImportBatch.Entity.PRODUCTS, ImportBatch.Entity.CONSENTS})
"""What brings nobody in."""
EDITABLE = frozenset({State.UPLOADED, State.MAPPED, State.CHECKED, State.FAILED})


def found_view(batch: int) -> BatchView:
    """The batch with its job and problems; an address of none is not found."""
    view = batch_view(batch)
    if view is None:
        raise Http404
    return view


def step_context(view: BatchView, *, step: int) -> dict[str, object]:
    """The context of a step of the wizard, with the sentence of what last went wrong."""
    error = view.batch.error or {}
    params = error.get("params", {})
    if "name" in params:
        params = {**params, "name": view.batch.file_name}
    sentence = failure_sentence(error["code"], params, entity=view.batch.entity) if error else ""
    return {
        "section": "data",
        "view": view,
        "batch": view.batch,
        "step": step,
        "error": sentence,
        "can_discard": view.batch.state in EDITABLE and not view.batch.watermark and not view.is_busy,
    }


def due_after(view: BatchView) -> ResolutionDue | None:
    """What looking for duplicates would look at once people are in; None where the batch brought nobody or there is nothing to look at."""
    if view.batch.state != State.DONE or view.is_busy or view.batch.entity in NOBODY_NEW:
        return None
    due = resolution_due()
    return due if due.records else None
