"""The schemes that every score run fills: value tier, customer class, area, place inside the area, cell of recency and frequency."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.migration.scheme import Columns, Scheme, SchemeClass, register_scheme
from lazo.differentiate.models import CycleArea, ValueTier

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TIERS = ("MVC", "SGC", "MGC", "LMC", "BZ")
KINDS = (
    ("best", _("De los mejores")),
    ("frequent", _("Frecuente")),
    ("buyer", _("Comprador")),
    ("not_best", _("No rentable")),
)
AREAS = ("LOYALTY", "MAXIMIZE", "KEEP", "RETAIN", "ACQUIRE")
"""From the best place to be in to the one farthest from a sale that lasts."""
OUTSIDE = "OUT"
THIRDS = 3


def register_own_schemes() -> None:
    """Offer them; called once when the application starts."""
    for scheme in (_tiers(), _kinds(), _areas(), _places(), _cells()):
        register_scheme(scheme)


def _tiers() -> Scheme:
    labels = dict(ValueTier.choices)
    return _by_text("tier", _("Nivel de valor"), "tier", [(key, labels[key]) for key in TIERS])


def _kinds() -> Scheme:
    return _by_text("class", _("Clase de cliente"), "customer_class", KINDS)


def _areas() -> Scheme:
    labels = dict(CycleArea.choices)
    named = [(key, labels[key]) for key in AREAS]
    classes = (*_ranked(named, lowest=1), SchemeClass(OUTSIDE, _("Fuera del ciclo"), 0))

    def place(columns: Columns) -> Any:
        return _coded(columns["area"], AREAS, otherwise=len(AREAS))

    return Scheme("area", _("Área del ciclo"), classes, ("area",), place)


def _places() -> Scheme:
    """Each area in thirds: from the last to the first, but in Retener, where going on is going away."""
    labels = dict(CycleArea.choices)
    classes: list[tuple[str, int, Any, int]] = []
    for area in AREAS:
        for step in range(THIRDS, 0, -1):
            words = format_lazy(_("{area}, {step} de 3"), area=labels[area], step=step)
            rank = len(AREAS) * THIRDS - len(classes)
            classes.append((area, step, words, rank))
    ordered = [
        SchemeClass(f"{area}-{step}", words, _within_retain(rank, step) if area == "RETAIN" else rank)
        for area, step, words, rank in classes
    ]

    def place(columns: Columns) -> Any:
        import numpy as np

        area = _coded(columns["area"], AREAS, otherwise=-1)
        step = np.clip((np.nan_to_num(columns["place"]) * THIRDS).astype(np.int16), 0, THIRDS - 1)
        found = area * THIRDS + (THIRDS - 1 - step)
        return np.where(area < 0, len(ordered), found).astype(np.int16)

    outside = SchemeClass(OUTSIDE, _("Fuera del ciclo"), 0)
    return Scheme("place", _("Lugar en el área"), (*ordered, outside), ("area", "place"), place)


def _within_retain(rank: int, step: int) -> int:
    """Turned round: the first third of Retener is the best of its three."""
    return rank - 2 * (step - 2)


def _cells() -> Scheme:
    keys = [f"{recency}{frequency}" for recency in range(5, 0, -1) for frequency in range(5, 0, -1)]
    classes = tuple(SchemeClass(key, f"R{key[0]} F{key[1]}", int(key[0]) + int(key[1])) for key in keys)

    def place(columns: Columns) -> Any:
        codes, words = columns["rfm"]
        return _coded((codes, [word[:2] for word in words]), keys, otherwise=-1)

    return Scheme("rfm", _("Recencia y frecuencia"), classes, ("rfm",), place)


def _by_text(key: str, label: "StrPromise", column: str, classes: "Sequence[tuple[str, str | StrPromise]]") -> Scheme:
    """A scheme whose classes are the values of a column, the best first."""
    keys = [name for name, _label in classes]

    def place(columns: Columns) -> Any:
        return _coded(columns[column], keys, otherwise=-1)

    return Scheme(key, label, _ranked(classes, lowest=1), (column,), place)


def _ranked(classes: "Sequence[tuple[str, str | StrPromise]]", *, lowest: int) -> tuple[SchemeClass, ...]:
    top = lowest + len(classes) - 1
    return tuple(SchemeClass(key, label, top - number) for number, (key, label) in enumerate(classes))


def _coded(column: Any, keys: Sequence[str], *, otherwise: int) -> Any:
    """The index in `keys` of a column of (codes, words)."""
    import numpy as np

    codes, words = column
    places = {key: number for number, key in enumerate(keys)}
    table = np.array([places.get(word, otherwise) for word in words] or [otherwise], dtype=np.int16)
    return table[codes]
