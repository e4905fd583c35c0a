"""What people ask about their data, until when it must be answered, and every step on the way."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party
from lazo.kernel.access import VisibleQuerySet


class DataRequestStep(models.Model):
    """One step: who, when, and what was said. Of the last three there is one a request, and it closes it."""

    class Kind(models.TextChoices):
        IDENTITY = "IDENTITY", _("identidad comprobada")
        PAUSED = "PAUSED", _("en pausa: falta su respuesta")
        RESUMED = "RESUMED", _("respondió: el plazo sigue")
        EXTENDED = "EXTENDED", _("plazo ampliado")
        ASSIGNED = "ASSIGNED", _("cambió de responsable")
        DELIVERED = "DELIVERED", _("datos reunidos")
        DONE = "DONE", _("cumplida")
        REFUSED = "REFUSED", _("rechazada con motivo")
        DROPPED = "DROPPED", _("retirada por quien la pidió")

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey("DataRequest", on_delete=models.CASCADE, related_name="steps", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["request", "id"], name="step_of_data_request")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(kind__in=["DONE", "REFUSED", "DROPPED"]),
                name="data_request_closed_once",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(kind="EXTENDED"), name="data_request_extended_once"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.pk} of data request {self.request_id}"


CLOSING = (DataRequestStep.Kind.DONE, DataRequestStep.Kind.REFUSED, DataRequestStep.Kind.DROPPED)


class DataRequestQuerySet(VisibleQuerySet["DataRequest"]):
    """Requests of customers that a user may see."""

    row_access_prefix = "party__"

    def open(self) -> "DataRequestQuerySet":
        return self.filter(~Exists(_steps(CLOSING)))

    def closed(self) -> "DataRequestQuerySet":
        return self.filter(Exists(_steps(CLOSING)))

    def overdue(self, *, on: date) -> "DataRequestQuerySet":
        """Open ones whose last day has passed; one that waits for an answer is not overdue."""
        return self.open().filter(due_on__lt=on, paused_on__isnull=True)


def _steps(kinds: tuple[str, ...]) -> "models.QuerySet[DataRequestStep]":
    return DataRequestStep.objects.filter(request=OuterRef("pk"), kind__in=kinds)


class DataRequest(models.Model):
    """`due_on` is the last day, as the rule of `country` says; `law` and `days` are kept as they were when it came in.

    `paused_on` is the day since which its clock stands still (null: it runs). `said` is what the person wrote.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("acceso: saber qué datos tenemos")
        RECTIFICATION = "rectification", _("rectificación: corregir datos")
        ERASURE = "erasure", _("cancelación: borrar sus datos")
        OPPOSITION = "opposition", _("oposición: no usarlos para algo")
        PORTABILITY = "portability", _("portabilidad: llevarse sus datos")
        BLOCKING = "blocking", _("bloqueo: guardarlos sin usarlos")

    class Way(models.TextChoices):
        WEB = "web", _("su página")
        EMAIL = "email", _("correo")
        PHONE = "phone", _("llamada")
        WHATSAPP = "whatsapp", _("WhatsApp")
        LETTER = "letter", _("carta")
        VISIT = "visit", _("en persona")

    class Unit(models.TextChoices):
        BUSINESS_DAYS = "business", _("días hábiles")
        DAYS = "days", _("días corridos")
        MONTHS = "months", _("meses")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("qué pide"), max_length=14, choices=Kind.choices)
    way = models.CharField(_("por dónde llegó"), max_length=8, choices=Way.choices)
    country = models.CharField(_("país"), max_length=2, blank=True)
    received_on = models.DateField(_("recibida"))
    due_on = models.DateField(_("vence"), db_index=True)
    law = models.CharField(_("norma"), max_length=160, blank=True)
    days = models.PositiveSmallIntegerField(_("plazo"))
    unit = models.CharField(max_length=8, choices=Unit.choices)
    paused_on = models.DateField(null=True)
    said = models.TextField(_("qué dijo"), blank=True)
    purposes = models.JSONField(default=list, help_text="of an opposition: what for no longer")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("responsable")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = DataRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"data request {self.pk}"
