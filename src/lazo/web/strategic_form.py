"""The forms of the register of strategic customers, and the words of what it refuses."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.operations.strategic import Care, Evidence
from lazo.differentiate.queries.strategic import DECLARABLE
from lazo.identify.models import Party
from lazo.identify.queries.parties import PartyFound, party_for
from lazo.kernel.models import User
from lazo.web.words import STRATEGIC_KINDS

STRATEGIC_FAILURES = {
    "not_visible": _("Ese cliente ya no está entre los que ves."),
    "not_current": _("Este registro se unió a otro o se retiró. Búscalo de nuevo."),
    "not_declarable": _("Esa clase no se declara: sale de los datos."),
    "already_there": _("Ya está en el registro por esa razón. Ábrelo y agrega lo que viste."),
    "no_evidence": _("Escribe qué pasó que lo demuestra."),
    "text_too_long": _("Es demasiado largo: caben 4.000 letras."),
    "reason_too_long": _("Es demasiado largo: caben 240 letras."),
    "bad_characters": _("Tiene signos que no se pueden guardar. Bórralos y guarda de nuevo."),
    "unknown_owner": _("Esa persona ya no trabaja aquí. Elige a otra."),
    "owner_cannot_see": _("Esa persona no ve a este cliente. Elige a otra, o compárteselo primero."),
    "unknown_other": _("Búscalo de nuevo y elígelo."),
    "review_past": _("La próxima revisión tiene que ser un día que aún no llega."),
    "review_too_far": _("Se revisa al menos una vez al año: elige una fecha más cercana."),
    "future": _("Ese día aún no llega."),
    "stale": _("Otra persona guardó cambios mientras tanto. Mira los valores de ahora y guarda de nuevo."),
    "already_ended": _("Ya había salido del registro."),
    "computed": _("Sale solo cuando los datos dejan de mostrarlo."),
}
FIELD_OF = {
    "not_declarable": "kind", "already_there": "kind", "no_evidence": "text", "text_too_long": "text",
    "unknown_owner": "owner", "owner_cannot_see": "owner", "unknown_other": "other", "review_past": "review_on",
    "review_too_far": "review_on", "future": "said_on", "reason_too_long": "reason",
}  # fmt: skip
BAD_DATE = _("Escribe la fecha como 2026-03-15.")


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": BAD_DATE, "required": BAD_DATE},
    )


def text_field(label: Any, *, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input", "rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=False, widget=widget)


class Refusable(forms.Form):
    """A form that says beside the field what an operation refused."""

    def refuse(self, code: str) -> None:
        field = FIELD_OF.get(code)
        self.add_error(field if field in self.fields else None, STRATEGIC_FAILURES[code])


class CareForm(Refusable):
    """Who looks after an entry, what is planned and when it is looked at again."""

    owner = forms.TypedChoiceField(
        label=_("Responsable"),
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"invalid_choice": STRATEGIC_FAILURES["unknown_owner"]},
    )
    plan = text_field(_("Plan: qué vamos a hacer con este cliente"))
    review_on = day_field(_("Próxima revisión"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        workers = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self.fields["owner"].choices = [("", _("Quien atiende al cliente")), *workers]  # type: ignore[attr-defined]  # a choice field

    def care(self) -> Care:
        said = self.cleaned_data
        owner = User.objects.filter(pk=said["owner"]).first() if said["owner"] else None
        return Care(review_on=said["review_on"], owner=owner, plan=said["plan"])


class DeclareForm(CareForm):
    """A customer, found by name, of one of the kinds that people declare, with what shows it."""

    customer = forms.TypedChoiceField(
        label=_("Cliente"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Elige qué cliente."), "invalid_choice": STRATEGIC_FAILURES["unknown_other"]},
    )
    kind = forms.ChoiceField(
        label=_("Por qué es estratégico"),
        choices=[("", "–"), *((str(kind), STRATEGIC_KINDS[kind]) for kind in DECLARABLE)],
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": _("Elige por qué."), "invalid_choice": _("Elige una de la lista.")},
    )
    text = text_field(_("Qué pasó que lo demuestra"))
    said_on = day_field(_("Cuándo pasó"))

    def __init__(self, found: list[PartyFound], data: QueryDict | None = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.found = found
        self.fields["customer"].choices = [(str(one.id), one.name) for one in found]  # type: ignore[attr-defined]  # a choice field

    def evidence(self) -> Evidence:
        return Evidence(text=self.cleaned_data["text"], said_on=self.cleaned_data["said_on"])

    def party(self, user: User) -> Party | None:
        return party_for(user=user, party=self.cleaned_data["customer"])


class EvidenceForm(Refusable):
    """What somebody saw, and by which customer it is shown, where there is one."""

    text = text_field(_("Qué pasó"))
    said_on = day_field(_("Cuándo pasó"))
    other = forms.TypedChoiceField(
        label=_("Con qué cliente se ve"),
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": STRATEGIC_FAILURES["unknown_other"]},
    )

    def __init__(self, found: list[PartyFound], data: QueryDict | None = None, *, on: date) -> None:
        super().__init__(data, initial={"said_on": on})
        self.found = found
        self.fields["other"].choices = [("", "–"), *((str(one.id), one.name) for one in found)]  # type: ignore[attr-defined]  # a choice field

    def evidence(self, user: User) -> Evidence:
        said = self.cleaned_data
        other = party_for(user=user, party=said["other"]) if said["other"] else None
        return Evidence(text=said["text"], said_on=said["said_on"], other=other)


class ReviewForm(Refusable):
    """That it was looked at again. It stands beside the form of care, so that its fields have names of their own for labels."""

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="again_%s")

    note = text_field(_("Qué viste"), rows=2)
    review_on = day_field(_("Próxima revisión"))
