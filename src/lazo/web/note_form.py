"""The forms in which notes and calls are written."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Interaction
from lazo.identify.operations.call import CallDetails

WRITE_FAILURES = {
    "nothing_written": _("Escribe algo antes de guardar."),
    "text_too_long": _("Es demasiado largo: caben 20.000 letras. No se perdió nada; acórtalo o divídelo."),
    "bad_characters": _("Tiene signos que no se pueden guardar. Bórralos y guarda de nuevo."),
    "bad_direction": _("Elige quién llamó."),
    "bad_outcome": _("Elige cómo terminó."),
    "bad_minutes": _("Escribe los minutos, de 0 a 1440."),
    "not_current": _("Este registro se unió a otro o se retiró. Búscalo de nuevo en Clientes."),
    "not_yours": _("Solo quien la escribió puede cambiarla."),
    "gone": _("Alguien la borró mientras escribías. Tu texto sigue aquí: cópialo y escríbelo de nuevo."),
    "stale": _("Cambió mientras escribías. Abajo está lo guardado; si guardas otra vez, queda lo tuyo."),
}
FIELD_OF = {
    "nothing_written": "text",
    "text_too_long": "text",
    "bad_characters": "text",
    "bad_direction": "direction",
    "bad_outcome": "outcome",
    "bad_minutes": "minutes",
}


class WritingForm(forms.Form):
    """`version` is that of the row when the person began to write; 1 for a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=1)

    def refuse(self, code: str) -> None:
        """Say what an operation refused, beside the field."""
        self.add_error(FIELD_OF.get(code), WRITE_FAILURES[code])

    @property
    def began_with(self) -> int:
        return self.cleaned_data.get("version") or 1


class NoteForm(WritingForm):
    text = forms.CharField(
        label=_("Nota"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6, "dir": "auto", "autofocus": True}),
    )

    @classmethod
    def of(cls, data: QueryDict | None, note: Interaction | None = None) -> "NoteForm":
        """A form about a new note, or an old one."""
        return cls(data, initial={"text": note.text, "version": note.version} if note else None)


class CallForm(WritingForm):
    direction = forms.ChoiceField(
        label=_("Quién llamó"),
        choices=[(Interaction.Direction.OUT, _("Llamamos")), (Interaction.Direction.IN, _("Nos llamó"))],
        initial=Interaction.Direction.OUT,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": WRITE_FAILURES["bad_direction"], "invalid_choice": WRITE_FAILURES["bad_direction"]},
    )
    outcome = forms.ChoiceField(
        label=_("Cómo terminó"),
        choices=[(key, capfirst(label)) for key, label in Interaction.Outcome.choices],
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": WRITE_FAILURES["bad_outcome"], "invalid_choice": WRITE_FAILURES["bad_outcome"]},
    )
    minutes = forms.IntegerField(
        label=_("Minutos"),
        required=False,
        min_value=0,
        max_value=1440,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRITE_FAILURES["bad_minutes"]),
    )
    text = forms.CharField(
        label=_("Qué se dijo"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "dir": "auto"}),
    )

    @classmethod
    def of(cls, data: QueryDict | None, call: Interaction | None = None) -> "CallForm":
        """A form about a new call, or an old one."""
        names = ("direction", "outcome", "minutes", "text", "version")
        return cls(data, initial={name: getattr(call, name) for name in names} if call else None)

    def details(self) -> CallDetails:
        said: dict[str, Any] = {name: self.cleaned_data[name] for name in ("direction", "outcome", "minutes", "text")}
        return CallDetails(**said)
