"""The form that says what a customer is to us, and when."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party, PartyRole
from lazo.identify.operations.party_role import UnableToGiveRole, give_role
from lazo.kernel.models import User

WORDS = {
    "not_visible": _("No ves a esa persona o empresa. Búscala de nuevo."),
    "not_current": _("Este registro se unió a otro o se retiró. Búscalo de nuevo en Clientes."),
    "unknown_role": _("Elige de la lista."),
    "already_held": _("Ya tiene ese rol. Termínalo antes, o dale otra fecha de inicio."),
    "already_ended": _("Ese rol ya había terminado."),
    "bad_period": _("Empieza después de hoy, o termina antes de empezar. Revisa las fechas."),
}
DATE = {"invalid": _("Escribe la fecha como 2024-03-15.")}


def _date(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"], error_messages=DATE)


class RoleForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Qué es para nosotros"),
        choices=[("", "–"), *PartyRole.Kind.choices],
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": _("Elige de la lista."), "invalid_choice": _("Elige de la lista.")},
    )
    since = _date(_("Desde, si lo sabes"))
    until = _date(_("Hasta, si ya terminó"))

    def save(self, *, party: Party, by: User, on: date) -> str | None:
        """The token that takes it back; None when it was refused, which the form then says."""
        told = self.cleaned_data
        try:
            return give_role(party=party, kind=told["kind"], since=told["since"], until=told["until"], by=by, on=on)[1]
        except UnableToGiveRole as error:
            self.add_error(error.field or None, WORDS[error.code])
            return None
