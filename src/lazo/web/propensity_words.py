"""Propensity models in words: their columns, why a column was refused, why a customer has the chance they have, what speaks against a model."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.differentiate.models import Propensity
from lazo.web.formats import Formats

COLUMNS: dict[str, str | Promise] = {
    "facts.silence": gettext_lazy("días sin comprar"),
    "facts.gap": gettext_lazy("días entre sus compras"),
    "facts.overdue": gettext_lazy("atraso frente a su ritmo"),
    "facts.days": gettext_lazy("días de compra en total"),
    "facts.age": gettext_lazy("días desde la primera compra"),
    "facts.ticket": gettext_lazy("dinero por día de compra"),
    "facts.same_season": gettext_lazy("días de compra en esta época del año pasado"),
    "facts.course": gettext_lazy("parte de sus compras del año hecha en el último semestre"),
    "facts.days_30": gettext_lazy("días de compra en 30 días"),
    "facts.days_90": gettext_lazy("días de compra en 90 días"),
    "facts.days_180": gettext_lazy("días de compra en 180 días"),
    "facts.days_365": gettext_lazy("días de compra en un año"),
    "facts.money_30": gettext_lazy("dinero en 30 días"),
    "facts.money_90": gettext_lazy("dinero en 90 días"),
    "facts.money_180": gettext_lazy("dinero en 180 días"),
    "facts.money_365": gettext_lazy("dinero en un año"),
    "facts.kind": gettext_lazy("persona o empresa"),
    "facts.country": gettext_lazy("país"),
    "past.earlier": gettext_lazy("veces anteriores"),
    "past.share": gettext_lazy("cuántas de sus veces anteriores fueron así"),
    "past.last": gettext_lazy("cómo fue su última vez conocida"),
    "past.since": gettext_lazy("días desde su vez anterior"),
    "pair.category": gettext_lazy("categoría"),
    "pair.reach": gettext_lazy("cuánto se compra la categoría"),
    "pair.together": gettext_lazy("cuántos con sus mismas categorías también la compran"),
    "pair.held": gettext_lazy("categorías que ya compra"),
}
SHARES = frozenset({"facts.course", "past.share", "pair.reach", "pair.together"})
MONEY = frozenset({"facts.ticket", *(f"facts.money_{width}" for width in (30, 90, 180, 365))})
KINDS = {"PERSON": gettext_lazy("persona"), "ORGANIZATION": gettext_lazy("empresa"), "HOUSEHOLD": gettext_lazy("hogar")}
FINDINGS: dict[str, str | Promise] = {
    "declared": gettext_lazy("Dijiste que solo se sabe después."),
    "named": gettext_lazy(
        "Por su nombre, se sabe solo después de lo ocurrido, y por sí sola acierta mucho (AUC %(figure)s)."
    ),
    "later": gettext_lazy("Trae fechas posteriores al día de la fila en %(share)s de los casos: entonces no se sabía."),
    "tells": gettext_lazy("Por sí sola dice el resultado (AUC %(figure)s): es una copia o una consecuencia suya."),
    "only_filled": gettext_lazy("Solo se llena según lo que pasó: la diferencia es de %(share)s."),
    "dominates": gettext_lazy(
        "Ella sola hace que el modelo acierte demasiado (AUC %(figure)s): casi seguro se conoce después. Si se conoce antes, dilo."
    ),
    "constant": gettext_lazy("Siempre vale lo mismo."),
    "empty": gettext_lazy("Está casi vacía."),
    "identifies": gettext_lazy("Es distinta en casi cada fila: identifica, no explica."),
    "sensitive": gettext_lazy("Es un dato sensible: de él no se infiere nada."),
}
REFUSALS: dict[str, str | Promise] = {
    "not_allowed": gettext_lazy("Tus funciones no te dejan hacer esto. Pídelo a quien administra."),
    "too_few_rows": gettext_lazy("Hay %(found)s filas con resultado; hacen falta %(needed)s."),
    "too_few_yes": gettext_lazy("Ocurrió %(found)s veces; hacen falta %(needed)s."),
    "too_few_no": gettext_lazy("Dejó de ocurrir %(found)s veces; hacen falta %(needed)s."),
    "no_columns": gettext_lazy("No queda ninguna columna de la que aprender."),
    "no_such_value": gettext_lazy("Ninguna fila tiene ese valor en la columna del resultado."),
    "not_a_number": gettext_lazy("«Más de» pide una columna de números."),
    "too_many_values": gettext_lazy(
        "La columna del resultado tiene %(found)s valores distintos: di cuál significa que sí."
    ),
    "untrained": gettext_lazy("Aún no hay una versión entrenada."),
    "not_useful": gettext_lazy("Su prueba habla en contra: no se aplica a los clientes."),
    "nobody": gettext_lazy("Ninguna fila lleva a un cliente conocido. Revisa la columna del identificador."),
    "unknown_version": gettext_lazy("No hay una versión así de este modelo."),
    "no_earlier": gettext_lazy("No hay una versión anterior a la que volver."),
    "not_pinned": gettext_lazy("No había una versión fijada."),
    "stale": gettext_lazy("Otra persona cambió la tabla mientras tanto. Mira lo de ahora y vuelve a guardar."),
    "no_label": gettext_lazy("Falta decir en qué columna está el resultado."),
    "unknown_column": gettext_lazy("La tabla no tiene esa columna."),
    "unknown_timing": gettext_lazy("Una columna se conoce antes o después."),
    "same_column": gettext_lazy("El resultado, el cliente y el día van en columnas distintas."),
    "no_name": gettext_lazy("Falta un nombre."),
    "unknown_kind": gettext_lazy("Elige qué predice."),
    "needs_table": gettext_lazy("Esto se aprende de una tabla con resultados."),
    "not_described": gettext_lazy("Primero di qué es cada columna de la tabla."),
    "exists": gettext_lazy("Ya hay un modelo así que aprende de las compras."),
    "in_use": gettext_lazy("Un modelo aprende de esta tabla."),
    "too_few_columns": gettext_lazy("La tabla necesita al menos dos columnas."),
    "too_many_columns": gettext_lazy("La tabla tiene más de 500 columnas."),
    "no_rows": gettext_lazy("La tabla no tiene filas."),
    "UnableToOpenWarehouse": gettext_lazy("Todavía no hay compras de las que aprender."),
}


def column_name(name: str) -> str:
    """The column as a person reads it: a table's own by its name."""
    return str(COLUMNS.get(name, name))


