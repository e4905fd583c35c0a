"""The forms of the portfolio, and the words of what it refuses."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models import Strategy
from lazo.differentiate.portfolio.factor import FACTORS, Factor
from lazo.kernel.models import User
from lazo.web.strategic_form import day_field, text_field

ACCOUNT_FAILURES = {
    "not_visible": _("Esa cuenta ya no está entre las que ves."),
    "not_a_company": _("La cartera es de empresas."),
    "unknown_factor": _("Elige un factor de la lista."),
    "out_of_range": _("Es un número de 0 a 100."),
    "too_long": _("Es demasiado largo: caben 240 letras."),
    "text_too_long": _("Es demasiado largo: caben 4.000 letras."),
    "bad_characters": _("Tiene signos que no se pueden guardar. Bórralos y guarda de nuevo."),
    "unknown_strategy": _("Elige una estrategia de la lista."),
    "same_strategy": _("Ya estaba confirmada así."),
    "no_goals": _("Escribe qué queremos lograr."),
    "review_past": _("La próxima revisión tiene que ser un día que aún no llega."),
    "review_too_far": _("Se revisa al menos una vez al año: elige una fecha más cercana."),
    "stale": _("Otra persona guardó cambios mientras tanto. Mira los valores de ahora y guarda de nuevo."),
    "same_plan": _("El plan ya decía eso."),
    "no_weight": _("Cada eje necesita al menos un factor que pese."),
    "not_allowed": _("Tu rol no cambia los pesos. Pídelo a quien administra."),
    "untitled": _("Escribe qué hay que hacer."),
    "unknown_assignee": _("Esa persona ya no trabaja aquí. Elige a otra."),
    "assignee_cannot_see": _("Esa persona no ve a este cliente. Elige a otra, o compárteselo primero."),
}
SELECT = {"class": "select"}


class AccountForm(forms.Form):
    """A form that says beside the field what an operation refused."""

    def refuse(self, code: str) -> None:
        field = {
            "out_of_range": "value",
            "no_goals": "goals",
            "review_past": "review_on",
            "review_too_far": "review_on",
            "untitled": "title",
        }.get(code)
        self.add_error(field if field in self.fields else None, ACCOUNT_FAILURES.get(code, code))


def _computed_last(factor: Factor) -> bool:
    """What only people know comes first."""
    return factor.is_computed


class JudgementForm(AccountForm):
    factor = forms.ChoiceField(
        label=_("Factor"),
        widget=forms.Select(attrs=SELECT),
        error_messages={"invalid_choice": ACCOUNT_FAILURES["unknown_factor"]},
    )
    value = forms.IntegerField(
        label=_("De 0 a 100"),
        widget=forms.NumberInput(attrs={"class": "input", "min": 0, "max": 100, "inputmode": "numeric"}),
        error_messages={"required": ACCOUNT_FAILURES["out_of_range"], "invalid": ACCOUNT_FAILURES["out_of_range"]},
    )
    note = forms.CharField(
        label=_("Por qué"),
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["factor"].choices = [(one.key, one.label) for one in sorted(FACTORS, key=_computed_last)]  # type: ignore[attr-defined]  # a choice field


class StrategyForm(AccountForm):
    strategy = forms.ChoiceField(
        label=_("Estrategia"),
        choices=Strategy.choices,
        widget=forms.Select(attrs=SELECT),
        error_messages={
            "required": ACCOUNT_FAILURES["unknown_strategy"],
            "invalid_choice": ACCOUNT_FAILURES["unknown_strategy"],
        },
    )
    reason = forms.CharField(
        label=_("Por qué"),
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"}),
    )


class PlanForm(AccountForm):
    goals = text_field(_("Qué queremos lograr"), rows=4)
    review_on = day_field(_("Se revisa el"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ActionForm(AccountForm):
    title = forms.CharField(
        label=_("Qué hay que hacer"),
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"}),
    )
    due_on = day_field(_("Para cuándo"), required=False)
    assignee = forms.TypedChoiceField(label=_("Quién lo hace"), coerce=int, widget=forms.Select(attrs=SELECT))

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        workers = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self.fields["assignee"].choices = list(workers)  # type: ignore[attr-defined]  # a choice field


class WeightsForm(forms.Form):
    """A weight for each factor, and the cut."""

    cut = forms.IntegerField(label=_("Corte: desde aquí un eje es alto"), min_value=1, max_value=99)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        for factor in FACTORS:
            self.fields[factor.key] = forms.IntegerField(label=factor.label, min_value=0, max_value=100)
        for name, field in self.fields.items():
            if name != "version":
                field.widget.attrs |= {"class": "input", "min": 0, "max": 100, "inputmode": "numeric"}
                for code in ("required", "invalid", "min_value", "max_value"):
                    field.error_messages[code] = ACCOUNT_FAILURES["out_of_range"]

    def weights(self) -> dict[str, int]:
        return {factor.key: self.cleaned_data[factor.key] for factor in FACTORS}
