"""What a party is to us: one person may be customer, contact of an account and fan at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party


class PartyRole(models.Model):
    """From `valid_from` (null: nobody knows since when) until before `valid_to` (null: it holds)."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("cliente")
        PROSPECT = "prospect", _("prospecto")
        CONTACT = "contact", _("contacto")
        PAYER = "payer", _("quien paga")
        USER = "user", _("usuario")
        BENEFICIARY = "beneficiary", _("beneficiario")
        GUARANTOR = "guarantor", _("codeudor, aval")
        EMPLOYEE = "employee", _("empleado")
        PARTNER = "partner", _("aliado")
        SUPPLIER = "supplier", _("proveedor")
        INFLUENCER = "influencer", _("influenciador")
        REFERRER = "referrer", _("quien refiere")
        MEMBER = "member", _("miembro")
        FAN = "fan", _("hincha")
        PATIENT = "patient", _("paciente")
        STUDENT = "student", _("estudiante")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(_("rol"), max_length=12, choices=Kind.choices)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind", "valid_from"], name="role_once_per_start"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="role_period_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"role {self.pk} {self.kind}"
