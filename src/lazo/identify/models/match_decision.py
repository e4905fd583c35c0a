"""What a person said of a pair: the same, not the same, related, later."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.match_pair import MatchPair


class MatchDecision(models.Model):
    """One answer; one that was taken back stays. `is_audit` is an answer about two that a run had joined on its own, asked to measure it."""

    class Verdict(models.TextChoices):
        SAME = "SAME", _("son la misma")
        NOT = "NOT", _("son dos")
        RELATED = "RELATED", _("son dos y tienen relación")
        LATER = "LATER", _("después")

    id = models.BigAutoField(primary_key=True)
    pair = models.ForeignKey(MatchPair, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    probability = models.FloatField(help_text="of the pair when it was decided")
    is_audit = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "at"], name="decision_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=models.Q(taken_back_at__isnull=True, is_audit=False) & ~models.Q(verdict="LATER"),
                name="pair_decided_once",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="decision_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} on pair {self.pair_id}"
