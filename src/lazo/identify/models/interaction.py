"""What we and the customer said to each other, in whatever channel."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party
from lazo.identify.models.source import Source

NOTE, CALL = "note", "call"
"""The kinds that people write by hand; whatever comes from a file has the words of its source."""


class Interaction(models.Model):
    """`by` is who of us wrote it; null: it came by a channel or a file. `minutes` and `outcome` are those of a call."""

    class Direction(models.TextChoices):
        IN = "IN", _("del cliente")
        OUT = "OUT", _("nuestra")

    class Outcome(models.TextChoices):
        """How a call ended."""

        ANSWERED = "answered", _("contestó")
        NO_ANSWER = "no_answer", _("no contestó")
        VOICEMAIL = "voicemail", _("quedó un mensaje")
        BUSY = "busy", _("estaba ocupado")
        CALL_LATER = "call_later", _("pidió otra llamada")
        WRONG_NUMBER = "wrong_number", _("número equivocado")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="interactions", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=120, null=True)
    occurred_on = models.DateField(_("fecha"))
    occurred_at = models.DateTimeField(_("hora"), null=True)
    channel = models.CharField(_("canal"), max_length=40, blank=True)
    direction = models.CharField(_("dirección"), max_length=3, choices=Direction.choices, blank=True)
    kind = models.CharField(_("tipo"), max_length=60, blank=True)
    subject = models.CharField(_("asunto"), max_length=240, blank=True)
    text = models.TextField(_("texto"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("escrita por")
    )
    minutes = models.PositiveIntegerField(_("minutos"), null=True)
    outcome = models.CharField(_("resultado"), max_length=20, blank=True, db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)
    batch = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "occurred_on"], name="interaction_of_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=models.Q(external_id__isnull=False),
                name="interaction_once_per_source",
            )
        ]

    def __str__(self) -> str:
        return f"interaction {self.pk}"

    @property
    def outcome_words(self) -> str:
        """How the call ended, in words; blank for what is no call."""
        return str(self.Outcome(self.outcome).label) if self.outcome in self.Outcome.values else ""
