"""The form in which an offer is written, and the words of what it refuses."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.customize.models import Offer
from lazo.customize.operations.offer_details import OfferDetails
from lazo.differentiate.models import Segment
from lazo.identify.models import ConsentEntry
from lazo.web.formats import Formats
from lazo.web.strategic_form import day_field
from lazo.web.words import AREA_NAMES
from lazo.web.written_amount import read_amount

OFFER_FAILURES = {
    "not_allowed": _("Solo quien administra decide qué se ofrece."),
    "gone": _("Esta oferta ya no está."),
    "stale": _("Otra persona guardó cambios mientras tanto. Mira los valores de ahora y guarda de nuevo."),
    "nameless": _("Escribe cómo se llama."),
    "too_long": _("Es demasiado largo."),
    "bad_offer_key": _("La clave lleva minúsculas, cifras y guiones, hasta 60."),
    "key_taken": _("Ya hay una oferta con esa clave."),
    "too_many_offers": _("Ya hay 200 ofertas. Elimina alguna que no se use."),
    "unknown_offer_kind": _("Elige un tipo de la lista."),
    "unknown_area": _("Elige un área de la lista."),
    "unknown_purpose": _("Elige una finalidad de la lista."),
    "no_channel": _("Elige al menos un canal."),
    "unknown_channel": _("Elige canales de la lista."),
    "bad_offer_money": _("Escribe un monto de 0 en adelante; la parte del valor, entre 0 y 100."),
    "one_margin": _("Di cuánto deja un logro, o qué parte del valor proyectado: uno de los dos."),
    "bad_guess": _("Va entre 0 y 100, sin llegar a ellos."),
    "bad_limit": _("Escribe un número de 0 en adelante, o déjalo vacío si no hay tope."),
    "ends_before": _("Tiene que terminar después de empezar."),
    "bad_control": _("El grupo que se deja sin nada va de 0 a 90 %."),
    "bad_window": _("Se mide entre 1 y 365 días."),
    "unknown_metric": _("Elige qué cuenta como un logro."),
    "has_a_maker": _("A quiénes se propone esta oferta lo busca Lazo."),
}
MONEY = ("unit_cost", "margin", "budget")
AMOUNT = _("Escribe un monto, como 12.500.")


def number_field(label: Any, *, help_text: Any = "", step: str = "1", required: bool = False) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": "input", "step": step, "min": "0", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label,
        required=required,
        widget=widget,
        help_text=help_text,
        error_messages={"invalid": _("Escribe un número.")},
    )


def text_field(label: Any, *, help_text: Any = "", longest: int = 120) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text, max_length=longest)


class OfferForm(forms.Form):
    """Shares are written in percent, money in the company's currency."""

    name = text_field(_("Nombre"))
    what = text_field(
        _("Qué se hace"), help_text=_("Lo que lee quien atiende: «Ofrécele la suscripción quincenal»."), longest=240
    )
    kind = forms.ChoiceField(
        label=_("Tipo"), choices=Offer.Kind.choices, widget=forms.Select(attrs={"class": "select"})
    )
    area = forms.ChoiceField(
        label=_("Área del ciclo"), choices=list(AREA_NAMES.items()), widget=forms.Select(attrs={"class": "select"})
    )
    segment = forms.ChoiceField(label=_("A quiénes"), required=False, widget=forms.Select(attrs={"class": "select"}))
    channels = forms.MultipleChoiceField(
        label=_("Por dónde, en orden de preferencia"),
        required=False,
        choices=ConsentEntry.Channel.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
    )
    purpose = forms.ChoiceField(
        label=_("Para qué se contacta"),
        choices=ConsentEntry.Purpose.choices,
        widget=forms.Select(attrs={"class": "select"}),
    )
    unit_cost = text_field(_("Cuesta proponerla"), help_text=_("Cada vez, aunque digan que no."))
    margin = text_field(_("Deja cada logro"), help_text=_("Margen, no venta. Vacío si depende del cliente."))
    margin_share = number_field(
        _("O qué parte del valor proyectado, %"),
        help_text=_("De lo que se espera de cada cliente en 365 días."),
        step="0.1",
    )
    guess = number_field(
        _("De cada 100, cuántos más dirían que sí"),
        help_text=_("Lo que crees hoy. Pesa como 20 respuestas y cede a la evidencia."),
        step="0.1",
    )
    budget = text_field(_("Presupuesto"), help_text=_("En total. Vacío: sin tope."))
    cap_total = number_field(_("Clientes en total"))
    cap_day = number_field(_("Clientes al día"))
    cap_person = number_field(_("Veces a cada cliente"))
    rest_days = number_field(_("Días de descanso tras un no"))
    capacity = number_field(_("Al día por quien atiende"), help_text=_("Cuántas alcanza a hacer cada persona."))
    valid_from = day_field(_("Desde"))
    valid_to = day_field(_("Hasta"), required=False)
    control = number_field(_("Se deja sin nada, para medir, %"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, Any],
        formats: Formats,
        segments: Sequence[Segment],
        keeps_rules: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        self._formats = formats
        kept = [("=", _("Las condiciones que ya tiene"))] if keeps_rules else []
        choices = [*kept, ("", _("Todos los clientes")), *((one.key, one.name) for one in segments)]
        self.fields["segment"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in MONEY:
            text = said.get(name, "")
            amount = read_amount(text, self._formats) if text else None
            if text and amount is None:
                self.add_error(name, AMOUNT)
            said[name] = amount
        return said

    def refuse_in(self, code: str, field: str) -> None:
        """Say what the operation refused, beside its field."""
        name = {"definition": "segment"}.get(field, field)
        self.add_error(name if name in self.fields else None, OFFER_FAILURES[code])

    def changes(self) -> dict[str, Any]:
        """What an edit changes; the conditions only where others were chosen."""
        said = self.cleaned_data
        told = {
            name: said[name] for name in ("name", "what", "kind", "area", "purpose", "margin", "budget", "valid_to")
        }
        told |= {name: _whole(said[name]) for name in ("cap_total", "cap_day", "capacity")}
        told |= {"cap_person": _whole(said["cap_person"]) or 1, "rest_days": _whole(said["rest_days"]) or 0}
        told |= {
            "channels": tuple(said["channels"]),
            "unit_cost": said["unit_cost"] or 0,
            "valid_from": said["valid_from"],
        }
        told["margin_share"] = None if said["margin_share"] is None else float(said["margin_share"])
        told["guess"] = float(said["guess"] or 0) / 100
        if said["segment"] != "=":
            told["definition"] = {"segment": said["segment"]} if said["segment"] else {}
        return told

    def details(self) -> OfferDetails:
        return OfferDetails(**self.changes(), control=round(float(self.cleaned_data["control"] or 0) * 100))


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def initial_of(offer: Offer, formats: Formats) -> dict[str, Any]:
    """What the form of an offer shows."""
    names = (
        "name", "what", "kind", "area", "channels", "purpose", "margin_share", "cap_total", "cap_day", "cap_person", "rest_days", "capacity",
        "valid_from", "valid_to", "version",
    )  # fmt: skip
    told = {name: getattr(offer, name) for name in names}
    told |= {name: _plain(getattr(offer, name), formats) for name in MONEY}
    rules = offer.definition
    told["segment"] = rules.get("segment", "=") if rules else ""
    told["guess"] = f"{offer.guess * 100:.4g}"
    return told


def new_offer(on: date) -> dict[str, Any]:
    return {
        "kind": "cross", "area": "MAXIMIZE", "purpose": "marketing", "cap_person": 1, "rest_days": 90, "valid_from": on, "control": 10, "segment": "",
    }  # fmt: skip


def _plain(minor: int | None, formats: Formats) -> str:
    return "" if minor is None else formats.number(formats.major(minor), formats.minor_digits)
