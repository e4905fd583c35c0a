"""A cost as it is written by hand, or a file of them."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.customize.models import MoneyEntry
from lazo.differentiate.models import CycleArea
from lazo.kernel.models import User
from lazo.measure.operations.cost import CATEGORIES, Cost, UnableToEnterCost, enter_cost
from lazo.web.formats import Formats
from lazo.web.written_amount import read_amount

PROBLEMS: dict[str, str | Promise] = {
    "not_positive": _("Escribe un monto mayor que cero."),
    "too_large": _("El monto es demasiado grande."),
    "too_long": _("El detalle pasa de 240 letras."),
    "not_an_amount": _("No es un monto. Escríbelo como 1.250.000."),
}
LABELS = dict(MoneyEntry.Category.choices)


class MoneyForm(forms.Form):
    on = forms.DateField(
        label=_("Fecha"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"})
    )
    area = forms.ChoiceField(
        label=_("Área del ciclo"), choices=CycleArea.choices, widget=forms.Select(attrs={"class": "select"})
    )
    category = forms.ChoiceField(
        label=_("Concepto"),
        choices=[(value, LABELS[value]) for value in CATEGORIES],
        widget=forms.Select(attrs={"class": "select"}),
    )
    amount = forms.CharField(
        label=_("Monto"),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "decimal", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Detalle"), required=False, max_length=240, widget=forms.TextInput(attrs={"class": "input"})
    )

    def __init__(self, *args: Any, formats: Formats, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formats = formats

    def clean_amount(self) -> int:
        amount = read_amount(self.cleaned_data["amount"], self.formats)
        if amount is None:
            raise forms.ValidationError(str(PROBLEMS["not_an_amount"]))
        return amount

    def save(self, *, by: User) -> str:
        """Book it; the token that takes it back, blank where something is wrong, which the form then says."""
        told = self.cleaned_data
        cost = Cost(
            told["on"], told["area"], told["category"], told["amount"], self.formats.currency, told["note"].strip()
        )
        try:
            return enter_cost(cost=cost, by=by)[1]
        except UnableToEnterCost as error:
            self.add_error(error.field or None, str(PROBLEMS.get(error.code, error.code)))
            return ""


def received(file: Any) -> Path:
    """The uploaded file on disk, for readers that need to seek; whoever asks removes it."""
    with NamedTemporaryFile(delete=False, suffix=Path(str(file.name)).suffix[:12]) as copy:
        for piece in file.chunks():
            copy.write(piece)
        return Path(copy.name)


YEARS = range(1900, 2100)


def first_of_month(text: str, today: date) -> date:
    """`2026-10` as the first of that month, else the first of this one."""
    year, _sep, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and int(year) in YEARS:
        return date(int(year), int(month), 1)
    return today.replace(day=1)
