"""What the company allows itself less than the law does: hours, at most so many contacts, days between two."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ContactLimitQuerySet(models.QuerySet["ContactLimit"]):
    """Limits by whether they hold."""

    def standing(self) -> "ContactLimitQuerySet":
        """Those that nobody ended."""
        return self.filter(ended_at__isnull=True)


class ContactLimit(models.Model):
    """A row is one version: it is never changed but for its end; the next version says which it `follows`.

    HOURS has `hours`, by day of the week from when until before when ({"mon": ["09:00", "18:00"]}), and whether `holidays` are open. CAP
    counts by its own channels, BUDGET by all of them, and GAP is the days between two. Empty `purposes` are all but service.
    """

    class Kind(models.TextChoices):
        HOURS = "hours", _("horario propio")
        CAP = "cap", _("tope por canal")
        GAP = "gap", _("días entre contactos")
        BUDGET = "budget", _("presupuesto de contactos")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("qué limita"), max_length=8, choices=Kind.choices)
    country = models.CharField(_("país"), max_length=2, blank=True)
    purposes = models.JSONField(_("finalidades"), default=list)
    channels = models.JSONField(_("canales"), default=list)
    hours = models.JSONField(_("horario"), default=dict)
    holidays = models.BooleanField(_("también en feriados"), default=True)
    most = models.PositiveSmallIntegerField(_("cuántos"), default=1)
    days = models.PositiveSmallIntegerField(_("en cuántos días"), default=1)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ContactLimitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(most__gte=1, days__gte=1, days__lte=366), name="contact_limit_counts"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True) | models.Q(ended_at__isnull=False),
                name="contact_limit_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return f"contact limit {self.pk}"
