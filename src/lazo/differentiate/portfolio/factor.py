"""The factors of the portfolio: what each says, on which axis it counts, what it weighs unless the company says otherwise, how it is known."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Axis(StrEnum):
    """Fiocca's first step has the first two, his second the next two; the last is the judged one of Turnbull and Zolkiewski."""

    IMPORTANCE = "importance"
    DIFFICULTY = "difficulty"
    ATTRACTIVENESS = "attractiveness"
    STRENGTH = "strength"
    RELATIONSHIP = "relationship"


@dataclass(frozen=True)
class Factor:
    """`how` says from what it is computed; blank: a person judges it. Every factor may be judged where the data do not know it."""

    key: str
    axis: Axis
    weight: int
    label: "str | StrPromise"
    how: "str | StrPromise" = ""

    @property
    def is_computed(self) -> bool:
        return bool(self.how)


FACTORS = (
    Factor("volume", Axis.IMPORTANCE, 35, _("Volumen"), _("compras netas de 12 meses, frente a las demás cuentas")),
    Factor("potential", Axis.IMPORTANCE, 25, _("Potencial"), _("valor potencial, frente a las demás cuentas")),
    Factor("prestige", Axis.IMPORTANCE, 15, _("Prestigio")),
    Factor("leadership", Axis.IMPORTANCE, 15, _("Liderazgo en su mercado")),
    Factor("learning", Axis.IMPORTANCE, 10, _("Diversifica o enseña")),
    Factor("attention", Axis.DIFFICULTY, 30, _("Atención que pide"), _("interacciones por pedido, frente a las demás cuentas")),
    Factor("returns", Axis.DIFFICULTY, 20, _("Devoluciones"), _("devoluciones por pedido, frente a las demás cuentas")),
    Factor("product", Axis.DIFFICULTY, 20, _("Producto exigente")),
    Factor("behaviour", Axis.DIFFICULTY, 15, _("Forma de comprar")),
    Factor("competition", Axis.DIFFICULTY, 15, _("Competencia")),
    Factor("growth", Axis.ATTRACTIVENESS, 35, _("Crecimiento"), _("último trimestre frente a lo usual: la mitad es 0, igual es 50, el doble es 100")),
    Factor("margin", Axis.ATTRACTIVENESS, 35, _("Margen"), _("margen sobre ventas de 12 meses, frente a las demás cuentas")),
    Factor("market", Axis.ATTRACTIVENESS, 30, _("Futuro de su negocio")),
    Factor("length", Axis.STRENGTH, 25, _("Antigüedad"), _("días desde la primera compra, frente a las demás cuentas")),
    Factor("contact", Axis.STRENGTH, 25, _("Trato"), _("interacciones de 12 meses, frente a las demás cuentas")),
    Factor("dependence", Axis.STRENGTH, 20, _("Cuánto le importamos")),
    Factor("friendship", Axis.STRENGTH, 15, _("Amistad y cercanía")),
    Factor("cooperation", Axis.STRENGTH, 15, _("Cooperación")),
    Factor("relationship", Axis.RELATIONSHIP, 100, _("Valor de la relación")),
)  # fmt: skip
BY_KEY = {factor.key: factor for factor in FACTORS}
AXIS_NAMES = {
    Axis.IMPORTANCE: _("Importancia estratégica"),
    Axis.DIFFICULTY: _("Dificultad de atenderla"),
    Axis.ATTRACTIVENESS: _("Atractivo de su negocio"),
    Axis.STRENGTH: _("Fuerza de la relación"),
    Axis.RELATIONSHIP: _("Valor de la relación"),
}


def factors_of(axis: Axis) -> tuple[Factor, ...]:
    """Those of an axis, in their order."""
    return tuple(factor for factor in FACTORS if factor.axis == axis)


def usual_weights() -> dict[str, int]:
    """What each weighs where the company did not say."""
    return {factor.key: factor.weight for factor in FACTORS}
