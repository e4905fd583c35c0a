"""Data that are kept and not used: since when, at whose word, and until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.data_request import DataRequest
from lazo.identify.models.party import Party


class PartyBlock(models.Model):
    """A record of a customer that lists, audiences and scores leave out (ALL), or scores alone (SCORES), until `lifted_at`."""

    class Scope(models.TextChoices):
        ALL = "ALL", _("nada los usa")
        SCORES = "SCORES", _("no se usan para puntajes ni perfiles")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="blocks", db_index=False)
    scope = models.CharField(max_length=6, choices=Scope.choices)
    request = models.ForeignKey(DataRequest, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["party"], name="block_of_party")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "scope"], condition=Q(lifted_at__isnull=True), name="blocked_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"
