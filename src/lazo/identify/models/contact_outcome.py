"""What came of using a way of contact: the register from which its health is derived."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.contact_point import ContactPoint
from lazo.identify.models.party import Party


class ContactOutcomeQuerySet(models.QuerySet["ContactOutcome"]):
    def standing(self) -> "ContactOutcomeQuerySet":
        """Those that nobody took back."""
        return self.filter(retracted_at__isnull=True)


class ContactOutcome(models.Model):
    """Something happened to `key`, the canonical form of a way of contact. `party` null: it is said of the address, whoever has it.

    `channel` and `reference` name the message, call or line of a file that told it; the same one is kept once. `evidence` is what the
    channel answered, without personal data. Who takes one back leaves the row, with who and when.
    """

    class Outcome(models.TextChoices):
        DELIVERED = "DELIVERED", _("se entregó")
        REPLIED = "REPLIED", _("respondió")
        VERIFIED = "VERIFIED", _("verificado")
        SOFT_BOUNCE = "SOFT_BOUNCE", _("rebotó por ahora")
        HARD_BOUNCE = "HARD_BOUNCE", _("rebotó")
        UNREACHABLE = "UNREACHABLE", _("nadie responde")
        WRONG_PERSON = "WRONG_PERSON", _("no es de esta persona")
        OTHER_OWNER = "OTHER_OWNER", _("ahora es de otra persona")
        REPLACED = "REPLACED", _("cambió por otro")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=ContactPoint.Kind.choices)
    key = models.CharField(max_length=254)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, null=True, related_name="contact_outcomes")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    channel = models.CharField(max_length=20)
    reference = models.CharField(max_length=120, null=True)
    evidence = models.CharField(max_length=240, blank=True)
    happened_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reported_at = models.DateTimeField(db_default=Now())
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ContactOutcomeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key", "kind", "happened_at"], name="contact_outcome_of_key")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "reference"], name="contact_outcome_told_once"),
            models.CheckConstraint(
                condition=models.Q(retracted_by__isnull=True) | models.Q(retracted_at__isnull=False),
                name="contact_outcome_retracted_when",
            ),
        ]

    def __str__(self) -> str:
        return f"contact outcome {self.pk}"
