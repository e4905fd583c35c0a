"""Let go of a file that was uploaded and never imported."""

import shutil
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError

from lazo.identify.imports.pipeline.folder import BatchFolder
from lazo.identify.models import ImportBatch, Source
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Job, User

State = ImportBatch.State
UNTOUCHED = frozenset({State.UPLOADED, State.MAPPED, State.CHECKED, State.FAILED})


class UnableToDiscardBatch(Exception):
    """The batch stays; `code` is not_allowed, or wrong_state when something of it is in the database or a job works on it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = {}


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by: User) -> None:
    """Delete a batch of which nothing is in the database yet: its row, its problems, its file. Its events stay.

    A source that brought nothing else goes with it. Raises UnableToDiscardBatch.
    """
    if not may(by, "may_import"):
        raise UnableToDiscardBatch("not_allowed")
    found = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if found.state not in UNTOUCHED or found.watermark or _is_worked_on(found):
        raise UnableToDiscardBatch("wrong_state")
    source, folder = found.source, BatchFolder.of(found).root
    record_event(
        kind="import.discarded", by=by, table="identify_importbatch", row=found.pk, data={"entity": found.entity}
    )
    found.delete()
    _drop_unused(source)
    transaction.on_commit(partial(shutil.rmtree, folder, ignore_errors=True))


def _is_worked_on(batch: ImportBatch) -> bool:
    return Job.objects.filter(key=f"import:{batch.pk}", state__in=(Job.State.QUEUED, Job.State.RUNNING)).exists()


def _drop_unused(source: Source) -> None:
    try:
        source.delete()
    except ProtectedError:
        return
