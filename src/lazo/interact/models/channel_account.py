"""Through which account of a channel we write and receive: the mailbox, the telephone number, the printer."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ChannelAccountQuerySet(models.QuerySet["ChannelAccount"]):
    def in_use(self) -> "ChannelAccountQuerySet":
        """Those that nobody closed."""
        return self.filter(closed_at__isnull=True)


class ChannelAccount(models.Model):
    """`options` are what its channel asks for and anybody who administers may read; `secret` is enciphered, see `interact.channels.secret`.

    `per_second` and `per_day` are limits of ours below those of the provider (null: none). `price` is what a thousand messages cost, in minor
    units of `currency` (null: nothing, or the channel knows itself). `inbox` is how far its mailbox was read.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("correo")
        WHATSAPP = "whatsapp", _("WhatsApp")
        LETTER = "letter", _("carta impresa")
        FILE = "file", _("archivo")

    channel = models.CharField(_("canal"), max_length=12, choices=Channel.choices)
    provider = models.CharField(
        _("proveedor"), max_length=20, help_text="smtp, an Anymail provider, cloud_api, print, csv"
    )
    name = models.CharField(_("nombre"), max_length=80, unique=True)
    options = models.JSONField(default=dict)
    secret = models.TextField(blank=True, help_text="enciphered; blank: none")
    per_second = models.PositiveIntegerField(_("mensajes por segundo, a lo más"), null=True)
    per_day = models.PositiveIntegerField(_("mensajes por día, a lo más"), null=True)
    price = models.BigIntegerField(_("costo de mil mensajes"), null=True)
    currency = models.CharField(_("moneda"), max_length=3, blank=True)
    inbox = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ChannelAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="channel_account_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(price__isnull=True) | (models.Q(price__gte=0) & ~models.Q(currency="")),
                name="channel_account_price_in_a_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by__isnull=True) | models.Q(closed_at__isnull=False),
                name="channel_account_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"channel account {self.pk}"
