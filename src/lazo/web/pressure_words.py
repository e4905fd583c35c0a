"""Retention pressure on paper and on the money page: who began to leave, and for how many something had gone wrong before."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.measure.queries.pressure import RetentionPressure
from lazo.web.formats import Formats

CAUSE_NAMES: dict[str, str | Promise] = {
    "late_delivery": gettext_lazy("una entrega llegó tarde"),
    "wrong_invoice": gettext_lazy("una factura salió mal"),
    "broken_promise": gettext_lazy("se pasó el plazo prometido"),
    "open_claim": gettext_lazy("un reclamo quedó sin respuesta"),
    "no_welcome": gettext_lazy("nadie les dio la bienvenida"),
    "no_contact": gettext_lazy("eran de los mejores y nadie les habló"),
}


def pressure_sentence(found: RetentionPressure, formats: Formats) -> str:
    """The finding: how many, of how many, and how many could have been kept."""
    if not found.opened:
        return _("En este mes nadie empezó a irse, que se sepa.")
    told = ngettext("%(n)s cliente empezó a irse.", "%(n)s clientes empezaron a irse.", found.opened) % {
        "n": formats.number(found.opened)
    }
    share = found.preventable_share
    if share is None:
        return told
    if not found.causes:
        nothing = _("A ninguno le había pasado antes algo que se hubiera podido evitar, que se sepa.")
        return f"{told} {nothing}"
    reason = _("Al %(share)s le había pasado antes algo evitable; lo más común: %(cause)s.") % {
        "share": formats.percent(share),
        "cause": CAUSE_NAMES[found.causes[0][0]],
    }
    return f"{told} {reason}"


def pressure_part(found: RetentionPressure, formats: Formats) -> dict[str, Any]:
    return {
        "lead": pressure_sentence(found, formats),
        "figures": pressure_figures(found, formats),
        "head": [_("Qué había pasado en los 90 días de antes"), _("Clientes"), _("De los que empezaron a irse")],
        "causes": [
            [_capital(str(CAUSE_NAMES[cause])), formats.number(n), formats.percent(n / found.opened)]
            for cause, n in found.causes
        ],
        "note": _(
            "Es asociación, no causa. Entregas, facturas y plazos se leen del tipo y asunto de las interacciones; quien tuvo varias cosas cuenta en cada una."
        )
        if found.opened
        else "",
    }


def pressure_figures(found: RetentionPressure, formats: Formats) -> list[dict[str, Any]]:
    if not found.active:
        return []
    kinds = _("%(explicit)s avisaron, %(inferred)s se enfriaron, %(collections)s en cobranza") % {
        "explicit": formats.number(found.explicit),
        "inferred": formats.number(found.inferred),
        "collections": formats.number(found.collections),
    }
    preventable = (
        _("no hay interacciones de donde saberlo")
        if found.preventable is None
        else _("%(n)s de %(all)s") % {"n": formats.number(found.preventable), "all": formats.number(found.opened)}
    )
    return [
        {
            "name": _("Presión de retención"),
            "value": formats.number(found.per_hundred, 1),
            "how": _("por cada 100 de %(active)s clientes activos al empezar el mes")
            % {"active": formats.number(found.active)},
            "warns": False,
        },
        {"name": _("Empezaron a irse"), "value": formats.number(found.opened), "how": kinds, "warns": False},
        {
            "name": _("Se podía evitar"),
            "value": formats.percent(found.preventable_share),
            "how": preventable if found.opened else "",
            "warns": False,
        },
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
