"""One file brought in: what it was, how its columns were read, what became of each row, and how to undo it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.source import Source


class ImportBatch(models.Model):
    class Entity(models.TextChoices):
        CUSTOMERS = "customers", _("clientes")
        PURCHASES = "purchases", _("compras")
        INTERACTIONS = "interactions", _("interacciones")
        PRODUCTS = "products", _("productos")
        CONTRACTS = "contracts", _("contratos")
        CONSENTS = "consents", _("permisos")

    class State(models.TextChoices):
        UPLOADED = "UPLOADED", _("recibido")
        MAPPED = "MAPPED", _("columnas listas")
        CHECKED = "CHECKED", _("revisado")
        RUNNING = "RUNNING", _("importando")
        DONE = "DONE", _("importado")
        UNDOING = "UNDOING", _("deshaciendo")
        UNDONE = "UNDONE", _("deshecho")
        FAILED = "FAILED", _("con error")

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    entity = models.CharField(max_length=12, choices=Entity.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    file_name = models.CharField(max_length=240)
    path = models.CharField(max_length=500, help_text="relative to the workspace's files folder")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict, help_text="column -> field key")
    options = models.JSONField(default=dict, help_text="country, currency, number and date formats, unknown customers")
    rows = models.BigIntegerField(default=0)
    new = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    duplicate = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0, help_text="by the undo: rows a person had edited since")
    watermark = models.BigIntegerField(
        default=0, help_text="chunks of the plan, or of its undo, that are in the database"
    )
    report = models.JSONField(default=dict, help_text="counts per reason, money, row id ranges")
    error = models.JSONField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    rows=models.F("new") + models.F("updated") + models.F("duplicate") + models.F("rejected")
                ),
                name="batch_count_in_is_count_out",
            )
        ]

    def __str__(self) -> str:
        return f"batch {self.pk} {self.entity}"


class ImportMapping(models.Model):
    """How the columns of a source were read last time, so that the next file needs no questions."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="mappings")
    entity = models.CharField(max_length=12, choices=ImportBatch.Entity.choices)
    header_key = models.CharField(max_length=64, help_text="hash of the folded header")
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "entity", "header_key"], name="mapping_once_per_header")
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk}"


class ImportProblem(models.Model):
    """A rejected or doubtful row of the last check or run; the first thousand are kept here, all in the reject file."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    row = models.BigIntegerField()
    column = models.CharField(max_length=240, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=240, blank=True)
    params = models.JSONField(default=dict)
    rejects = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "row"], name="problem_by_row")]

    def __str__(self) -> str:
        return f"problem {self.pk}"


class BatchChange(models.Model):
    """What an updated row was before and became, so that the undo can restore it unless a person edited it since."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["batch", "table", "row"], name="batch_change_row")]

    def __str__(self) -> str:
        return f"batch change {self.pk}"
