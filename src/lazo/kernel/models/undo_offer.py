"""What a person may take back: which undo, with which facts, and whether it was asked for already."""

from django.db import models
from django.db.models.functions import Now

from lazo.kernel.models.user import User


class UndoOffer(models.Model):
    """`data` holds what the undo of `kind` needs to restore; `label` is what the button and the toast say."""

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=43, unique=True)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=240)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"undo offer {self.pk} {self.kind}"
