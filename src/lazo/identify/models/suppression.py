"""Lists of people who must not be contacted: of their telephones, addresses and documents only keyed digests are kept."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SuppressionList(models.Model):
    """A registry of a country, or the company's own list.

    `channels` and `purposes` are what it forbids (empty: all). `consult_days` is how old the last consultation may be (null: it does not
    age). `current` is the consultation whose digests count.
    """

    class Holds(models.TextChoices):
        PHONE = "phone", _("teléfonos")
        EMAIL = "email", _("correos")
        DOCUMENT = "document", _("documentos")
        ANY = "any", _("de todo")

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("nombre"), max_length=120)
    country = models.CharField(_("país"), max_length=2, blank=True)
    holds = models.CharField(_("contiene"), max_length=8, choices=Holds.choices)
    channels = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    consult_days = models.PositiveSmallIntegerField(null=True)
    law = models.CharField(_("norma"), max_length=160, blank=True)
    current = models.ForeignKey(
        "SuppressionConsultation", on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        return f"suppression list {self.key}"


class SuppressionConsultation(models.Model):
    """A file of a registry, as it was on `consulted_on`. The file is not kept: `file_name`, `sha256` and the counts are the proof."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("en espera")
        DONE = "DONE", _("vigente o pasada")
        FAILED = "FAILED", _("con error")

    id = models.BigAutoField(primary_key=True)
    list = models.ForeignKey(SuppressionList, on_delete=models.PROTECT, related_name="consultations")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    consulted_on = models.DateField(_("consultada"))
    expires_on = models.DateField(_("vence"), null=True, help_text="the first day on which it is too old")
    file_name = models.CharField(max_length=240, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    reference = models.CharField(_("comprobante"), max_length=240, blank=True, help_text="number the registry gave")
    rows = models.BigIntegerField(default=0)
    entries = models.BigIntegerField(default=0, help_text="different digests")
    unreadable = models.BigIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    job = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"consultation {self.pk}"

    def is_too_old(self, *, on: date) -> bool:
        return self.expires_on is not None and self.expires_on <= on

    @staticmethod
    def expiry(consulted_on: date, days: int | None) -> date | None:
        """The first day on which it is too old; null when it does not age."""
        return None if days is None else consulted_on + timedelta(days=days)


class SuppressionEntry(models.Model):
    """One digest of one consultation: the first 16 bytes of an HMAC-SHA-256 with the workspace's key."""

    pk = models.CompositePrimaryKey("digest", "consultation")
    digest = models.BinaryField(max_length=16)
    consultation = models.BigIntegerField()

    def __str__(self) -> str:
        return f"entry of consultation {self.consultation}"
