"""The columns a list of customers may show: the card's own, and every trait that is defined, a company's own fields among them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, FloatField, Value, When
from django.db.models.expressions import Expression
from django.db.models.functions import NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models import CycleArea
from lazo.differentiate.queries.customer_question import TRAIT
from lazo.identify.models import TraitDefinition
from lazo.identify.queries.custom_fields import CustomField, custom_field
from lazo.kernel.prepared import Prepared

TEXT, NUMBER, MONEY, DAY, SHARE, FLAG, CHOICE = "text", "number", "money", "day", "share", "flag", "choice"


@dataclass(frozen=True)
class CustomerColumn:
    """`type` is text, number, money (base minor units), day, share (0 to 1), flag or choice; `unit` is said behind a number."""

    key: str
    label: str | Promise
    type: str
    sortable: bool
    unit: str = ""


OWN = tuple(
    CustomerColumn(*column)
    for column in (
        ("name", _("Cliente"), TEXT, True),
        ("kind", _("Tipo"), CHOICE, True),
        ("area", _("En el ciclo"), CHOICE, True),
        ("value_12m", _("Valor actual"), MONEY, True),
        ("value_365d", _("Proyectado"), MONEY, True),
        ("clv", _("Valor de vida"), MONEY, True),
        ("risk", _("Riesgo"), NUMBER, True, "%"),
        ("tier", _("Nivel de valor"), CHOICE, True),
        ("potential_value", _("Valor potencial"), MONEY, False),
        ("unrealised", _("Por crecer"), MONEY, False),
        ("migrator", _("Cerca de otro nivel"), FLAG, False),
        ("cost_12m", _("Costo de servir"), MONEY, True),
        ("net_12m", _("Margen después de servir"), MONEY, True),
        ("rfm", _("RFM"), TEXT, True),
        ("strategic", _("Estratégico"), FLAG, True),
        ("n_purchases", _("Compras"), NUMBER, True),
        ("first_day", _("Primera compra"), DAY, True),
        ("last_day", _("Última compra"), DAY, True),
        ("last_contact_on", _("Última interacción"), DAY, True),
        ("first_contact_on", _("Primer contacto"), DAY, True),
        ("created_on", _("Creado"), DAY, True),
        ("city", _("Ciudad"), TEXT, True),
        ("country", _("País"), CHOICE, True),
        ("owner", _("Responsable"), TEXT, True),
        ("team", _("Equipo"), TEXT, True),
    )
)
OF_SCORE = frozenset({"potential_value", "unrealised", "migrator"})
"""Columns that no card repeats: read of the score for the rows of a page, when they are asked for."""
COLUMNS = {column.key: column for column in OWN}
TYPES: dict[str, str] = {
    TraitDefinition.Type.TEXT: TEXT,
    TraitDefinition.Type.NUMBER: NUMBER,
    TraitDefinition.Type.MONEY: MONEY,
    TraitDefinition.Type.DATE: DAY,
    TraitDefinition.Type.CHOICE: CHOICE,
    TraitDefinition.Type.FLAG: FLAG,
}


_traits = Prepared(
    lambda: TraitDefinition.objects.order_by("name", "pk").values_list("key", "name", "type", "unit", "archived_at")
)


def customer_columns() -> tuple[CustomerColumn, ...]:
    """All columns there are: the card's own, then a column per trait by name. One query."""
    return OWN + tuple(
        CustomerColumn(f"{TRAIT}{key}", name, TYPES.get(of, TEXT), sortable=_is_in_order(of, put_away), unit=unit)
        for key, name, of, unit, put_away in _traits()
    )


def sorting_field(key: str) -> CustomField | None:
    """The trait that a column is of, when the list can be ordered by it; null otherwise. One query at most."""
    if not key.startswith(TRAIT):
        return None
    trait = TraitDefinition.objects.filter(key=key.removeprefix(TRAIT)).first()
    return custom_field(trait) if trait is not None and _is_in_order(trait.type, trait.archived_at) else None


def _is_in_order(of: str, put_away: datetime | None) -> bool:
    """Another party is no value that one could put in order."""
    return put_away is None and of != TraitDefinition.Type.PARTY


def sort_expression(key: str) -> Expression | F:
    """What a card is ordered by; blank text is unknown, as null is."""
    if key == "area":
        whens = [When(area=area, then=place + F("place")) for place, area in enumerate(CycleArea.values)]
        return Case(*whens, default=Value(None), output_field=FloatField())
    if key in {"owner", "team"}:
        return F(f"{key}__name")
    if key == "name":
        return F("folded_name")
    if key in {"kind", "city", "country", "tier", "rfm"}:
        return NullIf(F(key), Value(""))
    return F(key)