def finding_sentence(finding: Mapping[str, Any], formats: Formats) -> str:
    figure = finding["figure"]
    told = {
        "figure": "–" if figure is None else formats.number(figure, 2),
        "share": "–" if figure is None else formats.percent(figure),
    }
    return str(FINDINGS.get(finding["reason"], finding["reason"])) % told


def refusal_sentence(code: str, params: Mapping[str, Any], formats: Formats) -> str:
    """What an operation refused; a code without words of its own is shown."""
    told = {name: formats.number(value) if isinstance(value, int) else value for name, value in params.items()}
    found = REFUSALS.get(code)
    if found is None:
        return _("No se pudo: %(code)s.") % {"code": code}
    try:
        return str(found) % told if told else str(found)
    except (KeyError, ValueError):
        return str(found)


def verdict_sentence(reason: Mapping[str, Any], formats: Formats) -> str:
    """What speaks against a version."""
    words = {
        "no_order": _("Ordena a los clientes poco mejor que el azar: AUC %(found)s, y hace falta %(needed)s."),
        "not_held": _("Lo que dice no se cumple: se aparta %(found)s en promedio, y se acepta hasta %(needed)s."),
        "not_later": _("En el tiempo posterior dejó de ordenar: AUC %(found)s, y hace falta %(needed)s."),
    }
    told = {name: formats.number(reason[name], 3) for name in ("found", "needed")}
    return words.get(reason["code"], str(reason["code"])) % told


def reason_lines(told: Propensity, formats: Formats) -> list[str]:
    """Why a customer has this chance, the weightiest first."""
    return [_reason(str(column), str(cell), float(share), formats) for column, cell, share in told.reasons]


def _reason(column: str, cell: str, share: float, formats: Formats) -> str:
    words = _("%(column)s: %(cell)s, la sube") if share > 0 else _("%(column)s: %(cell)s, la baja")
    return words % {"column": column_name(column), "cell": _cell(column, cell, formats)}


def _cell(column: str, cell: str, formats: Formats) -> str:
    if not cell:
        return _("aún sin ritmo propio") if column == "facts.gap" else _("no se sabe")
    if column == "facts.kind":
        return str(KINDS.get(cell, cell))
    if column not in COLUMNS or column in {"facts.country", "pair.category"}:
        return cell
    return _figure(column, float(cell), formats)


def _figure(column: str, number: float, formats: Formats) -> str:
    """A number of ours in its unit."""
    if column == "past.last":
        return _("así") if number else _("no fue así")
    if column in MONEY:
        return formats.money(round(number))
    if column == "facts.overdue":
        return f"{formats.number(number, 1)}\u00a0×"
    return formats.percent(number) if column in SHARES else formats.number(number, 0 if number % 1 == 0 else 1)
