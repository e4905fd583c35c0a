"""From which likeness on Lazo joins and asks, as percentages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.identify.operations.identity_settings import UnableToSaveIdentitySettings, save_identity_settings
from lazo.identify.queries.identity_settings import match_thresholds, orders_now
from lazo.kernel.models import User

WORDS = {
    "out_of_range": _("Pon un número entre 50 y 100."),
    "below_review": _("Unir no puede exigir menos que preguntar. Pon un número mayor."),
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

    def save(self, *, by: User) -> str | None:
        """The token that takes it back, blank when nothing changed; None when it could not be kept: what is wrong is said by its field."""
        told = self.cleaned_data
        automatic, review = told["automatic"] / 100, told["review"] / 100
        try:
            return save_identity_settings(automatic=automatic, review=review, overrides=orders_now(), by=by)
        except UnableToSaveIdentitySettings as error:
            self.add_error(error.field or None, WORDS.get(error.code, error.code))
            return None
