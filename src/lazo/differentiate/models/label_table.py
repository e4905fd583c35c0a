"""A table with what happened to whom, brought in to learn from."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LabelTable(models.Model):
    """Its rows lie beside, as a CSV of text in the workspace's files; `columns` says of each its `name`, `kind`, `filled` share and `examples`.

    `choices` is what a person decided: `label`, `rule` (the value that means yes, or `> 3`), `id`, `day`, `known`, and `declared`, of each
    column that somebody spoke of whether it is known `before` the question or only `after`. Empty: nothing was decided yet.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("nombre"), max_length=120)
    file_name = models.CharField(_("archivo"), max_length=240)
    rows = models.BigIntegerField(_("filas"))
    columns = models.JSONField(default=list)
    choices: Any = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"label table {self.pk}"

    @property
    def column_names(self) -> list[str]:
        return [one["name"] for one in self.columns]
