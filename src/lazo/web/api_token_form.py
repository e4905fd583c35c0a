"""The form of a key for a program."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.kernel.operations.api_token import LONGEST_NAME
from lazo.kernel.scopes import SCOPES

DAYS = (("30", _("30 días")), ("90", _("90 días")), ("365", _("Un año")), ("", _("No vence")))
USUAL = ("customers:read",)


class ApiTokenForm(forms.Form):
    """What the key is called, what it is for, and until when."""

    name = forms.CharField(
        label=_("Nombre"),
        max_length=LONGEST_NAME,
        help_text=_("Qué programa la usa, como «Tienda en línea»."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    days = forms.ChoiceField(
        label=_("Vence"),
        choices=DAYS,
        initial="90",
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Para qué sirve"),
        choices=list(SCOPES.items()),
        initial=USUAL,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
    )

    def expires_at(self, now: datetime) -> datetime | None:
        """When it ends; None for never."""
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None
