"""How a line of the ledger of consent came about: which text was shown, by which way it came, from where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.consent import ConsentEntry
from lazo.identify.models.consent_text import ConsentText
from lazo.identify.models.preference_link import PreferenceLink


class ConsentProof(models.Model):
    """`address` and `browser` are those of whoever answered on a page; null and blank where it came another way."""

    class Way(models.TextChoices):
        PERSON = "person", _("lo anotó una persona")
        WEB = "web", _("lo respondió en su página")
        PROGRAM = "program", _("lo envió otro sistema")
        FILE = "file", _("vino en un archivo")

    entry = models.OneToOneField(ConsentEntry, on_delete=models.CASCADE, primary_key=True, related_name="proof")
    way = models.CharField(_("vía"), max_length=8, choices=Way.choices)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(PreferenceLink, on_delete=models.SET_NULL, null=True, related_name="+")
    address = models.GenericIPAddressField(_("dirección IP"), null=True)
    browser = models.CharField(_("navegador"), max_length=400, blank=True)

    def __str__(self) -> str:
        return f"proof of consent entry {self.pk}"
