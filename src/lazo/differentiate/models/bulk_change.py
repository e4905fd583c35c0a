"""A change of many customers at once, with what each of them had before, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import TraitDefinition


class BulkChange(models.Model):
    """`value` is what everyone gets: the id of a user or team (null: nobody); of an own field, `field` and `said` (null: nothing).

    Its rows are written before the parties change; `watermark` is the last party done, so that a killed job goes on there.
    """

    class Action(models.TextChoices):
        OWNER = "OWNER", _("asignar responsable")
        TEAM = "TEAM", _("asignar equipo")
        RETIRE = "RETIRE", _("retirar")
        FIELD = "FIELD", _("llenar un campo")

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("en curso")
        DONE = "DONE", _("hecho")
        UNDOING = "UNDOING", _("deshaciendo")
        UNDONE = "UNDONE", _("deshecho")

    id = models.BigAutoField(primary_key=True)
    action = models.CharField(max_length=6, choices=Action.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    value = models.BigIntegerField(null=True)
    field = models.ForeignKey(TraitDefinition, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.CharField(max_length=240, null=True, help_text="the value of the field as text")
    total = models.BigIntegerField(default=0)
    watermark = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0, help_text="rows the undo left because somebody changed them since")
    kept_rows = models.JSONField(default=list, help_text="up to a hundred of them")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"bulk change {self.pk}"


class BulkChangeRow(models.Model):
    """What `party` had before: the owner or team (null: none, or not retired), or what a person had `said` in the field (null: nothing)."""

    pk = models.CompositePrimaryKey("change_id", "party")
    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows", db_index=False)
    party = models.BigIntegerField()
    before = models.BigIntegerField(null=True)
    said = models.CharField(max_length=240, null=True)

    def __str__(self) -> str:
        return f"row of bulk change {self.change_id}"
