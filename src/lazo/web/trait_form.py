"""The form in which a guess about a customer is put right."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import TraitDefinition
from lazo.identify.queries.custom_fields import custom_field
from lazo.kernel.models import User
from lazo.web.formats import Formats
from lazo.web.party_fields import own_field

CORRECTION_FAILURES = {
    "bad_value": _("Ese valor no cabe en este dato. Escríbelo de otra forma."),
    "not_current": _("Este registro se unió a otro o se retiró. Búscalo de nuevo en Clientes."),
    "nothing_inferred": _("Ya no hay nada que corregir: el cálculo dejó de suponerlo."),
    "would_overwrite": _("Nuestros propios registros ya lo dicen."),
}


class CorrectionForm(forms.Form):
    """One field of the type of the trait, and nothing known of it means taking the correction back."""

    def __init__(
        self, definition: TraitDefinition, data: QueryDict | None, *, held: Any, user: User, formats: Formats
    ) -> None:
        super().__init__(data, initial={"value": held})
        field = own_field(custom_field(definition), formats=formats, user=user)
        field.label, field.help_text, field.show_hidden_initial = _("Lo que es"), "", False
        self.fields["value"] = field

    def refuse(self, code: str) -> None:
        """Say what an operation refused, beside the field."""
        self.add_error("value" if code == "bad_value" else None, CORRECTION_FAILURES[code])
