"""An experiment that was brought in from a file is taken out again."""

from typing import Any

from django.db import transaction

from lazo.customize.models import Arm, Decision, Experiment, MoneyEntry, Outcome
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone

UNDO = "measure.imported_experiment"
TABLE = "customize_experiment"


@transaction.atomic
def undo_import(by: User, data: dict[str, Any]) -> Undone:
    """Take the experiment out again, with its decisions and outcomes, unless money was booked for it since."""
    if not may(by, "may_import"):
        raise UnableToUndo("not_allowed")
    experiment = Experiment.objects.select_for_update().filter(pk=data["experiment"]).first()
    if experiment is None or MoneyEntry.objects.filter(experiment=experiment).exists():
        raise UnableToUndo("changed_since")
    record_event(kind="experiment.removed", by=by, table=TABLE, row=experiment.pk, data={"key": experiment.key})
    for model in (Outcome, Decision, Arm):
        model.objects.filter(experiment=experiment).delete()
    experiment.delete()
    return Undone(1)
