"""The form in which a company defines a field of its own."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party, TraitDefinition
from lazo.identify.operations.custom_field import FieldDetails, UnableToDefineField
from lazo.web.typed_fields import LinesField, SeveralField

FIELD_FAILURES = {
    "nameless": _("Ponle un nombre."),
    "too_long": _("Es demasiado largo. Escribe una forma más corta."),
    "bad_characters": _("Tiene signos que no se pueden guardar. Bórralos y guarda de nuevo."),
    "unknown_type": _("Elige de qué tipo es."),
    "no_choices": _("Escribe al menos una opción, una por línea."),
    "too_many": _("Son demasiadas. Deja hasta 200."),
    "unknown_kind": _("Elige de la lista."),
    "same_name": _("Ya hay un campo con ese nombre."),
    "not_own": _("Este campo es de Lazo y no se cambia."),
    "choice_in_use": _("Quitaste una opción que usan %(count)s clientes. Cámbiala primero en ellos."),
}
TYPE_NAMES = [(str(of), capfirst(label)) for of, label in TraitDefinition.Type.choices]
LONG = {"max_length": FIELD_FAILURES["too_long"]}


def _box() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off"})


class CustomFieldForm(forms.Form):
    """The type is chosen once: a field that exists keeps it."""

    name = forms.CharField(label=_("Nombre"), required=False, widget=_box())
    type = forms.ChoiceField(
        label=_("Tipo"),
        choices=TYPE_NAMES,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), FIELD_FAILURES["unknown_type"]),
    )
    help = forms.CharField(label=_("Ayuda"), required=False, widget=_box(), help_text=_("Se lee debajo del campo."))
    unit = forms.CharField(
        label=_("Unidad"), required=False, widget=_box(), help_text=_("Solo para números: kg, tazas, empleados.")
    )
    choices = LinesField(
        label=_("Opciones"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        help_text=_("Solo para el tipo opción. Una por línea."),
    )
    party_kinds = SeveralField(
        label=_("Para quién"),
        required=False,
        choices=[(str(kind), capfirst(label)) for kind, label in Party.Kind.choices],
    )
    is_required = forms.BooleanField(
        label=_("Obligatorio al crear"), required=False, widget=forms.CheckboxInput(attrs={"class": "check"})
    )

    @classmethod
    def of(cls, data: QueryDict | None, field: TraitDefinition | None = None) -> "CustomFieldForm":
        """A form about a new field, or one that exists."""
        if field is None:
            return cls(data, initial={"type": TraitDefinition.Type.TEXT})
        names = ("name", "type", "help", "unit", "is_required")
        held: dict[str, Any] = {name: getattr(field, name) for name in names}
        held |= {"choices": tuple(field.choices), "party_kinds": tuple(field.party_kinds)}
        form = cls(data, initial=held)
        form.fields["type"].disabled = True
        return form

    def details(self) -> FieldDetails:
        said = self.cleaned_data
        return FieldDetails(**{name: said[name] for name in said if name != "type"})

    def refuse(self, error: UnableToDefineField) -> None:
        """Say what the operation refused, beside the field."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, str(FIELD_FAILURES[error.code]) % {"count": error.count})
