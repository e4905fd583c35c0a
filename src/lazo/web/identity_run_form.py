"""From which likeness on Lazo joins and asks, as percentages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.identify.operations.identity_settings import UnableToSetThresholds, set_thresholds
from lazo.identify.queries.identity_settings import match_thresholds
from lazo.kernel.models import User

WORDS = {
    "too_low": _("Es muy poco: se mezclarían personas distintas. Para unir, 90 o más; para preguntar, 50 o más."),
    "too_high": _("Es demasiado: nada llega a tanto. Como mucho 99,99."),
    "above_automatic": _("Preguntar exige más que unir. Pon un número menor."),
}

NUMBER = dict.fromkeys(("required", "invalid"), _("Escribe un número, como 95."))


class ThresholdsForm(forms.Form):
    automatic = forms.FloatField(label=_("Unir solo desde (%)"), error_messages=NUMBER)
    review = forms.FloatField(label=_("Preguntar desde (%)"), error_messages=NUMBER)

    def __init__(self, data: Any = None) -> None:
        now = match_thresholds()
        super().__init__(data, initial={"automatic": f"{now.automatic * 100:g}", "review": f"{now.review * 100:g}"})
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input", "step": "any", "inputmode": "decimal"}

    def save(self, *, by: User) -> bool:
        """Whether it could be kept; what is wrong is said by its field."""
        told = self.cleaned_data
        try:
            set_thresholds(automatic=told["automatic"] / 100, review=told["review"] / 100, by=by)
        except UnableToSetThresholds as error:
            self.add_error(error.field or None, WORDS.get(error.code, error.code))
            return False
        return True
