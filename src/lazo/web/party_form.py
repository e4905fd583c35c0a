"""The form in which a party is corrected: only what the person touched is saved."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.identify.operations.party_details import CONTACTS, countries, party_values
from lazo.web.party_words import EDIT_FAILURES, FIELD_NAMES

LENGTHS = {"given_name": 120, "surnames": 120, "city": 120}
LONGEST = 240


class LinesField(forms.CharField):
    """Several texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return value
        return tuple(line.strip() for line in str(value or "").splitlines() if line.strip())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class PartyForm(forms.Form):
    """Begins with what is kept and remembers it, so that `changes` names what this person wrote and nothing else.

    A form that brings a few fields alone, as the page of a conflict does, leaves the others as they are.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, party: Party, data: Mapping[str, str] | None, *, locale: Locale) -> None:
        kept = party_values(party)
        fields = {name: _field(name, locale, party.country) for name in kept}
        if data is not None:
            texts = {name: _text(fields[name], value) for name, value in kept.items()}
            data = {**texts, **{f"initial-{name}": text for name, text in texts.items()}, **data}
        super().__init__(data, initial={"version": party.version, **kept})
        self.fields.update(fields)

    def changes(self) -> dict[str, Any]:
        """What was touched, as `edit_party` takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


def _text(field: forms.Field, value: Any) -> str:
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(prepared)


def _field(name: str, locale: Locale, country: str) -> forms.Field:
    said: dict[str, Any] = {"label": FIELD_NAMES[name], "required": False, "show_hidden_initial": True}
    if name in CONTACTS:
        kind = {"emails": "email", "phones": "tel"}[name]
        rows = forms.Textarea(attrs={"class": "input", "rows": 3, "inputmode": kind})
        return LinesField(**said, widget=rows, help_text=_("Uno por línea."))
    if name == "birth_date":
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})
        errors = {"invalid": _("Escribe la fecha como 1980-03-15.")}
        return forms.DateField(**said, widget=picker, input_formats=["%Y-%m-%d"], error_messages=errors)
    if name == "country":
        menu = forms.Select(attrs={"class": "select"})
        errors = {"invalid_choice": EDIT_FAILURES["unknown_country"]}
        return forms.ChoiceField(**said, widget=menu, choices=_countries(locale, country), error_messages=errors)
    box = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    errors = {"max_length": EDIT_FAILURES["too_long"]}
    return forms.CharField(**said, widget=box, max_length=LENGTHS.get(name, LONGEST), error_messages=errors)


def _countries(locale: Locale, held: str) -> list[tuple[str, str]]:
    """All countries by name; one that is kept although nobody knows it stays a choice."""
    named = {code: str(locale.territories.get(code, code)) for code in countries()}
    if held:
        named.setdefault(held, held)
    return [("", "–"), *sorted(named.items(), key=lambda item: item[1])]
