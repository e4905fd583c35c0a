"""The form of a contract, and of the day it ends."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Contract, Party
from lazo.identify.operations.contract import (
    AddedContract,
    SaidContract,
    UnableToAddContract,
    UnableToEditContract,
    add_contract,
    contract_version,
    edit_contract,
)
from lazo.kernel.models import User
from lazo.web.formats import Formats
from lazo.web.written_amount import read_amount

PERIODS = ((1, _("al mes")), (3, _("al trimestre")), (6, _("al semestre")), (12, _("al año")), (24, _("cada dos años")))
PROBLEMS: dict[str, str | Promise] = {
    "not_current": _("Este registro ya es parte de otro cliente."),
    "bad_text": _("Es demasiado largo o tiene caracteres que no se pueden guardar."),
    "not_positive": _("Escribe un monto mayor que cero."),
    "out_of_range": _("El monto es demasiado grande."),
    "not_an_amount": _("No es un monto. Escríbelo como 1.250.000."),
    "ends_before_start": _("El fin es anterior al inicio."),
    "unknown_rate": _("No hay tipo de cambio de esa moneda para ese día. Dilo en Datos, Monedas."),
    "unknown_currency": _("No conocemos esa moneda."),
    "of_a_file": _("Viene de un archivo, que lo volvería a escribir: corrígelo allí y tráelo otra vez."),
    "stale": _(
        "Otra persona cambió este contrato mientras tanto. Mira lo que está guardado y guarda lo que deba quedar."
    ),
    "already_there": _("Ya hay un contrato con ese número."),
    "already_ended": _("Ese contrato ya tiene fin."),
}


def _day(label: Any, *, required: bool, initial: date | None = None) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        initial=initial,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Escribe la fecha como 2024-03-15."), "required": _("Escribe la fecha.")},
    )


class ContractForm(forms.Form):
    plan = forms.CharField(
        label=_("Plan o producto"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    amount = forms.CharField(
        label=_("Paga por periodo"),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "decimal", "autocomplete": "off"}),
    )
    period = forms.TypedChoiceField(
        label=_("Cada cuánto"), choices=PERIODS, coerce=int, widget=forms.Select(attrs={"class": "select"})
    )
    started_on = _day(_("Desde"), required=True)
    ends_on = _day(_("Primer día sin contrato, si ya se sabe"), required=False)
    external_id = forms.CharField(
        label=_("Número del contrato, si lo tiene"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, formats: Formats, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formats = formats

    def clean_amount(self) -> int:
        amount = read_amount(self.cleaned_data["amount"], self.formats)
        if amount is None:
            raise forms.ValidationError(str(PROBLEMS["not_an_amount"]))
        return amount

    def save(self, *, party: Party, by: User) -> AddedContract | None:
        """Enter it; null where something is wrong, which the form then says."""
        try:
            return add_contract(party=party, said=self._said(), by=by)
        except UnableToAddContract as error:
            self._refuse(error)
            return None

    def _said(self) -> SaidContract:
        told = self.cleaned_data
        return SaidContract(
            started_on=told["started_on"],
            amount=told["amount"],
            currency=self.formats.currency,
            period_months=told["period"],
            plan=told["plan"],
            ends_on=told["ends_on"],
            external_id=told["external_id"],
        )

    def _refuse(self, error: UnableToAddContract) -> None:
        field = FIELDS.get(error.field, error.field)
        self.add_error(field if field in self.fields else None, str(PROBLEMS.get(error.code, error.code)))


FIELDS = {"period_months": "period"}
"""What the form calls otherwise than the operation."""


class ContractEditForm(ContractForm):
    """A contract by hand, mended; `kept` is what somebody else saved meanwhile, null while nobody did."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, data: Any, *, contract: Contract, formats: Formats) -> None:
        own = Formats(formats.language, formats.country, contract.currency)
        said = SaidContract.of(contract)
        initial = {
            "plan": said.plan,
            "amount": own.money(said.amount),
            "period": said.period_months,
            "started_on": said.started_on,
            "ends_on": said.ends_on,
            "external_id": said.external_id,
            "version": contract_version(contract),
        }
        super().__init__(data, formats=own, initial=initial)
        if said.period_months not in dict(PERIODS):
            odd = (said.period_months, _("cada %(n)s meses") % {"n": said.period_months})
            self.fields["period"].choices = [*PERIODS, odd]  # type: ignore[attr-defined]  # a field of choices
        self.contract = contract
        self.kept: Contract | None = None

    def save_edit(self, *, by: User) -> str | None:
        """The token of undo, blank where nothing differs; null where something is wrong, which the form then says."""
        try:
            return edit_contract(contract=self.contract, version=self.cleaned_data["version"], said=self._said(), by=by)
        except UnableToEditContract as error:
            self.kept = error.kept
            self._refuse(error)
            return None


class ContractEndForm(forms.Form):
    on = _day(_("Primer día sin contrato"), required=True)
