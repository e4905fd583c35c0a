"""What a rule of the builder may be about, in the reader's words: one line of its first field each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.analytics.segments.vocabulary import FactFamily, ValueType, Vocabulary
from lazo.identify.models import TraitDefinition

FIELD, TRAIT, FACT, SEQUENCE, RELATION, MOVEMENT, CONSENT, SEGMENT = (
    "field", "trait", "fact", "sequence", "relation", "movement", "consent", "segment",
)  # fmt: skip

FIELD_NAMES: Mapping[str, str | Promise] = {
    "kind": gettext_lazy("Tipo"),
    "country": gettext_lazy("País"),
    "city": gettext_lazy("Ciudad"),
    "age": gettext_lazy("Edad"),
    "owner": gettext_lazy("Responsable"),
    "team": gettext_lazy("Equipo"),
    "created": gettext_lazy("Cliente desde"),
    "area": gettext_lazy("Lugar en el ciclo"),
    "sub_state": gettext_lazy("Estado dentro del área"),
    "also_in": gettext_lazy("También en el área"),
    "place": gettext_lazy("Camino dentro del área"),
    "value_12m": gettext_lazy("Valor actual, 12 meses"),
    "value_365d": gettext_lazy("Valor proyectado, 12 meses"),
    "clv": gettext_lazy("Valor de vida"),
    "potential_value": gettext_lazy("Valor potencial"),
    "cost_12m": gettext_lazy("Costo de servir, 12 meses"),
    "net_12m": gettext_lazy("Margen después de servir"),
    "tier": gettext_lazy("Nivel de valor"),
    "customer_class": gettext_lazy("Clase de cliente"),
    "strategic": gettext_lazy("Estratégico"),
    "strategic_kinds": gettext_lazy("Por qué es estratégico"),
    "p_alive": gettext_lazy("Probabilidad de seguir activo"),
    "risk": gettext_lazy("Riesgo de irse"),
    "rfm": gettext_lazy("RFM"),
    "recency": gettext_lazy("Recencia, 1 a 5"),
    "frequency": gettext_lazy("Frecuencia, 1 a 5"),
    "monetary": gettext_lazy("Monto, 1 a 5"),
    "overdue_ratio": gettext_lazy("Atraso frente a su ritmo"),
    "expected_gap": gettext_lazy("Días entre compras"),
}
FACT_NAMES: Mapping[tuple[str, str], str | Promise] = {
    ("purchases", "count"): gettext_lazy("Cuántas compras"),
    ("purchases", "amount"): gettext_lazy("Cuánto compró"),
    ("purchases", "first"): gettext_lazy("Primera compra"),
    ("purchases", "last"): gettext_lazy("Última compra"),
    ("interactions", "count"): gettext_lazy("Cuántas conversaciones"),
    ("interactions", "first"): gettext_lazy("Primera conversación"),
    ("interactions", "last"): gettext_lazy("Última conversación"),
    ("campaigns", "count"): gettext_lazy("En cuántas campañas u ofertas estuvo"),
    ("campaigns", "first"): gettext_lazy("Primera campaña u oferta"),
    ("campaigns", "last"): gettext_lazy("Última campaña u oferta"),
    ("events", "count"): gettext_lazy("Cuántas respuestas dio"),
    ("events", "first"): gettext_lazy("Primera respuesta"),
    ("events", "last"): gettext_lazy("Última respuesta"),
}
ICONS = {
    FIELD: "user", TRAIT: "pencil", FACT: "receipt", SEQUENCE: "receipt", RELATION: "users", MOVEMENT: "refresh",
    CONSENT: "lock", SEGMENT: "filter",
}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """`type` is that of a field's or trait's value, `measure` that of facts; `choices` close the values, by their words."""

    key: str
    label: str
    group: str
    form: str
    name: str = ""
    type: ValueType | None = None
    measure: str = ""
    family: FactFamily | None = None
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def icon(self) -> str:
        return ICONS[self.form]


@dataclass(frozen=True)
class Choices:
    """Words for values that the vocabulary only has as keys: by the name of the field or trait."""

    by_field: Mapping[str, tuple[tuple[str, str], ...]]
    segments: tuple[tuple[str, str], ...] = ()
    """The live segments by key and name, without the one that is being edited."""


def subjects(words: Vocabulary, traits: Iterable[TraitDefinition], choices: Choices) -> dict[str, Subject]:
    """Every subject by its key, in the order of the field."""
    found = [
        *_fields(words, choices),
        *_facts(words),
        Subject("sequence", _("Compró algo y después…"), _("Compras"), SEQUENCE),
        *_traits(words, traits),
        Subject("relation", _("Tiene una relación"), _("Relaciones y permisos"), RELATION),
        Subject("consent", _("Permiso para escribirle"), _("Relaciones y permisos"), CONSENT),
        Subject("movement", _("Se movió en el ciclo"), _("Valor y ciclo"), MOVEMENT),
    ]
    if choices.segments:
        found.append(
            Subject("segment", _("Está en el segmento"), _("Otros segmentos"), SEGMENT, choices=choices.segments)
        )
    groups = list(dict.fromkeys(one.group for one in found))
    return {one.key: one for group in groups for one in found if one.group == group}


def _fields(words: Vocabulary, choices: Choices) -> Iterable[Subject]:
    for key, spec in words.fields.items():
        group = _("Quién es") if spec.is_demographic else _("Valor y ciclo")
        label = str(FIELD_NAMES.get(key, key))
        told = choices.by_field.get(key, tuple((one, one) for one in spec.choices))
        yield Subject(f"field:{key}", label, group, FIELD, key, spec.type, choices=told)


FAMILY_NAMES = {
    "purchases": gettext_lazy("Compras"),
    "interactions": gettext_lazy("Conversaciones"),
    "campaigns": gettext_lazy("Campañas y respuestas"),
    "events": gettext_lazy("Campañas y respuestas"),
}


def _facts(words: Vocabulary) -> Iterable[Subject]:
    for key, family in words.families.items():
        group = str(FAMILY_NAMES.get(key, key))
        measures = ("count", *(("amount",) if family.amount else ()), "first", "last")
        for measure in measures:
            label = str(FACT_NAMES.get((key, measure), f"{key} {measure}"))
            yield Subject(f"fact:{key}:{measure}", label, group, FACT, key, measure=measure, family=family)


def _traits(words: Vocabulary, traits: Iterable[TraitDefinition]) -> Iterable[Subject]:
    for row in traits:
        spec = words.traits.get(row.key)
        if spec is not None:
            told = tuple((one, one) for one in spec.choices)
            yield Subject(
                f"trait:{row.key}", row.name, _("Datos y campos propios"), TRAIT, row.key, spec.type, choices=told
            )


def grouped(known: Mapping[str, Subject]) -> list[dict[str, Any]]:
    """The subjects under the heads of their groups, as the field lists them."""
    groups: dict[str, list[Subject]] = {}
    for one in known.values():
        groups.setdefault(one.group, []).append(one)
    return [{"label": label, "subjects": some} for label, some in groups.items()]
