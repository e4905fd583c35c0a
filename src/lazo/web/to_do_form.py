"""The form in which a to-do is written."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.interact.operations.to_do import ToDoDetails
from lazo.kernel.models import User

TO_DO_FAILURES = {
    "not_allowed": _("Tu rol no ve clientes, así que no lleva pendientes. Pídelo a quien administra."),
    "not_current": _("Este registro se unió a otro o se retiró. Búscalo de nuevo en Clientes."),
    "untitled": _("Escribe qué hay que hacer."),
    "too_long": _("Es demasiado largo: caben 240 letras. El resto va en el detalle."),
    "text_too_long": _("Es demasiado largo: caben 20.000 letras. No se perdió nada; acórtalo."),
    "bad_characters": _("Tiene signos que no se pueden guardar. Bórralos y guarda de nuevo."),
    "unknown_assignee": _("Esa persona ya no trabaja aquí. Elige a otra."),
    "assignee_cannot_see": _("Esa persona no ve a este cliente. Elige a otra, o compárteselo primero."),
    "already_done": _("Ya estaba hecho."),
    "not_done": _("Ya estaba abierto."),
}
FIELD_OF = {
    "untitled": "title",
    "too_long": "title",
    "text_too_long": "text",
    "unknown_assignee": "assignee",
    "assignee_cannot_see": "assignee",
}


class ToDoForm(forms.Form):
    title = forms.CharField(
        label=_("Qué hay que hacer"),
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto", "autofocus": True}),
    )
    due_on = forms.DateField(
        label=_("Para cuándo"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Escribe la fecha como 2026-03-15.")},
    )
    assignee = forms.TypedChoiceField(
        label=_("Quién lo hace"),
        coerce=int,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={
            "required": TO_DO_FAILURES["unknown_assignee"],
            "invalid_choice": TO_DO_FAILURES["unknown_assignee"],
        },
    )
    text = forms.CharField(
        label=_("Detalle"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any]) -> None:
        # A form that brings the title alone, as the quick one does, leaves the work with whoever writes it.
        whole = {"assignee": str(initial["assignee"]), **data.dict()} if data is not None else None
        super().__init__(whole, initial=initial)
        workers = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self.fields["assignee"].choices = list(workers)  # type: ignore[attr-defined]  # a choice field

    def details(self) -> ToDoDetails:
        said = self.cleaned_data
        return ToDoDetails(title=said["title"], due_on=said["due_on"], text=said["text"])

    def assigned(self) -> User:
        return User.objects.get(pk=self.cleaned_data["assignee"])

    def refuse(self, code: str) -> None:
        """Say what an operation refused, beside the field."""
        self.add_error(FIELD_OF.get(code), TO_DO_FAILURES[code])
