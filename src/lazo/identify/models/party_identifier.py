"""An identity document or tax number of a party, kept as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party


class PartyIdentifier(models.Model):
    """`scheme` is COUNTRY_DOCUMENT, such as CL_RUT or BR_CNPJ; `value` is compact, as the country writes it.

    `key` is what equal documents have in common however they are written (with or without check digit); one that did not check has the
    key `raw:` and its text, which joins nobody.
    """

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("documento"), max_length=16, blank=True)
    value = models.CharField(_("número"), max_length=40)
    key = models.CharField(max_length=60)
    is_valid = models.BooleanField(_("dígito verificador correcto"), default=True)
    batch = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["key"], name="identifier_key")]
        constraints = [models.UniqueConstraint(fields=["party", "key"], name="identifier_once_per_party")]

    def __str__(self) -> str:
        return f"identifier {self.pk}"
