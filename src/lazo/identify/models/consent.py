"""The ledger of consent: what a party allowed or forbade us, on what basis, with the evidence. Nothing in it is rewritten."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party
from lazo.kernel.models import User


class UnableToRewriteLedger(Exception):
    """A line of the ledger stands as it was written; what changes is said in a new one."""


class ConsentQuerySet(models.QuerySet["ConsentEntry"]):
    """Lines are added and read; no statement changes or removes them."""

    def standing(self) -> "ConsentQuerySet":
        """Those that no later line takes back, and that take nothing back themselves."""
        # Not `takes_back IS NULL`: SQLite would read its unique index, in which nearly every line of the ledger is null.
        return self.alias(taking=Coalesce("takes_back_id", 0)).filter(taking=0, taken_back_by__isnull=True)

    def call_back(self, *, by: User | None) -> int:
        """Say of those that still stand that they were entered by mistake, part of an operation; how many did. Again it changes nothing."""
        standing = list(self.standing().order_by("pk"))
        told = ("party_id", "purpose", "channel", "state", "basis", "on")
        self.bulk_create(
            ConsentEntry(**{name: getattr(row, name) for name in told}, takes_back=row, by=by) for row in standing
        )
        return len(standing)

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - the signature of a queryset
        raise UnableToRewriteLedger

    def delete(self) -> NoReturn:
        raise UnableToRewriteLedger


class ConsentEntry(models.Model):
    """`on` is the day the party said so; `expires_on` the first day on which a grant no longer holds (null: none).

    `repeats` leads to the same line written for another record of the same customer; `takes_back` to a line entered by mistake.
    """

    class State(models.TextChoices):
        GRANTED = "GRANTED", _("concedido")
        WITHDRAWN = "WITHDRAWN", _("retirado")
        EXPIRED = "EXPIRED", _("vencido")

    class Purpose(models.TextChoices):
        MARKETING = "marketing", _("publicidad y ofertas")
        SERVICE = "service", _("atención y avisos de servicio")
        SURVEYS = "surveys", _("encuestas")
        PROFILING = "profiling", _("ofertas según su perfil")
        COLLECTIONS = "collections", _("cobranza")
        SHARING = "sharing", _("compartir con terceros")

    class Channel(models.TextChoices):
        EMAIL = "email", _("correo")
        PHONE = "phone", _("llamada")
        SMS = "sms", _("SMS")
        WHATSAPP = "whatsapp", _("WhatsApp")
        LETTER = "letter", _("carta")
        VISIT = "visit", _("visita")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("autorización del titular")
        CONTRACT = "contract", _("contrato")
        LEGAL_DUTY = "legal_duty", _("obligación legal")
        LEGITIMATE_INTEREST = "legitimate_interest", _("interés legítimo")
        CREDIT = "credit", _("protección del crédito")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(_("finalidad"), max_length=20, choices=Purpose.choices)
    channel = models.CharField(_("canal"), max_length=20, choices=Channel.choices)
    state = models.CharField(_("qué dijo"), max_length=10, choices=State.choices)
    basis = models.CharField(_("base legal"), max_length=24, choices=Basis.choices, blank=True)
    evidence = models.TextField(_("constancia"), blank=True)
    on = models.DateField(_("fecha"))
    expires_on = models.DateField(_("vence"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeated_by")
    takes_back = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="taken_back_by")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["party", "purpose", "channel", "id"], name="consent_of_party")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="GRANTED") | ~models.Q(basis=""), name="consent_granted_on_a_basis"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True) | models.Q(expires_on__gt=models.F("on")),
                name="consent_expires_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"consent entry {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not kwargs.get("force_insert"):
            raise UnableToRewriteLedger
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - the signature of a model
        raise UnableToRewriteLedger
