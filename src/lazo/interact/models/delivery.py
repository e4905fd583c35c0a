"""What a provider says of a message after it left: delivered, opened, bounced."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.interact.models.channel_account import ChannelAccount


class DeliveryReportQuerySet(models.QuerySet["DeliveryReport"]):
    def human(self) -> "DeliveryReportQuerySet":
        """Without what a machine did: filters open and click what nobody has seen."""
        return self.filter(is_machine=False)


class DeliveryReport(models.Model):
    """One event of a provider, kept once by its `event`; `message` null: it names none of ours. `is_machine`: no person did it."""

    class Kind(models.TextChoices):
        SENT = "SENT", _("salió")
        DELIVERED = "DELIVERED", _("se entregó")
        DEFERRED = "DEFERRED", _("espera")
        READ = "READ", _("lo leyó")
        OPENED = "OPENED", _("lo abrió")
        CLICKED = "CLICKED", _("abrió un enlace")
        REPLIED = "REPLIED", _("respondió")
        SOFT_BOUNCE = "SOFT_BOUNCE", _("rebotó por ahora")
        HARD_BOUNCE = "HARD_BOUNCE", _("rebotó")
        COMPLAINED = "COMPLAINED", _("lo marcó como no deseado")
        UNSUBSCRIBED = "UNSUBSCRIBED", _("se dio de baja")
        FAILED = "FAILED", _("falló")

    ENGAGEMENT: ClassVar = frozenset({Kind.READ, Kind.OPENED, Kind.CLICKED, Kind.REPLIED})

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.CharField(max_length=200)
    message = models.BigIntegerField(null=True)
    kind = models.CharField(_("qué pasó"), max_length=12, choices=Kind.choices)
    is_machine = models.BooleanField(default=False)
    code = models.CharField(_("código"), max_length=60, blank=True)
    at = models.DateTimeField(_("cuándo"))

    objects = DeliveryReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["message", "kind"], name="delivery_report_of_message")]
        constraints = [models.UniqueConstraint(fields=["account", "event"], name="delivery_report_once")]

    def __str__(self) -> str:
        return f"delivery report {self.pk}"
