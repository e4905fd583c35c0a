"""The names of the areas and of the moments of life between them, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.differentiate.models import ValueTier

AREA_NAMES = {
    "ACQUIRE": gettext_lazy("Adquirir"),
    "KEEP": gettext_lazy("Mantener"),
    "MAXIMIZE": gettext_lazy("Maximizar"),
    "LOYALTY": gettext_lazy("Fidelizar"),
    "RETAIN": gettext_lazy("Retener"),
}


def gates() -> tuple[str, ...]:
    """The six moments from first contact to leaving; area `n` lies between moments `n` and `n + 1`."""
    return (
        _("Primer contacto"),
        _("Primera compra"),
        _("Vuelve a comprar"),
        _("Compra por costumbre"),
        _("Se enfría"),
        _("Se va"),
    )


TIER_NAMES = dict(ValueTier.choices)

CLASS_NAMES = {
    "best": gettext_lazy("De los mejores"),
    "frequent": gettext_lazy("Frecuente"),
    "buyer": gettext_lazy("Comprador"),
    "not_best": gettext_lazy("No rentable"),
}

STRATEGIC_KINDS = {
    "HIGH_LTV": gettext_lazy("Alto valor de vida"),
    "COST_MAGNET": gettext_lazy("Absorbe costo fijo"),
    "BENCHMARK": gettext_lazy("Referente que otros copian"),
    "INSPIRATION": gettext_lazy("Inspira mejoras"),
    "REFEREE": gettext_lazy("Da testimonio"),
    "DOOR_OPENER": gettext_lazy("Abre puertas"),
}

KIND_NAMES = {
    "ORGANIZATION": gettext_lazy("Empresa"),
    "PERSON": gettext_lazy("Persona"),
    "HOUSEHOLD": gettext_lazy("Hogar"),
}
