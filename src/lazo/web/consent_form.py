"""The forms in which a permission is written down, or its end."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lazo.identify.legal_bases import LegalBases
from lazo.identify.models import ConsentEntry
from lazo.identify.operations.consent import Permission

CONSENT_FAILURES = {
    "not_current": _("Este registro se unió a otro o se retiró. Búscalo de nuevo en Clientes."),
    "unknown_purpose": _("Elige para qué."),
    "no_channel": _("Elige al menos un canal."),
    "unknown_channel": _("Elige de la lista."),
    "unknown_basis": _("Elige una base legal de este país."),
    "no_evidence": _("Escribe cómo consta: qué texto aceptó, en qué llamada, en qué papel."),
    "bad_period": _("Debe vencer después del día en que lo dijo."),
    "future": _("Todavía no llega ese día."),
    "text_too_long": _("Es demasiado largo: caben 4.000 letras. No se perdió nada; acórtalo."),
    "bad_characters": _("Tiene signos que no se pueden guardar. Bórralos y guarda de nuevo."),
}
FIELD_OF = {
    "unknown_purpose": "purpose",
    "no_channel": "channels",
    "unknown_channel": "channels",
    "unknown_basis": "basis",
    "no_evidence": "evidence",
    "bad_period": "expires_on",
    "future": "said_on",
    "text_too_long": "evidence",
    "bad_characters": "evidence",
}
BAD_DAY = {"invalid": _("Escribe la fecha como 2026-03-15."), "required": _("Escribe la fecha como 2026-03-15.")}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})


class WithdrawalForm(forms.Form):
    """What the customer no longer allows."""

    purpose = forms.ChoiceField(
        label=_("Para qué"),
        choices=[(key, capfirst(label)) for key, label in ConsentEntry.Purpose.choices],
        widget=forms.Select(attrs={"class": "select"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), CONSENT_FAILURES["unknown_purpose"]),
    )
    channels = forms.MultipleChoiceField(
        label=_("Por dónde"),
        choices=[(key, capfirst(label)) for key, label in ConsentEntry.Channel.choices],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": CONSENT_FAILURES["no_channel"],
            "invalid_choice": CONSENT_FAILURES["unknown_channel"],
        },
    )
    said_on = forms.DateField(
        label=_("Cuándo lo dijo"), widget=_day(), input_formats=["%Y-%m-%d"], error_messages=BAD_DAY
    )
    evidence = forms.CharField(
        label=_("Cómo consta"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: QueryDict | None, *, on: date) -> None:
        super().__init__(data, initial={"said_on": on})

    def permission(self) -> Permission:
        return Permission(self.cleaned_data["purpose"], tuple(self.cleaned_data["channels"]))

    def refuse(self, code: str) -> None:
        """Say what an operation refused, beside the field."""
        self.add_error(FIELD_OF.get(code), CONSENT_FAILURES[code])


class GrantForm(WithdrawalForm):
    """What the customer allows, on one of the bases of the country."""

    basis = forms.ChoiceField(
        label=_("Base legal"),
        widget=forms.Select(attrs={"class": "select"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), CONSENT_FAILURES["unknown_basis"]),
    )
    expires_on = forms.DateField(
        label=_("Vence el, si vence"),
        required=False,
        widget=_day(),
        input_formats=["%Y-%m-%d"],
        error_messages=BAD_DAY,
    )

    def __init__(self, data: QueryDict | None, *, on: date, bases: LegalBases) -> None:
        super().__init__(data, on=on)
        choices = [(str(basis), capfirst(basis.label)) for basis in bases.bases]
        self.fields["basis"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["basis"].help_text = bases.law
