"""The forms of a webhook: where it goes, what it is told, from which event on again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models import Webhook
from lazo.kernel.operations.webhook import LONGEST_URL

BOX = {"class": "input", "autocomplete": "off"}


class WebhookForm(forms.Form):
    url = forms.CharField(
        label=_("Dirección"),
        max_length=LONGEST_URL,
        help_text=_("A dónde enviamos cada suceso, como https://tu-tienda.com/lazo."),
        widget=forms.URLInput(attrs=BOX),
    )
    kinds = forms.CharField(
        label=_("Qué sucesos"),
        required=False,
        max_length=4000,
        help_text=_("Uno por línea, como party.added. Vacío: todos los que puedes ver."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "autocomplete": "off"}),
    )

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookForm":
        """As it is kept."""
        return cls(initial={"url": webhook.url, "kinds": "\n".join(webhook.kinds)})

    def wanted(self) -> list[str]:
        return str(self.cleaned_data["kinds"]).split()


class ReplayForm(forms.Form):
    event = forms.IntegerField(
        label=_("Desde el suceso número"),
        min_value=1,
        max_value=2**62,
        widget=forms.NumberInput(attrs={**BOX, "inputmode": "numeric"}),
    )
