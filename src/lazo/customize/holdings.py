"""What customize holds of a person: what was decided about them, what came of it, what was not sent and why."""

from django.utils.translation import gettext_lazy as _

from lazo.kernel.personal_data import Holding, register_holding

HOLDINGS = (
    Holding(
        model="customize.Decision",
        label=_("Lo que se decidió"),
        parties=("party",),
        told={"experiment__name": _("En qué"), "arm__name": _("Grupo"), "on": _("Fecha"), "why": _("Por qué")},
        joined="customize.arm",
    ),
    Holding(
        model="customize.Outcome",
        label=_("Lo que resultó"),
        parties=("party",),
        told={"experiment__name": _("De qué"), "name": _("Resultado"), "amount": _("Cuánto"), "on": _("Fecha")},
    ),
    Holding(
        model="customize.ContactBlock",
        label=_("Lo que no se le envió"),
        parties=("party",),
        told={"purpose": _("Finalidad"), "channel": _("Canal"), "rule": _("Regla"), "on": _("Fecha")},
    ),
    Holding(
        model="customize.NextAction",
        label=_("Lo que se le propone hoy (inferido)"),
        parties=("party_id",),
        told={
            "offer__name": _("Qué"),
            "channel": _("Canal"),
            "expected": _("Dinero esperado (unidades menores)"),
            "uplift": _("Efecto esperado"),
            "inputs": _("Con qué se decidió"),
        },
        joined="customize.next_action",
    ),
    Holding(
        model="customize.ActionAnswer",
        label=_("Lo que se le propuso y qué respondió"),
        parties=("party_id",),
        told={"offer__name": _("Qué"), "channel": _("Canal"), "said": _("Respuesta"), "on": _("Fecha")},
    ),
    Holding(
        model="customize.PlannedContact",
        label=_("Contactos previstos"),
        parties=("party",),
        told={"purpose": _("Finalidad"), "channel": _("Canal"), "experiment__name": _("De qué"), "on": _("Fecha")},
    ),
    # What was paid or earned stays in the books; of whom it was does not.
    Holding(
        model="customize.MoneyEntry",
        label=_("Dinero gastado, ganado o ahorrado con esta persona"),
        parties=("party",),
        told={
            "on": _("Fecha"),
            "kind": _("Tipo"),
            "category": _("Concepto"),
            "method": _("Cómo se sabe"),
            "amount": _("Importe (unidades menores)"),
            "currency": _("Moneda"),
            "experiment__name": _("De qué"),
            "note": _("Detalle"),
            "evidence": _("Constancia"),
        },
        blank={"party": None, "note": "", "evidence": {}},
    ),
)


def register_holdings() -> None:
    """Tell the registry; called once when the application starts."""
    for holding in HOLDINGS:
        register_holding(holding)
