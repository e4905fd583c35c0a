"""Say what a file brings, when whoever uploaded it did not."""

from django.db import transaction

from lazo.identify.models import ImportBatch
from lazo.kernel.events import record_event
from lazo.kernel.models import User


class UnableToChooseEntity(Exception):
    """Only a batch whose columns nobody has decided yet can still be of something else."""

    code = "wrong_state"


@transaction.atomic
def choose_entity(*, batch: ImportBatch, entity: str, by: User) -> ImportBatch:
    """Make `batch` an import of `entity`; one that already is stays as it is. Raises UnableToChooseEntity."""
    if batch.entity == entity:
        return batch
    if batch.state != ImportBatch.State.UPLOADED or entity not in ImportBatch.Entity.values:
        raise UnableToChooseEntity(batch.pk)
    batch.entity = entity
    batch.save(update_fields=["entity"])
    record_event(
        kind="import.entity", by=by, table="identify_importbatch", row=batch.pk, batch=batch.pk, data={"entity": entity}
    )
    return batch
