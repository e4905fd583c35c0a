"""The register of strategically significant customers: who is, of what kind, from when to when, on what evidence, and what is planned."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.identify.models.party import stands_for_visible
from lazo.kernel.access import VisibleQuerySet
from lazo.kernel.models import User

REVIEW_DAYS = 365
"""A review is due at most a year after the entry, or after the review before."""


class StrategicCustomerQuerySet(VisibleQuerySet["StrategicCustomer"]):
    """Entries of the customers a user may see, also where the record was found to be another since."""

    def visible_to(self, user: User) -> Self:
        return self.filter(stands_for_visible(user, "customer"))

    def open(self) -> Self:
        return self.filter(valid_to__isnull=True)

    def overdue(self, *, on: date) -> Self:
        """Open ones whose review should have been made before the day `on`."""
        return self.open().filter(review_on__lt=on)


class StrategicCustomer(models.Model):
    """One kind of one customer's significance; `run_id` is null where a person declared it.

    `evidence` of a score run is the number that made it so. A null `owner` is the customer's own.
    """

    class Kind(models.TextChoices):
        HIGH_LTV = "HIGH_LTV", _("alto valor de vida")
        COST_MAGNET = "COST_MAGNET", _("absorbe costo fijo")
        BENCHMARK = "BENCHMARK", _("referente que otros copian")
        INSPIRATION = "INSPIRATION", _("inspira mejoras")
        REFEREE = "REFEREE", _("da testimonio")
        DOOR_OPENER = "DOOR_OPENER", _("abre puertas")

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    evidence = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    run_id = models.BigIntegerField(null=True)
    closed_by_run = models.BigIntegerField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("responsable")
    )
    plan = models.TextField(_("plan"), blank=True, db_default="", default="")
    review_on = models.DateField(_("próxima revisión"))
    born_with = models.BigIntegerField(null=True, help_text="the record it was declared of; null: a run opened it")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    end_reason = models.CharField(_("por qué dejó de serlo"), max_length=240, blank=True, db_default="", default="")
    version = models.PositiveIntegerField(db_default=1, default=1)

    objects = StrategicCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_from__lte=models.F("valid_to")),
                name="strategic_period_ordered",
            ),
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=models.Q(valid_to__isnull=True), name="strategic_once_at_a_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on", "id"], condition=models.Q(valid_to__isnull=True), name="strategic_by_review"
            ),
            models.Index(
                fields=["kind", "review_on", "id"],
                condition=models.Q(valid_to__isnull=True),
                name="strategic_kind_by_review",
            ),
        ]

    def __str__(self) -> str:
        return f"strategic customer {self.pk}"

    @property
    def is_computed(self) -> bool:
        """Whether score runs open and close it."""
        return self.run_id is not None


class StrategicEvidence(models.Model):
    """What somebody said shows that a customer is significant; `other` is the customer it was shown by, such as an account won citing this one."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(StrategicCustomer, on_delete=models.CASCADE, related_name="told")
    text = models.TextField(_("qué pasó"))
    other = models.ForeignKey(Party, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    said_on = models.DateField(_("cuándo"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="strategic_evidence_is_told")]

    def __str__(self) -> str:
        return f"evidence {self.pk} of strategic customer {self.entry_id}"


class StrategicReview(models.Model):
    """That somebody looked again whether an entry still holds, and when the next look is due."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(StrategicCustomer, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(_("revisado"))
    note = models.TextField(_("qué se vio"), blank=True)
    next_on = models.DateField(_("próxima revisión"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(next_on__gt=models.F("on")), name="strategic_review_goes_on")
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of strategic customer {self.entry_id}"


def next_review(day: date) -> date:
    """When at the latest whoever was looked at on `day` is looked at again."""
    return day + timedelta(days=REVIEW_DAYS)
