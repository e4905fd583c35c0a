"""An identity document or tax number of a party, kept as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party


class PartyIdentifier(models.Model):
    """`scheme` is COUNTRY:DOCUMENT, such as CL:RUT or BR:CNPJ; `value` is compact, as the country writes it."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("documento"), max_length=16)
    value = models.CharField(_("número"), max_length=40)
    is_valid = models.BooleanField(_("dígito verificador correcto"), default=True)
    batch = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["value", "scheme"], name="identifier_value")]
        constraints = [models.UniqueConstraint(fields=["party", "scheme", "value"], name="identifier_once_per_party")]

    def __str__(self) -> str:
        return f"identifier {self.pk}"
