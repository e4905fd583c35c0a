"""The forms of rights: a request taken in, a registry's list, words that are kept as evidence."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import ConsentEntry, DataRequest
from lazo.identify.suppression_registries import ERASED, REGISTRIES
from lazo.web.consent_form import BAD_DAY
from lazo.web.rights_words import REQUEST_FAILURES, SUPPRESSION_FAILURES

SELECT = {"class": "select"}
FIELD_OF = {
    "unknown_kind": "kind",
    "unknown_way": "way",
    "unknown_purpose": "purposes",
    "no_purpose": "purposes",
    "future": "received_on",
    "text_too_long": "said",
    "bad_characters": "said",
}


def _capital(choices: Any) -> list[tuple[str, str]]:
    return [(key, label[:1].upper() + label[1:]) for key, label in choices]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})


class RequestForm(forms.Form):
    """What a customer asks about their data, as it came in."""

    kind = forms.ChoiceField(
        label=_("Qué pide"),
        choices=_capital(DataRequest.Kind.choices),
        widget=forms.Select(attrs=SELECT),
        error_messages=dict.fromkeys(("required", "invalid_choice"), REQUEST_FAILURES["unknown_kind"]),
    )
    way = forms.ChoiceField(
        label=_("Por dónde llegó"),
        choices=_capital(DataRequest.Way.choices),
        initial=DataRequest.Way.EMAIL,
        widget=forms.Select(attrs=SELECT),
        error_messages=dict.fromkeys(("required", "invalid_choice"), REQUEST_FAILURES["unknown_way"]),
    )
    received_on = forms.DateField(
        label=_("Cuándo llegó"), widget=_day(), input_formats=["%Y-%m-%d"], error_messages=BAD_DAY
    )
    purposes = forms.MultipleChoiceField(
        label=_("Si se opone: para qué ya no"),
        required=False,
        choices=_capital(ConsentEntry.Purpose.choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": REQUEST_FAILURES["unknown_purpose"]},
    )
    said = forms.CharField(
        label=_("Qué dijo"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: QueryDict | None, *, on: date) -> None:
        super().__init__(data, initial={"received_on": on})

    def refuse(self, code: str) -> None:
        """Say what the operation refused, beside the field."""
        self.add_error(FIELD_OF.get(code), REQUEST_FAILURES[code])


class ListForm(forms.Form):
    """A registry's file, and when it was consulted."""

    key = forms.ChoiceField(
        label=_("Lista"),
        choices=[
            (one.key, f"{one.name} · {one.country}" if one.country else one.name)
            for one in REGISTRIES
            if one.key != ERASED
        ],
        widget=forms.Select(attrs=SELECT),
        error_messages=dict.fromkeys(("required", "invalid_choice"), SUPPRESSION_FAILURES["unknown_list"]),
    )
    file = forms.FileField(
        label=_("Archivo"),
        help_text=_("CSV, TXT o Excel, como lo entrega el registro. Solo guardamos huellas; el archivo se borra."),
        widget=forms.FileInput(attrs={"class": "input"}),
        error_messages={
            "required": SUPPRESSION_FAILURES["no_file"],
            "empty": SUPPRESSION_FAILURES["no_file"],
            "invalid": SUPPRESSION_FAILURES["no_file"],
        },
    )
    consulted_on = forms.DateField(
        label=_("Cuándo se consultó"), widget=_day(), input_formats=["%Y-%m-%d"], error_messages=BAD_DAY
    )
    reference = forms.CharField(
        label=_("Comprobante, si lo hay"),
        required=False,
        max_length=240,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None, files: MultiValueDict[str, Any] | None, *, on: date) -> None:
        super().__init__(data, files, initial={"consulted_on": on})

    def refuse(self, code: str) -> None:
        """Say what the operation refused, beside the field."""
        field = {"future": "consulted_on", "unknown_list": "key", "not_by_file": "key", "no_space": "file"}
        self.add_error(field.get(code), SUPPRESSION_FAILURES[code])


class TextForm(forms.Form):
    """New words for a purpose in a language."""

    purpose = forms.ChoiceField(
        label=_("Para qué"), choices=_capital(ConsentEntry.Purpose.choices), widget=forms.Select(attrs=SELECT)
    )
    language = forms.ChoiceField(label=_("Idioma"), choices=settings.LANGUAGES, widget=forms.Select(attrs=SELECT))
    body = forms.CharField(
        label=_("Texto"),
        max_length=2_000,
        help_text=_(
            "Lo que la persona lee antes de responder. Cada texto nuevo es una versión; los anteriores quedan."
        ),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
