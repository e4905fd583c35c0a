"""Forms of the company's settings."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import get_month_names
from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.identify.operations.party_details import countries
from lazo.kernel.models import Company
from lazo.kernel.operations.closed_day import LONGEST_REASON

BOX = {"class": "input", "autocomplete": "off"}
MENU = {"class": "select"}


class CompanyForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Nombre"), max_length=160, widget=forms.TextInput(attrs=BOX))
    city = forms.CharField(label=_("Ciudad"), max_length=120, required=False, widget=forms.TextInput(attrs=BOX))
    country = forms.ChoiceField(label=_("País"), widget=forms.Select(attrs=MENU))
    currency = forms.ChoiceField(label=_("Moneda base"), widget=forms.Select(attrs=MENU))
    time_zone = forms.ChoiceField(label=_("Zona horaria"), widget=forms.Select(attrs=MENU))
    fiscal_year_start = forms.TypedChoiceField(
        label=_("El año fiscal empieza en"), coerce=int, widget=forms.Select(attrs=MENU)
    )

    def __init__(self, company: Company, data: Any, *, locale: Locale, is_locked: bool) -> None:
        kept = {name: getattr(company, name) for name in self.base_fields}
        super().__init__(data, initial=kept)
        self._choose("country", [(code, str(locale.territories.get(code, code))) for code in countries()])
        self._choose(
            "currency", [(code, f"{code} · {locale.currencies.get(code, code)}") for code in list_currencies()]
        )
        self._choose("time_zone", [(zone, zone.replace("_", " ")) for zone in available_timezones() if "/" in zone])
        months = get_month_names(locale=locale, context="stand-alone")
        self.fields["fiscal_year_start"].choices = list(months.items())  # type: ignore[attr-defined]  # of choices alone
        if is_locked:
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = _(
                "No se puede cambiar: hay compras guardadas en esta moneda y sus cifras dejarían de ser ciertas."
            )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = sorted(choices, key=lambda one: one[1])  # type: ignore[attr-defined]  # as above


class ClosedDayForm(forms.Form):
    day = forms.DateField(
        label=_("Día"), widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Por qué"), max_length=LONGEST_REASON, widget=forms.TextInput(attrs=BOX))
