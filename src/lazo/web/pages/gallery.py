"""The gallery: every component with its states, light and dark side by side. What a page is built of is looked up here."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.columns import Column, columns
from lazo.web.charts.sparkline import sparkline
from lazo.web.commands import Kind, Line
from lazo.web.context import company_of, formats_for
from lazo.web.formats import Formats
from lazo.web.markup import drawn

COLOURS = (
    "paper",
    "desk",
    "sheet",
    "wash",
    "pick",
    "line",
    "edge",
    "ink-3",
    "ink-2",
    "ink",
    "ok",
    "warn",
    "bad",
    "focus",
)
SIZES = (8, 7, 6, 5, 4, 3, 2, 1)


class SampleForm(forms.Form):
    """A field of each kind; the telephone is short of two digits."""

    phone = forms.CharField(label=gettext_lazy("Celular"), widget=forms.TextInput(attrs={"class": "input"}))
    note = forms.CharField(
        label=gettext_lazy("Nota"),
        required=False,
        help_text=gettext_lazy("La ve todo el equipo. No la ve el cliente."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def clean_phone(self) -> str:
        raise forms.ValidationError(_("Le faltan 2 dígitos. Ejemplo: 300 555 0142"))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Nothing here is kept or sent: the samples are invented."""
    sides = [
        {"key": key, "name": name, "form": SampleForm({"phone": "300 555 01"}, auto_id=f"id_{key}_%s")}
        for key, name in (("light", _("Clara")), ("dark", _("Oscura")))
    ]
    context = {
        "section": "gallery",
        "sides": sides,
        "areas": list(CSS_KEYS.items()),
        "colours": COLOURS,
        "sizes": SIZES,
        "day": date(2025, 10, 31),
        "chart": drawn(_sample_chart(formats_for(company_of(request)))),
        "spark": drawn(sparkline((3, 5, 4, 6, 8, 7, 9))),
        "command": Line("sample", _("Importar un archivo"), reverse("web:gallery"), "upload", Kind.DO, ("g", "i")),
    }
    return render(request, "web/kernel/component_list.html", context)


def _sample_chart(formats: Formats) -> str:
    rows = [Column(label, value, "a-max") for label, value in (("1", 204.0), ("2", 262.0), ("3", 389.0), ("4", 424.0))]
    return columns(rows, title=_("Compras por trimestre"), number=formats.number, width=420, height=160)
