"""What cannot be done with a campaign, in the reader's language: a sentence by code."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lazo.identify.models import ConsentEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CHANNEL_NAMES = dict(ConsentEntry.Channel.choices)
CAMPAIGN_FAILURES: dict[str, "StrPromise"] = {
    "not_allowed": _("Tu función no hace campañas. Pídelo a quien administra."),
    "nameless": _("Ponle un nombre a la campaña."),
    "too_long": _("Es demasiado largo."),
    "no_segment": _("Ese segmento ya no existe. Elige otro."),
    "only_describes": _(
        "«%(segment)s» solo describe quiénes son las personas. A nadie se le escribe solo por eso: agrega al segmento una regla de conducta, valor o relación."
    ),
    "unknown_area": _("Elige un área del ciclo."),
    "unknown_purpose": _("Elige para qué se les escribe."),
    "no_channels": _("Elige al menos un canal."),
    "unknown_channel": _("Elige cada canal una sola vez."),
    "no_arms": _("Falta qué se les dice."),
    "too_many_arms": _("Son demasiadas variantes."),
    "bad_share": _("La parte de cada variante es un número desde 1."),
    "unknown_template": _("Esa plantilla ya no está. Elige otra."),
    "control_too_large": _("El grupo de control puede ser de 0 a 50 %."),
    "needs_reason": _("Sin grupo de control no se sabrá qué trajo. Di por qué no lo hay."),
    "bad_window": _("Se mide de 1 a 730 días."),
    "bad_amount": _("Escribe un monto como 900 o 1.250.000."),
    "bad_rate": _("Es un porcentaje de 0 a 100."),
    "bad_pace": _("Es un número de mensajes por hora."),
    "not_a_service": _("Solo un aviso de servicio puede ir antes que las campañas."),
    "starts_past": _("Ese día ya pasó."),
    "ends_before": _("Tiene que ser después de que empieza."),
    "begun": _("Ya se lanzó: no se puede cambiar. Puedes copiarla."),
    "stale": _("Alguien la cambió mientras tanto. Mira lo que dice ahora y guarda de nuevo."),
    "gone": _("Alguien la eliminó."),
    "not_running": _("No está en marcha."),
    "not_paused": _("No está en pausa."),
    "ended": _("Ya terminó."),
    "own_approval": _("La aprueba otra persona, no quien la escribió."),
    "not_approved": _("Falta que otra persona la apruebe."),
    "no_account": _("No hay una cuenta por la cual enviar: %(channel)s."),
    "no_content": _("Falta la plantilla de %(arm)s para %(channel)s."),
    "written": _("Sus mensajes ya están en cola: se puede pausar o terminar."),
    "over_budget": _("Costaría más que el presupuesto."),
    "not_launched": _("Todavía no se lanza."),
    "lost_audience": _("Se perdió el archivo de la audiencia a medio escribir. Termínala y copia la campaña."),
    "taken": _("Otro proceso la está preparando."),
    "no_warehouse": _("Todavía no hay datos sincronizados que contar."),
}


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a refusal, with what it names."""
    told = {**params, "channel": CHANNEL_NAMES.get(params.get("channel", ""), params.get("channel", ""))}
    words = str(CAMPAIGN_FAILURES[code])
    return words % told if "%(" in words else words
